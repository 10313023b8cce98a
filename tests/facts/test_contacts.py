"""By which way a letter goes to a publisher: one rule for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.facts.contacts import Applicability, Contact, Reachability, Whose, is_reached, way_to
from filiation.facts.rights import Applies, ContactKind, Purpose


def contact(value, kind="email", purpose="general", *, public=False, whose=Whose.PUBLISHER):
    return Contact(ContactKind(kind), value, Purpose(purpose), "card", "x:1", None, public=public, whose=whose)


def reachability(contacts):
    return Reachability("maker", None, tuple(contacts), Applicability(Applies.UNCERTAIN, "nothing-known"), 1, 0)


@pytest.mark.parametrize(
    ("contacts", "chosen", "reached"),
    [
        ([], None, False),
        ([contact("https://x/discussions", "discussion", public=True)], None, False),
        ([contact("https://x/board", "website", public=True)], None, False),
        ([contact("A. Person", "name"), contact("arxiv", "paper"), contact("https://x/code", "code")], None, False),
        ([contact("a@example.org", whose=Whose.AUTHOR), contact("o@example.org", whose=Whose.OTHER)], None, False),
        ([contact("g@example.org"), contact("p@example.org", purpose="privacy")], "p@example.org", True),
        ([contact("https://x/form", "form"), contact("g@example.org")], "https://x/form", True),
        ([contact("s@example.org", purpose="security"), contact("g@example.org")], "g@example.org", True),
        ([contact("g@example.org"), contact("l@example.org", purpose="legal")], "l@example.org", True),
        ([contact("https://x/p", "website", "privacy"), contact("s@example.org", purpose="security")],
         "s@example.org", True),
        ([contact("https://x/", "website"), contact("https://x/p", "website", "privacy")], "https://x/p", False),
    ],
)  # fmt: skip
def test_a_letter_goes_to_nobody_else_and_never_in_public(contacts, chosen, reached):
    found = reachability(contacts)
    assert (found.way and found.way.value) == chosen
    assert is_reached(found) is reached


contacts = st.lists(
    st.builds(
        contact,
        st.sampled_from(("a@example.org", "b@example.org", "c@example.org")),
        st.sampled_from(ContactKind),
        st.sampled_from(Purpose),
        public=st.booleans(),
        whose=st.sampled_from(Whose),
    ),
    max_size=6,
)


@given(contacts)
def test_whatever_is_known_only_the_publisher_itself_is_written_to_in_private(found):
    chosen = way_to(found)
    theirs = [one for one in found if one.whose is Whose.PUBLISHER and not one.public]
    if chosen is None:
        assert {one.kind for one in theirs} <= {*map(ContactKind, ("name", "paper", "code", "discussion"))}
    else:
        assert chosen in theirs
