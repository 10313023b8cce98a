"""Reading documents of strangers: JSON and YAML, with the depth, the number and the length of things bounded.

What comes out of YAML may share parts or hold itself: go through it with `Steps`, which ends.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import yaml

from filiation.facts.findings import Fault, Findings, Unread

if TYPE_CHECKING:
    from yaml import SafeLoader as _Loader
else:
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 50
"""How deep lists and mappings may lie in each other."""

MOST_EVENTS = 100_000
"""The most pieces (scalars, beginnings and ends) of a YAML stream."""

MOST_ALIASES = 100
"""The most references of a YAML stream to its own parts."""

MOST_COPIED = 100_000
"""The most entries of the mappings into which `<<` copies others."""

LONGEST = 2000
"""How much of a text is kept; no name of a model is near as long."""

MOST_CLUES, MOST_SIGNS, MOST_FAULTS = 1000, 100, 100
"""The most clues, signs and faults that are kept of one file for one reader."""

_LONGEST_NUMBER = 40
_STR = "tag:yaml.org,2002:str"
_OURS = {None, "!", _STR, "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"}
_AS_WRITTEN = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value"}  # no use here, and they fail on odd ones
_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: object) -> str:
    """Return a value as a text that every store takes: lists and mappings by their kind only, what is long cut."""
    written = type(value).__name__ if isinstance(value, (list, dict, set, tuple)) else str(value)
    return _NOT_STORABLE.sub("\ufffd", written[:LONGEST])


def storable(found: Findings) -> Findings:
    """Return what a reader found with texts that every store takes, and no more of it than is kept of one file."""
    clues, signs, faults = found.clues[:MOST_CLUES], found.signs[:MOST_SIGNS], found.faults[:MOST_FAULTS]
    if (clues, signs, faults) != (found.clues, found.signs, found.faults):
        faults = (*faults[: MOST_FAULTS - 1], Unread(Fault.TOO_MANY))
    return Findings(
        clues=tuple(
            replace(
                one,
                raw=text(one.raw),
                location=text(one.location),
                named=None if one.named is None else text(one.named),
                revision=None if one.revision is None else text(one.revision),
            )
            for one in clues
        ),
        signs=tuple(replace(one, location=text(one.location), detail=text(one.detail)) for one in signs),
        faults=tuple(replace(one, location=text(one.location), detail=text(one.detail)) for one in faults),
    )


def json_document(body: bytes) -> object | Unread:
    """Read one JSON document, in UTF-8, UTF-16 or UTF-32; of a key that is given twice the last value counts."""
    try:
        written = body.decode(json.detect_encoding(body))
    except ValueError:
        return Unread(Fault.NOT_TEXT)
    if _depth(written) > DEEPEST:
        return Unread(Fault.TOO_DEEP)
    try:
        found: object = json.loads(written, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        return Unread(Fault.NOT_JSON, f"line {error.lineno}")
    return found


def json_mapping(body: bytes, size: int) -> dict[str, Any] | Unread:
    """Read a file of settings: one JSON object; `size` tells whether `body` is the whole file."""
    found = json_document(body)
    if isinstance(found, Unread):
        return cut_short(body, size) or found
    return found if isinstance(found, dict) else Unread(Fault.WRONG_SHAPE)


def cut_short(body: bytes, size: int) -> Unread | None:
    """Return the fault of a file of which only the beginning was read, or None."""
    return Unread(Fault.CUT_SHORT, "", f"{len(body)} / {size}") if size > len(body) else None


def mapping(value: object) -> Mapping[object, object]:
    """Return a value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _depth(written: str) -> int:
    """Return how deep the brackets of a JSON text go, without building anything."""
    if written.count("[") + written.count("{") <= DEEPEST:
        return 0
    depth = deepest = 0
    for found in _BRACKET.finditer(written):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    return deepest


def yaml_documents(written: str | bytes) -> list[object] | Unread:
    """Read all documents of a YAML stream; dates stay texts, and tags that make other things are refused."""
    try:
        return _refusal(written) or list(yaml.load_all(written, _BoundedLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Unread(Fault.NOT_YAML, "" if mark is None else f"line {mark.line + 1}")
    except (yaml.reader.ReaderError, UnicodeError):
        return Unread(Fault.NOT_TEXT)
    except _TooManyCopiedError:
        return Unread(Fault.TOO_MANY)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Unread(Fault.NOT_YAML)


def _refusal(written: str | bytes) -> Unread | None:
    """Go through a stream's events, which costs no more than its length, for what must not be built."""
    depth = aliases = 0
    for count, event in enumerate(yaml.parse(written, _BoundedLoader)):
        place = f"line {event.start_mark.line + 1}" if event.start_mark else ""
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return Unread(Fault.TOO_DEEP, place)
        if count > MOST_EVENTS or aliases > MOST_ALIASES:
            return Unread(Fault.TOO_MANY, place)
        tag = getattr(event, "tag", None)
        if tag not in _OURS:
            return Unread(Fault.WRONG_FORMAT, place, text(tag)[:100])
    return None


class _TooManyCopiedError(Exception):
    """More entries are copied by `<<` than any real file has."""


class _BoundedLoader(_Loader):
    """A SafeLoader for which long scalars and dates are texts, and which ends `<<` that copy copies of copies."""

    copied = 0

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: object) -> str:
        """Return a node's tag: a long scalar is no number."""
        if value is not None and len(value) > _LONGEST_NUMBER:
            return _STR
        tag = str(super().resolve(kind, value, implicit))  # type: ignore[no-untyped-call]
        return _STR if tag in _AS_WRITTEN else tag

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Copy what `<<` refers to, and count it."""
        before = len(node.value)
        super().flatten_mapping(node)
        if len(node.value) > before:
            self.copied += len(node.value)
        if self.copied > MOST_COPIED:
            raise _TooManyCopiedError


@dataclass(slots=True)
class Steps:
    """How many steps a walk through a document may still take, so that it ends where a document holds itself."""

    left: int = 20_000
    ended: bool = False

    def through(self, value: object) -> Iterator[tuple[str, object]]:
        """Yield the places (`[0]`, `.name`) and the values of a list or a mapping, while steps are left."""
        pairs: Iterator[tuple[str, object]] = iter(())
        if isinstance(value, list):
            pairs = ((f"[{place}]", item) for place, item in enumerate(value))
        elif isinstance(value, dict):
            pairs = ((f".{text(name)[:100]}", item) for name, item in value.items())
        for pair in pairs:
            if self.left <= 0:
                self.ended = True
                return
            self.left -= 1
            yield pair
