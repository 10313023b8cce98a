"""The addresses of everything on the site; all state is in them, so that any view can be linked, cited and printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, unquote, urlencode

from filiation.errors import WrongUse
from filiation.facts.pictured import Opened
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.locale import LANGUAGES, mark
from filiation.pictures import places
from filiation.pictures.extent import PLAIN_ANCESTOR_DEPTH, PLAIN_DEPTH, PLAIN_LIMIT

API = "api/v1"
"""Where all addresses of the API begin; it stands where pages have their language."""

AS_OF = "as-of"
"""Stands behind the language, or the API's root, before the day as of which all below it is told."""

NO_OWNER = "-"
"""Stands for the owner in the address of a repository whose id names none."""

PRIVATE = ("cases", "register")
"""The pages below which all concerns a person, and which are there only on one's own machine."""

PRIVATE_PATHS = tuple(f"/{language}/{place}" for language in LANGUAGES for place in PRIVATE)
"""Their paths in all languages."""

HUB = places.HUB
"""The Hub, for plain links that readers may follow."""

MOST_OPENED = 2000
"""The most neighbors that are drawn of an opened group."""

MOST_GROUPS = 50
"""The most groups that are open at a time; the one opened first is closed for one more."""

_OPENED_AT_ONCE, _OPENED_OF_EACH = 40, 6  # of one relation, and of each of several
_NUMBER = re.compile("[1-9][0-9]{0,5}", re.ASCII)

Query = Mapping[str, object]
"""What stands behind the question mark; None, empty texts and empty lists are left out."""


def root(start: str, day: date | None = None) -> str:
    """Return the root of all addresses in a language (or of API) as of a day; None: as the catalog is now."""
    return f"{start}/{AS_OF}/{day}" if day else start


def language(root: str) -> str:
    """Return the language of a root."""
    return root.partition("/")[0]


def page(root: str, name: str = "", **query: object) -> str:
    """Return the address of a page that belongs to no repository (`search`, `explore`, …; home without name)."""
    return f"/{root}/{name}{_query(query)}"


def model(root: str, name: str, part: str = "", **query: object) -> str:
    """Return the address of a model's page, or of a part of it (`family`, `evidence`, `descendants`, …)."""
    return f"/{root}/models/{_repository(name)}{part and '/'}{part}{_query(query)}"


def dataset(root: str, name: str, **query: object) -> str:
    """Return the address of a dataset's page."""
    return f"/{root}/datasets/{_repository(name)}{_query(query)}"


def publisher(root: str, name: str, part: str = "", **query: object) -> str:
    """Return the address of a publisher's page, or of a part of it (`doctor`)."""
    return f"/{root}/publishers/{quote(name, safe='')}{part and '/'}{part}{_query(query)}"


def is_private(path: str) -> bool:
    """Whether what is at a path concerns a person."""
    return any(path.startswith(f"{prefix}/") or path == prefix for prefix in PRIVATE_PATHS)


def hub(name: str, kind: str = "model") -> str | None:
    """Return the address of a repository or account on the Hub; None for a model that has no repository there."""
    return places.OnHub().node(name, kind)


def repository_id(owner: str, name: str) -> str:
    """Return the id of the repository that an address names."""
    return unquote(name if owner == NO_OWNER else f"{owner}/{name}")


def with_query(path: str, query: Query) -> str:
    """Return a path with a query behind it."""
    return f"{path}{_query(query)}"


def opened_text(group: Opened) -> str:
    """Return how an address names a folded group that is opened."""
    return "~".join(("u" if group.upward else "d", group.relation, str(group.shown), group.id))


def read_opened(text: str) -> Opened:
    """Return the group that an address names; raises WrongUse when it names none."""
    parts = text.split("~", 3)
    if len(parts) == 4 and parts[0] in {"u", "d"} and parts[1] in LINEAGE and _NUMBER.fullmatch(parts[2]) and parts[3]:
        return Opened(parts[3], Relation(parts[1]), parts[0] == "u", min(int(parts[2]), MOST_OPENED))
    raise WrongUse(
        mark("“{value}” names no group of a picture."),
        mark("Go back to the picture and open the group there."),
        value=text[:200],
    )


@dataclass(frozen=True, slots=True)
class PictureState:
    """A picture of a family as its address tells it; it is also where the picture's nodes lead."""

    root: str
    id: str
    part: str = ""
    view: str = "tree"
    depth: int = PLAIN_DEPTH
    ancestor_depth: int = PLAIN_ANCESTOR_DEPTH
    limit: int = PLAIN_LIMIT
    opened: tuple[Opened, ...] = ()

    def query(self) -> dict[str, object]:
        """Return the state for an address, without what is the same for all pictures anyway."""
        plain = PictureState(self.root, self.id)
        told: dict[str, object] = {
            name: getattr(self, name)
            for name in ("view", "depth", "ancestor_depth", "limit")
            if getattr(self, name) != getattr(plain, name)
        }
        return {**told, "open": [opened_text(group) for group in self.opened]}

    def here(self, anchor: str = "family", **changed: object) -> str:
        """Return the address of this picture, or of one that differs in some of its state; `anchor` empty: its file."""
        state = replace(self, **changed)  # type: ignore[arg-type]
        return f"{model(self.root, self.id, state.part, **state.query())}{anchor and '#'}{anchor}"

    def model(self, name: str) -> str | None:
        """Return the address of a model's page."""
        return model(self.root, name)

    def group(
        self, name: str, relations: tuple[Relation, ...], *, upward: bool, shown: int, anchor: str = "family"
    ) -> str | None:
        """Return the address of this picture with more of a group drawn."""
        more = shown + (_OPENED_AT_ONCE if len(relations) == 1 else _OPENED_OF_EACH)
        new = [Opened(name, relation, upward, min(MOST_OPENED, more)) for relation in relations]
        rest = [o for o in self.opened if (o.id, o.upward) != (name, upward) or o.relation not in relations]
        return self.here(anchor, opened=(*rest, *new)[-MOST_GROUPS:])

    def cell(self, way: tuple[Relation, ...]) -> str | None:
        """Return the address of the descendants that are reached by exactly this way."""
        return model(self.root, self.id, "descendants", way=way)

    def node(self, name: str, kind: str) -> str | None:
        """Return the address of a node's page."""
        if kind == "model":
            return self.model(name)
        return (dataset if kind == "dataset" else publisher)(self.root, name)


def _repository(name: str) -> str:
    owner, slash, rest = name.partition("/")
    return f"{_part(owner)}/{_part(rest)}" if slash and rest else f"{NO_OWNER}/{_part(name)}"


def _part(text: str) -> str:
    """Return a part of an address; twice so for what would divide it or lead out of it (outside the Hub)."""
    hidden = text.replace("%", "%25").replace("/", "%2F")
    return quote(hidden if hidden.strip(".") else hidden.replace(".", "%2E"), safe="")


def _query(query: Query) -> str:
    given = {key: str(value).lower() if isinstance(value, bool) else value for key, value in query.items()}
    told = {key: value for key, value in given.items() if value not in (None, "", (), [])}
    return f"?{urlencode(told, doseq=True)}" if told else ""
