"""Where a listing goes on: the Hub's cursor, which is a filter of its database, and the Link that carries it."""

import base64
import binascii
import math
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus

import msgspec
from tests.fakehub.shelf import DATES, milliseconds

HEX = re.compile("([0-9a-f]{2})*")


class BadCursorError(ValueError):
    """A cursor that is none of ours."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row that was shown: by what it is sorted, its value there (NaN: none), and its Hub's id."""

    sort: str
    value: float
    hub_id: str

    def encoded(self, token: int | None = None) -> str:
        """Return the cursor as the Hub writes it; `token` is the row's number where a search gave the rows."""
        shown = self._shown()
        key = {"_id": {"$gt": self.hub_id}}
        ways: list[dict[str, Any]] = [{self.sort: shown} | key]
        if self.sort == "id":
            ways = [key]
        elif shown is not None:
            ways += [{self.sort: {"$lt": shown}}, {self.sort: None}]
        told: dict[str, Any] = {"$or": ways}
        if token is not None:
            told["searchSequenceToken"] = search_token(token, self.value, self.hub_id)
        return base64.b64encode(msgspec.json.encode(told)).decode()

    def _shown(self) -> Any:
        if math.isnan(self.value):
            return None
        if self.sort in DATES:
            moment = datetime.fromtimestamp(self.value / 1000, UTC)
            return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
        return int(self.value) if self.value.is_integer() else self.value

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Read a cursor back."""
        try:
            first = msgspec.json.decode(base64.b64decode(text, validate=True))["$or"][0]
            hub_id = first.pop("_id")["$gt"]
            sort, value = next(iter(first.items()), ("id", 0.0))
            if sort in DATES:
                value = milliseconds(str(value))
            return cls(sort, math.nan if value is None else float(value), str(hub_id))
        except (binascii.Error, msgspec.DecodeError, LookupError, TypeError, ValueError, AttributeError) as wrong:
            raise BadCursorError(text) from wrong


def search_token(number: int, score: float, hub_id: str) -> str:
    """Return the token of the Hub's search: a row's number, score and id, as its search engine packs them."""
    row = b"\x5a" + sized(bytes.fromhex(hub_id) if HEX.fullmatch(hub_id) else hub_id.encode())
    score = 0.0 if math.isnan(score) else score
    packed = b"\x08" + varint(number) + b"\x1a" + sized(b"\x21" + struct.pack("<d", score))
    packed += b"\x1a" + sized(row) + b'"' + sized(row)
    return base64.b64encode(packed).decode()


def sized(data: bytes) -> bytes:
    """Return data after its length."""
    return varint(len(data)) + data


def varint(number: int) -> bytes:
    """Return a number in groups of seven bits."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def link(origin: str, path: str, params: list[tuple[str, str]]) -> str:
    """Return a Link to the next page: an absolute address with all parameters."""
    query = "&".join(f"{quote_plus(name)}={quote_plus(value, safe='*')}" for name, value in params)
    return f'<{origin}{path}?{query}>; rel="next"'
