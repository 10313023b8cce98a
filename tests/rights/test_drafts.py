"""What a person told is checked field by field, and no error repeats it."""

from contextlib import suppress
from dataclasses import asdict

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rights.making_cases import case, draft, event, party

from filiation.errors import WrongUse
from filiation.facts.requests import Draft
from filiation.facts.rights import DataKind, ErasureGround, Right
from filiation.rights import drafts
from filiation.rights.addresses import is_email
from filiation.rights.drafts import read_draft, read_evidence


def told(**fields):
    return msgspec.json.decode(msgspec.json.encode(draft())) | fields


def person(**fields):
    return told(person={"name": "A. Person", "reply_to": "person@example.org", "country": "FR"} | fields)


def test_what_was_told_is_read_back():
    assert read_draft(told()) == draft()
    assert read_draft(asdict(draft())) == draft()


def test_what_may_be_left_out_has_its_default():
    fields = {name: told()[name] for name in ("model", "rights", "person", "what", "day")}
    found = read_draft(fields)
    assert (found.language, found.kinds, found.observations) == ("en", (), ())
    assert (
        found.grounds
        == (ErasureGround.OBJECTION, ErasureGround.UNLAWFUL)
        == Draft.__dataclass_fields__["grounds"].default
    )


@pytest.mark.parametrize("name", ["model", "rights", "person", "what", "day"])
def test_what_is_missing_is_named(name):
    for fields in (
        {k: v for k, v in told().items() if k != name},
        told(**{name: None}) if name != "rights" else told(rights=[]),
    ):
        with pytest.raises(WrongUse) as raised:
            read_draft(fields)
        assert raised.value.values["field"] == name


@pytest.mark.parametrize("name", ["name", "reply_to", "country"])
def test_what_is_missing_of_the_person_is_named(name):
    with pytest.raises(WrongUse) as raised:
        read_draft(person(**{name: "  "}))
    assert raised.value.values["field"] == f"person.{name}"


WRONG = [
    ("model", told(model="not a model")),
    ("model", told(model="../../etc/passwd")),
    ("model", told(model=["a/b"])),
    ("rights", told(rights=["erasure", "everything"])),
    ("rights", told(rights="erasure")),
    ("kinds", told(kinds=["secret"])),
    ("grounds", told(grounds=[3])),
    ("day", told(day="2026-02-30")),
    ("day", told(day="1926-02-01")),
    ("day", told(day="2126-02-01")),
    ("day", told(day="tomorrow")),
    ("day", told(day=20261122)),
    ("what", told(what="x" * 2_001)),
    ("what", told(what={"a": 1})),
    ("language", told(language="xx")),
    ("revision", told(revision="main; rm")),
    ("file", told(file="a\nb")),
    ("person.name", person(name="A. Person\nBcc: other@example.org")),
    ("person.reply_to", person(reply_to="person@example")),
    ("person.reply_to", person(reply_to="person@example.org, other@example.org")),
    ("person.reply_to", person(reply_to="nowhere")),
    ("person.country", person(country="F1")),
    ("person.country", person(country="ZZ")),
    ("person.country", person(country="XQ")),
    ("person.country", person(country="EU")),
    ("person.age", person(age=3)),
    ("hobby", told(hobby="x")),
    ("observations", told(observations="x")),
    ("observations", told(observations=[{"output": "x"}] * 51)),
    ("observations.0", told(observations=["x"])),
    ("observations.1.output", told(observations=[{"output": "x"}, {"prompt": "x"}])),
    ("observations.0.output", told(observations=[{"output": "x" * 20_001}])),
    ("observations.0.day", told(observations=[{"output": "x", "day": "2026-11-03"}])),
    ("observations.0.model", told(observations=[{"output": "x", "model": "a b"}])),
    ("correction", told(rights=["rectification"])),
    ("repeats.0", told(repeats=[""])),
    ("silent", told(repeats=["a/b"], silent=["a/b"])),
]


