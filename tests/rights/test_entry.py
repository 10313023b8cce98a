"""Where data came in, as far as tests tell."""

from hypothesis import given
from hypothesis import strategies as st

from filiation.facts.parties import Above, Entry
from filiation.facts.rights import MEMORY_OF, Memory
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.rights.entry import Ancestry, entry

TUNED = Relation.FINETUNE
LINE = {
    "child": Ancestry(0, {"middle": TUNED}),
    "middle": Ancestry(1, {"base": TUNED}),
    "base": Ancestry(2, {}),
}


def test_nothing_is_told_without_a_test_that_found_it():
    assert entry(LINE, (), ()) is None
    assert entry(LINE, (), ("base",)) is None
    assert entry(LINE, ("elsewhere",), ()) is None


def test_the_farthest_that_repeats_with_silent_parents_is_where_it_came_in():
    assert entry(LINE, ("child", "middle"), ("base",)) == Entry("middle", "middle", Above.SILENT)


def test_with_untested_parents_it_may_have_come_in_further_up():
    assert entry(LINE, ("child",), ()) == Entry("child", "child", Above.UNTESTED)
    mixed = {"child": Ancestry(0, {"a": TUNED, "b": TUNED}), "a": Ancestry(1, {}), "b": Ancestry(1, {})}
    assert entry(mixed, ("child",), ("a",)) == Entry("child", "child", Above.UNTESTED)
    assert entry(mixed, ("child",), ("a", "b")) == Entry("child", "child", Above.SILENT)


def test_a_model_without_known_parents_says_so():
    assert entry(LINE, ("child", "middle", "base"), ()) == Entry("base", "base", Above.NONE)


def test_a_gap_between_two_that_repeat_leaves_the_farther_one():
    assert entry(LINE, ("child", "base"), ("middle",)) == Entry("base", "base", Above.NONE)


def test_what_a_quantized_child_repeats_was_in_its_parent():
    line = {
        "gguf": Ancestry(0, {"tuned": Relation.QUANTIZED}),
        "tuned": Ancestry(1, {"base": TUNED}),
        "base": Ancestry(2, {}),
    }
    assert entry(line, ("gguf",), ("base",)) == Entry("tuned", "gguf", Above.SILENT)
    # Even one that was made to keep silent: fewer bits bring back what it was made to forget.
    assert entry(line, ("gguf",), ("tuned", "base")) == Entry("tuned", "gguf", Above.SILENT)


def test_of_several_that_are_as_far_the_first_of_the_line_counts():
    line = {"merge": Ancestry(0, {"a": TUNED, "b": TUNED}), "b": Ancestry(1, {}), "a": Ancestry(1, {})}
    assert entry(line, ("a", "b"), ()) == Entry("b", "b", Above.NONE)


def test_a_loop_of_models_that_all_repeat_has_no_entry():
    loop = {"a": Ancestry(0, {"b": TUNED}), "b": Ancestry(1, {"a": TUNED})}
    assert entry(loop, ("a", "b"), ()) is None
    assert entry(loop, ("a",), ("b",)) == Entry("a", "a", Above.SILENT)


@st.composite
def lines(draw):
    names = [str(n) for n in range(draw(st.integers(1, 8)))]
    parents = st.dictionaries(st.sampled_from(names), st.sampled_from(LINEAGE), max_size=3)
    return {name: Ancestry(place, draw(parents)) for place, name in enumerate(names)}


@given(
    lines(), st.sets(st.sampled_from([str(n) for n in range(8)])), st.sets(st.sampled_from([str(n) for n in range(8)]))
)
def test_an_entry_is_shown_by_a_test_and_has_no_parent_that_repeats(line, repeats, silent):
    found = entry(line, repeats, silent)
    if found is None:
        return
    assert found.by in repeats
    assert not line[found.model].parents.keys() & repeats
    assert found.model == found.by or _is_copied(line, found.by, found.model)
    assert (found.above is Above.NONE) == (not line[found.model].parents)
    if found.above is Above.SILENT:
        assert line[found.model].parents.keys() <= silent


def _is_copied(line, model, source):
    """Tell whether copies and quantized models lead from one model up to another."""
    met, waiting = {model}, [model]
    while waiting:
        for parent, relation in line[waiting.pop()].parents.items():
            if MEMORY_OF[relation] is Memory.SAME and parent not in met:
                met.add(parent)
                waiting.append(parent)
    return source in met
