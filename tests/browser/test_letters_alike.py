"""The browser writes the very letters that the program writes: its scripts mirror rights/letters."""

import json

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.browser.drafts import HOSTILE, addresses, matters, names
from tests.browser.visiting import visiting
from tests.rights.email_addresses import BAD, GOOD

from filiation.errors import WrongUse
from filiation.facts.contacts import is_reached
from filiation.rights.letters import languages
from filiation.rights.letters.composing import plain
from filiation.rights.letters.telling import email
from filiation.rights.letters.writing import letter_for, private_contact_text

GUIDE = "/en/models/mistralai/Mistral-7B-v0.1/request"
COMPARED = ("kind", "language", "day", "subject", "sender", "recipient", "to", "blocks", "sources", "annexes")
WRITE = """async matters => {
  const words = window.words;
  const { letterFor } = await import(window.own + 'writing.js');
  const { Missing } = await import(window.own + 'letters.js');
  return matters.map(([draft, parties, party, contact]) => {
    try { return letterFor(words, draft, parties, party, contact); }
    catch (error) { if (error instanceof Missing) return `missing: ${error.slot}`; throw error; }
  });
}"""


WAY = """async matters => {
  const words = window.words;
  const { written } = await import(window.own + 'writing.js');
  const { isReached } = await import(window.own + 'contacts.js');
  const { Missing } = await import(window.own + 'letters.js');
  return matters.map(([draft, parties, party]) => {
    const reached = isReached(party.reachability);
    try { const { letter, way } = written(words, draft, parties, party); return [reached, way, letter]; }
    catch (error) { if (error instanceof Missing) return [reached, null, `missing: ${error.slot}`]; throw error; }
  });
}"""


@pytest.fixture(scope="module")
def scripts(browser, sample_site):
    """Return a page in which our modules can be imported."""
    with visiting(browser, sample_site) as visitor:
        visitor.go(GUIDE)
        address = visitor.page.locator("link[rel=modulepreload]").first.get_attribute("href")
        visitor.page.evaluate("address => { window.own = address; }", address.rpartition("/")[0] + "/")
        visitor.page.evaluate("async () => { window.words = await (await fetch('/en/letters.json')).json(); }")
        yield visitor.page


def written(draft, parties, party, contact):
    """Return what the program writes: a letter, or which value is missing."""
    try:
        told = json.loads(msgspec.json.encode(letter_for(draft, parties, party, contact=contact)))
    except WrongUse as error:
        return f"missing: {error.values['name']}"
    return {name: told[name] for name in COMPARED}


def compared(letter):
    return letter if isinstance(letter, str) else {name: letter[name] for name in COMPARED}


batches = st.lists(st.tuples(matters, st.one_of(st.just(""), addresses)), min_size=4, max_size=8)


# Making a failing batch smaller would take minutes: the first letter that differs tells enough.
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(batches)
def test_every_letter_is_the_same_in_the_browser_and_in_the_program(scripts, batch):
    asked = [(*matter, contact) for matter, contact in batch]
    there = scripts.evaluate(WRITE, msgspec.to_builtins(asked))
    for one, letter in zip(asked, there, strict=True):
        assert compared(letter) == written(*one)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.lists(matters, min_size=4, max_size=8))
def test_a_letter_goes_by_the_same_way_in_the_browser_and_in_the_program(scripts, batch):
    there = scripts.evaluate(WAY, msgspec.to_builtins(batch))
    for (draft, parties, party), (reached, way, letter) in zip(batch, there, strict=True):
        here = party.reachability.way
        assert reached == is_reached(party.reachability)
        assert compared(letter) == written(draft, parties, party, here.value if here else "")
        if not isinstance(letter, str):
            assert way == msgspec.to_builtins(here)


@pytest.mark.parametrize("language", languages())
def test_the_public_words_are_the_same(scripts, language):
    there = scripts.evaluate(
        "async language => (await import(window.own + 'writing.js')).privateContact(window.words, language)",
        language,
    )
    assert there == private_contact_text(None, None, language)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.one_of(st.sampled_from(HOSTILE), st.text()), st.integers(1, 50)), max_size=50))
def test_values_are_made_plain_alike(scripts, values):
    there = scripts.evaluate(
        "async values => { const { plain } = await import(window.own + 'letters.js');"
        " return values.map(([value, most]) => plain(value, most)); }",
        [list(pair) for pair in values],
    )
    assert there == [plain(*pair) for pair in values]


def test_values_are_cut_at_the_same_length(scripts):
    there = scripts.evaluate("async () => (await import(window.own + 'letters.js')).plain('x'.repeat(9999)).length")
    assert there == len(plain("x" * 9999))


def test_what_is_an_address_is_one_in_the_browser_too(scripts):
    there = scripts.evaluate(
        "async values => { const { isAddress } = await import(window.own + 'eml.js'); return values.map(isAddress); }",
        [*GOOD, *BAD],
    )
    assert there == [True] * len(GOOD) + [False] * len(BAD)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(addresses, names, st.emails(), st.from_regex(r"\A[a-z.@-]{1,12}\Z")), max_size=50))
def test_addresses_are_told_alike(scripts, values):
    there = scripts.evaluate(
        "async values => { const { isAddress } = await import(window.own + 'eml.js'); return values.map(isAddress); }",
        values,
    )
    assert there == [email(value) is not None for value in values]
