"""One file of a repository, or its beginning: asked of the Hub, and of the host to which it sends for large files."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from filiation.errors import SourceFailed
from filiation.facts.vocabulary import Kind
from filiation.hub.live import failures
from filiation.hub.live.access import Endpoint, origin_of
from filiation.hub.live.client import Client
from filiation.hub.live.wire import Enough, Received

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filiation.hub.live.wire import Wire

LONGEST_PATH = 1000
"""The most bytes that the path of a file has that is asked for."""

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_LONGEST_ADDRESS = 16_384
_LONGEST_NUMBER, _LONGEST_TAG = 19, 200
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_TAG = re.compile(r'(?:W/)?"([0-9A-Za-z_.:+/=-]{1,128})"')
_PUBLIC = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}")
_THIS_MACHINE = (".localhost", ".localdomain")
_SHA1, _SHA256 = re.compile("[0-9a-f]{40}"), re.compile("[0-9a-f]{64}")
_OK, _PART, _SAME, _NO_RANGE = 200, 206, 304, 416
_FEW = 3  # attempts at what one host, or one file, does wrong


class Elsewhere(SourceFailed):
    """What went wrong is the matter of this one file, or of the host that holds it: the Hub itself answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A file that is asked for: at which commit, and how many bytes of its beginning suffice.

    `enough` may tell from the first of them that fewer do. `size` is the whole as announced, `blob` the name of its
    content where that is known: a sum of git, or the SHA-256 of a large file. `known` is a name of content that is at
    hand already, where the Hub did not announce one.
    """

    kind: Kind
    id: str
    revision: str
    path: str
    most: int
    size: int | None = None
    blob: str | None = None
    known: str | None = None
    enough: Enough | None = None

    def wanted(self, beginning: bytes) -> int:
        """Return how many bytes are wanted of a file that begins like this."""
        told = self.most if self.enough is None else min(self.most, self.enough(beginning))
        return told if self.size is None else min(told, self.size)


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of it: `body` is the whole or the beginning, None where the Hub gives none and says why in `refusal`.

    `size` is that of the whole, `blob` the name of the content; `same` tells that the content is the `known` one.
    `gated` tells that who asks may read no file of this repository.
    """

    moment: datetime
    body: bytes | None = None
    size: int | None = None
    blob: str | None = None
    same: bool = False
    refusal: str = ""
    gated: bool = False


def good_path(path: str) -> bool:
    """Whether a file of a repository can have this path: git knows no empty part, no `.` and no `..`."""
    if not 0 < len(path) <= LONGEST_PATH or _CONTROL.search(path) or len(path.encode()) > LONGEST_PATH:
        return False
    return not {"", ".", ".."} & set(path.split("/"))


def read_file(client: Client, asked: Asked) -> Piece:
    """Ask for one file; raises Elsewhere where this one cannot be read, SourceFailed where the Hub does not answer."""
    if asked.size == 0:
        return Piece(client.now(), b"", 0, asked.blob)
    return client.persist(lambda: _read(client, asked))


@dataclass(slots=True)
class _Told:
    """What the Hub's own answers tell of a file before it comes: the last moment, its name, its size."""

    moment: datetime | None = None
    blob: str | None = None
    size: int | None = None

    def by(self, client: Client, received: Received) -> None:
        self.moment = client.moment_of(received)
        self.blob = self.blob or _tag(received, "x-linked-etag") or _tag(received, "etag")
        self.size = _number(received.headers.get("x-linked-size", "")) if self.size is None else self.size


def _read(client: Client, asked: Asked) -> Piece:
    told = _Told()
    received = _followed(client, asked, told)
    moment = told.moment or client.now()
    if asked.blob is None and asked.known and (received.status == _SAME or told.blob == asked.known):
        return Piece(moment, None, asked.size or told.size, asked.known, same=True)
    if received.status in (_OK, _PART) or (received.status == _NO_RANGE and asked.size is None):
        return _taken(client.endpoint, asked, received, told, moment)
    gated = received.status in (401, 403) and received.headers.get("x-error-code") == "GatedRepo"
    return Piece(moment, refusal=client.refusal_in(received) or str(received.status), gated=gated)


def _followed(client: Client, asked: Asked, told: _Told) -> Received:
    """Ask, and go where the Hub sends, unless its word is enough; its own clock counts, not that of another host."""
    own, base, path = client.endpoint, client.endpoint.url, _path(asked)
    wire, headers = None, _headers(asked)
    for _ in range(1 + _MOST_REDIRECTS):
        received = _sent(client, path, asked, headers, wire)
        if wire is None:
            told.by(client, received)
        to = received.headers.get("location") if received.status in _REDIRECTS else None
        if to is None or (asked.known and told.blob == asked.known):
            return received
        origin, path = _target(own, base + path, to)
        wire = None if origin == own.origin else client.elsewhere(origin)
        base = own.url if wire is None else origin
        path = path if wire is not None else client.own(path)
    raise _one(failures.in_circles(own.url))


