"""Every marked sentence speaks French, with the same places to fill in and French typography."""

import re
import sys
from pathlib import Path

import pytest

from filiation.locale import translator

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts"))

import messages  # noqa: E402


def test_the_catalogs_are_complete():
    assert messages.problems("fr") == []


def test_sentences_of_every_room_are_gathered():
    rooms = {place.split("/")[0] for message in messages.marked() for place, _ in message.locations}
    assert {"cli", "hub", "catalog", "evidence", "observatory"} <= rooms


def test_what_a_catalog_lacks_is_told(monkeypatch):
    catalog = messages.translated("fr")
    kept = [message for message in catalog if message.id]
    lost, broken, old = kept[0].id, next(m for m in kept if "{n}" in m.id), "a sentence of yore"
    catalog.delete(lost)
    broken.string = broken.string.replace("{n}", "{m}")
    catalog.add(old, "une phrase d’antan")
    monkeypatch.setattr(messages, "translated", lambda _: catalog)
    found = messages.problems("fr")
    assert len(found) == 3
    assert f"not translated: {lost!r}" in found
    assert f"no longer used: {old!r}" in found
    assert f"other places to fill in: {broken.id!r}" in found


@pytest.mark.parametrize("message", [m for m in messages.translated("fr") if m.id], ids=lambda m: str(m.id)[:40])
def test_french_is_set_as_french(message):
    text = re.sub(r"`[^`]*`", "", message.string)
    assert not re.search(r" [;:?!%»]|« ", text)
    assert not re.search(r"\w[;?!»]|«\w", text)
    assert "'" not in text
    assert '"' not in text


def test_an_unknown_sentence_stays_as_it_is():
    assert translator("fr")("not a sentence of ours") == "not a sentence of ours"
    assert translator("en")("model") == "model"
    assert translator("fr")("model") == "modèle"
