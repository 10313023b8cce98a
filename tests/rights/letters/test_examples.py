"""The stored letters are those that are written; after a wanted change, look at them, then store them anew."""

import sys
from pathlib import Path

import pytest
from tests.rights.letters.matters import EXAMPLES, FAMILY, PUBLISHER, shown

from filiation.rights.letters import languages
from filiation.rights.letters.writing import private_contact_text

STORED = Path(__file__).with_name("examples")
LETTERS = [(name, language) for name in EXAMPLES for language in languages()]


def stored(name, language):
    return (STORED / f"{name}.{language}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "language"), LETTERS)
def test_a_letter_is_as_it_is_stored(name, language):
    assert shown(EXAMPLES[name](language)) == stored(name, language)


@pytest.mark.parametrize("language", languages())
def test_the_public_words_are_as_they_are_stored(language):
    assert private_contact_text(FAMILY, PUBLISHER, language) + "\n" == stored("private-contact", language)


def test_nothing_else_is_stored():
    public = [("private-contact", language) for language in languages()]
    names = {f"{name}.{language}.txt" for name, language in [*LETTERS, *public]}
    assert {file.name for file in STORED.iterdir()} == names


def _store():
    STORED.mkdir(exist_ok=True)
    for name, language in LETTERS:
        (STORED / f"{name}.{language}.txt").write_text(shown(EXAMPLES[name](language)), encoding="utf-8")
    for language in languages():
        text = private_contact_text(FAMILY, PUBLISHER, language) + "\n"
        (STORED / f"private-contact.{language}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(_store())
