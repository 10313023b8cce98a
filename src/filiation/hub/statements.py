"""Links stated outside the Hub's records (a paper, a package's catalog), read from JSON lines."""

import msgspec
import pyarrow as pa

from filiation.facts.tables import OUTSIDE, STATEMENTS
from filiation.facts.vocabulary import Relation, Source
from filiation.hub.documents import Document
from filiation.hub.listing import BATCH, VALID_ID
from filiation.hub.problems import Problems
from filiation.locale import mark

_LONGEST_NAME = 200


def is_statement(document: Document) -> bool:
    """Whether the object is a stated link rather than a record of the Hub."""
    return {"child", "parent", "relation"} <= document.fields.keys()


class StatementReader:
    """Gathers stated links into tables of `facts.tables.STATEMENTS`."""

    def __init__(self, problems: Problems) -> None:
        """Note what cannot be taken in `problems`."""
        self._problems = problems
        self._rows: list[dict[str, str]] = []

    @property
    def size(self) -> int:
        """How many statements wait to be taken."""
        return len(self._rows)

    @property
    def full(self) -> bool:
        """Whether a batch is complete."""
        return self.size >= BATCH

    def add(self, document: Document) -> None:
        """Read one statement, or note why it cannot be taken."""
        try:
            row = {name: msgspec.json.decode(document.fields[name], type=str) for name in STATEMENTS.names}
            Relation(row["relation"])
            Source(row["source"])
        except (KeyError, ValueError) as error:
            self._problems.note(mark("statement that lacks a field"), document.file, document.place, str(error))
            return
        if not (_is_name(row["child"]) and _is_name(row["parent"])):
            text = f"{row['child']}, {row['parent']}"
            self._problems.note(mark("not an id that the Hub can have"), document.file, document.place, text)
            return
        self._rows.append(row)

    def take(self) -> pa.Table:
        """Return the statements gathered so far as a table, and begin anew."""
        rows, self._rows = self._rows, []
        return pa.Table.from_pylist(rows, schema=STATEMENTS)


def _is_name(text: str) -> bool:
    if text.startswith(OUTSIDE):
        return text.isprintable() and len(OUTSIDE) < len(text) <= _LONGEST_NAME
    return VALID_ID.fullmatch(text) is not None
