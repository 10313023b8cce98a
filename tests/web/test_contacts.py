"""The pages and the address of the API that tell how a publisher can be reached."""

from datetime import date

import pytest

from filiation.facts.contacts import Contact
from filiation.facts.rights import ContactKind, Purpose
from filiation.web.pages.contacts import _is_old

ZEPHYR = "HuggingFaceH4/zephyr-7b-beta"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_publisher_is_told_with_its_contacts_and_where_each_was_found(site, language):
    page = site.get(f"/{language}/publishers/deepseek-ai/contacts")
    assert page.status_code == 200
    assert 'href="mailto:privacy@deepseek.com"' in page.text
    assert "DeepSeek/Privacy%20Policy.md" in page.text
    assert 'name="robots" content="noindex"' in page.text


def test_that_no_card_was_read_is_told(site):
    assert "No card was read" in site.get("/en/publishers/TheBloke/contacts").text


def test_a_public_discussion_comes_with_a_warning(site):
    page = site.get("/en/publishers/TheBloke/contacts").text
    assert "/discussions/new" in page
    assert "write nothing personal" in page


def test_a_model_leads_to_its_publisher(site):
    page = site.get(f"/en/models/{ZEPHYR}/contacts").text
    assert "How to reach HuggingFaceH4" in page
    assert f"https://huggingface.co/{ZEPHYR}/discussions/new" in page


def test_other_spellings_lead_to_the_one_address(site):
    assert site.get("/en/publishers/MISTRALAI/contacts").headers["location"] == "/en/publishers/mistralai/contacts"
    here = site.get(f"/en/models/{ZEPHYR.lower()}/contacts")
    assert here.headers["location"] == f"/en/models/{ZEPHYR}/contacts"


def test_the_page_of_a_publisher_leads_there(site):
    assert 'href="/en/publishers/mistralai/contacts"' in site.get("/en/publishers/mistralai").text


def test_the_api_tells_the_same(site):
    told = site.get("/api/v1/publishers/mistralai/contacts").json()
    assert told["publisher"] == "mistralai"
    assert told["applicability"]["applies"] == "clear"
    assert told["contacts"][0]["purpose"] == "privacy"
    about = site.get("/api/v1/publishers/HuggingFaceH4/contacts", params={"model": ZEPHYR}).json()
    assert about["contacts"][-1]["model"] == ZEPHYR


def test_a_model_of_another_publisher_is_refused(site):
    assert site.get("/api/v1/publishers/mistralai/contacts", params={"model": ZEPHYR}).status_code == 400


@pytest.mark.parametrize("path", ["/en/publishers/nobody-at-all/contacts", "/en/models/nobody/nothing/contacts"])
def test_whom_the_catalog_does_not_hold(site, path):
    assert site.get(path).status_code == 404


@pytest.mark.parametrize(("day", "old"), [(date(2023, 3, 28), True), (date(2026, 11, 1), False), (None, False)])
def test_what_a_page_said_more_than_a_year_ago_is_warned_of(day, old):
    contact = Contact(ContactKind.EMAIL, "a@example.org", Purpose.PRIVACY, "curated", "https://example.org", day)
    assert _is_old(contact, date(2026, 11, 22)) is old
    assert _is_old(contact, None) is False


def test_the_warning_stands_at_the_contact(site):
    assert "more than a year ago" in site.get("/en/publishers/HuggingFaceH4/contacts").text
