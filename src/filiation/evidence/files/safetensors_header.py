"""What the header of a safetensors file tells: what trainers and mergers noted, and what its tensors are.

The format's own library opens a file of the local disk, and the Hub's client, which can ask for the beginning alone,
does so outside the pace, the limits and the retries that are kept here. So the JSON of the header is read from bytes
at hand, one entry at a time: of a cut header, what stands whole in it is still told.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from filiation.evidence.files.bounded import json_document, text
from filiation.evidence.files.hub_names import repository
from filiation.evidence.files.interface import KIB, FileReader
from filiation.evidence.interface import Tier
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation, Source

MOST = 4096 * KIB
"""How much of a header is read; few are longer than a hundredth of it."""

LONGEST = 100_000_000
"""The longest header of the format, in bytes."""

MOST_CLUES = 100
"""The most parents that are taken from one header."""

_METADATA = "__metadata__"
_LENGTH = 8
_BASES = (
    "base_model",
    "base_model_name_or_path",
    "modelspec.base_model",
    "ss_base_model",
    "ss_base_model_version",
    "ss_pretrained_model_name_or_path",
    "ss_sd_model_name",
)
_MERGED_FROM = "modelspec.merged_from"
_MERGES = (_MERGED_FROM, "sd_merge_recipe", "sd_merge_models")
_SETTINGS = "lora_adapter_metadata"
_SETTINGS_BASE = "base_model_name_or_path"
_ADAPTER = re.compile(
    r"(?:^|[._])(?:lora_(?:A|B|up|down|mid|embedding_[AB]|magnitude_vector|unet|te[0-9]?|transformer)|dora_scale"
    r"|lokr_w[12]|hada_[wt][12]|oft_(?:blocks|diag|r)|boft_[rs]|ia3_l|vera_lambda_[bd]|prompt_embeddings)(?:$|[._])"
)
_INVERSION = {"emb_params", "clip_l", "clip_g"}
_PACKED = (
    (re.compile(r"\.quant_state\.bitsandbytes__"), "bitsandbytes"),
    (re.compile(r"\.qweight$"), "packed integers"),
    (re.compile(r"\.weight_packed$"), "compressed-tensors"),
)
_SPLIT = re.compile(r"-([0-9]+)-of-[0-9]+\.safetensors$")
_BLANKS = re.compile(r"[ \t\r\n]*")


def _no_number(_: str) -> None:
    """Numbers are not read: no clue is one, and one of a million digits would take long."""


_DECODE = json.JSONDecoder(parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number).raw_decode


@dataclass(slots=True)
class Header:
    """What stands in the header of a safetensors file.

    `metadata` is None where the file has none, or where it lies behind the bytes at hand. `tensors` counts those that
    were seen, `adapter` those with the names of an adapter's; `packed` tells by which scheme weights are quantized.
    """

    metadata: dict[str, str] | None = None
    tensors: int = 0
    adapter: int = 0
    inversion: bool = True
    packed: Counter[str] = field(default_factory=Counter)
    whole: bool = False
    faults: tuple[Unread, ...] = ()


class _WrongShapeError(ValueError):
    """The JSON is not that of a header."""


def header(body: bytes, size: int) -> Header:
    """Read the header of a safetensors file of `size` bytes, of which `body` is the whole or the beginning."""
    if len(body) < _LENGTH:
        return Header(faults=(Unread(Fault.CUT_SHORT),))
    length = int.from_bytes(body[:_LENGTH], "little")
    if length > LONGEST:
        return Header(faults=(Unread(Fault.TOO_LARGE, "", str(length)),))
    if size > 0 and length + _LENGTH > max(size, len(body)):
        return Header(faults=(Unread(Fault.WRONG_SHAPE, "", f"{length} / {size}"),))
    whole = length + _LENGTH <= len(body)
    try:
        written = body[_LENGTH : _LENGTH + length].decode("utf-8", "strict" if whole else "ignore")
    except UnicodeDecodeError:
        return Header(faults=(Unread(Fault.NOT_TEXT),))
    return _gone_through(written, whole=whole)


def _gone_through(written: str, *, whole: bool) -> Header:
    found = Header()
    faults: list[Unread] = []
    try:
        for key, value in _entries(written):
            if key == _METADATA:
                _note_metadata(found, value)
            else:
                _note_tensor(found, key)
        found.whole = True
    except _WrongShapeError as error:
        faults.append(Unread(Fault.WRONG_SHAPE, str(error)))
    except RecursionError:
        faults.append(Unread(Fault.TOO_DEEP))
    except (ValueError, IndexError):
        if whole:
            faults.append(Unread(Fault.NOT_JSON))
        elif found.metadata is None:
            faults.append(Unread(Fault.CUT_SHORT, _METADATA))
    found.faults = tuple(faults)
    return found


def _entries(written: str) -> Iterator[tuple[str, object]]:
    """Yield the names and values of a JSON object, and raise ValueError or IndexError where it ends or is none."""
    at, sign = 0, written[0]
    if sign != "{":
        raise _WrongShapeError("")
    at = _behind_blanks(written, 1)
    if written[at] == "}":
        return
    while sign != "}":
        key, at = _DECODE(written, _behind_blanks(written, at))
        at = _behind_blanks(written, at)
        if not isinstance(key, str) or written[at] != ":":
            raise ValueError(at)
        value, at = _DECODE(written, _behind_blanks(written, at + 1))
        at = _behind_blanks(written, at)
        sign = written[at]
        if sign not in ",}":
            raise ValueError(at)
        yield key, value
        at += 1


def _behind_blanks(written: str, at: int) -> int:
    match = _BLANKS.match(written, at)
    return match.end() if match else at


def _note_metadata(found: Header, value: object) -> None:
    if not isinstance(value, dict):
        raise _WrongShapeError(_METADATA)
    if found.metadata is None:
        found.metadata = {key: told for key, told in value.items() if isinstance(told, str)}


def _note_tensor(found: Header, name: str) -> None:
    found.tensors += 1
    found.adapter += _ADAPTER.search(name) is not None
    found.inversion = found.inversion and name in _INVERSION
    for pattern, scheme in _PACKED:
        if pattern.search(name):
            found.packed[scheme] += 1


def extent(beginning: bytes) -> int:
    """Tell how many bytes of a file are worth reading: its header, of which the first eight bytes give the length."""
    length = int.from_bytes(beginning[:_LENGTH], "little")
    return _LENGTH if length > LONGEST else min(_LENGTH + length, MOST)


def read(body: bytes, size: int) -> Findings:
    """Tell what a safetensors file's header shows of its making."""
    found = header(body, size)
    metadata = found.metadata or {}
    clues = tuple(islice(_clues(found, metadata), MOST_CLUES + 1))
    more = len(clues) > MOST_CLUES or metadata.get(_MERGED_FROM, "").count(",") >= MOST_CLUES
    faults = (*found.faults, Unread(Fault.TOO_MANY, _METADATA)) if more else found.faults
    return Findings(clues[:MOST_CLUES], tuple(_signs(found, metadata)), faults)


