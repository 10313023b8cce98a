"""Families folded for drawing, with names instead of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from filiation.catalog.certainties import certainties
from filiation.catalog.edition import Edition, day
from filiation.facts.pictured import Opened, Tree, TreeNode
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence
from filiation.genealogy.tree import Branch, Fold, Group, fold
from filiation.genealogy.tree import Tree as Folded

_ABOVE = 4  # one in so many of the models that are drawn at most may be an ancestor


def tree(edition: Edition, number: int, shape: Fold, ancestor_depth: int, opened: Sequence[Opened]) -> Tree:
    """Answer `tree`: both sides together keep to the sizes of `shape`."""
    above = replace(shape, depth=ancestor_depth, size=shape.size // _ABOVE, opened_size=shape.opened_size // _ABOVE)
    below = replace(shape, size=shape.size - above.size, opened_size=shape.opened_size - above.opened_size)
    folded = fold(edition.graph, number, below, above, _groups(edition, opened))
    drawn = set(_numbers(folded.root))
    for branch in folded.ancestors:
        drawn.update(_numbers(branch))
    rows = edition.display(drawn)
    sure = _certainties(edition, folded)

    def named(branch: Branch, link: tuple[int, int] | None = None, *, upward: bool = False) -> TreeNode:
        row = rows[branch.node]
        return TreeNode(
            id=row["id"],
            relation=None if branch.relation is None else RELATIONS[branch.relation],
            standing=None if branch.standing is None else STANDINGS[branch.standing],
            presence=Presence(row["presence"]),
            gone=bool(row["gone"]),
            repeated=branch.repeated,
            other_parents=tuple(rows[other]["id"] for other in branch.other_parents),
            publisher=row["publisher"],
            created=day(row["created"]),
            downloads=row["downloads"],
            descendants=branch.descendants,
            children=tuple(named(one, _ends(branch, one, upward=upward), upward=upward) for one in branch.children),
            folded={r.value: n for r, n in branch.folded.items()},
            opened=tuple(RELATIONS[relation] for relation in branch.opened),
            certainty=None if link is None else sure[link],
        )

    return Tree(
        named(folded.root),
        tuple(named(one, _ends(folded.root, one, upward=True), upward=True) for one in folded.ancestors),
        {r.value: n for r, n in folded.folded_ancestors.items()},
    )


def _certainties(edition: Edition, folded: Folded) -> dict[tuple[int, int], float]:
    """Return how sure the relation of each drawn link is, by the numbers of its child and parent."""
    links = {_ends(folded.root, one, upward=True) for one in folded.ancestors}
    links.update(_links(folded.root, upward=False))
    for branch in folded.ancestors:
        links.update(_links(branch, upward=True))
    ends = np.array(sorted(links), np.int32).reshape(-1, 2)
    return dict(zip(sorted(links), certainties(edition, ends[:, 0], ends[:, 1]), strict=True))


def _links(branch: Branch, *, upward: bool) -> Iterator[tuple[int, int]]:
    for one in branch.children:
        yield _ends(branch, one, upward=upward)
        yield from _links(one, upward=upward)


def _ends(branch: Branch, one: Branch, *, upward: bool) -> tuple[int, int]:
    """Return child and parent of the link between a branch and one that hangs on it."""
    return (branch.node, one.node) if upward else (one.node, branch.node)


def _groups(edition: Edition, opened: Sequence[Opened]) -> list[Group]:
    """Return the groups with numbers; those of models that the catalog does not hold are left out."""
    numbers = {name: edition.number(name) for name in {group.id for group in opened}}
    found = [(numbers[group.id], group) for group in opened]
    return [Group(node, one.relation.code, one.upward, one.shown) for node, one in found if node is not None]


def _numbers(branch: Branch) -> Iterator[int]:
    yield branch.node
    yield from branch.other_parents
    for child in branch.children:
        yield from _numbers(child)
