"""The product's words in the reader's language: gettext catalogs, read when a language is asked for."""

from functools import cache
from importlib.resources import files
from typing import Protocol

LANGUAGES = ("en", "fr")
"""The languages that every page, message and command speaks; English is the source."""


def mark(message: str) -> str:
    """Return `message` unchanged: marks a sentence for translation where it is defined."""
    return message


class Translate(Protocol):
    """A function that gives a marked sentence in one language."""

    def __call__(self, message: str, /) -> str: ...


@cache
def translator(language: str) -> Translate:
    """Return the function that translates marked sentences into `language` (English: as they are)."""
    if language not in LANGUAGES or language == "en":
        return mark
    from babel.messages.pofile import read_po  # a tenth of a second that English readers need not wait

    with files(__name__).joinpath(f"{language}.po").open("rb") as source:
        catalog = read_po(source, locale=language)
    known = {m.id: m.string for m in catalog if isinstance(m.id, str) and isinstance(m.string, str) and m.string}
    return lambda message, /: known.get(message, message)
