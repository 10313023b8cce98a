"""The forms of letters, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from filiation.errors import WrongUse
from filiation.export.letters.eml import eml
from filiation.export.letters.html import html
from filiation.export.letters.pdf import pdf
from filiation.export.letters.text import text
from filiation.facts.letters import Letter
from filiation.locale import mark


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a letter to a file: its name is what the name of the file ends in."""

    name: str
    media_type: str
    write: Callable[[Letter], bytes]

    @property
    def suffix(self) -> str:
        """How the names of its files end."""
        return f".{self.name}"


_FORMS = (
    Form("txt", "text/plain; charset=utf-8", lambda letter: text(letter).encode()),
    Form("html", "text/html; charset=utf-8", lambda letter: html(letter).encode()),
    Form("eml", "message/rfc822", lambda letter: eml(letter, attachments={"letter.pdf": pdf(letter)})),
    Form("pdf", "application/pdf", pdf),
)

FORMS: Mapping[str, Form] = {one.name: one for one in _FORMS}
"""All forms; `eml` has the document attached to it."""


def form_named(name: str) -> Form:
    """Return a form by its name; raises WrongUse for an unknown one."""
    if name not in FORMS:
        raise WrongUse(
            mark("{form} is not a form of letters."),
            mark("Forms are: {known}."),
            form=name[:200],
            known=", ".join(FORMS),
        )
    return FORMS[name]
