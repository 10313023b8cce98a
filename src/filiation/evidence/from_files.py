"""What the files of repositories tell: the readers of files, run over the table `contents` of a build.

Makes `file_clues` (child, reader, target, raw, named, location, relation, revision, first_seen, last_seen, current),
`file_signs` (child, sign, detail, location, first_seen, last_seen, current) and `file_faults` (child, path, fault,
location, first_seen, last_seen, current). `reader` is the name of a reader. What several contents of one file say
alike is said once, for all the time in which one of them said it.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from filiation.evidence.files import read
from filiation.evidence.files.card_text import CARD
from filiation.evidence.files.interface import FileReader
from filiation.evidence.interface import Reader
from filiation.facts.findings import Findings

_BATCH = 1  # bodies come in the groups in which they were stored: those are bounded, more at once would not be

_CLUES = ("content", "reader", "target", "raw", "named", "location", "relation", "revision")
_SIGNS = ("content", "sign", "detail", "location")
_FAULTS = ("content", "fault", "location")
_APART = f"CASE WHEN path = '{CARD}' OR blob IS NULL THEN content END"
_Row = tuple[Any, ...]


def reader_of(file_reader: FileReader) -> Reader:
    """Return the reader that gives what a reader of files found, beside those of records."""
    return Reader(
        name=file_reader.name,
        source=file_reader.source,
        tier=file_reader.tier,
        rank=file_reader.rank,
        column="",
        query=f"""
            SELECT child, target, raw, named, location, relation, revision, first_seen, last_seen, current,
                   NULL::BIGINT AS reading
            FROM file_clues WHERE reader = '{file_reader.name}'""",
        independent=file_reader.independent,
        precision=file_reader.precision,
    )


def read_contents(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of this module from the bodies in `contents`.

    Equal contents are read once for each path, but for cards: what they say depends on whose they are.
    """
    _tables(con)
    con.execute(
        f"""CREATE TABLE alike AS
        SELECT content AS one, min(content) OVER (PARTITION BY path, {_APART}, blob) AS content
        FROM contents WHERE bearer IS NOT NULL AND key IS NOT NULL;
        CREATE TABLE to_read AS
        SELECT alike.content, any_value(path) AS path, any_value(size) AS size, any_value(id) AS id,
               any_value(bearer) AS bearer
        FROM alike JOIN contents ON contents.content = alike.one JOIN entities USING (key) GROUP BY alike.content"""
    )
    cursor = con.cursor()
    bodies = cursor.sql("SELECT to_read.*, body FROM bodies JOIN to_read ON bearer = bodies.reading").to_arrow_reader(
        _BATCH
    )
    for batch in bodies:
        found = [row for one in batch.to_pylist() for row in _rows(one)]
        for table, columns in (("clues", _CLUES), ("signs", _SIGNS), ("faults", _FAULTS)):
            _insert(con, f"read_{table}", columns, [row for name, row in found if name == table])
    cursor.close()
    _spread(con)


def _spread(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of this module: what was read of one content is told of all that are alike."""
    seen = "min(c.first_seen) AS first_seen, max(c.last_seen) AS last_seen, bool_or(c.current) AS current"
    same = "AS read JOIN alike USING (content) JOIN contents AS c ON c.content = alike.one GROUP BY ALL"
    place = "c.path || CASE WHEN location <> '' THEN ': ' || location ELSE '' END AS location"
    con.execute(
        f"""CREATE TABLE file_clues AS
        SELECT c.key AS child, {seen}, reader, target, raw, named, c.path || ': ' || location AS location, relation,
               read.revision
        FROM read_clues {same};
        CREATE TABLE file_signs AS
        SELECT c.key AS child, {seen}, sign, detail, {place} FROM read_signs {same};
        CREATE TABLE file_faults AS
        SELECT c.key AS child, {seen}, c.path, read.fault, {place} FROM read_faults {same}
        UNION ALL
        SELECT c.key, {seen}, path, c.fault, path FROM contents AS c WHERE fault IS NOT NULL GROUP BY ALL"""
    )


def _tables(con: duckdb.DuckDBPyConnection) -> None:
    for table, columns in (("clues", _CLUES), ("signs", _SIGNS), ("faults", _FAULTS)):
        typed = ", ".join(f"{name} {'INTEGER' if name == 'content' else 'VARCHAR'}" for name in columns)
        con.execute(f"CREATE TABLE read_{table}({typed})")


def _rows(one: dict[str, Any]) -> Iterator[tuple[str, _Row]]:
    """Yield what the readers find in one file, each row with the table to which it belongs."""
    content, path, body = one["content"], one["path"], one["body"]
    for reader, findings in read(path, body, one["size"] or len(body), one["id"]):
        yield from _told(content, reader, findings)


def _told(content: int, reader: FileReader, findings: Findings) -> Iterator[tuple[str, _Row]]:
    for clue in findings.clues:
        relation = None if clue.relation is None else str(clue.relation)
        told = (content, reader.name, str(clue.target), clue.raw, clue.named, clue.location, relation, clue.revision)
        yield "clues", told
    for shown in findings.signs:
        yield "signs", (content, str(shown.sign), shown.detail, shown.location)
    for unread in findings.faults:
        yield "faults", (content, str(unread.fault), unread.location)


def _insert(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: list[_Row]) -> None:
    if not rows:
        return
    kinds = [pa.int32() if name == "content" else pa.string() for name in columns]
    columns_of = zip(*rows, strict=True)
    arrow = pa.table([pa.array(c, kind) for c, kind in zip(columns_of, kinds, strict=True)], names=list(columns))
    con.register("found_rows", arrow)
    con.execute(f"INSERT INTO {table} FROM found_rows")
    con.unregister("found_rows")
