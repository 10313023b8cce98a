from filiation.facts.answers import Kinship, PathAnswer, Step
from filiation.facts.vocabulary import Relation, Standing
from filiation.words.kinship import steps, told


def step(child, parent):
    return Step(child, parent, Relation.MERGE, Standing.DECLARED)


def test_steps_tell_where_they_lead_and_which_way():
    answer = PathAnswer("a", "c", Kinship.COMMON_DESCENDANTS, (step("h", "a"), step("h", "c")), (), 0)
    assert [(s.id, s.upward) for s in steps(answer)] == [("h", False), ("c", True)]
    assert told(answer).models == {"a": "a", "b": "c", "heir": "h"}


def test_sentences_fit_what_is_counted():
    near = told(PathAnswer("a", "b", Kinship.ANCESTOR, (step("b", "a"),), (), 0))
    assert (near.count, near.one) == (1, "{a} is a parent of {b}.")
    common = told(PathAnswer("a", "b", Kinship.COMMON_ANCESTORS, (step("a", "x"), step("b", "x")), ("x",), 7))
    assert (common.count, common.many) == (7, "{a} and {b} have {n} common ancestors.")


def test_models_that_nothing_joins_are_told_apart_from_distant_ones():
    apart = told(PathAnswer("a", "b", Kinship.UNRELATED, (), (), 0))
    distant = told(PathAnswer("a", "b", Kinship.UNRELATED, (step("a", "x"), step("y", "x"), step("y", "b")), (), 0))
    assert apart.one.startswith("No chain")
    assert "only relatives of relatives" in distant.one
