"""rustworkx: the compiled graph library; nodes are numbers, the ids stay in Python."""

from collections import Counter
from pathlib import Path
from typing import Any

import rustworkx as rx

from rivals.base import RELATIONS, Counts, depth_list, tables


class Engine:
    """A compiled directed graph."""

    name = "rustworkx"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        del folder
        data = tables(links, models)
        self.ids = data.ids.tolist()
        self.number = {name: place for place, name in enumerate(self.ids)}
        self.downloads = data.downloads
        self.relation = data.relation.tolist()
        self.graph: Any = rx.PyDiGraph(multigraph=False)
        self.graph.add_nodes_from([None] * len(self.ids))
        self.graph.add_edges_from_no_data(list(zip(data.parent.tolist(), data.child.tolist(), strict=True)))

    def counts(self, model: str) -> Counts:
        lengths = rx.dijkstra_shortest_path_lengths(self.graph, self.number[model], _one)
        codes = Counter(self.relation[node] for node in lengths.keys())  # noqa: SIM118 - not a plain dictionary
        by_depth = Counter(int(length) for length in lengths.values())
        by_relation = {RELATIONS[code]: count for code, count in codes.items()}
        return Counts(len(lengths), by_relation, depth_list(by_depth))

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        nodes = sorted(rx.descendants(self.graph, self.number[model]))
        return [(self.ids[node], int(self.downloads[node])) for node in nodes[offset : offset + limit]]

    def ancestors(self, model: str) -> list[str]:
        return [self.ids[node] for node in rx.ancestors(self.graph, self.number[model])]

    def path(self, first: str, second: str) -> list[str] | None:
        start, end = self.number[first], self.number[second]
        found = rx.digraph_dijkstra_shortest_paths(self.graph, start, target=end, as_undirected=True)
        return [self.ids[node] for node in found[end]] if end in found else None

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        return None


def _one(_: object) -> float:
    return 1.0