@pytest.mark.parametrize(("field", "fields"), WRONG)
def test_what_is_wrong_is_named_and_not_repeated(field, fields):
    with pytest.raises(WrongUse) as raised:
        read_draft(fields)
    assert raised.value.values["field"] == field
    assert "Person" not in repr(raised.value)
    assert "{" not in str(raised.value)


def test_control_characters_vanish_and_lines_stay():
    found = read_draft(told(what="one\x00 two\r\nthree\x1b[31m", observations=[{"output": "a\ud800b\r\nc"}]))
    assert found.what == "one two\nthree[31m"
    assert found.observations[0].output == "a?b\nc"


@pytest.mark.parametrize(
    "address", ["1 Example Street\n75000 Paris", "A. Person, 1 Example Street, Dublin", "a.b+c@example.co.uk"]
)
def test_addresses_that_can_be(address):
    assert read_draft(person(reply_to=address)).person.reply_to == address


def test_the_country_is_written_as_everybody_does():
    assert read_draft(person(country="uk")).person.country == "GB"
    assert read_draft(person(country="fr")).person.country == "FR"
    assert read_draft(person(country="US")).person.country == "US"


@pytest.mark.parametrize(
    "text",
    [
        "a@b", "@example.org", "a@", "a b@example.org", "a@example.org\n", "a@exa..mple.org", "a@-.1",
        "x" * 65 + "@example.org", "a@" + "b." * 130 + "org", "a@example.org\r\nBcc: b@c.de",
    ],
)  # fmt: skip
def test_what_is_no_email(text):
    assert not is_email(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(Draft.__dataclass_fields__)), JSON, max_size=6))
def test_whatever_is_given_is_read_or_refused(fields):
    with suppress(WrongUse):
        assert isinstance(read_draft(told() | fields), Draft)


def test_an_evidence_pack_gives_some_fields():
    body = msgspec.json.encode({"observations": [{"output": "x"}], "revision": "abc", "repeats": ["a/b"], "seed": 3})
    found = read_evidence(body)
    assert set(found) == {"observations", "revision", "repeats"}
    assert read_draft(told() | found).repeats == ("a/b",)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 5_000, b'"' + b"x" * 4_000_001 + b'"'])
def test_what_is_no_evidence_pack(body):
    with pytest.raises(WrongUse):
        read_evidence(body)


def test_no_repr_tells_what_concerns_a_person():
    shown = repr(
        case(party(event("sent", "2026-11-03", note="A. Person called")), draft=draft(situation="A. Person hides"))
    )
    assert "Person" not in shown.replace("person=Person(", "")
    assert "example.org" not in shown
    assert "Street" not in shown


def test_the_words_of_a_draft_are_those_of_the_facts():
    found = read_draft(
        told(rights=[r.value for r in Right], kinds=[k.value for k in DataKind], correction="2 Example Street")
    )
    assert found.rights == tuple(Right)
    assert found.kinds == tuple(DataKind)
    assert drafts.MOST_OBSERVATIONS == 50


def test_all_unknown_fields_are_named_at_once_and_where_they_belong():
    with pytest.raises(WrongUse) as caught:
        read_draft({"name": "A. Person", "country": "FR", "color": "red", "observations": [{"answer": "x"}]})
    error = caught.value
    assert error.values["fields"] == ("name", "country", "color", "observations.0.answer")
    assert "name, country, color, observations.0.answer" in error.text()
    assert "name, country" in error.advice()
    assert "person" in error.advice()


def test_all_that_is_wrong_is_named_at_once_and_never_repeated():
    with pytest.raises(WrongUse) as caught:
        read_draft({"rights": ["erasure"], "day": "never", "person": {"name": "A. Person", "country": "Utopia"}})
    assert caught.value.values["fields"] == ("day", "model", "person.reply_to", "person.country", "what")
    assert caught.value.values["field"] == "day"
    assert "Utopia" not in f"{caught.value} {caught.value.advice()}"
