"""The product's words in the reader's language: gettext catalogs, read when a language is asked for."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "fr")
"""The languages that every page, message and command speaks; English is the source."""


def mark(message: str) -> str:
    """Return `message` unchanged: marks a sentence for translation where it is defined."""
    return message


Translate = Callable[[str], str]
"""A function that gives a marked sentence in one language."""


@cache
def translator(language: str) -> Translate:
    """Return the function that translates marked sentences into `language` (English: as they are)."""
    if language not in LANGUAGES or language == "en":
        return mark
    from babel.messages.pofile import read_po

    with files(__name__).joinpath(f"{language}.po").open("rb") as source:
        catalog = read_po(source, locale=language)
    known = {m.id: str(m.string) for m in catalog if m.id and isinstance(m.id, str) and m.string}
    return lambda message: known.get(message, message)
