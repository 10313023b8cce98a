"""What is to be pasted into a card is YAML that says what was meant, whatever an id holds."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from filiation.export.card import card_metadata, statable
from filiation.facts.vocabulary import Relation


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        (None, None),
        (Relation.FINETUNE, "finetune"),
        (Relation.MERGE, "merge"),
        (Relation.COPY, None),
        (Relation.UNSPECIFIED, None),
    ],
)
def test_a_card_has_words_for_four_relations(relation, said):
    first, fields, last = card_metadata(["a/one", "a/two"], relation).split("---\n")
    assert (first, last) == ("", "")
    assert yaml.safe_load(fields) == {"base_model": ["a/one", "a/two"]} | (
        {"base_model_relation": said} if said else {}
    )
    assert statable(relation) is (said is not None)


def test_it_is_written_as_people_write_it():
    text = card_metadata(["mistralai/Mistral-7B-v0.1"], Relation.ADAPTER)
    assert text == "---\nbase_model:\n- mistralai/Mistral-7B-v0.1\nbase_model_relation: adapter\n---\n"


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_no_name_gets_out_of_its_place(names):
    text = card_metadata(names, Relation.MERGE)
    assert text.isascii()
    assert [line for line in text.splitlines() if line.startswith("---")] == ["---", "---"]
    assert next(iter(yaml.safe_load_all(text))) == {"base_model": names, "base_model_relation": "merge"}


@pytest.mark.parametrize(
    "name", ["a/b\n---\nlicense: mit", "&a *a", "!!python/object:os.system", "{x: y}", "on", "1e3", "- x"]
)
def test_names_that_mean_something_in_yaml_stay_names(name):
    assert yaml.safe_load(card_metadata([name], None).removesuffix("---\n"))["base_model"] == [name]
