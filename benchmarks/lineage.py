"""The bare shape of a made-up Hub: who comes from whom, as integers in order of publication."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FINETUNE, ADAPTER, QUANTIZED, MERGE = range(4)
RELATION_NAMES = ["finetune", "adapter", "quantized", "merge"]

CHILDREN = 0.415
"""Share of models that name a parent."""
MERGED = 0.025
"""Share of children that have several parents."""
CHAINED = 0.002
"""Share of children that start a chain of successive versions."""
GIANTS = [0.147, 0.093, 0.06, 0.047, 0.038, 0.031, 0.026, 0.023, 0.02, 0.018]
"""Shares that the ten most used bases have among the direct choices of a base."""


@dataclass(frozen=True)
class Shape:
    """Nodes 0..n-1 in order of publication and the true links between them, cycles included."""

    nodes: int
    child: Ints
    parent: Ints
    relation: npt.NDArray[np.int8]
    """One a node; -1 for a node without parent."""
    first_parent: Ints
    """The parent whose name the child carries on, or -1; always an older node, so these form a forest."""
    vanished: Flags
    self_reference: Flags
    fame: Floats


@dataclass(frozen=True)
class _Bases:
    """The bases that many build on, with their chances."""

    nodes: Ints
    weights: Floats
    early: int

    def draw(self, rng: np.random.Generator, before: Ints) -> Ints:
        """Draw a base for each entry, published before it."""
        count = len(before)
        picks = self.nodes[rng.choice(len(self.nodes), count, p=self.weights)]
        late = picks >= before
        early = self.weights[: self.early] / self.weights[: self.early].sum()
        picks[late] = self.nodes[rng.choice(self.early, int(late.sum()), p=early)]
        return picks


def _bases(rng: np.random.Generator, n: int) -> _Bases:
    count = max(40, n // 1000)
    early = 30
    giants = np.sort(rng.choice(np.arange(8, max(64, n // 400)), early, replace=False))
    rest = np.setdiff1d(rng.integers(n // 400 + 64, n // 2, count), giants)
    nodes = np.concatenate([rng.permutation(giants), rng.permutation(rest)])
    tail = 1.0 / np.arange(2, len(nodes) - len(GIANTS) + 2) ** 0.85
    weights = np.concatenate([GIANTS, tail / tail.sum() * (1 - sum(GIANTS))])
    return _Bases(nodes, weights, early)


def _draw_parents(
    rng: np.random.Generator, slots: Ints, children: Ints, relation: npt.NDArray[np.int8], bases: _Bases
) -> Ints:
    """Choose a parent for each slot (a child's place): a base, an earlier child, or any earlier model."""
    kind = rng.random(len(slots))
    parents = bases.draw(rng, slots)
    usable = children[relation[children] != QUANTIZED]
    seen = np.searchsorted(usable, slots)
    nested = (kind < 0.47) & (seen > 0)
    parents[nested] = usable[(rng.random(int(nested.sum())) * seen[nested]).astype(np.int64)]
    anything = (kind >= 0.47) & (kind < 0.52)
    parents[anything] = (rng.random(int(anything.sum())) * slots[anything]).astype(np.int64)
    return parents


def _copy_siblings(rng: np.random.Generator, slots: Ints, parents: Ints) -> None:
    """Let a twelfth of the slots take the parent of an earlier slot: the rich get richer."""
    source = np.arange(len(slots))
    copies = np.flatnonzero(rng.random(len(slots)) < 0.08)[1:]
    source[copies] = (rng.random(len(copies)) * copies).astype(np.int64)
    while not np.array_equal(source, source[source]):
        source = source[source]
    valid = parents[source] < slots
    parents[valid] = parents[source][valid]


def _chains(rng: np.random.Generator, children: Ints, parents: Ints) -> None:
    starts = np.flatnonzero(rng.random(len(children)) < CHAINED)
    lengths = np.minimum(rng.geometric(0.28, len(starts)), 40)
    runs = np.repeat(starts, lengths) + np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    places = np.unique(runs[runs + 1 < len(children)])
    parents[places + 1] = children[places]


def _relations(rng: np.random.Generator, n: int, is_child: Flags) -> npt.NDArray[np.int8]:
    shares = [0.315, 0.28, 0.38, MERGED]
    drawn = rng.choice(4, n, p=shares).astype(np.int8)
    return np.where(is_child, drawn, np.int8(-1))


def _merge_links(
    rng: np.random.Generator, merges: Ints, children: Ints, relation: npt.NDArray[np.int8], bases: _Bases
) -> tuple[Ints, Ints]:
    extra = np.minimum(rng.geometric(0.55, len(merges)), 5)
    slots = np.repeat(merges, extra)
    return slots, _draw_parents(rng, slots, children, relation, bases)


def roots_of(first_parent: Ints) -> tuple[Ints, Ints]:
    """Return each node's root along first parents, and how many links away it is."""
    jump = np.where(first_parent < 0, np.arange(len(first_parent)), first_parent)
    depth = (first_parent >= 0).astype(np.int64)
    while not np.array_equal(jump, jump[jump]):
        depth += depth[jump]
        jump = jump[jump]
    return jump, depth


def _cycles(rng: np.random.Generator, first_parent: Ints, bases: _Bases, vanished: Flags) -> tuple[Ints, Ints]:
    """Close a few rings: an ordinary root is said to come from one of its own descendants."""
    roots, depth = roots_of(first_parent)
    ordinary = ~np.isin(roots, bases.nodes) & ~vanished[roots]
    chosen = np.concatenate(
        [
            np.flatnonzero(ordinary & (depth == 1) & (rng.random(len(depth)) < 0.004)),
            np.flatnonzero(ordinary & (depth >= 2) & (rng.random(len(depth)) < 0.004)),
        ]
    )
    _, first = np.unique(roots[chosen], return_index=True)
    chosen = chosen[first]
    return roots[chosen], chosen


def _unique_links(child: Ints, parent: Ints, n: int) -> tuple[Ints, Ints]:
    keys = np.unique(child * n + parent)
    return keys // n, keys % n


def grow(rng: np.random.Generator, models: int) -> Shape:
    """Grow a Hub of `models` listed models and a few vanished ones."""
    n = models + max(8, models // 300)
    bases = _bases(rng, n)
    is_child = rng.random(n) < CHILDREN
    is_child[: max(64, n // 400)] = False
    is_child[bases.nodes] = rng.random(len(bases.nodes)) < 0.15
    is_child[bases.nodes[: bases.early]] = False
    relation = _relations(rng, n, is_child)
    children = np.flatnonzero(is_child)
    parents = _draw_parents(rng, children, children, relation, bases)
    _copy_siblings(rng, children, parents)
    _chains(rng, children, parents)
    first_parent = np.full(n, -1, dtype=np.int64)
    first_parent[children] = parents
    vanished = _vanish(rng, n, n - models, is_child, bases)
    extra_child, extra_parent = _merge_links(rng, np.flatnonzero(relation == MERGE), children, relation, bases)
    ring_child, ring_parent = _cycles(rng, first_parent, bases, vanished)
    relation[ring_child] = FINETUNE
    child, parent = _unique_links(
        np.concatenate([children, extra_child, ring_child]),
        np.concatenate([parents, extra_parent, ring_parent]),
        n,
    )
    fame = np.bincount(parent, minlength=n) + rng.exponential(0.7, n)
    self_reference = ~vanished & (rng.random(n) < 0.001)
    return Shape(n, child, parent, relation, first_parent, vanished, self_reference, fame)


def _vanish(rng: np.random.Generator, n: int, count: int, is_child: Flags, bases: _Bases) -> Flags:
    vanished = np.zeros(n, dtype=np.bool_)
    known = bases.nodes[[11, 25]]
    others = np.setdiff1d(np.flatnonzero(~is_child), bases.nodes[: bases.early])
    vanished[known] = True
    vanished[rng.choice(others, count - len(known), replace=False)] = True
    return vanished
