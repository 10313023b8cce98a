"""Pages taken apart, for tests."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "wbr", "img", "hr"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join(" ".join(parts).split())

    @property
    def joined(self) -> str:
        """The words as they are read: pieces that nothing parts are one word; scripts say nothing."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag != "script":
                yield from child._words()

    def all(self, tag: str = "", **attributes: str) -> Iterator["Element"]:
        """Yield the elements below this one, in the order of the page; `class_` looks for one class among several."""
        for child in self.children:
            if isinstance(child, Element):
                if child.fits(tag, attributes):
                    yield child
                yield from child.all(tag, **attributes)

    def one(self, tag: str = "", **attributes: str) -> "Element":
        found = list(self.all(tag, **attributes))
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def fits(self, tag: str, attributes: dict[str, str]) -> bool:
        told = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        classes = told.pop("class", "").split()
        held = self.attributes.get("class", "").split()
        return (
            (not tag or self.tag == tag)
            and all(one in held for one in classes)
            and all(self.attributes.get(name) == value for name, value in told.items())
        )


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """Return a page as a tree; every element must be closed where it was opened."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert len(parser.open) == 1
    return parser.open[0]


def check(page: Element) -> None:
    """Check what holds for every page: one h1, headings in order, ids that are single, labels, no style or script."""
    levels = [int(one.tag[1]) for one in page.all() if one.tag in {"h1", "h2", "h3", "h4"}]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert sorted(ids) == sorted(set(ids))
    for one in page.all():
        assert "style" not in one.attributes
        assert not any(name.startswith("on") for name in one.attributes)
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(one.attributes.get(name, "").split()) <= set(ids)
        if one.tag == "a" and one.attributes["href"].startswith("#"):
            assert one.attributes["href"][1:] in ids
    assert all(one.attributes.get("src") for one in page.all("script"))
    labeled = {one.attributes.get("for") for one in page.all("label")}
    within = [id(control) for label in page.all("label") for control in (*label.all("input"), *label.all("select"))]
    for control in (*page.all("input"), *page.all("select")):
        bare = control.attributes.get("id") not in labeled and id(control) not in within
        assert control.attributes.get("type") == "hidden" or not bare, control.attributes
