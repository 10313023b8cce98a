"""What people write where a parent's id belongs, read as a genealogist reads names in old registers.

`parse` is pure: it says which id was meant, as far as the text alone tells. Whether that id exists, under this
name, an older one or another case, is decided by `resolve` with the catalog at hand.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import Rejection

_SITE = re.compile(r"^(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/+", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_MARKDOWN = re.compile(r"^\[[^\]]*\]\(([^)\s]+)\)$")
_PART = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?"
_ID = re.compile(rf"{_PART}/{_PART}")
_BARE = re.compile(_PART)
_PAGES = {"tree", "blob", "resolve", "raw", "discussions", "commit", "commits", "edit"}
_NOT_MODELS = {"datasets", "spaces", "papers", "collections", "docs", "blog", "posts"}
_EDGES = " \t\r\n\u00a0\u200b\u200c\u200d\ufeff\"'`<>,;"
_MERGE_NOTE = re.compile(r"\s*\((?:merge|merged)\)$", re.IGNORECASE)
_PLACEHOLDERS = {
    *(
        "none",
        "null",
        "nan",
        "n/a",
        "na",
        "nil",
        "unknown",
        "undefined",
        "tbd",
        "todo",
        "test",
        "scratch",
        "base",
    ),
    *(
        "base_model",
        "base-model",
        "basemodel",
        "model",
        "model_name",
        "model_id",
        "model-id",
        "modelname",
        "string",
    ),
    *(
        "original_repo_name",
        "your_model",
        "your-model",
        "custom",
        "local",
        "private",
        "placeholder",
        "other",
        "true",
    ),
    *("false", "from scratch", "from-scratch", "[more information needed]", "more information needed"),
    *(
        "username/model",
        "user/model",
        "owner/name",
        "org/model",
        "username/modelname",
        "user/repo",
        "repo/name",
    ),
    *(
        "your-username/your-model",
        "your_username/your_model",
        "your-username/model-name",
        "xxx/xxx",
        "path/to/model",
    ),
}
_FILLER = re.compile(
    r"(.)\1{2,}|[?\-_.*x]+|[\[\](){}\s]+|\{+[\w .-]*\}+|<.*>|\$.*|your[-_ ].*", re.IGNORECASE | re.DOTALL
)
_FOLDERS = {
    *(
        "models",
        "model",
        "output",
        "outputs",
        "results",
        "result",
        "checkpoint",
        "checkpoints",
        "ckpt",
        "ckpts",
    ),
    *(
        "saved_models",
        "saved_model",
        "save",
        "runs",
        "tmp",
        "home",
        "content",
        "workspace",
        "mnt",
        "root",
        "drive",
    ),
    *("scratch", "data", "training", "train", "experiments", "exp", "logs", "lora", "weights", "pretrained"),
    *("kaggle", "gdrive", "users", "opt", "var", "media", "cache", "local", "exports", "base_models", "out"),
}
_CHECKPOINT = re.compile(r"(?:checkpoint|ckpt|epoch|step|iter)s?[-_]?\d+", re.IGNORECASE)
_WEIGHTS = re.compile(r"\.(?:safetensors|gguf|ggml|bin|ckpt|pth?|onnx|h5|tflite)$", re.IGNORECASE)
_PLAIN = re.compile(r"[\w./ :~…-]*")
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Name:
    """What a text says: an id (`candidate`) or the reason why it names none (`rejection`).

    `doubt` is the reason for which a candidate is rejected unless a repository of that id is listed.
    """

    candidate: str | None = None
    rejection: Rejection | None = None
    doubt: Rejection | None = None


def parse(raw: str, *, stated: bool = False) -> tuple[Name, ...]:
    """Read what is written where one parent's id belongs; several ids in one text give several names.

    Only a text that is `stated` (in a statement, which was checked when it was read) may name a model outside the Hub.
    """
    if raw.startswith(OUTSIDE):
        return (Name(candidate=raw) if stated else Name(rejection=Rejection.MALFORMED),)
    if len(raw) > _LONGEST:
        return (Name(rejection=Rejection.MALFORMED),)
    parts = [part for part in re.split(r"[,;\n]", raw) if part.strip()]
    if len(parts) > 1:
        names = [_parse_one(part) for part in parts]
        if all(name.candidate and "/" in name.candidate for name in names):
            return tuple(dict.fromkeys(names))
    return (_parse_one(raw),)


def _parse_one(raw: str) -> Name:
    bare = raw.strip()
    text = _MERGE_NOTE.sub("", bare.strip(_EDGES)).strip().removeprefix("- ").strip(_EDGES).strip()
    markdown = _MARKDOWN.match(text)
    text = markdown[1] if markdown else text
    if _is_placeholder(bare) or _is_placeholder(text):
        return Name(rejection=Rejection.PLACEHOLDER)
    on_site = _SITE.match(text) or re.match(r"hf://", text)
    if on_site:
        return _from_address(text[on_site.end() :])
    if _SCHEME.match(text):
        return Name(rejection=Rejection.ELSEWHERE)
    if _is_path(text):
        return Name(rejection=Rejection.LOCAL_PATH)
    return _from_id(re.sub(r"\s*/\s*", "/", text))


def _is_placeholder(text: str) -> bool:
    return not text or text.lower() in _PLACEHOLDERS or _FILLER.fullmatch(text) is not None


def _is_path(text: str) -> bool:
    return (
        text[0] in "/~\\"
        or text.startswith(("./", "../", ".\\", "..\\", "file:"))
        or re.match(r"[A-Za-z]:[\\/]", text) is not None
        or ("\\" in text)
    )


def _from_address(path: str) -> Name:
    """Read the part of a Hub address behind the host."""
    parts = [part for part in re.split(r"[?#]", path)[0].split("/") if part]
    if parts and parts[0] == "models":
        parts = parts[1:]
    if not parts or parts[0] in _NOT_MODELS:
        return Name(rejection=Rejection.ELSEWHERE)
    return _from_id("/".join(parts[:2]))


def _from_id(text: str) -> Name:
    text = re.split(r"[@+]", text, maxsplit=1)[0].strip()  # mergekit's `model@revision+lora`
    if text.count("/") > 1:
        text = text.rstrip("/")
    parts = text.split("/")
    if len(parts) > 2 and parts[2] in _PAGES:
        parts = parts[:2]
        text = "/".join(parts)
    refused = _refusal(text, parts)
    if refused is not None:
        return Name(rejection=refused)
    text = text.removesuffix(".")
    if _ID.fullmatch(text):
        return Name(candidate=text, doubt=_doubt(text))
    return Name(candidate=text, doubt=Rejection.LOCAL_PATH if _WEIGHTS.search(text) else Rejection.NO_OWNER)


def _refusal(text: str, parts: list[str]) -> Rejection | None:
    """Return why a text in the form of an id can be none, or None."""
    if not _PLAIN.fullmatch(text):
        return Rejection.MALFORMED
    if len(parts) > 2:
        return Rejection.LOCAL_PATH if all(parts[:2]) else Rejection.MALFORMED
    if text.endswith(("...", "…", "/", "-")):
        return Rejection.TRUNCATED
    bare = text.removesuffix(".")
    if _is_placeholder(bare):
        return Rejection.PLACEHOLDER
    fits = ".." not in bare and (_ID.fullmatch(bare) or _BARE.fullmatch(bare))
    return None if fits else Rejection.MALFORMED


def _doubt(text: str) -> Rejection | None:
    owner, name = text.lower().split("/")
    if owner in _FOLDERS or _CHECKPOINT.fullmatch(name) or _CHECKPOINT.fullmatch(owner):
        return Rejection.LOCAL_PATH
    return None


@cache
def legacy_names() -> dict[str, str]:
    """Ids of the time before every repository had an owner, and what the Hub made of them (facts of the Hub)."""
    with files("filiation.evidence").joinpath("legacy_names.csv").open(encoding="utf-8") as text:
        return {row["legacy"]: row["canonical"] for row in csv.DictReader(text)}
