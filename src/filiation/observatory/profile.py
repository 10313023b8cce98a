"""What is known of one model, its evidence, and the catalog as a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from filiation.catalog import search as catalog
from filiation.catalog.clues import Grounded, LinkedClue, clues, grounds
from filiation.catalog.edition import Edition
from filiation.catalog.holdings import publisher_of
from filiation.facts.answers import Children, Hit, LinkFacts, Profile, Stats, Total
from filiation.facts.evidence import ClueFacts, Evidence, LinkEvidence, Rejected
from filiation.facts.vocabulary import PRESENCES, RELATIONS, STANDINGS, Presence, Standing
from filiation.genealogy.cycles import cycles
from filiation.genealogy.families import founders, generations, largest_families, link_counts
from filiation.genealogy.walks import ancestors, count, descendants

_LARGEST = 10
_OF_DATASETS = f"""
    SELECT DISTINCT publisher FROM datasets WHERE publisher IS NOT NULL AND presence = '{Presence.LISTED}'"""


def show(edition: Edition, number: int, limit: int) -> Profile:
    """Answer `show`, with at most `limit` children (0: all)."""
    graph = edition.graph
    model = edition.models([number])[number]
    links = graph.down.span(number)
    children, relations = graph.down.nodes[links], graph.down.relation[links]
    wanted = children[: limit or None].tolist()
    above, below = count(ancestors(graph, number)), count(descendants(graph, number))
    return Profile(
        model=model,
        parents=tuple(edition.parents(number).values()),
        children=Children(
            total=len(children),
            by_relation=_by_relation(np.bincount(relations, minlength=len(RELATIONS))),
            items=tuple(edition.children(number, wanted)),
        ),
        ancestors=Total(above.total, _by_relation(above.by_relation)),
        descendants=Total(below.total, _by_relation(below.by_relation)),
        datasets=tuple(edition.datasets(number).values()),
        publisher=publisher_of(edition, model.publisher) if model.publisher else None,
        sources=edition.origins(model.first_seen, model.last_seen),
    )


def evidence(edition: Edition, number: int) -> Evidence:
    """Answer `evidence`."""
    found, steps = clues(edition, number), grounds(edition, number)
    about = _by_target(found)
    ends: dict[tuple[int | None, int | None], LinkFacts] = {
        **{(n, None): link for n, link in edition.parents(number).items()},
        **{(None, n): link for n, link in edition.datasets(number).items()},
    }
    links = [_link_evidence(link, about.get(end, ()), steps[end]) for end, link in ends.items()]
    return Evidence(
        model=edition.ids([number])[number],
        links=_with_opponents(links),
        rejected=tuple(one.clue for one in found if isinstance(one.clue, Rejected)),
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
            gone=bool(rows[hit.kind][hit.number]["gone"]),
        )
        for hit in found
    )


def stats(edition: Edition) -> Stats:
    """Answer `stats`."""
    graph = edition.graph
    counts = link_counts(graph)
    presence = np.bincount(graph.columns["presence"], minlength=len(PRESENCES)).tolist()
    absent = graph.columns["presence"][graph.up.nodes] == Presence.ABSENT.code
    links = _by_relation(counts.sum(axis=1))
    links["trained_on"] = _one(edition, "SELECT count(*) FROM trained_on WHERE NOT gone")
    largest = largest_families(graph, _LARGEST)
    names = edition.ids([root for root, _ in largest])
    rejected = edition.rows(
        "SELECT word AS rejection, count(*) AS n FROM clues JOIN words ON kind = 'rejection' AND code = rejection "
        "GROUP BY word ORDER BY n DESC, word"
    )
    return Stats(
        models=presence[Presence.LISTED.code],
        datasets=_one(edition, f"SELECT count(*) FROM datasets WHERE presence = '{Presence.LISTED}'"),
        publishers=_publishers(edition),
        links=links,
        standings={s.value: n for s, n in zip(STANDINGS, counts.sum(axis=0).tolist(), strict=True) if n},
        gone=_one(edition, f"SELECT count(*) FROM models WHERE presence = '{Presence.LISTED}' AND gone"),
        absent=presence[Presence.ABSENT.code],
        absent_links=int(absent.sum()),
        outside=presence[Presence.OUTSIDE.code],
        rejected={r["rejection"]: r["n"] for r in rejected},
        roots=len(founders(graph)),
        cycles=len(cycles(graph)),
        depths={str(d): n for d, n in enumerate(generations(graph).tolist())},
        largest=tuple((names[root], size) for root, size in largest),
        imports=edition.origins(),
        seen=edition.day(),
        newest=max((origin.seen for origin in edition.origins()), default=None),
        edition=edition.meta["name"],
    )


def _by_relation(counts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[str, int]:
    return {RELATIONS[code].value: n for code, n in enumerate(counts.tolist()) if n}


def _publishers(edition: Edition) -> int:
    """Return how many publishers have a model or dataset that was read."""
    columns = edition.graph.columns
    of_models = columns["publisher"][columns["presence"] == Presence.LISTED.code]
    of_datasets = [row["publisher"] for row in edition.rows(_OF_DATASETS)]
    found = np.unique(np.concatenate([of_models, np.array(of_datasets, of_models.dtype)]))
    return int((found >= 0).sum())


def _one(edition: Edition, query: str) -> int:
    return int(edition.rows(query)[0][0])


def _by_target(clues: Iterable[LinkedClue]) -> dict[tuple[int | None, int | None], list[ClueFacts]]:
    """Return the clues by the (parent, dataset) that they are about, one of which is None."""
    found: dict[tuple[int | None, int | None], list[ClueFacts]] = {}
    for one in clues:
        if isinstance(one.clue, ClueFacts):
            found.setdefault((one.parent, one.dataset), []).append(one.clue)
    return found


def _with_opponents(links: Sequence[LinkEvidence]) -> tuple[LinkEvidence, ...]:
    """Return the links; of one that only its siblings contradict, what speaks for these speaks against it."""
    disputed = [link for link in links if link.standing is Standing.CONTRADICTED]
    against = [one for one in disputed if not all(clue.supports for clue in one.clues)]
    opposing = [replace(clue, supports=False) for one in against for clue in one.clues if clue.supports]
    return tuple(
        replace(link, clues=(*link.clues, *opposing)) if link in disputed and link not in against else link
        for link in links
    )


def _link_evidence(link: LinkFacts, clues: Sequence[ClueFacts], how: Grounded) -> LinkEvidence:
    return LinkEvidence(
        parent=link.id,
        relation=link.relation,
        standing=link.standing,
        certainty=link.certainty,
        reason=link.reason,
        gone=link.gone,
        withdrawn=link.withdrawn,
        presence=link.presence,
        clues=tuple(clues),
        away=link.away,
        grounds=how.steps,
        parent_certainty=how.parent_certainty,
    )
