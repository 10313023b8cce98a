"""Listings of the Hub: which fields are asked for, page after page, and what the pages hold as tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import msgspec
import pyarrow as pa

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub import documents
from filiation.hub.listing import RecordReader
from filiation.hub.live import failures
from filiation.hub.live.client import Answer, Client
from filiation.hub.live.glances import glance
from filiation.hub.live.limits import moment_written
from filiation.hub.problems import Problems

MOST_ROWS = 1000
"""The most rows that the Hub puts in one page."""

LINEAGE_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.MODEL: (
        "author",
        "baseModels",
        "cardData",
        "config",
        "createdAt",
        "disabled",
        "downloads",
        "gated",
        "lastModified",
        "library_name",
        "likes",
        "pipeline_tag",
        "private",
        "sha",
        "tags",
    ),
    Kind.DATASET: (
        "author",
        "cardData",
        "createdAt",
        "disabled",
        "downloads",
        "gated",
        "lastModified",
        "likes",
        "private",
        "sha",
        "tags",
    ),
}
"""All that tells of descent, and of what a repository is."""

LIGHT_FIELDS = ("createdAt", "disabled", "downloads", "gated", "lastModified", "likes", "private")
"""What tells that a repository is there, and whether it changed."""

BY_CREATION = "createdAt"
"""The order in which no row ever changes its place; the newest come first."""

BY_CHANGE = "lastModified"
"""The order in which what changed last comes first."""

_EMPTY_PAGES = 20
_SLACK = 2  # times as many rows as any page of the Hub has are no page of the Hub
_MOMENT = msgspec.json.Decoder(dict[str, msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing as the Hub gave it.

    `oldest` is the moment of the last row that decides on its place, as the Hub writes it; `last_full` tells that a
    page without a next one has as many rows as were asked for, so that it may not be the end.
    """

    body: bytes
    rows: int
    next: str | None
    moment: datetime
    oldest: str | None
    last_full: bool


def listing(
    kind: Kind,
    *,
    fields: Iterable[str],
    sort: str = BY_CREATION,
    author: str | None = None,
    base_model: str | None = None,
    limit: int | None = None,
) -> str:
    """Return the path and query of the first page of a listing; `limit` is how many rows are wanted (None: all)."""
    asked = [("sort", sort), ("limit", str(min(limit or MOST_ROWS, MOST_ROWS)))]
    if author is not None:
        asked.append(("author", author))
    if base_model is not None:
        asked.append(("filter", f"base_model:{base_model}"))
    return f"/api/{kind}s?" + urlencode(asked + [("expand", field) for field in fields])


def read_page(client: Client, path: str) -> Page:
    """Ask for one page; raises SourceFailed where the Hub does not give it, CursorRefused for a cursor it refuses."""
    answer = client.get(path, rows=_SLACK * MOST_ROWS)
    if answer.status != 200:
        raise _refused(client, path, answer)
    if answer.next == path:
        raise failures.in_circles(client.endpoint.url)
    return page_of(path, answer.body, answer.next, answer.moment)


def page_of(path: str, body: bytes, following: str | None, moment: datetime) -> Page:
    """Return the page that was the answer to `path`, when it was read or when it was kept."""
    rows, asked = documents.items(body), parse_qs(path.partition("?")[2])
    oldest = _moment(bytes(rows[-1]), asked.get("sort", [""])[0]) if rows else None
    limit = asked.get("limit", [""])[0]
    full = following is None and limit.isdigit() and len(rows) >= int(limit[:9])
    return Page(body, len(rows), following, moment, oldest, full)


def walk(url: str, first: str, read: Callable[[str], Page]) -> Iterator[tuple[str, Page]]:
    """Yield the pages of a listing of the Hub at `url` with their paths, from `first` to the one that has no next.

    `read` asks for a page, or finds it where it was kept. Raises SourceFailed when the pages go round in circles: one
    leads back to another, goes back to newer rows, or tells only of rows that were read.
    """
    path: str | None = first
    seen: set[bytes] = set()
    order, empty = _Order(), 0
    while path is not None:
        mark_of_path = blake2b(path.encode(), digest_size=16).digest()
        if mark_of_path in seen or empty > _EMPTY_PAGES:
            raise failures.in_circles(url)
        seen.add(mark_of_path)
        page = read(path)
        empty = 0 if page.rows else empty + 1
        if not order.goes_on(page):
            raise failures.in_circles(url)
        yield path, page
        path = page.next


class _Order:
    """Whether pages come in the order of a listing, the newest first, each with something new.

    Rows of the same moment are in no order that could be known, so their numbers are kept, but only theirs.
    """

    def __init__(self) -> None:
        self._oldest: datetime | None = None
        self._last: Page | None = None
        self._met: set[int] = set()

    def goes_on(self, page: Page) -> bool:
        """Whether `page` can be the next one."""
        if not page.rows:
            return True
        oldest, before = moment_written(page.oldest), self._oldest
        if oldest and before and oldest > before:
            return False
        new = True
        if self._last is not None and (oldest is None or oldest == before):
            self._met |= _names(self._last)
            new = not _names(page) <= self._met
        else:
            self._met.clear()
        self._oldest, self._last = oldest or before, page
        return new


def _names(page: Page) -> set[int]:
    return {hash(row.hub_id or row.id) for row in glance(page.body)}


def records(pages: Iterable[tuple[str, bytes]], kind: Kind, problems: Problems) -> Iterator[pa.Table]:
    """Yield what pages, or single records, hold as tables of `facts.tables.RECORDS`, as an import would read them.

    Each body comes with the name by which `problems` tells where something stands.
    """
    reader = RecordReader(kind, problems)
    for name, body in pages:
        for document in documents.parse(Path(name), body, problems):
            reader.add(document)
        if reader.full:
            yield reader.take()
    if reader.size:
        yield reader.take()


def _refused(client: Client, path: str, answer: Answer) -> SourceFailed:
    url, words = client.endpoint.url, answer.refusal
    if answer.status in (401, 403) and client.endpoint.token:
        return failures.token_refused(url, words or str(answer.status))
    if answer.status == 400 and "cursor" in parse_qs(path.partition("?")[2]):
        return failures.cursor_refused(url, words)
    if answer.status == 404 or not words:
        return failures.not_a_hub(url, path)
    return failures.refused(url, path, answer.status, words)


def _moment(row: bytes, field: str) -> str | None:
    try:
        found = msgspec.json.decode(_MOMENT.decode(row)[field])
    except (msgspec.DecodeError, KeyError, RecursionError):
        return None
    return found if isinstance(found, str) else None
