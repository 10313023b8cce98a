"""What names a model in a sentence: an address of the Hub, an id, or a name in words.

`marked` puts a mark of three characters or more in the place of each, so that phrases can be told by what stands
around them, and dots and slashes in names are no ends of sentences.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from filiation.evidence.names import legacy_names

ADDRESS: Final = "\ue001"
"""Begins the mark of an address of a model on the Hub."""

ID: Final = "\ue002"
"""Begins the mark of an id without an address (`owner/name`)."""

NAME: Final = "\ue003"
"""Begins the mark of a name in words (`Mistral-7B-v0.1`, `Llama 3.1 70B`)."""

OTHER: Final = "\ue004"
"""Begins the mark of a link to anything else."""

END: Final = "\ue005"
"""Ends every mark."""

MARK: Final = rf"[{ADDRESS}{ID}{NAME}]\d{{1,5}}{END}"
"""A mention that may name a model, as a pattern."""

_ANY_MARK = re.compile(f"[{ADDRESS}{ID}{NAME}{OTHER}]\\d+{END}")
_PRIVATE = re.compile("[\ue000-\ue00f]")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,1000}\)|<img\b[^<>]{0,2000}>", re.IGNORECASE)
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\[\]]{0,80}\]){1,300}+)\]\(\s*<?([^()\s<>]{1,500}(?:\([^()\s<>]{0,50}\))?)>?(?:\s+\"[^\"]{0,200}\")?\s*\)"
)
_ANCHOR = re.compile(
    r"<a\b[^<>]{0,500}?href\s*=\s*[\"']([^\"'<>]{1,500})[\"'][^<>]{0,300}>([^<>]{1,300})</a>", re.IGNORECASE
)
_URL = re.compile(r"<?((?:https?://|hf\.co/|huggingface\.co/)[^\s<>()\[\]\"'`,;，。；、！（）\ue001-\ue005]{3,500})>?")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_CODE = re.compile(r"`{1,3}([^`\n]{1,200})`{1,3}")
_EMPTY = re.compile(r"\[([^\[\]\n]{1,300})\]\(\s*\)")
_EMPHASIS = re.compile(r"\*+|(?<![A-Za-z0-9])_+(?=\S)|(?<=\S)_+(?![A-Za-z0-9])|~~")
_HUB = re.compile(r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/+(?:models/)?([^?#]*)", re.IGNORECASE)
_NO_OWNERS = {
    *("datasets", "spaces", "papers", "collections", "docs", "blog", "posts", "models", "join", "learn", "settings"),
    *("organizations", "tasks", "chat", "pricing", "new", "api", "login", "front", "course", "buckets", "kernels"),
}
_FILE = re.compile(
    r"\.(?:md|png|jpe?g|gif|svg|webp|pdf|html?|py|ipynb|txt|json|mp4|wav|csv|zip|gz|ckpt|bin|pth?|safetensors|gguf|onnx)$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"https?://[^/]*(?:arxiv|doi\.org|aclanthology|openreview|wikipedia|youtu|twitter\.com|x\.com|discord|colab|shields\.io|medium\.com)|"
    r"(?:huggingface\.co|hf\.co)/(?:papers|docs|datasets|spaces|blog)/|licen[sc]e",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(r"\b(?:card|paper|licen[sc]e|datasets?|demo|space|blog|report|docs|tutorial)\b", re.IGNORECASE)
_LICENSE = re.compile(r"licen[sc]e", re.IGNORECASE)
_REVISION = re.compile(r"^[^/]+/[^/]+/tree/([\w.-]+)/?$")

_PART = r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9])?"
_WHOLE_ID = re.compile(rf"{_PART}/{_PART}")
_ID = re.compile(rf"(?<![A-Za-z0-9_/.:@#\\-])(?=[A-Za-z0-9_./-]{{0,190}}[\d_-]){_PART}/{_PART}(?![A-Za-z0-9_/\\])")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_/.\\@#$-])[A-Za-z0-9](?:[A-Za-z0-9_.+-]{0,94}[A-Za-z0-9])?(?![A-Za-z0-9_/\\@])")
_NUMBER = re.compile(r"[vV]?\d+(?:\.\d+)*[bBmMkKxX]?|\d+x\d+[bB]")
_NO_NAME = re.compile(
    r"[vV]?[\d.]+(?:st|nd|rd|th|[bBkKmMxX]|bit|bits|[gG][bB]|[mM][bB]|px|fps|h|s|ms|D)?|(?:fp|bf|int|uint|q|w|a|nf|f)\d+\w*"
    r"|\w*rail(?:\+\+)?(?:-\w+)?|(?:cc|apache|a?gpl|lgpl|bsd|mit)-[\w.-]+|[ahvbtl]\d{2,3}[a-z]{0,3}|mi\d+x?|\d[\d.,]*[a-z-]+|(?:sha|utf|mp|h|md|py|cuda|rtx|a|l|cu|tpu)-?\d[\w.-]*|v-?\d[\d.]*|float\d\w*|(?:top|pass|step|steps|epoch|seed|phase|stage)[-@]\w+",
    re.IGNORECASE,
)
_ODD = re.compile(r"[\d_.+-]")
_SIZED = re.compile(r"[a-z]-(?:base|large|small|tiny|medium|mini|xl|xxl|uncased|cased)(?:-|$)")
_LEADING = re.compile(r"[A-Z][A-Za-z]{2,30}")
_FOLLOWING = re.compile(
    r"(?:Instruct|Chat|Base|Large|Small|Mini|Medium|Tiny|Nano|Micro|Preview|Vision|Turbo|Coder|Math|Pro|Edit|hf|HF|it|pt)(?:-\S{1,40})?|"
    r"(?:Mini|Small|Large|Medium)-[\w.-]{1,40}"
)


@cache
def _plain_words() -> frozenset[str]:
    """Words of which a compound is no name, and which begin none (`Text-to-Image`, `Fine-Tuned`, `Intel Gaudi 2`)."""
    return frozenset(files("filiation.evidence.files").joinpath("plain_words.txt").read_text("utf-8").split())


@dataclass(slots=True)
class Mentions:
    """A text with marks in the place of what names something, and what each mark stands for."""

    text: str = ""
    written: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def mark(self, kind: str, written: str, named: str) -> str:
        """Note what is written and what it names, and return the mark that stands for it."""
        self.written.append(written)
        self.named.append(self._unmarked(named))
        return f"{kind}{len(self.written) - 1}{END}"

    def number(self, mark: str) -> int:
        """Return the place of a mark in the lists."""
        return int(mark[1:-1])

    def restored(self, text: str) -> str:
        """Return a text as it was written, with single spaces; what a mark stands for may hold marks made before."""
        return " ".join(self._unmarked(text).split())

    def _unmarked(self, text: str) -> str:
        return _ANY_MARK.sub(lambda m: self._unmarked(self.written[self.number(m[0])]), text)


def marked(text: str) -> Mentions:
    """Return a passage with its mentions marked, and without pictures, tags and emphasis."""
    found = Mentions()
    text = _PRIVATE.sub(" ", html.unescape(_IMAGE.sub(" ", text)))  # an entity can stand for what marks are made of
    text = _EMPTY.sub(r"\1", text)
    text = _LINK.sub(lambda m: _link(found, m[0], m[1], m[2]), text)
    text = _ANCHOR.sub(lambda m: _link(found, m[0], m[2], m[1]), text)
    text = _URL.sub(lambda m: _link(found, m[0], "", m[1]), text)
    text = _CODE.sub(lambda m: _code(found, m[0], m[1]), _TAG.sub(" ", text))
    text = _ID.sub(lambda m: found.mark(ID, m[0], m[0]), _EMPHASIS.sub("", text))
    found.text = _with_names(found, text)
    return found


def revision(address: str) -> str | None:
    """Return the revision in an address of the Hub where it is another than the main one, or None."""
    hub = _HUB.fullmatch(address)
    told = _REVISION.match(hub[1]) if hub else None
    return told[1] if told and told[1] != "main" else None


def _link(found: Mentions, written: str, label: str, target: str) -> str:
    label = _EMPHASIS.sub("", label.replace("`", "")).strip()
    trailing = target[len(target.rstrip(".:*_~")) :] if not label else ""
    target = target.rstrip(".:*_~") if not label else target
    if _PAPER.search(target) or _NO_LABEL.search(label) or (_FILE.search(target) and not _HUB.match(target)):
        return found.mark(OTHER, written, label or target) + trailing
    if label.startswith(("/", "./", "../", "~/")) and _HUB.match(target):
        return found.mark(ADDRESS, written, label)  # a tool wrote a folder where an id belongs
    if _names_model(target):
        return found.mark(ADDRESS, written.removesuffix(trailing), target) + trailing
    name = _first_name(label)
    return found.mark(NAME if name else OTHER, written, name or label or target) + trailing


def _names_model(target: str) -> bool:
    hub = _HUB.match(target)
    parts = [part for part in (hub[1] if hub else target).split("/") if part]
    if not parts or _LICENSE.search(parts[-1]) or parts[0].lower() in _NO_OWNERS:
        return False
    if hub is None:
        return _WHOLE_ID.fullmatch(target) is not None and not _FILE.search(target)
    return len(parts) > 1 or parts[0] in legacy_names()


def _code(found: Mentions, written: str, code: str) -> str:
    code = code.strip()
    if _WHOLE_ID.fullmatch(code) and not _FILE.search(code):
        return found.mark(ID, written, code)
    if _names_model(code) and _HUB.match(code):
        return found.mark(ADDRESS, written, code)
    name = _first_name(code) if len(code) < 100 else ""
    return found.mark(NAME if name else OTHER, written, name or code)


def _first_name(label: str) -> str:
    """Return the text of a link where it is, or begins with, a model's name; else nothing."""
    spans = _names(label)
    return label[spans[0][0] : spans[0][1]] if spans and spans[0][0] < 40 else ""


