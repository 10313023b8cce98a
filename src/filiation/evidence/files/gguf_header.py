"""What the header of a GGUF file tells: from which model it was converted, from which that one descends, how precise.

Converters write most `general.` keys first; the tools that quantize set theirs (the file type, the source) behind the
tokenizer, megabytes later. What lies behind the bytes at hand is not missed where the tokenizer was reached.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from filiation.evidence.files.bounded import text
from filiation.evidence.files.gguf_layout import CutShortError, Layout, Scalar, WrongFormatError
from filiation.evidence.files.hub_names import repository
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Kind, Relation, Source

MOST = 4096 * KIB
"""How much of a file is read: a tokenizer of 50,000 words ends behind 2 MiB, one of 150,000 behind 6."""

_TOKENIZER = "tokenizer."
_FILE_TYPE = "general.file_type"
_SOURCES = (
    "general.source.huggingface.repository",
    "general.source.hugginface.repository",  # as the first converters wrote it
    "general.source.repo_url",
    "general.source.url",
)
_OWN = ("general.repo_url", "general.url")
_NUMBERED = re.compile(r"general\.(base_model|dataset)\.([0-9]{1,6})\.(repo_url|url)")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SPLIT = re.compile(r"-([0-9]+)-of-[0-9]+\.gguf$")
_BESIDE = re.compile(r"mmproj|imatrix")
_NOT_MODELS = {"imatrix", "mmproj", "dataset"}
_UNQUANTIZED = {"F32", "F16", "BF16", "F64"}
_GUESSED = 1024
_SMALLEST_KEY, _SMALLEST_TENSOR = 13, 24
_MOST_NAMED = 100
_TYPES = (
    "F32 F16 Q4_0 Q4_1 Q4_1_SOME_F16 Q4_2 Q4_3 Q8_0 Q5_0 Q5_1 Q2_K Q3_K_S Q3_K_M Q3_K_L Q4_K_S Q4_K_M Q5_K_S Q5_K_M "
    "Q6_K IQ2_XXS IQ2_XS Q2_K_S IQ3_XS IQ3_XXS IQ1_S IQ4_NL IQ3_S IQ3_M IQ2_S IQ2_M IQ4_XS IQ1_M BF16 Q4_0_4_4 "
    "Q4_0_4_8 Q4_0_8_8 TQ1_0 TQ2_0 MXFP4_MOE NVFP4 Q1_0"
)

FILE_TYPES: Mapping[int, str] = dict(enumerate(_TYPES.split()))
"""What the numbers of `general.file_type` stand for."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the beginning of a GGUF file.

    `values` are the scalar `general.` keys that could be read, `read` is how many keys were gone through of the `keys`
    that are announced, `past` tells that the tokenizer was reached, behind the keys which converters write.
    """

    version: int = 0
    tensors: int = 0
    keys: int = 0
    read: int = 0
    past: bool = False
    values: Mapping[str, Scalar] = field(default_factory=dict)
    faults: tuple[Unread, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether keys follow behind the bytes that were at hand."""
        return self.read < self.keys


def header(body: bytes, size: int) -> Header:
    """Read the header of a GGUF file of `size` bytes, of which `body` is the whole or the beginning."""
    try:
        layout = Layout.of(body)
    except CutShortError:
        return Header(faults=(Unread(Fault.CUT_SHORT),))
    except WrongFormatError as error:
        return Header(faults=(Unread(Fault.WRONG_FORMAT, "", str(error)),))
    least = layout.keys * _SMALLEST_KEY + layout.tensors * _SMALLEST_TENSOR
    if 0 < size < least:
        absurd = Unread(Fault.WRONG_SHAPE, "", f"{layout.keys} keys, {layout.tensors} tensors")
        return Header(layout.version, layout.tensors, layout.keys, faults=(absurd,))
    return _gone_through(layout)


def _gone_through(layout: Layout) -> Header:
    values: dict[str, Scalar] = {}
    faults: list[Unread] = []
    gone, past = 0, False
    try:
        for key, value in layout.pairs():
            gone += 1
            past = past or key.startswith(_TOKENIZER)
            if not key.startswith("general.") or key in values:
                continue
            if isinstance(value, bytes):
                faults.append(Unread(Fault.NOT_TEXT, text(key)))
            elif value is not None:
                values[key] = value
    except CutShortError:
        past = past or layout.key.startswith(_TOKENIZER)
        if not past:
            faults.append(Unread(Fault.CUT_SHORT, "", f"{gone} / {layout.keys}"))
    except WrongFormatError as error:
        faults.append(Unread(Fault.WRONG_FORMAT, "", str(error)))
    return Header(layout.version, layout.tensors, layout.keys, gone, past, values, tuple(faults[:_MOST_NAMED]))


