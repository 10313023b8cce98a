"""Explorations as a table for spreadsheets: one row for each node, its links in one cell.

Links stand in a column of the row that they start from, and not in a second table below: so every row is one model,
dataset or publisher, and the table can be sorted, filtered and counted as it is.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import chain, islice
from urllib.parse import quote

from filiation.errors import printable
from filiation.facts.exploration import Exploration, Node, NodeKind

COLUMNS = (
    "id",
    "kind",
    "depth",
    "by",
    "relation",
    "standing",
    "certainty",
    "publisher",
    "license",
    "task",
    "created",
    "downloads",
    "likes",
    "presence",
    "gone",
    "links",
)
"""The head of the table."""

_ROWS = 1_000  # in one piece
# Spreadsheets run cells that begin so; where `;` or `,` splits cells depends on the reader's country.
_FORMULA = re.compile(r"(^|[;,])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_SPLITS = re.compile(r'[\x00-\x1f\x7f,;"]')


class CsvTable:
    """Comma-separated values, UTF-8; the first lines, which begin with `# `, tell what the table is."""

    name = "csv"
    suffix = ".csv"
    media_type = "text/csv; charset=utf-8"

    def write(self, answer: Exploration, address: str) -> Iterator[bytes]:
        """Yield what the table is, its head, and its rows."""
        yield "".join(f"# {line}\r\n" for line in _about(answer, address)).encode()
        links = _links(answer)
        rows = chain([COLUMNS], (_row(node, links) for node in answer.nodes))
        while piece := list(islice(rows, _ROWS)):
            text = StringIO()
            csv.writer(text).writerows(piece)
            yield text.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs: an apostrophe stands before what may be a formula."""
    return _FORMULA.sub(r"\1'", str(printable(text)))


def _about(answer: Exploration, address: str) -> Iterator[str]:
    """Yield what the table is, in lines that no spreadsheet splits into cells."""
    yield f"query: {_SPLITS.sub(lambda found: quote(found[0]), address)}"
    yield f"day of the catalog: {answer.seen or 'unknown'}"
    yield f"edition: {_SPLITS.sub(lambda found: quote(found[0]), answer.edition)}"
    yield f"rows: {len(answer.nodes)}"
    yield f"nodes that pass the filters: {answer.total}"


def _links(answer: Exploration) -> Mapping[str, list[str]]:
    """Return what each model is linked to, and how; its publisher has a column of its own."""
    links: dict[str, list[str]] = defaultdict(list)
    for edge in answer.edges:
        if edge.relation is not None:
            links[edge.source].append(f"{edge.target} {edge.relation}")
    return links


def _row(node: Node, links: Mapping[str, list[str]]) -> list[object]:
    mine = links.get(node.id, []) if node.kind is NodeKind.MODEL else []
    values = (*(getattr(node, name) for name in COLUMNS[:-1]), "; ".join(mine))
    return [_cell(value) for value in values]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return harmless(value) if isinstance(value, str) else value
