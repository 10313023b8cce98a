"""Whose a host is, and which pages may be taken for a private way."""

from datetime import date

import pytest

from filiation.facts.contacts import Contact, Whose
from filiation.facts.rights import ContactKind, Purpose
from filiation.observatory.contact_hosts import attributed, forms_checked, site
from filiation.rights.publishers import CURATED, listed

EMAIL, FORM, WEBSITE = ContactKind.EMAIL, ContactKind.FORM, ContactKind.WEBSITE


def contact(kind, value, source="card", whose=Whose.PUBLISHER):
    return Contact(kind, value, Purpose.GENERAL, source, "README.md", date(2026, 11, 1), whose=whose)


@pytest.mark.parametrize(
    ("kind", "value", "whose"),
    [
        (EMAIL, "privacy@mistral.ai", Whose.OTHER),
        (EMAIL, "privacy@mail.mistral.ai", Whose.OTHER),
        (FORM, "https://mistral.ai/en/contact", Whose.OTHER),
        (WEBSITE, "https://Legal.Mistral.ai/privacy", Whose.OTHER),
        (EMAIL, "privacy@mistral.ai.evil.net", Whose.OTHER),
        (FORM, "https://mistral.ai.evil.net/contact", Whose.OTHER),
        (WEBSITE, "https://huggingface.co.evil.net/contact", Whose.OTHER),
        (EMAIL, "privacy@notmistral.ai", Whose.PUBLISHER),
        (EMAIL, "privacy@mill.org", Whose.PUBLISHER),
        (ContactKind.NAME, "mistral.ai", Whose.PUBLISHER),
    ],
)
def test_a_host_of_another_publisher_or_one_that_looks_like_it_is_not_a_strangers_own(kind, value, whose):
    assert attributed(contact(kind, value), None).whose is whose


def test_a_publisher_keeps_its_own_hosts_but_no_look_alike():
    entry = listed("mistralai")
    assert attributed(contact(EMAIL, "privacy@mail.mistral.ai"), entry).whose is Whose.PUBLISHER
    assert attributed(contact(EMAIL, "privacy@mistral.ai.evil.net"), entry).whose is Whose.OTHER


@pytest.mark.parametrize(
    ("value", "others", "kind"),
    [
        ("https://board.evil.net/support", [], WEBSITE),
        ("https://board.evil.net/support", [(EMAIL, "a@mill.org")], WEBSITE),
        ("https://www.mill.org/contact", [(EMAIL, "a@mill.org")], FORM),
        ("https://mill.org/contact", [(WEBSITE, "https://docs.mill.org/")], FORM),
        ("https://mill.co.uk/contact", [(EMAIL, "a@other.co.uk")], WEBSITE),
        ("https://forms.gle/abcdefgh", [], FORM),
    ],
)
def test_a_page_is_a_form_only_on_a_site_of_its_publisher(value, others, kind):
    found = forms_checked([contact(FORM, value), *(contact(*other) for other in others)])
    assert found[0].kind is kind


def test_somebody_elses_address_makes_no_site_ones_own_and_our_list_is_believed():
    alien = contact(EMAIL, "a@evil.net", whose=Whose.OTHER)
    assert forms_checked([contact(FORM, "https://evil.net/contact"), alien])[0].kind is WEBSITE
    assert forms_checked([contact(FORM, "https://evil.net/contact", CURATED)])[0].kind is FORM


def test_what_was_registered():
    assert [site(one) for one in ("a.b.example.org", "x.example.co.uk", "example.io")] == [
        "example.org",
        "example.co.uk",
        "example.io",
    ]
