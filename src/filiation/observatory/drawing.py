"""Families folded for drawing, with names instead of numbers."""

from collections.abc import Iterator, Sequence

from filiation.catalog.edition import Edition, day
from filiation.facts.answers import Opened, Tree, TreeNode
from filiation.facts.vocabulary import RELATIONS, STANDINGS, Presence
from filiation.genealogy.tree import Branch, Fold, fold


def tree(edition: Edition, number: int, shape: Fold, opened: Sequence[Opened] = ()) -> Tree:
    """Answer `tree`."""
    folded = fold(edition.graph, number, shape, shape)
    drawn = set(_numbers(folded.root))
    for branch in folded.ancestors:
        drawn.update(_numbers(branch))
    rows = edition.display(drawn)

    def named(branch: Branch) -> TreeNode:
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
            children=tuple(named(child) for child in branch.children),
            folded={r.value: n for r, n in branch.folded.items()},
        )

    return Tree(
        named(folded.root),
        tuple(named(branch) for branch in folded.ancestors),
        {r.value: n for r, n in folded.folded_ancestors.items()},
    )


def _numbers(branch: Branch) -> Iterator[int]:
    yield branch.node
    yield from branch.other_parents
    for child in branch.children:
        yield from _numbers(child)
