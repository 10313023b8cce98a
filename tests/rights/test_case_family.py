"""The family of a case, compared with what it is now."""

from tests.rights.making_cases import case, party

from filiation.rights import case_family


def test_a_family_that_changed_is_compared_and_not_taken_in():
    whole = case(party(), family=["maker/a", "x/b", "x/gone"])
    found = case_family.compared(whole, ["maker/a", "x/b", "maker/new", "x/new", "y/new", "z/new"], "two")
    assert (found.since, found.now) == ("one", "two")
    assert found.new == ("maker/new", "x/new", "y/new", "z/new")
    assert found.gone == ("x/gone",)
    assert found.new_publishers == ("x", "y", "z")
    assert case_family.compared(whole, whole.family, "two") is None