def extent(beginning: bytes) -> int:
    """Tell how many bytes of a file are worth reading: where its header ends, or MOST where that lies behind them."""
    try:
        layout = Layout.of(beginning)
        for _ in layout.pairs():
            pass
    except CutShortError:
        return MOST
    except WrongFormatError:
        return len(beginning)
    return layout.at


def read(body: bytes, size: int) -> Findings:
    """Tell what a GGUF file's header shows of its making."""
    found = header(body, size)
    clues = tuple(_clues(found.values))
    many = (Unread(Fault.TOO_MANY, "general", str(len(clues))),) if len(clues) > _MOST_NAMED else ()
    return Findings(clues[:_MOST_NAMED], tuple(_signs(found)), found.faults + many)


def _clues(values: Mapping[str, Scalar]) -> Iterator[Clue]:
    adapter = values.get("general.type") == "adapter"
    made = Relation.QUANTIZED if not adapter and _precision(values) not in _UNQUANTIZED else None
    yield from _named(values, _SOURCES, made)
    yield from _numbered(values, Relation.ADAPTER if adapter else None)
    yield from _named(values, _OWN, None)


def _named(values: Mapping[str, Scalar], keys: tuple[str, ...], relation: Relation | None) -> Iterator[Clue]:
    for key in keys:
        written = values.get(key)
        if isinstance(written, str) and repository(written):
            yield Clue(text(written), key, relation)


def _numbered(values: Mapping[str, Scalar], relation: Relation | None) -> Iterator[Clue]:
    """Yield the numbered parents and datasets of which an address is told; names alone are put into title case."""
    for key, written in values.items():
        match = _NUMBERED.fullmatch(key)
        if match is None or not isinstance(written, str):
            continue
        if match[3] == "url" and isinstance(values.get(f"{key[: -len('url')]}repo_url"), str):
            continue
        if match[1] == "dataset":
            named = repository(written, Kind.DATASET)
            if named:
                yield Clue(text(written), key, named=named, target=Kind.DATASET)
        elif repository(written):
            yield Clue(text(written), key, relation, revision=_revision(values, key))


def _revision(values: Mapping[str, Scalar], key: str) -> str | None:
    """Return the parent's commit, where the version is one: mostly it is a part of the name, as in `v0.1`."""
    version = values.get(f"{key.rpartition('.')[0]}.version")
    return version if isinstance(version, str) and _COMMIT.fullmatch(version) else None


def _precision(values: Mapping[str, Scalar]) -> str:
    """Return the name of the file type, or an empty text where it is not told."""
    told = values.get(_FILE_TYPE)
    if isinstance(told, str):
        return told[:40].upper()
    if told is None or isinstance(told, float):
        return ""
    return FILE_TYPES.get(told & ~_GUESSED, f"file type {told}")


def _signs(found: Header) -> Iterator[Shown]:
    kind = found.values.get("general.type", "model")
    if found.version == 0 or kind in _NOT_MODELS:
        return
    if kind == "adapter":
        yield Shown(Sign.ADAPTER, "general.type", "gguf")
        return
    precision = text(_precision(found.values))
    if precision and precision not in _UNQUANTIZED:
        yield Shown(Sign.QUANTIZED, _FILE_TYPE, f"gguf, {precision}")
    else:
        yield Shown(Sign.CONVERTED, _FILE_TYPE if precision else "", f"gguf, {precision}" if precision else "gguf")


def wants(path: str) -> bool:
    """Tell whether a path is that of a GGUF model, or of the first part of one."""
    name = path.rpartition("/")[2].lower()
    part = _SPLIT.search(name)
    return name.endswith(".gguf") and not _BESIDE.search(name) and (part is None or part[1].lstrip("0") == "1")


READER = FileReader(
    name="GGUF header",
    source=Source.GGUF_HEADER,
    tier=Tier.TRACE,
    rank=8,
    most=MOST,
    wants=wants,
    read=read,
    extent=extent,
    at_most=2,
    independent=False,
)
"""Reads the headers of GGUF files."""
