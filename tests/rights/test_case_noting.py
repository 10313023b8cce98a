"""What can have happened in a case is noted in its place; what cannot is refused."""

from datetime import date

import pytest
from tests.rights.making_cases import case, draft, event, party

from filiation.errors import NotFound, WrongUse
from filiation.rights import case_noting

LATER = date(2027, 6, 1)
SENT = event("sent", "2026-11-03")


@pytest.mark.parametrize(
    ("before", "added", "reason"),
    [
        ([], event("sent", "2027-06-02"), "still to come"),
        ([], event("sent", "2026-11-01"), "before the case was opened"),
        ([], event("received", "2026-11-03"), "no letter"),
        ([], event("answered", "2026-11-03"), "no letter"),
        ([], event("reminded", "2026-11-03"), "no letter"),
        ([SENT], event("refused", "2026-11-02"), "no letter"),
        ([SENT], event("extended", "2026-12-04"), "2026-12-03"),
        ([SENT, event("extended", "2026-11-10")], event("extended", "2026-11-20"), "already"),
        ([], event("note", "2026-11-03", note="x" * 10_001), "too long"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_the_reason(before, added, reason):
    with pytest.raises(WrongUse, match=reason):
        case_noting.recorded(case(party(*before)), 0, added, LATER)


@pytest.mark.parametrize(
    ("before", "added"),
    [
        ([SENT], event("extended", "2026-12-03")),
        ([SENT, event("received", "2026-11-09")], event("extended", "2026-12-09")),
        ([], event("complained", "2026-11-03")),
        ([], event("closed", "2026-11-03")),
        ([SENT], event("answered", "2026-11-03")),
    ],
)
def test_what_can_have_happened_is_noted(before, added):
    assert added in case_noting.recorded(case(party(*before)), 0, added, LATER).parties[0].events


def test_a_letter_dated_before_the_case_can_have_been_sent_then():
    earlier = case(draft=draft(day=date(2026, 10, 1)))
    assert case_noting.recorded(earlier, 0, event("sent", "2026-10-01"), LATER).parties[0].events


def test_what_is_noted_late_comes_in_its_place():
    found = case_noting.recorded(case(party(event("sent", "2026-11-10"))), 0, event("note", "2026-11-05"), LATER)
    assert [one.kind.value for one in found.parties[0].events] == ["note", "sent"]


def test_only_one_party_is_touched_and_others_do_not_exist():
    found = case_noting.recorded(case(party(), party(publisher="other")), 1, SENT, LATER)
    assert [len(one.events) for one in found.parties] == [0, 1]
    for place in (-1, 2):
        with pytest.raises(NotFound):
            case_noting.recorded(found, place, SENT, LATER)