def _with_names(found: Mentions, text: str) -> str:
    pieces, after = [], 0
    for start, end in _names(text):
        pieces += [text[after:start], found.mark(NAME, text[start:end], text[start:end])]
        after = end
    return "".join([*pieces, text[after:]])


def _names(text: str) -> list[tuple[int, int]]:
    """Return where names in words stand: a token that only a name can be, or words with a version or a size."""
    spans: list[tuple[int, int]] = []
    lead: list[int] = []
    last = -2
    growing = False
    for token in _TOKEN.finditer(text):
        word, (start, end) = token[0], token.span()
        beside = start - last == 1 and text[last] == " "
        if not beside:
            lead, growing = [], False
        if word == "Large" and text.startswith(" Language", end):
            growing = False
        if growing and (_NUMBER.fullmatch(word) or _FOLLOWING.fullmatch(word)):
            spans[-1] = (spans[-1][0], end)
        elif _only_a_name(word) or (lead and _NUMBER.fullmatch(word)):
            spans.append((lead[0] if lead else start, end))
            growing, lead = True, []
        else:
            growing = False
            leads = _LEADING.fullmatch(word) and (
                word.lower() not in _plain_words() or (lead and _FOLLOWING.fullmatch(word))
            )
            lead = [*lead[-2:], start] if leads else []
        last = end
    return spans


def _only_a_name(word: str) -> bool:
    if (
        not _ODD.search(word)
        or not word[0].isalpha()
        or len(word) < 2
        or _NO_NAME.fullmatch(word)
        or _FILE.search(word)
    ):
        return False
    parts = [part for part in re.split(r"[-_.+]", word) if part]
    if all(part.lower() in _plain_words() or part.isdigit() for part in parts):
        return False
    if any(letter.isdigit() for letter in word) or _SIZED.search(word):
        return True
    return len(parts) > 1 and all(part[0].isupper() or part in {"hf", "it", "base"} for part in parts)
