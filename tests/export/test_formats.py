"""Exports read back with the programs' own readers hold what the answer held, and harm nobody."""

import csv
import io
import re
from dataclasses import fields
from datetime import date

import msgspec
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.errors import WrongUse
from filiation.export.csv_table import COLUMNS, harmless
from filiation.export.formats import FORMATS, format_named, format_of
from filiation.facts.exploration import Edge, Exploration, Node, NodeKind, Query
from filiation.facts.vocabulary import Presence, Relation, Standing

ADDRESS = 'https://example.org/en/explore?license=a,=1&task="x"'


def node(name, kind=NodeKind.MODEL, **fields):
    told = dict.fromkeys(("depth", "relation", "standing", "publisher", "license", "task", "created"))
    told |= dict.fromkeys(("downloads", "likes", "presence"))
    return Node(**({"id": name, "kind": kind, "gone": False} | told | fields))


def answer(nodes, edges=(), total=7):
    return Exploration(
        query=Query(("a/b",), license="mit", limit=0),
        seen=date(2024, 7, 11),
        edition="000001-2024-07-11.0",
        total=total,
        by_kind={"model": total},
        by_relation={},
        nodes=tuple(nodes),
        edges=tuple(edges),
    )


KID = node(
    "c/kid",
    depth=-2,
    relation=Relation.MERGE,
    standing=Standing.INFERRED,
    publisher="c",
    license="mit",
    task="text-generation",
    created=date(2024, 1, 2),
    downloads=5,
    likes=0,
    presence=Presence.LISTED,
    certainty=0.9,
)
FAMILY = answer(
    [node("same", depth=0), KID, node("same", NodeKind.DATASET, gone=True), node("same", NodeKind.ORGANIZATION)],
    [
        Edge("c/kid", "same", Relation.MERGE, Standing.INFERRED, 0.9),
        Edge("same", "same", Relation.TRAINED_ON, Standing.DECLARED),
        Edge("same", "same", None, None),
    ],
)


def written(name, whole, address=ADDRESS):
    return b"".join(FORMATS[name].write(whole, address)).decode()


def rows_of(text):
    head, table = [], []
    for line in text.splitlines(keepends=True):
        (head if line.startswith("# ") else table).append(line)
    return head, list(csv.DictReader(table))


def test_a_table_tells_what_it_is_and_holds_each_node_once():
    head, rows = rows_of(written("csv", FAMILY))
    assert [line.split(": ", 1)[0] for line in head] == [
        "# query",
        "# day of the catalog",
        "# edition",
        "# rows",
        "# nodes that pass the filters",
    ]
    assert [line.split(": ", 1)[1].strip() for line in head[1:]] == ["2024-07-11", "000001-2024-07-11.0", "4", "7"]
    assert [(row["id"], row["kind"], row["links"]) for row in rows] == [
        ("same", "model", "same trained_on"),
        ("c/kid", "model", "same merge"),
        ("same", "dataset", ""),
        ("same", "organization", ""),
    ]
    assert rows[1] == {
        "id": "c/kid",
        "kind": "model",
        "depth": "-2",
        "by": "",
        "relation": "merge",
        "standing": "inferred",
        "certainty": "0.9",
        "publisher": "c",
        "license": "mit",
        "task": "text-generation",
        "created": "2024-01-02",
        "downloads": "5",
        "likes": "0",
        "presence": "listed",
        "gone": "no",
        "links": "same merge",
    }
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["downloads"], rows[2]["gone"]) == ("", "yes")


def test_several_links_stand_in_one_cell():
    edges = [Edge("c/kid", f"p/{i}", Relation.MERGE, Standing.DECLARED) for i in range(2)]
    _, rows = rows_of(written("csv", answer([KID], edges)))
    assert rows[0]["links"] == "p/0 merge; p/1 merge"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("x,=1", "x,'=1"),
        ("x;@y; -z", "x;'@y;' -z"),
        ("＝1", "'＝1"),
        ("\t=1", r"\t=1"),
        ("a\r\n=1", r"a\r\n=1"),
    ],
)
def test_what_may_be_a_formula_is_shown_not_run(text, shown):
    assert harmless(text) == shown


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula_wherever_cells_are_split(text):
    _, rows = rows_of(written("csv", answer([node("a/b", license=text)])))
    for cell in re.split("[;,]", rows[0]["license"]):
        assert cell.strip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert rows[0]["id"] == "a/b"


