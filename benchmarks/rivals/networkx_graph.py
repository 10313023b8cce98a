"""networkx: the graph library that most people try first; everything in Python dictionaries."""

from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx

from rivals.base import RELATIONS, Counts, depth_list, tables


class Engine:
    """A directed graph whose nodes are ids."""

    name = "networkx"

    def load(self, links: Path, models: Path, folder: Path) -> None:
        del folder
        data = tables(links, models)
        ids = data.ids.tolist()
        self.relation = {ids[k]: RELATIONS[data.relation[k]] for k in (data.relation >= 0).nonzero()[0].tolist()}
        self.rank = {name: place for place, name in enumerate(ids)}
        self.downloads = data.downloads
        self.graph: Any = nx.DiGraph()
        self.graph.add_nodes_from(ids)
        self.graph.add_edges_from(zip(data.ids[data.parent].tolist(), data.ids[data.child].tolist(), strict=True))
        self.either: Any = self.graph.to_undirected(as_view=True)

    def counts(self, model: str) -> Counts:
        depth = nx.single_source_shortest_path_length(self.graph, model)
        del depth[model]
        by_relation = Counter(self.relation[name] for name in depth)
        return Counts(len(depth), dict(by_relation), depth_list(Counter(depth.values())))

    def best(self, model: str, limit: int, offset: int) -> list[tuple[str, int]]:
        found = sorted(nx.descendants(self.graph, model), key=self.rank.__getitem__)[offset : offset + limit]
        return [(name, int(self.downloads[self.rank[name]])) for name in found]

    def ancestors(self, model: str) -> list[str]:
        return list(nx.ancestors(self.graph, model))

    def path(self, first: str, second: str) -> list[str] | None:
        try:
            return list(nx.bidirectional_shortest_path(self.either, first, second))
        except nx.NetworkXNoPath:
            return None

    def processes(self) -> list[int]:
        return []

    def close(self) -> None:
        return None
