"""Each country where a law that we know holds has an authority, with an address and where that was read."""

import re
from urllib.parse import urlsplit

import pytest

from filiation.rights.authorities import authorities, authority, regime_of

UNION = [
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
]
EEA = [*UNION, "IS", "LI", "NO"]


def test_every_country_of_the_area_has_one_and_so_have_two_others():
    assert len(UNION) == 27
    assert [one.country for one in authorities()] == sorted([*EEA, "GB", "CH"])


def test_each_acts_under_the_law_of_its_country():
    assert {country: regime_of(country) for country in EEA} == dict.fromkeys(EEA, "gdpr")
    assert (regime_of("GB"), regime_of("ch"), regime_of("US"), regime_of("")) == ("uk-gdpr", "fadp", "", "")


def test_an_unknown_country_has_none():
    assert authority("US") is None
    assert authority("") is None
    assert authority("fr") is authority("FR")


@pytest.mark.parametrize("one", authorities(), ids=lambda one: one.country)
def test_an_authority_can_be_written_to(one):
    assert {"en", "fr"} < set(one.names) or one.country in {"FR", "GB", "LU"}
    assert len(one.address) >= 3
    assert all(line == line.strip() and line for line in one.address)
    pages = [one.website, one.source, *([one.complaint_page] if one.complaint_page else [])]
    assert all(urlsplit(page).scheme == "https" and urlsplit(page).hostname for page in pages)
    assert one.email is None or re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", one.email)
    assert one.phone is None or re.fullmatch(r"\+\d[\d ]+", one.phone)
    assert one.how in {"read", "from-memory"}
    assert set(one.note) in ({"en", "fr"}, set())


@pytest.mark.parametrize("one", authorities(), ids=lambda one: one.country)
def test_french_is_set_as_french(one):
    assert not re.search(r" [;:?!%»]|\w[;?!»]|'", f"{one.names['fr']} {one.note.get('fr', '')}")


@pytest.mark.parametrize(("language", "words"), [("en", "look at its website"), ("fr", "consultez son site")])
def test_the_move_of_the_british_one_is_told(language, words):
    note = authority("GB").note[language]
    assert "Wilmslow" in note
    assert "Manchester" in note
    assert "2026" in note
    assert words in note


def test_germany_has_those_of_its_sixteen_laender():
    germany = authority("DE")
    assert len(germany.regional) == 17  # two in Bavaria
    assert len({part.region.partition(" (")[0] for part in germany.regional}) == 16
    assert all(part.website.startswith("https://") and "datenanfragen" in part.source for part in germany.regional)
    assert "Land" in germany.note["en"]
    assert not any(one.regional for one in authorities() if one.country != "DE")
