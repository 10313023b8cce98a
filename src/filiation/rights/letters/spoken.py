"""The languages in which letters can be written, as somebody names one."""

from filiation.errors import WrongUse
from filiation.locale import mark
from filiation.rights.letters.composing import languages


def spoken(language: str) -> str:
    """Return a language of letters; raises WrongUse, naming those that there are, for another."""
    if language not in languages():
        raise WrongUse(
            mark("There are no letters in this language."),
            mark("Languages are: {known}."),
            field="language",
            known=", ".join(languages()),
        )
    return language