def test_common_text_is_left_as_it_is():
    for text in ("mistralai/Mistral-7B-v0.1", "apache-2.0", "text-generation", "a_b.c", ""):
        assert harmless(text) == text


@pytest.mark.parametrize("address", [ADDRESS, "a\r\n=1", "filiation explore x --license 'a;b'"])
def test_the_address_stays_one_cell_of_one_line(address):
    first = written("csv", FAMILY, address).split("\r\n")[0]
    assert first.startswith("# query: ")
    assert not re.search('[,;"\r\n]', first)


def test_a_document_holds_the_answer():
    whole = msgspec.json.decode(written("json", FAMILY))
    assert whole.pop("address") == ADDRESS
    assert msgspec.convert(whole, Exploration) == FAMILY
    assert [*whole] == [field.name for field in fields(Exploration)]


def test_a_graph_holds_nodes_and_edges_of_equal_ids_apart():
    graph = nx.read_graphml(io.BytesIO(written("graphml", FAMILY).encode()))
    assert graph.is_directed()
    about = {name: graph.graph[name] for name in ("query", "seen", "edition", "total")}
    assert about == {"query": ADDRESS, "seen": "2024-07-11", "edition": "000001-2024-07-11.0", "total": 7}
    assert list(graph) == ["model:same", "model:c/kid", "dataset:same", "publisher:same"]
    assert graph.nodes["model:c/kid"] == {
        "id": "c/kid",
        "kind": "model",
        "depth": -2,
        "relation": "merge",
        "standing": "inferred",
        "certainty": 0.9,
        "publisher": "c",
        "license": "mit",
        "task": "text-generation",
        "created": "2024-01-02",
        "downloads": 5,
        "likes": 0,
        "presence": "listed",
        "gone": False,
    }
    assert graph.nodes["dataset:same"] == {"id": "same", "kind": "dataset", "gone": True}
    assert dict(graph.edges) == {
        ("model:c/kid", "model:same"): {"relation": "merge", "standing": "inferred", "certainty": 0.9},
        ("model:same", "dataset:same"): {"relation": "trained_on", "standing": "declared"},
        ("model:same", "publisher:same"): {},
    }


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_text_is_legal_xml(text):
    graph = nx.read_graphml(io.BytesIO(written("graphml", answer([node("a/b", license=f"<{text}>")]), text).encode()))
    legal = re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff]", "\ufffd", text)
    assert graph.nodes["model:a/b"]["license"] == f"<{legal}>"
    assert graph.graph.get("query", "") == legal


def test_large_answers_come_in_pieces():
    whole = answer([node(f"a/{i}") for i in range(2_500)])
    for name in ("csv", "graphml"):
        assert len(list(FORMATS[name].write(whole, ADDRESS))) > 3
    assert len(rows_of(written("csv", whole))[1]) == 2_500
    assert len(nx.read_graphml(io.BytesIO(written("graphml", whole).encode()))) == 2_500


def test_an_empty_answer_is_a_file_too():
    empty = answer([], total=0)
    assert rows_of(written("csv", empty))[1] == []
    assert msgspec.json.decode(written("json", empty))["nodes"] == []
    assert len(nx.read_graphml(io.BytesIO(written("graphml", empty).encode()))) == 0


def test_formats_are_found_by_name_and_by_file():
    assert set(FORMATS) == {"csv", "json", "graphml"}
    for name, one in FORMATS.items():
        assert format_named(name) is one
        assert format_of(f"Family{one.suffix.upper()}") is one
        assert "/" in one.media_type
    for wrong in (lambda: format_named("gif"), lambda: format_of("family.txt")):
        with pytest.raises(WrongUse, match="graphml"):
            wrong()
