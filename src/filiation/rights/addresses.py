"""Where to answer a person, and in which country: what can be an address, and what is none."""

import re

from filiation.errors import WrongUse
from filiation.locale import mark

# The reader's browser holds to the same pattern. Before the @ neither = nor ?, which make up encoded words: a program
# that takes such a word apart may find another address in it.
_EMAIL = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{0,58}[A-Za-z0-9])"
)
_LONGEST_EMAIL = 254
_SHORTEST_POSTAL = 10
_ALSO = {"UK": "GB", "EL": "GR"}  # as the Union itself writes them
_NO_COUNTRY = frozenset({"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"})  # names that are kept beside those of countries


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address, as letters can be sent to."""
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def answer_address(text: str) -> str:
    """Return where to answer: one e-mail address, or what can be a postal one; raises WrongUse for what is neither."""
    postal = "@" not in text and len(text.split()) > 1 and len(text) >= _SHORTEST_POSTAL
    if is_email(text) or postal:
        return text
    raise WrongUse(
        mark("This is no address to which an answer can be sent."),
        mark("Give one e-mail address, such as name@example.org, or a postal address."),
        field="person.reply_to",
    )


def country_code(text: str) -> str:
    """Return the ISO 3166-1 code of a country; raises WrongUse for what is none."""
    from babel import Locale

    code = _ALSO.get(text.upper(), text.upper())
    if len(code) == 2 and code.isalpha() and code in Locale("en").territories and code not in _NO_COUNTRY:
        return code
    raise WrongUse(
        mark("This is not the code of a country."),
        mark("Write two letters, such as FR, DE or GB."),
        field="person.country",
    )
