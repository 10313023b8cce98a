from datetime import date

import pytest
from pydantic import ValidationError

from filiation.facts.exploration import NodeKind, Query, Toward
from filiation.facts.vocabulary import Relation
from filiation.web.questions import ExploreQuestion, PathQuestion, RelativesQuestion, SearchQuestion


def test_fields_that_a_form_sends_empty_ask_nothing():
    empty = RelativesQuestion.model_validate(
        {"relation": [""], "depth": "", "published_after": "", "publisher": "", "license": ""}
    )
    assert empty == RelativesQuestion()
    assert empty.told() == {}
    assert ExploreQuestion.model_validate({"model": ["", "a/b", ""], "kind": [""], "task": ""}).model == ["a/b"]


def test_addresses_tell_what_differs_from_the_defaults():
    asked = RelativesQuestion.model_validate({"relation": ["merge"], "published_after": "2024-01-31", "limit": "50"})
    assert asked.told() == {"relation": ["merge"], "published_after": "2024-01-31"}


def test_an_exploration_is_asked_as_the_form_says():
    asked = ExploreQuestion.model_validate(
        {
            "model": ["a/b"],
            "toward": "ancestors",
            "kind": ["model", "dataset"],
            "relation": ["copy"],
            "depth": "2",
            "published_before": "2024-01-31",
            "limit": "5",
            "offset": "10",
        }
    )
    assert asked.asking() == Query(
        models=("a/b",),
        toward=Toward.ANCESTORS,
        kinds=(NodeKind.MODEL, NodeKind.DATASET),
        relations=(Relation.COPY,),
        depth=2,
        published_before=date(2024, 1, 31),
        limit=5,
        offset=10,
    )
    whole = asked.asking(whole=True)
    assert (whole.limit, whole.offset, whole.depth) == (0, 0, 2)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (RelativesQuestion, {"depth": "0"}),
        (RelativesQuestion, {"limit": "1001"}),
        (RelativesQuestion, {"limit": "0"}),
        (RelativesQuestion, {"offset": "-1"}),
        (RelativesQuestion, {"relation": ["trained"]}),
        (RelativesQuestion, {"published_after": "31/01/2024"}),
        (RelativesQuestion, {"publisher": "x" * 201}),
        (SearchQuestion, {"text": "x" * 201}),
        (SearchQuestion, {"q": "x"}),
        (PathQuestion, {"c": "x"}),
        (ExploreQuestion, {"kind": ["planet"]}),
        (ExploreQuestion, {"standing": ["sure"]}),
        (ExploreQuestion, {"model": ["a"] * 21}),
    ],
)
def test_what_makes_no_sense_is_refused(question, value):
    with pytest.raises(ValidationError):
        question.model_validate(value)
