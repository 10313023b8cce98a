"""Explorations as GraphML, for programs that draw and measure graphs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from io import BytesIO

from filiation.facts.exploration import Edge, Exploration, Node, NodeKind
from filiation.facts.vocabulary import Relation

_PIECE = 1 << 16
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"

_Value = str | int | bool


class GraphMl:
    """GraphML, UTF-8: nodes are called `model:ID`, `dataset:ID` or `publisher:ID`, for ids of these may be equal.

    Query, day and edition are attributes of the graph; what is not told is left out.
    """

    name = "graphml"
    suffix = ".graphml"
    media_type = "application/graphml+xml"

    def write(self, answer: Exploration, address: str) -> Iterator[bytes]:
        """Yield the document."""
        document = BytesIO()
        _write(answer, address, document)
        content = document.getbuffer()
        for start in range(0, len(content), _PIECE):
            yield bytes(content[start : start + _PIECE])


def _write(answer: Exploration, address: str, document: BytesIO) -> None:
    from networkx import DiGraph, write_graphml_xml  # type: ignore[import-untyped]  # it has no types of its own

    about = {"query": address, "seen": answer.seen, "edition": answer.edition, "total": answer.total}
    graph = DiGraph(**_told(about))
    graph.add_nodes_from((_key(node.kind, node.id), _told(_content(node))) for node in answer.nodes)
    graph.add_edges_from(
        (_key(NodeKind.MODEL, edge.source), _key(_aim(edge), edge.target), _told(_content(edge), ("source", "target")))
        for edge in answer.edges
    )
    write_graphml_xml(graph, document, prettyprint=False)


def _content(value: Node | Edge) -> dict[str, object]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _aim(edge: Edge) -> NodeKind:
    """Return what an edge leads to: without relation to a publisher."""
    if edge.relation is None:
        return NodeKind.PUBLISHER
    return NodeKind.DATASET if edge.relation is Relation.TRAINED_ON else NodeKind.MODEL


def _key(kind: NodeKind, name: str) -> str:
    sort = kind if kind in (NodeKind.MODEL, NodeKind.DATASET) else NodeKind.PUBLISHER
    return f"{sort.value}:{_legal(name)}"


def _told(values: Mapping[str, object], leave_out: tuple[str, ...] = ()) -> dict[str, _Value]:
    """Return what is told, in types that the format knows."""
    return {name: _plain(value) for name, value in values.items() if value is not None and name not in leave_out}


def _plain(value: object) -> _Value:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int) else _legal(str(value))


def _legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub(_REPLACEMENT, text)
