"""A world that does not stand still: rows move, appear, vanish, are renamed, are deleted and made again."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakehub.shelf import read_head
from tests.fakehub.world import World

EVERY = {"like": 4, "modify": 4, "appear": 1, "vanish": 1, "rename": 1, "remake": 1}
"""How often each sort of change comes, beside the others."""


class Churn:
    """Changes at random, the same for the same seed: so many after each page of a listing.

    Set it as a world's `after_page`. `done` keeps what was done, and to which repository.
    """

    def __init__(
        self,
        world: World,
        *,
        changes: int = 1,
        sorts: Mapping[str, int] = EVERY,
        kind: str = "models",
        seed: int = 0,
    ) -> None:
        self.world, self.changes, self.kind = world, changes, kind
        self.random = random.Random(seed)
        self.sorts, self.weights = list(sorts), list(sorts.values())
        self.done: list[tuple[str, str]] = []

    def __call__(self, _page: int) -> None:
        """Change the world."""
        for _ in range(self.changes):
            sort = self.random.choices(self.sorts, self.weights)[0]
            places = self.world.shelf(self.kind).places
            name = self.random.choice(list(places)) if len(places) < 10_000 else self._any()
            change: Callable[[str], None] = getattr(self, f"_{sort}")
            change(name)
            self.done.append((sort, name))

    def _any(self) -> str:
        shelf = self.world.shelf(self.kind)
        while True:
            raw = shelf.rows[self.random.randrange(len(shelf.rows))]
            if raw:
                return read_head(raw).id

    def _number(self) -> int:
        return len(self.done) + len(self.world.shelf(self.kind).rows)

    def _fields(self) -> dict[str, Any]:
        return {"likes": self.random.randrange(10_000), "trendingScore": self.random.randrange(500)}

    def _like(self, name: str) -> None:
        self.world.change(name, self.kind, **self._fields(), downloads=self.random.randrange(10**6))

    def _modify(self, name: str) -> None:
        self.world.change(name, self.kind, sha=f"{self.random.getrandbits(160):040x}")

    def _appear(self, _name: str) -> None:
        self.world.add({"id": f"newcomer/appeared-{self._number()}", "tags": []}, self.kind)

    def _vanish(self, name: str) -> None:
        self.world.delete(name, self.kind)

    def _rename(self, name: str) -> None:
        self.world.rename(name, f"{name}-renamed-{self._number()}", self.kind)

    def _remake(self, name: str) -> None:
        self.world.delete(name, self.kind)
        self.world.add({"id": name, "tags": ["made-again"]}, self.kind)
