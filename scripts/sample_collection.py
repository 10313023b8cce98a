"""What the sources of the sample say, gathered: repositories, links, and one spelling for each id."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

OUTSIDE = "outside:"
RELATIONS = ("finetune", "adapter", "quantized", "merge", "copy", "unspecified", "trained_on")

_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


def is_id(text: str) -> bool:
    """Tell whether `text` can be an id: one owner, one name, only characters that the Hub allows."""
    return bool(_ID.fullmatch(text)) and ".." not in text and "--" not in text and not text.endswith(".")


@dataclass
class Repository:
    """One repository as the sources describe it; the first source to give a value is kept."""

    id: str
    values: dict[str, Any] = field(default_factory=dict)
    card: dict[str, Any] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def record(self) -> dict[str, Any]:
        """Return the repository in the shape of a line of the Hub's listing."""
        line: dict[str, Any] = {"id": self.id, "author": self.id.partition("/")[0], **self.values}
        if self.tags:
            line["tags"] = sorted(self.tags)
        if self.card:
            line["cardData"] = self.card
        line["_sources"] = sorted(self.sources)
        return line


@dataclass(frozen=True, order=True)
class Link:
    """One statement that `child` comes from `parent`."""

    child: str
    parent: str
    relation: str
    location: str
    raw: str

    def record(self) -> dict[str, str]:
        """Return the statement as a line of the sample."""
        return {
            "child": self.child,
            "parent": self.parent,
            "relation": self.relation,
            "source": "publication",
            "location": self.location,
            "raw": self.raw,
        }


class Collection:
    """Repositories and links from all sources; ids that differ only in case are one repository."""

    def __init__(self) -> None:
        """Start empty."""
        self.models: dict[str, Repository] = {}
        self.datasets: dict[str, Repository] = {}
        self.withdrawn: set[str] = set()
        self._links: dict[tuple[str, str, str, str], Link] = {}
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)

    def model(self, name: str, source: str, *, weight: int = 1) -> Repository:
        """Note that `source` names the model `name`; a heavier source decides how the id is written."""
        return self._named(self.models, name, source, weight)

    def dataset(self, name: str, source: str, *, weight: int = 1) -> Repository:
        """Note that `source` names the dataset `name`."""
        return self._named(self.datasets, name, source, weight)

    def _named(self, shelf: dict[str, Repository], name: str, source: str, weight: int) -> Repository:
        if not is_id(name):
            message = f"{source}: {name!r} cannot be the id of a repository"
            raise ValueError(message)
        self._spellings[name.lower()][name] += weight
        repository = shelf.setdefault(name.lower(), Repository(name))
        repository.sources.add(source)
        return repository

    def link(self, child: str, parent: str, relation: str, location: str, raw: str) -> None:
        """Add one statement; the first of several on the same link at the same place is kept."""
        if relation not in RELATIONS:
            message = f"{child}: unknown relation {relation!r}"
            raise ValueError(message)
        if child.lower() == parent.lower():
            return
        key = (child.lower(), parent.lower(), relation, location)
        self._links.setdefault(key, Link(child, parent, relation, location, raw))

    def spelling(self, name: str) -> str:
        """Return how the id `name` is written by the weightiest sources; ties go to the alphabet."""
        votes = self._spellings.get(name.lower())
        return min(votes, key=lambda text: (-votes[text], text)) if votes else name

    def links(self) -> list[Link]:
        """All statements, sorted, with the agreed spelling of ids."""
        found = (
            Link(self.spelling(one.child), self.spelling(one.parent), one.relation, one.location, one.raw)
            for one in self._links.values()
        )
        return sorted(found)

    def linked(self) -> set[str]:
        """Return the lower-case ids that occur in statements."""
        return {end.lower() for one in self._links.values() for end in (one.child, one.parent)}

    def copies_of(self) -> dict[str, set[str]]:
        """For each lower-case id, those of which it is said to be a copy or a quantization."""
        originals: dict[str, set[str]] = defaultdict(set)
        for one in self._links.values():
            if one.relation in {"copy", "quantized"}:
                originals[one.child.lower()].add(one.parent.lower())
        return originals

    def settle(self) -> None:
        """Take out what was withdrawn, and write every id in the agreed spelling."""
        for name in self.withdrawn:
            self.models.pop(name, None)
        for shelf in (self.models, self.datasets):
            for repository in shelf.values():
                repository.id = self.spelling(repository.id)


def license_of(repository: Repository, value: object) -> None:
    """Note the license that a source gives: a word as tag and in the card, an address in the card only."""
    if not isinstance(value, str) or not value or "license" in repository.card:
        return
    if value.startswith("http"):
        repository.card.setdefault("license_link", value)
    elif value not in {"not specified", "unknown"}:
        repository.card["license"] = value
        repository.tags.add(f"license:{value}")