def _is_adapter(found: Header) -> bool:
    """Tell whether most tensors are an adapter's: some complete models carry adapters, and adapters whole layers."""
    return found.tensors > 0 and (found.inversion or found.adapter * 2 >= found.tensors)


def _clues(found: Header, metadata: dict[str, str]) -> Iterator[Clue]:
    """Yield the parents that are named as ids; trainers often note the name of a file instead, which is none."""
    made = Relation.ADAPTER if _is_adapter(found) else None
    for key in _BASES:
        if repository(metadata.get(key, "")):
            yield Clue(text(metadata[key]), key, made)
    for part in metadata.get(_MERGED_FROM, "").split(",", MOST_CLUES)[:MOST_CLUES]:
        if repository(part):
            yield Clue(text(part.strip()), _MERGED_FROM, Relation.MERGE)
    yield from _settings_clues(metadata.get(_SETTINGS, ""))


def _settings_clues(written: str) -> Iterator[Clue]:
    """Yield the bases in an adapter's settings, one for each part of a pipeline (`unet.`, `text_encoder.`)."""
    settings = json_document(written.encode("utf-8", "replace")) if written else None
    if not isinstance(settings, dict):
        return
    for key, value in settings.items():
        prefix = key.removesuffix(_SETTINGS_BASE)
        if prefix == key or not isinstance(value, str) or not repository(value):
            continue
        revision = settings.get(f"{prefix}revision")
        told = text(revision) if isinstance(revision, str) and revision else None
        yield Clue(text(value), f"{_SETTINGS}.{text(key)}", Relation.ADAPTER, revision=told)


def _signs(found: Header, metadata: dict[str, str]) -> Iterator[Shown]:
    counted = f"{found.tensors} tensor{'' if found.tensors == 1 else 's'}" if found.whole else ""
    if _is_adapter(found):
        yield Shown(Sign.ADAPTER, "tensors", counted)
    elif found.tensors:
        yield Shown(Sign.COMPLETE, "tensors", counted)
    for scheme, _ in found.packed.most_common(1):
        yield Shown(Sign.QUANTIZED, "tensors", scheme)
    if metadata.get("format") == "mlx":
        yield Shown(Sign.CONVERTED, "format", "mlx")
    for key in _MERGES:
        if metadata.get(key, "").strip():
            yield Shown(Sign.MERGED, key)
            return


def wants(path: str) -> bool:
    """Tell whether a path is that of a safetensors file, or of the first part of one."""
    name = path.rpartition("/")[2].lower()
    part = _SPLIT.search(name)
    return name.endswith(".safetensors") and (part is None or part[1].lstrip("0") in {"", "1"})


READER = FileReader(
    name="safetensors header",
    source=Source.SAFETENSORS_HEADER,
    tier=Tier.TRACE,
    rank=9,
    most=MOST,
    wants=wants,
    read=read,
    extent=extent,
    at_most=2,
)
"""Reads the headers of safetensors files."""
