"""How a case is told: parties and what goes where."""

import pytest
from tests.rights.making_cases import case, party

from filiation.facts.rights import Role
from filiation.words import cases as words
from filiation.words.speech import speech

HOST = {"publisher": "huggingface", "roles": (Role.HOST,)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_two_letters_to_one_address_are_told_and_told_apart(language):
    told = speech(language)
    own = party(publisher="lab", contact="privacy@example.org")
    host = party(**HOST, contact="Privacy@example.org")
    (sentence,) = words.shared_addresses(told, case(own, host))
    assert "privacy@example.org" in sentence
    assert words.party_name(told, host) in sentence
    assert words.party_name(told, own) == "lab"
    assert words.party_name(told, host) != "huggingface"


def test_letters_without_an_address_share_none():
    parties = (party(contact=""), party(publisher="other", contact=""), party(publisher="third", contact="a@b.example"))
    assert words.shared_addresses(speech("en"), case(*parties)) == ()
