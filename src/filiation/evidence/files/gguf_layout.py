"""The layout of a GGUF file's beginning, read from bytes at hand: versions 2 and 3, in both byte orders.

The format's own library maps a file of the local disk into memory and follows every count in it; here only a
beginning is at hand, from a stranger. So no announced number is believed: nothing is set aside for it, arrays are
stepped over without being built, and whatever runs beyond the bytes at hand ends the reading.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

Scalar = int | float | bool | str
"""A value of a key that is no array."""

_MAGIC = b"GGUF"
_START = 24
_STRING, _ARRAY = 8, 9
_FORMS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_DEEPEST = 8
_LONGEST_KEY = 65_535


class CutShortError(Exception):
    """The bytes at hand end before what is read next."""


class WrongFormatError(Exception):
    """These are not the bytes of a GGUF file that can be read."""


@dataclass(slots=True)
class Layout:
    """The beginning of a GGUF file: its version, how many tensors and keys it announces, and how far it was read.

    `key` is the one whose value is being read, or was read last.
    """

    body: bytes
    order: str = "<"
    version: int = 0
    tensors: int = 0
    keys: int = 0
    at: int = _START
    key: str = ""

    @classmethod
    def of(cls, body: bytes) -> "Layout":
        """Read the first 24 bytes, or raise CutShortError or WrongFormatError."""
        if body[:4] != _MAGIC[: len(body)]:
            raise WrongFormatError("")
        if len(body) < _START:
            raise CutShortError
        (version,) = struct.unpack_from("<I", body, 4)
        order = ">" if version & 0xFFFF == 0 else "<"
        version, tensors, keys = struct.unpack_from(f"{order}IQQ", body, 4)
        if version not in (2, 3):
            raise WrongFormatError(f"version {version}")
        return cls(body, order, version, tensors, keys)

    def pairs(self) -> Iterator[tuple[str, Scalar | bytes | None]]:
        """Yield each key with its value (None: an array; bytes: a text that is not UTF-8), as far as the bytes go."""
        for _ in range(self.keys):
            self.key = self._text(_LONGEST_KEY).decode("utf-8", "replace")
            (kind,) = self._take("I")
            value = self._value(kind)
            yield self.key, _decoded(value) if isinstance(value, bytes) else value

    def _take(self, form: str) -> tuple[int, ...]:
        try:
            found = struct.unpack_from(self.order + form, self.body, self.at)
        except struct.error:
            raise CutShortError from None
        self.at += struct.calcsize(self.order + form)
        return found

    def _skip(self, size: int) -> None:
        if size > len(self.body) - self.at:
            raise CutShortError
        self.at += size

    def _text(self, longest: int | None = None) -> bytes:
        (length,) = self._take("Q")
        if longest is not None and length > longest:
            raise WrongFormatError(f"a key of {length} bytes")
        begin = self.at
        self._skip(length)
        return self.body[begin : self.at]

    def _value(self, kind: int) -> int | float | bool | bytes | None:
        if kind == _STRING:
            return self._text()
        if kind == _ARRAY:
            self._step_over(0)
            return None
        return self._take(self._form(kind))[0]

    def _form(self, kind: int) -> str:
        if kind not in _FORMS:
            raise WrongFormatError(f"a value of kind {kind}")
        return _FORMS[kind]

    def _step_over(self, depth: int) -> None:
        """Go behind an array; each of its members takes bytes, so that those at hand bound the steps."""
        if depth > _DEEPEST:
            raise WrongFormatError(f"arrays {depth} deep")
        kind, count = self._take("IQ")
        if kind == _STRING:
            self._step_over_texts(count)
        elif kind == _ARRAY:
            for _ in range(count):
                self._step_over(depth + 1)
        else:
            self._skip(count * struct.calcsize(self.order + self._form(kind)))

    def _step_over_texts(self, count: int) -> None:
        # The one long loop: hundreds of thousands of words of a tokenizer.
        length_at = struct.Struct(self.order + "Q").unpack_from
        body, at, last = self.body, self.at, len(self.body) - 8
        for _ in range(count):
            if at > last:
                raise CutShortError
            at += 8 + length_at(body, at)[0]
        if at > len(body):
            raise CutShortError
        self.at = at


def _decoded(value: bytes) -> str | bytes:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value
