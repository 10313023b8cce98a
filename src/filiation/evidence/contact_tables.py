"""Contacts in what was read: of the files in `contents`, of organization cards, and of what accounts say of themselves.

Makes `found_contacts` (publisher, key: of the model whose file tells it, or null; kind, value, purpose, whose, source,
location, seen). What a reader takes for the publisher's is somebody else's where it reads like the name of a parent's
publisher, or of another publisher who tells the same, and not like its own; and the other way round.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from filiation.evidence.contacts import read, read_own, wants
from filiation.evidence.contacts.interface import Found
from filiation.evidence.files.bounded import text as storable
from filiation.evidence.files.card_layout import decoded
from filiation.facts.contacts import Whose
from filiation.facts.findings import Unread
from filiation.facts.rights import ContactKind

_BATCH = 1  # bodies come in the groups in which they were stored: those are bounded, more at once would not be
_ACCOUNTS = 2000  # accounts that are looked at together
_COLUMNS = ("bearer", "path", "kind", "value", "purpose", "whose", "location")
_OWN = ("publisher", "source", "kind", "value", "purpose", "whose", "location")
_NAMED = r"(?i)^(readme\.md|[^/]*(licen[sc]e|notice|copying|copyright|privacy|security)[^/]*)$"
_FREE = (
    "gmail", "googlegroups", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud", "me", "aol",
    "proton", "protonmail", "pm", "gmx", "web", "mail", "yandex", "qq", "foxmail", "163", "126", "sina", "naver",
    "duck", "notion", "github", "vercel", "netlify", "wordpress", "substack",
)  # fmt: skip
_Row = tuple[Any, ...]


def read_contacts(con: duckdb.DuckDBPyConnection) -> None:
    """Make `found_contacts` from `contents`, `bodies`, `organization_cards`, `accounts`, `entities` and `links`."""
    _tables(con)
    _read_files(con)
    _read_organizations(con)
    _read_accounts(con)
    _joined(con)
    _attributed(con)


def _tables(con: duckdb.DuckDBPyConnection) -> None:
    for name, columns in (("told_in_files", _COLUMNS), ("told_of_themselves", _OWN)):
        typed = ", ".join(f"{column} {'BIGINT' if column == 'bearer' else 'VARCHAR'}" for column in columns)
        con.execute(f"CREATE TABLE {name}({typed})")


def _read_files(con: duckdb.DuckDBPyConnection) -> None:
    """Read equal contents of one name once."""
    con.execute(
        f"""CREATE TABLE telling AS
        SELECT bearer, path FROM contents
        WHERE current AND bearer IS NOT NULL AND key IS NOT NULL AND regexp_matches(path, '{_NAMED}')
        GROUP BY bearer, path"""
    )
    query = "SELECT bearer, path, body FROM bodies JOIN telling ON bearer = bodies.reading"
    for rows in _batches(con, query, _BATCH):
        _insert(con, "told_in_files", _COLUMNS, [told for row in rows for told in _of_file(*row)])


def _of_file(bearer: int, path: str, body: bytes) -> Iterator[_Row]:
    if wants(path):
        yield from ((bearer, path, *_row(one, f"{path}: {one.location}")) for one in read(path, body))


def _read_organizations(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT publisher, body FROM bodies JOIN organization_cards ON bearer = bodies.reading"
    for rows in _batches(con, query, _BATCH):
        _insert(con, "told_of_themselves", _OWN, [told for row in rows for told in _of_organization(*row)])


def _of_organization(publisher: str, body: bytes) -> Iterator[_Row]:
    text = decoded(body)
    if not isinstance(text, Unread):
        for one in read_own(text, card=True):
            yield (publisher, "organization-card", *_row(one, f"spaces/{publisher}/README/README.md: {one.location}"))


def _read_accounts(con: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT id, details FROM accounts WHERE regexp_matches(details, '(?i)@|https://| at |[[({<]at')"
    for rows in _batches(con, query, _ACCOUNTS):
        _insert(con, "told_of_themselves", _OWN, [told for row in rows for told in _of_account(*row)])


def _of_account(publisher: str, details: str) -> Iterator[_Row]:
    for one in read_own(details, card=False):
        yield (publisher, "overview", *_row(one, ""))


def _row(found: Found, location: str) -> _Row:
    value = storable(found.value)
    return str(found.kind), value, str(found.purpose), str(found.whose), storable(location)


def _batches(con: duckdb.DuckDBPyConnection, query: str, size: int) -> Iterator[list[_Row]]:
    cursor = con.cursor()
    for batch in cursor.sql(query).to_arrow_reader(size):
        yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    cursor.close()


def _insert(con: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: list[_Row]) -> None:
    if not rows:
        return
    kinds = [pa.int64() if name == "bearer" else pa.string() for name in columns]
    values = zip(*rows, strict=True)
    arrow = pa.table([pa.array(v, kind) for v, kind in zip(values, kinds, strict=True)], names=list(columns))
    con.register("told_rows", arrow)
    con.execute(f"INSERT INTO {table} FROM told_rows")
    con.unregister("told_rows")


def _joined(con: duckdb.DuckDBPyConnection) -> None:
    """Give what was told to the publishers whose files tell it, with what it reads like."""
    free = ", ".join(f"'{name}'" for name in _FREE)
    con.execute(
        f"""CREATE TABLE named_contacts AS
        WITH told AS (
            SELECT split_part(id, '/', 1) AS publisher, key, told.kind, value, purpose, whose, location,
                   CASE WHEN told.path = 'README.md' THEN 'card' ELSE 'license-file' END AS source, last_seen AS seen
            FROM told_in_files AS told JOIN contents USING (bearer, path) JOIN entities USING (key)
            WHERE contents.current AND contains(id, '/')
            UNION ALL
            SELECT publisher, NULL, told.kind, value, purpose, whose,
                   CASE source WHEN 'overview' THEN 'https://huggingface.co/' || publisher ELSE location END, source,
                   coalesce(cards.seen, accounts.seen)
            FROM told_of_themselves AS told
            LEFT JOIN organization_cards AS cards USING (publisher) LEFT JOIN accounts ON accounts.id = publisher),
        cored AS (
            SELECT *, {_squashed("publisher")} AS own, {_core()} AS core FROM told)
        SELECT * REPLACE (CASE WHEN length(core) >= 3 AND core NOT IN ({free}) THEN core END AS core) FROM cored"""
    )


def _squashed(column: str) -> str:
    return f"regexp_replace(lower({column}), '[^a-z0-9]', '', 'g')"


def _core() -> str:
    """SQL for what a contact reads like: the name in its host, the owner of code, the first word of a name."""
    host = "regexp_extract(lower(value), '(?:@|https://)(?:www[.])?([^/?#:]+)', 1)"
    site = f"regexp_replace({host}, '[.]github[.]io$', '.io')"
    label = f"regexp_extract({site}, '([a-z0-9-]+)[.](?:(?:co|com|ac|edu|org|gov|net)[.])?[a-z]+$', 1)"
    owner = "regexp_extract(lower(value), 'https://[^/]+/([^/]+)/', 1)"
    word = "regexp_extract(lower(value), '^(?:the )?([a-z0-9]{4,})', 1)"
    core = (
        f"CASE kind WHEN '{ContactKind.CODE}' THEN {owner} WHEN '{ContactKind.NAME}' THEN {word} "
        f"WHEN '{ContactKind.PAPER}' THEN '' ELSE {label} END"
    )
    return _squashed(core)


def _reads_like(core: str, name: str) -> str:
    return f"(contains({name}, {core}) OR (length({name}) >= 4 AND contains({core}, {name})))"


def _attributed(con: duckdb.DuckDBPyConnection) -> None:
    own, theirs = _reads_like("core", "own"), _reads_like("core", "mine.owner")
    told = _reads_like("others.core", "others.own")
    of_parent = f"EXISTS (FROM contact_parents AS mine WHERE mine.key = named_contacts.key AND {theirs})"
    publisher, other = f"'{Whose.PUBLISHER}'", f"'{Whose.OTHER}'"
    con.execute(
        f"""CREATE TABLE contact_parents AS
        SELECT DISTINCT child AS key, {_squashed("split_part(entities.id, '/', 1)")} AS owner
        FROM links JOIN entities ON entities.key = links.parent
        WHERE NOT gone AND child IN (SELECT key FROM named_contacts) AND contains(entities.id, '/');
        CREATE TABLE contact_tellers AS
        SELECT kind, value, count(DISTINCT own) FILTER ({told}) AS likely FROM named_contacts AS others GROUP BY ALL;
        CREATE TABLE found_contacts AS
        WITH judged AS (
            SELECT *, core IS NOT NULL AND {own} AS is_own,
                   core IS NOT NULL AND (likely > 0 OR {of_parent}) AS is_other
            FROM named_contacts JOIN contact_tellers USING (kind, value)),
        attributed AS (
            SELECT * REPLACE (CASE WHEN whose = {other} AND is_own THEN {publisher}
                                   WHEN whose = {publisher} AND is_other AND NOT is_own THEN {other}
                                   ELSE whose END AS whose) FROM judged)
        SELECT publisher, key, kind, value, purpose, whose, source, location, seen FROM attributed
        WHERE whose <> {other} OR kind NOT IN ('{ContactKind.CODE}', '{ContactKind.WEBSITE}', '{ContactKind.PAPER}')"""
    )