def _sent(client: Client, path: str, asked: Asked, headers: "Mapping[str, str]", wire: "Wire | None") -> Received:
    """Ask once; what fails at another host, even in the end, is no failure of the Hub."""
    try:
        return client.received(path, asked.most, headers, of=wire, enough=asked.wanted)
    except failures.Fault as fault:
        if wire is not None:
            fault.failure, fault.attempts = _one(fault.failure), min(fault.attempts or _FEW, _FEW)
        raise
    except SourceFailed as failure:
        raise (failure if wire is None else _one(failure)) from failure


def _path(asked: Asked) -> str:
    start = "/datasets/" if asked.kind is Kind.DATASET else "/"
    parts = "/".join(quote(part, safe="") for part in asked.path.split("/"))
    return f"{start}{asked.id}/resolve/{quote(asked.revision, safe='')}/{parts}"


def _headers(asked: Asked) -> dict[str, str]:
    """Return what is asked for beside the path: bytes as they are stored, and no more than are wanted."""
    told = {"accept": "*/*", "accept-encoding": "identity"}
    if asked.size is None or asked.size > asked.most:
        told["range"] = f"bytes=0-{asked.most - 1}"
    if asked.known and asked.blob is None:
        told["if-none-match"] = f'"{asked.known}"'
    return told


def _target(own: Endpoint, here: str, to: str) -> tuple[str, str]:
    """Return the host and the path to which a redirect leads; raises Elsewhere where nobody should go."""
    try:
        found = urlsplit(urljoin(here, to[:_LONGEST_ADDRESS]))
    except ValueError:
        raise _one(failures.not_a_hub(own.url, urlsplit(here).path)) from None
    origin = origin_of(found.geturl())
    good = found.geturl().isascii() and found.geturl().isprintable() and "@" not in found.netloc
    if origin is None or not good or not may_be_asked(own, origin):
        raise _one(failures.elsewhere(own.url, origin))
    return origin, found.path + (f"?{found.query}" if found.query else "")


def may_be_asked(own: Endpoint, origin: str) -> bool:
    """Whether a host may be asked because the Hub says so: over an encrypted way, and not in the user's own network.

    A Hub that stands there itself may send to its neighbors, and to this machine where it runs on it. To which
    address a public name leads is not asked: nothing is sent there before it has shown a certificate for that name.
    """
    if origin == own.origin:
        return True
    other = Endpoint(origin)
    outside = other.loopback or (_is_public(own) and not _is_public(other))
    return other.private and (own.loopback or not outside)


def _is_public(host: Endpoint) -> bool:
    """Whether a host has a name that can be one of the public network: no number in any spelling, no bare word."""
    name = urlsplit(host.url).hostname or ""
    return _PUBLIC.fullmatch(name) is not None and not name.endswith(_THIS_MACHINE)


def _taken(own: Endpoint, asked: Asked, received: Received, told: _Told, moment: datetime) -> Piece:
    """Return what came; raises Fault where it cannot be what was asked for."""
    if "html" in received.headers.get("content-type", ""):
        raise _fault(failures.a_page_for_people(own.url))
    body = b"" if received.status == _NO_RANGE else received.body
    size = _whole_size(own, asked, received, told)
    if size is None and len(body) < asked.wanted(body):
        size = len(body)
    if size is not None and len(body) < min(size, asked.wanted(body)):
        raise _fault(failures.cut_short(own.url))
    if size is not None and (len(body) > size or (len(body) == size and not _is(asked.blob, body))):
        raise _fault(failures.another_shape(own.url, _path(asked)))
    return Piece(moment, body, size, asked.blob or told.blob)


def _whole_size(own: Endpoint, asked: Asked, received: Received, told: _Told) -> int | None:
    """Return the size of the whole file, as announced, else as the answer tells."""
    if received.status == _NO_RANGE:
        return 0
    size = told.size if asked.size is None else asked.size
    if received.status == _OK:
        return _number(received.headers.get("content-length", "")) if size is None else size
    found = _CONTENT_RANGE.fullmatch(received.headers.get("content-range", ""))
    total = int(found[3]) if found and found[3] != "*" else None
    if found is None or int(found[1]) != 0 or (size is not None and total is not None and size != total):
        raise _fault(failures.another_shape(own.url, _path(asked)))
    return total if size is None else size


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else None


def _tag(received: Received, header: str) -> str | None:
    found = _TAG.fullmatch(received.headers.get(header, "")[:_LONGEST_TAG])
    return found[1] if found else None


def _is(blob: str | None, body: bytes) -> bool:
    """Whether a whole file is the one of this name, where that is a sum."""
    if blob is not None and _SHA256.fullmatch(blob):
        return hashlib.sha256(body).hexdigest() == blob
    if blob is not None and _SHA1.fullmatch(blob):
        named = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False)
        return named.hexdigest() == blob
    return True


def _one(failure: SourceFailed) -> Elsewhere:
    return Elsewhere(failure.message, failure.hint, **failure.values)


def _fault(fault: failures.Fault) -> failures.Fault:
    """Return a fault of this file alone, which is not tried often."""
    return failures.Fault(fault.reason, _one(fault.failure), _FEW, fault.wait)
