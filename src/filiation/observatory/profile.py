"""What is known of one model, its evidence, and the catalog as a whole."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np

from filiation.catalog import search as catalog
from filiation.catalog.edition import Edition, LinkedClue
from filiation.facts.answers import (
    Children,
    ClueFacts,
    Evidence,
    Hit,
    LinkEvidence,
    LinkFacts,
    Origin,
    Profile,
    Rejected,
    Stats,
    Total,
)
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence
from filiation.genealogy.cycles import cycles
from filiation.genealogy.families import founders, generations, largest_families, link_counts
from filiation.genealogy.walks import ancestors, count, descendants

_LARGEST = 10
_PUBLISHERS = " UNION ".join(
    f"SELECT publisher FROM {table} WHERE publisher IS NOT NULL AND presence = '{Presence.LISTED}'"
    for table in ("models", "datasets")
)
_PUBLISHERS = f"SELECT count(*) FROM ({_PUBLISHERS})"


def show(edition: Edition, number: int, limit: int) -> Profile:
    """Answer `show`, with at most `limit` children (0: all)."""
    graph = edition.graph
    model = edition.models([number])[number]
    links = graph.down.span(number)
    children, relations = graph.down.nodes[links], graph.down.relation[links]
    wanted = children[: limit or None].tolist()
    below = count(descendants(graph, number))
    return Profile(
        model=model,
        parents=tuple(edition.parents(number).values()),
        children=Children(
            total=len(children),
            by_relation=_by_relation(np.bincount(relations, minlength=len(RELATIONS))),
            items=tuple(edition.children(number, wanted)),
        ),
        ancestors=Total(len(ancestors(graph, number))),
        descendants=Total(below.total, _by_relation(below.by_relation)),
        datasets=tuple(edition.datasets(number).values()),
        publisher=edition.publisher(model.publisher) if model.publisher else None,
        sources=_origins(edition, model.first_seen, model.last_seen),
    )


def evidence(edition: Edition, number: int) -> Evidence:
    """Answer `evidence`."""
    clues = edition.clues(number)
    links = [(link, _about(clues, parent=n)) for n, link in edition.parents(number).items()]
    links += [(link, _about(clues, dataset=n)) for n, link in edition.datasets(number).items()]
    return Evidence(
        model=edition.ids([number])[number],
        links=tuple(_link_evidence(link, found) for link, found in links),
        rejected=tuple(c.clue for c in clues if isinstance(c.clue, Rejected)),
    )


def hits(edition: Edition, found: Sequence[catalog.Hit]) -> tuple[Hit, ...]:
    """Answer `search`: what the index found, with what the catalog knows of it."""
    rows = {
        kind: edition.brief(kind, [hit.number for hit in found if hit.kind == kind])
        for kind in ("model", "dataset", "publisher")
    }
    return tuple(
        Hit(
            kind=hit.kind.value,
            id=hit.name,
            match=hit.match.value,
            downloads=rows[hit.kind][hit.number]["downloads"],
            presence=Presence(word) if (word := rows[hit.kind][hit.number]["presence"]) else None,
            models=rows[hit.kind][hit.number]["models"],
        )
        for hit in found
    )


def stats(edition: Edition) -> Stats:
    """Answer `stats`."""
    graph = edition.graph
    counts = link_counts(graph)
    presence = Counter(
        {r["presence"]: r["n"] for r in edition.rows("SELECT presence, count(*) AS n FROM models GROUP BY 1")}
    )
    absent = graph.columns["presence"][graph.up.nodes] == Presence.ABSENT.code
    links = _by_relation(counts.sum(axis=1))
    links["trained_on"] = _one(edition, "SELECT count(*) FROM trained_on WHERE NOT gone")
    largest = largest_families(graph, _LARGEST)
    names = edition.ids([root for root, _ in largest])
    imports = _origins(edition, None, None)
    rejected = edition.rows(
        "SELECT word AS rejection, count(*) AS n FROM clues JOIN words ON kind = 'rejection' AND code = rejection "
        "GROUP BY word ORDER BY n DESC, word"
    )
    return Stats(
        models=presence[Presence.LISTED],
        datasets=_one(edition, f"SELECT count(*) FROM datasets WHERE presence = '{Presence.LISTED}'"),
        publishers=_one(edition, _PUBLISHERS),
        links=links,
        standings={s.value: n for s, n in zip(STANDINGS, counts.sum(axis=0).tolist(), strict=True) if n},
        absent=presence[Presence.ABSENT],
        absent_links=int(absent.sum()),
        outside=presence[Presence.OUTSIDE],
        rejected={r["rejection"]: r["n"] for r in rejected},
        roots=len(founders(graph)),
        cycles=len(cycles(graph)),
        depths={str(d): n for d, n in enumerate(generations(graph).tolist())},
        largest=tuple((names[root], size) for root, size in largest),
        imports=imports,
        seen=max((origin.seen for origin in imports), default=None),
        edition=edition.meta["name"],
    )


def _by_relation(counts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[str, int]:
    return {RELATIONS[code].value: n for code, n in enumerate(counts.tolist()) if n}


def _one(edition: Edition, query: str) -> int:
    return int(edition.rows(query)[0][0])


def _origins(edition: Edition, first: date | None, last: date | None) -> tuple[Origin, ...]:
    """Return the imports of the days from `first` to `last` (None: all)."""
    found = [
        Origin(key.removeprefix("import:"), date.fromisoformat(value))
        for key, value in sorted(edition.meta.items())
        if key.startswith("import:")
    ]
    return tuple(o for o in found if (first is None or o.seen >= first) and (last is None or o.seen <= last))


def _about(clues: list[LinkedClue], parent: int | None = None, dataset: int | None = None) -> tuple[ClueFacts, ...]:
    return tuple(c.clue for c in clues if isinstance(c.clue, ClueFacts) and (c.parent, c.dataset) == (parent, dataset))


def _link_evidence(link: LinkFacts, clues: tuple[ClueFacts, ...]) -> LinkEvidence:
    return LinkEvidence(
        parent=link.id,
        relation=link.relation,
        standing=link.standing,
        certainty=link.certainty,
        reason=link.reason,
        gone=link.gone,
        withdrawn=link.withdrawn,
        presence=link.presence,
        clues=clues,
    )
