"""Links in texts that may be shown to readers: encrypted, plain hosts, no pictures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 300
"""The most characters of an address of a page."""

_LINK = re.compile(r"https://[^\s<>\"'`|\\^{}\[\]（）。，、]{4,400}")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|bmp|mp4|webm|pdf|zip|gz)$", re.IGNORECASE)
_SHOWN = re.compile(r"(?:!\[[^\]\n]{0,300}\]\(\s{0,2}|src\s?=\s?[\"']?)$")
_MOST = 200  # links of one part


@dataclass(frozen=True, slots=True)
class Link:
    """An address of a page in a text, with the place at which it stands."""

    url: str
    host: str
    path: str
    start: int
    end: int


def links(text: str) -> Iterator[Link]:
    """Yield the pages to which a text leads; what it shows as pictures is left out."""
    for _, found in zip(range(_MOST), _LINK.finditer(text), strict=False):
        before = text[max(0, found.start() - 310) : found.start()]
        if _SHOWN.search(before):
            continue
        link = _checked(_trimmed(found[0]), found.start())
        if link is not None:
            yield link


def _trimmed(url: str) -> str:
    """Return an address without the signs of the sentence behind it."""
    url = url.rstrip(".,;:!?*_~")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(".,;:!?*_~")
    return url.partition(")")[0] if "(" not in url else url


def _checked(url: str, start: int) -> Link | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    plain = url.isascii() and url.isprintable() and len(url) <= LONGEST and "@" not in parts.netloc
    if not plain or port is not None or not _HOST.fullmatch(host) or "xn--" in host or _PICTURE.search(parts.path):
        return None
    return Link(url, host, parts.path, start, start + len(url))
