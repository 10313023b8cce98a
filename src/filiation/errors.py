"""Everything that can go wrong, as one tree.

FiliationError
├── WrongUse            2  400   what was asked makes no sense
├── NotFound            3  404   no such repository, publisher or store
├── SourceFailed        4  502   what was to be read could not be
└── StoreFailed         5  503   the store is damaged, busy, full or of another version

Each error carries a sentence, a hint on what to do, an exit code and an HTTP status. Sentences are
marked for translation and filled in with `values` only when they are shown.
"""

from typing import ClassVar

from filiation.locale import Translate, mark


class FiliationError(Exception):
    """Base of all errors that a user can meet; `text` and `advice` give its words in a language."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500

    def __init__(self, message: str, hint: str, **values: object) -> None:
        """Keep the marked sentences `message` and `hint`, and the `values` that fill their braces."""
        super().__init__(message, hint, values)
        self.message = message
        self.hint = hint
        self.values = {key: printable(value) for key, value in values.items()}

    def text(self, translate: Translate = mark) -> str:
        """What happened, and where."""
        return self._filled(translate(self.message))

    def advice(self, translate: Translate = mark) -> str:
        """What to do about it."""
        return self._filled(translate(self.hint))

    def _filled(self, sentence: str) -> str:
        told = {key: ", ".join(value) if isinstance(value, tuple) else value for key, value in self.values.items()}
        return sentence.format(**told)

    def __str__(self) -> str:
        """The sentence and the hint in English."""
        return f"{self.text()} {self.advice()}"


class WrongUse(FiliationError):
    """What was asked makes no sense: an option, a date, a filter, an id that can be none."""

    exit_code = 2
    status = 400


class NotFound(FiliationError):
    """What was asked for is not in the catalog; the value `near` holds names like it."""

    exit_code = 3
    status = 404

    @property
    def kind(self) -> str:
        """What is missing, and of what kind the near names are: `model`, `dataset`, `publisher`; empty: another."""
        return next((kind for kind in ("model", "dataset", "publisher") if kind in self.values), "")

    @property
    def near(self) -> tuple[str, ...]:
        """The names in the catalog that are most like the one asked for."""
        near = self.values.get("near")
        return tuple(map(str, near)) if isinstance(near, tuple) else ()


class SourceFailed(FiliationError):
    """A file or a service could not be read."""

    exit_code = 4
    status = 502


class StoreFailed(FiliationError):
    """The store is damaged, of another version, full, or being written by another process."""

    exit_code = 5
    status = 503


def printable(value: object) -> object:
    """Return `value` with control characters made visible, so that no text from outside steers a terminal."""
    if isinstance(value, tuple):
        return tuple(map(printable, value))
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value)
