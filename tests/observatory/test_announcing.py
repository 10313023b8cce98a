"""What a publisher makes known: true counts, texts that hold nothing of a person, hostile words that stay words."""

from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.making import imported
from tests.observatory.test_parties import BASE, DATASETS, RECORDS

from filiation.errors import NotFound, WrongUse
from filiation.export.letters.text import text
from filiation.facts.cases import Event, EventKind
from filiation.facts.register import Announcement, Measure, Received
from filiation.facts.rights import Right
from filiation.observatory.register import RequestRegister
from filiation.vault import Vault

DAY = date(2026, 11, 20)
PERSON = ("Xantippe Person", "xantippe@example.org", "Elm-Tree-Lane", "quiet-hamlet", "her-reason")


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    folder = tmp_path_factory.mktemp("announcing")
    imported(folder, RECORDS).close()
    with imported(folder, DATASETS) as made:
        yield made


def announced(family, model=BASE, measure=Measure.ERASED, **told):
    return family.announce(Announcement(model, measure, DAY, **told))


def whole(made):
    """Return all that is published, sent or pasted."""
    return "\n".join((text(made.notice), text(made.recipients), made.card.metadata, made.card.banner))


@pytest.mark.parametrize("model", [one["id"] for one in RECORDS])
def test_the_counts_are_those_of_the_descendants(family, model):
    made = announced(family, model)
    below = family.descendants(model, limit=0)
    assert made.direct == sum(one.depth == 1 for one in below.items)
    assert made.direct + made.further == below.total
    others = {one.publisher for one in below.items}
    assert made.unowned == sum(one.publisher is None for one in below.items)
    assert made.publishers == len(others - {None, family.show(model).model.publisher})


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_measure_is_told_in_all_texts(family, measure, language):
    told = {"new_version": "maker/base-2", "revision": "abcdef0", "contact": "privacy@example.org"}
    made = announced(family, measure=measure, language=language, **told)
    for part in (text(made.notice), text(made.recipients), made.card.banner):
        assert BASE in part
        assert "privacy@example.org" in part
    assert "maker/base-2" in text(made.notice)
    assert "abcdef0" in text(made.notice)
    assert made.notice.language == made.recipients.language == language
    assert yaml.safe_load(made.card.metadata.removesuffix("---\n")) == {"new_version": "maker/base-2"}
    assert all(line.startswith(">") for line in made.card.banner.splitlines())
    assert announced(family, measure=measure, language=language).card.metadata == ""


def test_each_measure_and_language_has_texts_of_its_own(family):
    made = [announced(family, measure=one, language=language) for one in Measure for language in ("en", "fr")]
    assert len({one.card.banner for one in made}) == len({text(one.notice) for one in made}) == len(made)


def test_no_word_of_a_request_received_is_in_an_announcement(family, tmp_path):
    kept = RequestRegister(Vault.create(tmp_path / "vault", key_file=tmp_path / "key.txt"))
    name, address, street, place, reason = PERSON
    one = kept.add(Received("", DAY, name, address, BASE, (Right.ERASURE,), f"{street} {place}"), DAY)
    kept.record(one.id, Event(EventKind.REFUSED, DAY, reason), DAY, revision=1)
    for measure in Measure:
        for language in ("en", "fr"):
            told = whole(announced(family, measure=measure, language=language, new_version="maker/base-2"))
            assert not any(word in told for secret in PERSON for word in secret.split())
            assert one.id[:8] not in told


HOSTILE = st.text(max_size=400) | st.sampled_from(
    [
        "a/b\nnew_version: evil/model",
        "a/b: {x: y}",
        "../../etc/passwd",
        "a/b#--- ",
        "<script>alert(1)</script>",
        "[click](https://evil.example)",
        "x" * 10_000,
        "a/b\u202egpj.exe",
        "--help",
        "{model}",
    ]
)


@given(new_version=HOSTILE, revision=HOSTILE, contact=HOSTILE)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_words_are_refused_or_stay_words(family, new_version, revision, contact):
    try:
        made = announced(family, new_version=new_version, revision=revision, contact=contact)
    except WrongUse:
        return
    head = made.card.metadata.removesuffix("---\n")
    assert (yaml.safe_load(head) or {}) == ({"new_version": new_version} if new_version else {})
    assert all(line.startswith(">") for line in made.card.banner.splitlines())
    assert "\n" not in made.notice.subject
    assert all("\n" not in line for line in made.notice.sender)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"new_version": "nothing"}, "no repository"),
        ({"new_version": "a/b/c"}, "no repository"),
        ({"new_version": "a/b\n"}, "no repository"),
        ({"revision": "no commit"}, "no revision"),
        ({"revision": "-x"}, "no revision"),
        ({"contact": "a\nb"}, "contact"),
        ({"contact": "x" * 301}, "contact"),
    ],
)
def test_what_cannot_be_is_refused(family, told, reason):
    with pytest.raises(WrongUse, match=reason):
        announced(family, **told)


def test_markup_in_a_contact_is_escaped_on_the_card(family):
    banner = announced(family, contact="[x](https://evil.example) <b>").card.banner
    assert r"\[x\]" in banner
    assert r"\<b\>" in banner


def test_a_model_is_meant_by_an_old_spelling_too_and_must_be_known(family):
    assert announced(family, BASE.upper()).announcement.model == BASE
    with pytest.raises(NotFound):
        announced(family, "nobody/nothing")
