"""The drawing of a family in text: ancestors above the model, descendants below it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from filiation.cli.frame import Session
from filiation.cli.output import STYLE, Cell, Piece, outside
from filiation.facts.pictured import Tree, TreeNode
from filiation.facts.vocabulary import STANDINGS, Relation, Standing
from filiation.locale import mark
from filiation.words.vocabulary import RELATION, STANDING_MEANS

_STROKE = {
    Standing.DECLARED: "─",
    Standing.CORROBORATED: "═",
    Standing.INFERRED: "╌",
    Standing.CONTRADICTED: "~",
}
_JOINT = {"─": "├└", "═": "╞╘", "╌": "├└", "~": "├└"}
_UPWARD = str.maketrans("└╘", "┌╒")
_NAMED_PARENTS = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a branch: the lines that lead to it, and what stands at their end."""

    way: str
    relation: Relation | None
    stroke: str
    content: tuple[Piece, ...]


def draw_tree(session: Session, tree: Tree) -> None:
    """Write the family of a model as a drawing, with the meaning of its strokes."""
    words = {session.translate(RELATION[r]) for r in _relations(tree)}
    pen = _Pen(session, max(map(len, words), default=0))
    for line in reversed(list(pen.branches(tree.ancestors, tree.folded_ancestors, ""))):
        pen.write(line, upward=True)
    session.screen.line(*pen.named(tree.root))
    for line in pen.branches(tree.root.children, tree.root.folded, ""):
        pen.write(line)
    _legend(session, tree)


class _Pen:
    """Draws branches; all words of relations take the same width."""

    def __init__(self, session: Session, width: int) -> None:
        self._session = session
        self._width = width

    def branches(self, nodes: tuple[TreeNode, ...], folded: Mapping[str, int], way: str) -> Iterator[_Line]:
        """Yield the lines of what hangs on one model: its neighbors, then the count of those not drawn."""
        rest = self._session.counts(folded)
        for place, node in enumerate(nodes):
            last = place == len(nodes) - 1 and not rest
            stroke = _STROKE[node.standing or Standing.DECLARED]
            yield _Line(way + _JOINT[stroke][last], node.relation, stroke, self.named(node))
            yield from self.branches(node.children, node.folded, way + (" " if last else "│") + "   ")
        if rest:
            yield _Line(f"{way}└", None, "─", (Cell(f"+ {rest}", "dim"),))

    def write(self, line: _Line, *, upward: bool = False) -> None:
        """Write one line; those of ancestors have their corners turned up."""
        way = line.way.translate(_UPWARD) if upward else line.way
        joint: list[Piece] = [Cell(f"{way}{line.stroke * 2} ", "dim")]
        if line.relation is not None:
            word = self._session.translate(RELATION[line.relation])
            fill = line.stroke * (self._width - len(word) + 2)
            joint += [Cell(word, STYLE[line.relation]), Cell(f" {fill} ", "dim")]
        self._session.screen.line(*joint, *line.content)

    def named(self, node: TreeNode) -> tuple[Piece, ...]:
        """Return a model's id and what is to be noted beside it."""
        session = self._session
        root = node.relation is None
        notes = [session.say(mark("drawn elsewhere"))] * node.repeated
        if node.descendants and not node.repeated:
            notes.append(session.many(node.descendants, mark("{n} descendant"), mark("{n} descendants")))
        if node.other_parents and not root:
            notes.append(self._other_parents(node))
        notes += session.presence(node.presence, gone=node.gone)
        tail = Cell("  " + " · ".join(notes), "dim") if notes else ""
        return Cell(outside(node.id), "bold reverse" if root else "bold"), tail

    def _other_parents(self, node: TreeNode) -> str:
        shown = ", ".join(outside(name) for name in node.other_parents[:_NAMED_PARENTS])
        more = len(node.other_parents) - _NAMED_PARENTS
        if more > 0:
            return self._session.say(mark("also from {names} and {n} more"), names=shown, n=more)
        return self._session.say(mark("also from {names}"), names=shown)


def _nodes(node: TreeNode) -> Iterator[TreeNode]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _all(tree: Tree) -> Iterator[TreeNode]:
    for branch in (tree.root, *tree.ancestors):
        yield from _nodes(branch)


def _relations(tree: Tree) -> set[Relation]:
    return {node.relation for node in _all(tree) if node.relation is not None}


def _legend(session: Session, tree: Tree) -> None:
    """Tell what the strokes mean, when there are others than the plain one."""
    used = {node.standing for node in _all(tree) if node.standing is not None}
    if used <= {Standing.DECLARED}:
        return
    session.screen.line()
    for standing in STANDINGS:
        if standing in used:
            words = session.translate(STANDING_MEANS[standing])
            session.screen.line(Cell(f"{_STROKE[standing] * 2} {words}", "dim"))
