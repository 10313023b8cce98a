"""What the whole graph looks like: links by kind, founders, largest families, generations."""

import numpy as np

from filiation.catalog.adjacency import Numbers, Offsets
from filiation.catalog.graph import Graph
from filiation.facts.vocabulary import RELATIONS, STANDINGS
from filiation.genealogy.walks import descendant_count


def link_counts(graph: Graph) -> Offsets:
    """Count the links: one row for each relation's code, one column for each standing's code."""
    codes = graph.up.relation.astype(np.int64) * len(STANDINGS) + graph.up.standing
    return np.bincount(codes, minlength=len(RELATIONS) * len(STANDINGS)).reshape(-1, len(STANDINGS))


def founders(graph: Graph) -> Numbers:
    """Return the models that have children and no parent, the most used first."""
    alone = np.diff(graph.up.offsets) == 0
    return np.flatnonzero(alone & (np.diff(graph.down.offsets) > 0)).astype(np.int32)


def largest_families(graph: Graph, limit: int) -> tuple[tuple[int, int], ...]:
    """Return the founders with the most descendants, and how many; ties by use."""
    roots = founders(graph)
    sizes = graph.closure.offsets[roots + 1] - graph.closure.offsets[roots]
    for place in np.flatnonzero(np.isin(roots, graph.closure.left_out)).tolist():
        sizes[place] = descendant_count(graph, int(roots[place]))
    best = np.argsort(-sizes, kind="stable")[:limit]
    return tuple(zip(roots[best].tolist(), sizes[best].tolist(), strict=True))


def generations(graph: Graph) -> Offsets:
    """Count the models by generation: place 0 the founders, place n those n links below the nearest founder.

    Models without any link, and those that only descend from a cycle, belong to no generation.
    """
    met = np.zeros(graph.nodes, np.bool_)
    level: Numbers = founders(graph)
    counts = []
    while len(level):
        met[level] = True
        counts.append(len(level))
        links, _ = graph.down.spread(level)
        below = graph.down.nodes[links]
        level = np.unique(below[~met[below]]).astype(np.int32)
    return np.array(counts, np.int64)
