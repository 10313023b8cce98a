"""The pages of the documentation as data: their blocks, headings, links and prose."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAIRS = [(page, french) for page in PAGES if (french := page.with_suffix(".fr.md")).exists()]

_BLOCK = re.compile(r"^```(\w*)[ ]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands behind the language, its text, and the line where it begins."""

    language: str
    info: str
    text: str
    line: int


def name(page):
    return page.relative_to(ROOT).as_posix()


def language(page):
    return "fr" if page.name.endswith(".fr.md") else "en"


def text(page):
    return page.read_text(encoding="utf-8")


def blocks(page):
    whole = text(page)
    return [Block(m[1], m[2], m[3], whole.count("\n", 0, m.start()) + 2) for m in _BLOCK.finditer(whole)]


def prose(page):
    return _BLOCK.sub("", text(page))


def headings(page):
    return re.findall(r"^(#+) (.*)$", prose(page), re.MULTILINE)


def anchors(page):
    """Return the anchors that a page's headings make on code hosts."""
    words = (re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(page))
    return set(words)


def links(page):
    return _LINK.findall(prose(page))
