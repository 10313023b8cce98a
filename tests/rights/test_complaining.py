"""To whom a complaint goes, and in which language."""

import pytest
from tests.rights.making_cases import draft, party

from filiation.errors import NotFound, WrongUse
from filiation.facts.cases import Addressing
from filiation.facts.requests import Person
from filiation.rights.authorities import authority
from filiation.rights.complaining import addressee, checked, choices, working_languages


def to(resident, wanted="en", controller=None, **choice):
    told = draft(person=Person("A. Person", "person@example.org", resident), language=wanted)
    return addressee(told, party(country=controller, complaint=Addressing(**choice)))


@pytest.mark.parametrize(
    ("country", "wanted", "language", "understood"),
    [
        ("FR", "en", "fr", True),
        ("BE", "en", "fr", True),
        ("LU", "en", "fr", True),
        ("CH", "en", "fr", True),
        ("IE", "fr", "en", True),
        ("MT", "fr", "en", True),
        ("GB", "fr", "en", True),
        ("DE", "fr", "fr", False),
        ("IT", "en", "en", False),
    ],
)
def test_a_complaint_is_written_in_the_language_of_the_authority(country, wanted, language, understood):
    found = to(country, wanted)
    assert (found.authority.country, found.language, found.understood) == (country, language, understood)


def test_the_language_can_be_chosen():
    found = to("FR", "fr", language="en")
    assert (found.language, found.understood) == ("en", False)


def test_working_languages_are_those_of_the_country():
    assert working_languages(authority("DE")) == ("de",)
    assert "fr" in working_languages(authority("BE"))


def test_the_authority_of_the_controllers_country_is_the_second_choice_always():
    british = draft(person=Person("A. Person", "person@example.org", "GB"))
    assert choices(british, party(country="FR")) == ("GB", "FR")
    assert choices(british, party(country="GB")) == ("GB",)
    assert to("GB", controller="FR").authority.country == "GB"
    assert to("GB", controller="FR", country="FR").authority.country == "FR"


def test_who_has_no_authority_of_their_own_turns_to_that_of_the_controller():
    assert to("US", controller="FR").authority.country == "FR"
    assert to("US", controller="FR").language == "fr"
    with pytest.raises(NotFound) as caught:
        to("US", controller="CN")
    assert caught.value.values["country"] == "US"


def test_a_land_has_its_own_authority():
    found = to("DE", region="berlin").authority
    assert "Berliner Beauftragte" in found.names["en"] == found.names["fr"] == found.names["de"]
    assert found.address == (found.website,) == ("https://www.datenschutz-berlin.de/",)
    assert found.email is None
    assert not found.note


@pytest.mark.parametrize(("country", "region"), [("DE", "Atlantis"), ("DE", "Bayern"), ("FR", "Berlin")])
def test_a_land_that_is_none_or_several_is_refused(country, region):
    with pytest.raises(WrongUse) as caught:
        to(country, region=region)
    assert caught.value.values["field"] == "land"


def test_what_was_chosen_is_checked():
    assert checked(Addressing("de", "Berlin", "fr")) == Addressing("DE", "Berlin", "fr")
    for wrong in (Addressing(country="US"), Addressing(language="xx")):
        with pytest.raises(WrongUse):
            checked(wrong)
