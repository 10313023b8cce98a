"""Our list of publishers: every fact has a source and a day, every address could be one, every country exists."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest

from filiation.evidence.contacts.addresses import checked
from filiation.facts.rights import Applies, ContactKind
from filiation.rights.applicability import QUOTED, REASONS, applicability
from filiation.rights.authorities import authorities
from filiation.rights.publishers import CURATED, Read, Tie, listed, owners_of_hosts, publishers

ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,95}")
EEA = {one.country for one in authorities() if one.regime == "gdpr"}
COUNTRIES = EEA | {"US", "CN", "GB", "CH", "SG", "AE", "CA", "JP", "KR", "IN", "IL", "HK", "AU"}
POSTAL_CODES = {
    "France": r"\d{5} \D+",
    "Hong Kong": r"\D+",
    "Ireland": r"[A-Z]\w{2} \w{4}|\D+( \d+)?",
    "Republic of Ireland": r"[A-Z]\w{2} \w{4}|\D+( \d+)?",
    "U.S.A.": r"\d{5}",
    "United States of America": r"[A-Z]{2} \d{5}",
}
"""What stands before the country in a postal address, by the country; Singapore has no part before it."""

OLDEST, TODAY = date(2018, 5, 25), date(2026, 11, 22)


@pytest.mark.parametrize("entry", publishers(), ids=lambda entry: entry.accounts[0])
class TestEveryEntry:
    def test_names_accounts_and_a_way_to_reach_it(self, entry):
        assert all(map(ACCOUNT.fullmatch, entry.accounts))
        assert entry.name.strip() == entry.name
        assert entry.contacts

    def test_has_sources_with_a_page_and_a_day(self, entry):
        for source in entry.sources.values():
            parts = urlsplit(source.page)
            assert parts.scheme == "https" and "." in parts.netloc  # noqa: PT018 (one fact)
            assert OLDEST <= source.seen <= TODAY
            assert (source.of is None) is (source.read is Read.PAGE)

    def test_uses_all_its_sources(self, entry):
        used = {one.location for one in entry.contacts}
        used |= {one.source.page for one in (entry.established, entry.in_the_union) if one is not None}
        assert used == {source.page for source in entry.sources.values()}

    def test_has_addresses_that_can_be_written_to(self, entry):
        for one in entry.contacts:
            assert one.source == CURATED
            if one.kind is ContactKind.EMAIL:
                local, _, host = one.value.partition("@")
                assert checked(one.value) == f"{local}@{host.lower()}" == one.value
            elif one.kind is ContactKind.POST:
                assert one.value.count(",") >= 3
                assert _posted(one.value), one.value
            else:
                assert one.value.startswith("https://")

    def test_is_in_a_country_that_exists(self, entry):
        told = [one.country for one in (entry.established, entry.in_the_union) if one is not None]
        assert set(filter(None, told)) <= COUNTRIES

    def test_ties_to_the_union_lie_there(self, entry):
        union = entry.in_the_union
        if union is not None:
            assert union.country in EEA | {None}
            assert union.who or union.tie is Tie.POLICY


def _posted(address):
    """Return whether the last parts of a postal address are those of its country."""
    *_, before, country = address.split(", ")
    if country.startswith("Singapore"):
        return re.fullmatch(r"Singapore( \d{6})?", country)
    return re.fullmatch(POSTAL_CODES[country], before)


@pytest.mark.parametrize(
    "address",
    ["Mill, 1 Road, Singapore 0759903", "Mill, 1 rue X, 7500 Paris, France", "Mill, 1 Road, CA 9404, U.S.A."],
)
def test_a_postal_code_that_cannot_be_is_noticed(address):
    assert not _posted(address)


def test_no_account_is_listed_twice():
    accounts = [account.lower() for one in publishers() for account in one.accounts]
    assert len(accounts) == len(set(accounts))


def test_an_account_is_found_in_any_case_of_letters():
    assert listed("MistralAI") is listed("mistralai") is not None
    assert listed("nobody-at-all") is None


def test_a_publisher_that_closed_is_not_listed():
    assert listed("coqui") is None  # its domain is in other hands


def test_the_host_is_listed():
    assert listed("huggingface").contacts[0].value == "privacy@huggingface.co"


def test_a_host_of_addresses_leads_to_its_publisher():
    assert owners_of_hosts()["deepseek.com"] is listed("deepseek-ai")
    assert not {"googlegroups.com", "prighter.com", "lionheartsquared.eu"} & owners_of_hosts().keys()


class TestWhetherTheLawApplies:
    def test_it_does_where_a_source_says_that_the_publisher_is_in_the_area(self):
        told = applicability(listed("mistralai"))
        assert (told.applies, told.reason, told.establishment.country) == (Applies.CLEAR, "established-eea", "FR")

    @pytest.mark.parametrize(
        ("account", "reason", "country", "who"),
        [
            ("openai", "group-eea", "IE", "OpenAI Ireland Limited"),
            ("xai-org", "representative-eea", "IE", "Lionheart Squared (Europe) Ltd"),
            ("deepseek-ai", "representative-eea", None, "Prighter Group"),
            ("runwayml", QUOTED, None, None),
        ],
    )
    def test_it_is_likely_where_something_ties_it_to_the_union(self, account, reason, country, who):
        told = applicability(listed(account))
        assert (told.applies, told.reason) == (Applies.LIKELY, reason)
        assert (told.establishment.country, told.establishment.representative) == (country, who)

    def test_a_policy_that_was_read_is_told_apart_from_one_that_somebody_tells_of(self):
        entry = listed("runwayml")
        read = replace(entry.in_the_union, source=replace(entry.in_the_union.source, read=Read.PAGE))
        assert applicability(entry).reason == "policy-quoted"
        assert applicability(replace(entry, in_the_union=read)).reason == "policy-eea"

    def test_it_is_uncertain_where_it_is_elsewhere(self):
        told = applicability(listed("tiiuae"))
        assert (told.applies, told.reason, told.establishment.country) == (
            Applies.UNCERTAIN,
            "established-elsewhere",
            "AE",
        )

    @pytest.mark.parametrize("entry", [None, listed("EleutherAI")])
    def test_it_is_uncertain_where_nothing_is_known(self, entry):
        told = applicability(entry)
        assert (told.applies, told.reason, told.establishment) == (Applies.UNCERTAIN, "nothing-known", None)

    def test_the_area_has_thirty_countries(self):
        assert len(EEA) == 30
        assert set(REASONS) == set(Tie)
