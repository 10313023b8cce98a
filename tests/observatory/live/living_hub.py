"""A small world on the stand-in of the Hub, a clock that waits in no time, and stores compared table by table."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakehub import Hub, Limits, World, serving

import filiation
from filiation.hub.live.access import Endpoint
from filiation.observatory import Observatory

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PAGE = 25
"""Rows in a page, in tests that set `pages.MOST_ROWS` to it."""


class Clock:
    """Shows what it is told, and waits without taking time."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now
        self.waited = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.waited += seconds

    def pass_(self, **span: int) -> None:
        self.moment += timedelta(**span)

    def time(self) -> float:
        return self.moment.timestamp()


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def models(count: int, *, seed: int = 0) -> list[dict[str, Any]]:
    """Make models of a few publishers, each third of which names an earlier one as its parent."""
    dice = random.Random(seed)
    found: list[dict[str, Any]] = []
    for n in range(count):
        made = NOW - timedelta(days=300, minutes=-n)
        tags = [f"license:{dice.choice(['mit', 'apache-2.0'])}"]
        if n and n % 3 == 0:
            parent = dice.choice(found)["id"]
            relation = dice.choice(["finetune", "adapter", "quantized", "merge"])
            tags += [f"base_model:{parent}", f"base_model:{relation}:{parent}", "dataset:acme/texts-0"]
        found.append(
            {
                "id": f"org{n % 4}/model-{n}",
                "createdAt": written(made),
                "lastModified": written(made + timedelta(days=dice.randrange(200))),
                "downloads": dice.randrange(10_000),
                "likes": dice.randrange(100),
                "tags": tags,
                "sha": f"{dice.getrandbits(160):040x}",
                "gated": False,
                "private": False,
                "author": f"org{n % 4}",
                "cardData": {"license": "mit"},
                "pipeline_tag": "text-generation",
                "library_name": "transformers",
            }
        )
    return found


def datasets(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": f"acme/texts-{n}",
            "createdAt": written(NOW - timedelta(days=100 - n)),
            "lastModified": written(NOW - timedelta(days=50)),
            "downloads": n,
            "likes": 0,
            "tags": ["license:mit"],
            "private": False,
        }
        for n in range(count)
    ]


def world_of(clock: Clock, count: int = 130, **options: Any) -> World:
    given = {"limits": Limits.ample(), "organizations": ["org0", "org1", "acme"], "users": ["org2"]} | options
    return World(models(count), datasets(7), clock=clock.time, **given)


@contextmanager
def running(clock: Clock, world: World | None = None) -> Iterator[tuple[World, Hub, Endpoint]]:
    world = world or world_of(clock)
    with serving(world) as hub:
        yield world, hub, Endpoint(hub.url)


def store_in(folder: Path) -> Observatory:
    return filiation.open(folder / "store")


def tables(observatory: Observatory) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the edition in service holds, but its own name and where its facts were read."""
    file = observatory.store.edition() / "catalog.db"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        names = [
            n
            for (n,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('meta', 'imports')"
            )
        ]
        return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def ids(
    observatory: Observatory, kind: str = "models", where: str = "NOT gone AND presence = 'listed'", column: str = "id"
) -> set[str]:
    file = observatory.store.edition() / "catalog.db"
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        return {name for (name,) in db.execute(f"SELECT {column} FROM {kind} WHERE {where}")}
