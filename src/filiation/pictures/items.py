"""What is drawn of a folded family, before anything has a place: models, references to models, counted groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from filiation.errors import printable
from filiation.facts.pictured import Tree, TreeNode
from filiation.facts.tables import bare
from filiation.facts.vocabulary import HUB_BEGAN, Presence, Relation, Standing
from filiation.locale import mark
from filiation.pictures.measure import width
from filiation.pictures.shapes import Addresses
from filiation.words.reasons import deduced
from filiation.words.speech import Speech
from filiation.words.vocabulary import RELATION, STANDING

_NAMED = 6
_COUNTED = 2


@dataclass(slots=True)
class Item:
    """One thing to draw: its words, the item on which it hangs, and those that hang on it, by their numbers.

    `column` counts links from the root, below 0 for ancestors. `details` stand beside the name, the most telling
    first. `other_parents` are items on the same side that are parents of this one and do not stand beside it.
    """

    kind: str
    name: str
    details: tuple[str, ...]
    title: str
    href: str | None
    key: str
    column: int
    under: int
    relation: Relation | None
    standing: Standing | None
    certainty: float | None = None
    created: date | None = None
    on_it: list[int] = field(default_factory=list)
    other_parents: tuple[int, ...] = ()

    @property
    def is_model(self) -> bool:
        """Whether it is a model in its own place, neither a reference nor a group."""
        return self.kind.startswith("model")


def items(tree: Tree, speech: Speech, addresses: Addresses) -> list[Item]:
    """Return all that is to be drawn: the root, its descendants, then its ancestors, each before what hangs on it."""
    return _Gathering(tree, speech, addresses).items


@dataclass(frozen=True, slots=True)
class _Next:
    """A model, or a counted group of neighbors of `of`, that hangs on the item `under`.

    Of a group `folded` are counted by relation, and `shown` by the same relations are drawn beside it.
    """

    node: TreeNode | None
    of: TreeNode
    under: int
    column: int
    folded: Mapping[str, int] = field(default_factory=dict)
    shown: int = 0


class _Gathering:
    """Goes through a tree and puts what it meets into words."""

    def __init__(self, tree: Tree, speech: Speech, addresses: Addresses) -> None:
        self.items: list[Item] = []
        self._speech, self._addresses = speech, addresses
        self._nodes: dict[int, TreeNode] = {}
        self._references: set[tuple[str, int]] = set()
        self._keys: set[str] = set()
        self._home: dict[str, int] = {}
        self._go(_Next(tree.root, tree.root, 0, 0))
        for one in _around(tree.root, 0, -1, tree.ancestors, tree.folded_ancestors):
            self._go(one)
        self._join()

    def _go(self, start: _Next) -> None:
        waiting = [start]
        while waiting:
            one = waiting.pop()
            number = len(self.items)
            made = self._group(one) if one.node is None else self._model(one, one.node)
            self.items.append(made)
            if number:
                self.items[one.under].on_it.append(number)
            node = one.node
            if node is None:
                continue
            if node.repeated:
                self._references.add((node.id, one.under))
                continue
            if one.column >= 0:
                self._home.setdefault(node.id, number)
                self._nodes[number] = node
            step = 1 if one.column >= 0 else -1
            waiting += reversed(list(_around(node, number, one.column + step, node.children, node.folded)))

    def _join(self) -> None:
        """Find the other parents that are drawn on the same side; the others are counted in the words of the item."""
        for number, node in self._nodes.items():
            drawn = [self._home[name] for name in node.other_parents if name in self._home]
            item = self.items[number]
            item.other_parents = tuple(at for at in drawn if (node.id, at) not in self._references)
            missing = len(node.other_parents) - len(drawn)
            if missing and number:
                more = self._speech.many(missing, mark("+{n} other parent"), mark("+{n} other parents"))
                item.details = (*self._head(node), more, *self._use(node))

    def _group(self, one: _Next) -> Item:
        relations, upward = tuple(map(Relation, one.folded)), one.column < 0
        relation = relations[0] if len(relations) == 1 else None
        told = self._speech.say(mark("{count} of {model}, not drawn"), count=self._count(one), model=bare(one.of.id))
        return Item(
            kind=f"group relation-{relation}" if relation else "group",
            name=self._count(one, _COUNTED),
            details=(),
            title=told,
            href=self._addresses.group(one.of.id, relations, upward=upward, shown=one.shown),
            key=self._key(f"{'-' if upward else '+'}{relation or ''}@{one.of.id}"),
            column=one.column,
            under=one.under,
            relation=relation,
            standing=None,
        )

    def _count(self, one: _Next, most: int = len(Relation)) -> str:
        """Return how many a group counts of each relation, the most first; of those beyond `most` the sum."""
        first = sorted(one.folded.items(), key=lambda pair: -pair[1])
        told = self._speech.counts(dict(first[:most]))
        rest = sum(n for _, n in first[most:])
        return f"+ {told}{self._speech.say(mark(', {n} more'), n=rest) if rest else ''}"

    def _model(self, one: _Next, node: TreeNode) -> Item:
        _, _, name = str(printable(bare(node.id))).rpartition("/")
        words = ["reference" if node.repeated else "model", *(["root"] if node.relation is None else [])]
        gone = node.gone or node.presence is not Presence.LISTED
        use = tuple(self._use(node))
        return Item(
            kind=" ".join([*words, *(["gone"] if gone else [])]),
            name=name or bare(node.id),
            details=(*self._head(node), *use),
            title=" · ".join((*self._title(one, node), *use)),
            href=self._addresses.model(node.id),
            key=self._key(f"{node.id}@{one.of.id}" if node.repeated else node.id),
            column=one.column,
            under=one.under,
            relation=node.relation,
            standing=node.standing,
            certainty=node.certainty,
            created=node.created,
        )

    def _head(self, node: TreeNode) -> list[str]:
        """Return what must be told of a model beside its name: that it is missing, or drawn elsewhere; its owner."""
        if node.repeated:
            return [self._speech.say(mark("drawn elsewhere"))]
        owner, _, _ = str(printable(bare(node.id))).rpartition("/")
        return [*self._speech.presence(node.presence, gone=node.gone), *([owner] if owner else [])]

    def _use(self, node: TreeNode) -> Iterator[str]:
        """Yield how much a model is used, and since when."""
        if node.downloads is not None and not node.repeated:
            yield self._speech.many(node.downloads, mark("{n} download"), mark("{n} downloads"))
        if node.created is not None and not node.repeated:
            yield self._day(node.created)

    def _day(self, day: date) -> str:
        return self._speech.day(day) if day > HUB_BEGAN else f"≤ {self._speech.day(day)}"

    def _title(self, one: _Next, node: TreeNode) -> list[str]:
        """Tell what a model is, in whole, except its use."""
        speech = self._speech
        told = [str(printable(bare(node.id)))]
        if node.relation is not None and node.standing is not None:
            told[0] = speech.say(
                mark("{model}: {relation}, {standing}; child: {child}")
                if one.column < 0
                else mark("{model}: {relation}, {standing}; parent: {parent}"),
                model=told[0],
                relation=speech.say(RELATION[node.relation]),
                standing=speech.say(STANDING[node.standing]),
                parent=bare(one.of.id),
                child=bare(one.of.id),
            )
            told += filter(None, [deduced(speech, node.certainty)])
        if node.descendants and not node.repeated:
            told.append(speech.many(node.descendants, mark("{n} descendant"), mark("{n} descendants")))
        if node.other_parents and not node.repeated:
            told.append(self._others(node.other_parents))
        return [*told, *speech.presence(node.presence, gone=node.gone)]

    def _others(self, names: tuple[str, ...]) -> str:
        more, listed = len(names) - _NAMED, ", ".join(map(bare, names[:_NAMED]))
        if more > 0:
            return self._speech.say(mark("also from {names} and {n} more"), names=listed, n=more)
        return self._speech.say(mark("also from {names}"), names=listed)

    def _key(self, wanted: str) -> str:
        key, number = wanted, 1
        while key in self._keys:
            number += 1
            key = f"{wanted}#{number}"
        self._keys.add(key)
        return key


def _around(
    node: TreeNode, under: int, column: int, neighbors: tuple[TreeNode, ...], folded: Mapping[str, int]
) -> Iterator[_Next]:
    """Yield what hangs on a model: its neighbors, then the groups of those that are not drawn.

    There is a group for each relation beside drawn neighbors and at the root, elsewhere one for all.
    """
    for neighbor in neighbors:
        yield _Next(neighbor, node, under, column)
    if under and folded and not neighbors:
        yield _Next(None, node, under, column, folded)
        return
    for name, count in folded.items():
        shown = sum(neighbor.relation == name for neighbor in neighbors)
        yield _Next(None, node, under, column, {name: count}, shown)


def details_in(item: Item, room: float) -> str:
    """Return as many of an item's details as there is room for, in one line."""
    line = ""
    for detail in item.details:
        longer = f"{line} · {detail}" if line else detail
        if line and width(longer, "detail") > room:
            break
        line = longer
    return line
