"""Recorded answers of the real Hub, and a world made of them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.fakehub.blobs import Blob, Folder
from tests.fakehub.world import World
from tests.making import real_data

BERT = "google-bert/bert-base-uncased"
API = f"/api/models/{BERT}"
GITHASH = 40
NOT_SERVED = {
    "/api/trending": "a page of what is talked about: no reader of the Hub's catalog asks for it",
    f"{API}/likers": "people: not read",
    "/api/users/julien-c/likes": "people: not read",
    "/api/organizations/google/members": "people: not read",
    "/sitemap-models.xml": "does not name all models: not read",
}
"""Recorded addresses that the stand-in does not serve, with the reason."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One recorded exchange: the address, the status, the headers that were kept, the body where it was."""

    path: str
    query: str
    status: int
    headers: dict[str, str]
    body: bytes | None

    @property
    def target(self) -> str:
        """The path with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.body or b"null")


def exchanges() -> list[Exchange]:
    """Return all recorded exchanges, or skip the test where they are not."""
    folder = real_data() / "hub-fixtures" / "recorded"
    return [read(file) for file in sorted(folder.glob("*.head.json"))]


def read(file: Path) -> Exchange:
    """Read one recorded exchange."""
    head = json.loads(file.read_text())
    address = urlsplit(head["url"])
    body = file.with_name(head["body"]) if head.get("body") else None
    headers = {name.lower(): values[0] for name, values in head["header"].items()}
    found = body.read_bytes() if body and body.is_file() else None
    return Exchange(address.path, address.query, head["status"], headers, found)


def world_of(all_: list[Exchange], asked: Exchange) -> World:
    """Return a world that holds what the exchanges show: where two show one row, as the one that is asked for does."""
    ordered = [one for one in all_ if one is not asked] + [asked]
    rows: dict[str, dict[str, dict[str, Any]]] = {"models": {}, "datasets": {}}
    for one in ordered:
        kind = one.path.split("/")[2] if one.path.startswith("/api/") else ""
        if kind in rows and one.status == 200 and one.body:
            for row in shown(one):
                rows[kind].setdefault(row["id"], {}).update(row)
    world = World(rows["models"].values(), rows["datasets"].values())
    if asked.path in ("/api/models", "/api/datasets"):
        world.add(follower(asked), asked.path.removeprefix("/api/"))
    accounts(world, all_)
    files(world, {one.target.removeprefix(API): one for one in all_ if one.path.startswith(API)}, all_)
    return world


def shown(one: Exchange) -> list[dict[str, Any]]:
    """Return the rows that an exchange shows."""
    body = one.json()
    if one.path.count("/") == 2:
        return list(body)
    return [body] if one.path.count("/") == 4 else []


def follower(asked: Exchange) -> dict[str, Any]:
    """Return a row that comes right after those of a page, since the real Hub had more."""
    last: dict[str, Any] = asked.json()[-1]
    return last | {"_id": "f" * 24, "id": f"{last['id']}-next", "modelId": f"{last['id']}-next"}


def accounts(world: World, all_: list[Exchange]) -> None:
    """Put the publishers in."""
    for one in all_:
        if one.path.endswith("/overview") and one.status == 200:
            known = world.organizations if "/organizations/" in one.path else world.users
            known[one.path.split("/")[3]] = one.json()


def files(world: World, of_bert: dict[str, Exchange], all_: list[Exchange]) -> None:
    """Put the files, commits and discussions of one repository in."""
    entries: dict[str, dict[str, Any]] = {}
    contents = {
        one.path.rpartition("/")[2]: one.body for one in all_ if "resolve-cache" in one.path or "/raw/" in one.path
    }
    for target, one in of_bert.items():
        if target.startswith(("/tree/", "/paths-info/")):
            for entry in one.json():
                entries.setdefault(entry["path"], {}).update(entry)
        elif target.startswith("/commits/"):
            more = {"id": "0" * GITHASH, "title": "before"}
            world.commits[BERT] = [*one.json(), more]
        elif target.startswith("/discussions?"):
            world.discussions[BERT] = filled(one.json())
    for target, one in of_bert.items():
        if target.startswith("/discussions/"):
            world.discussions[BERT][-1] = one.json()
    blobs = [one for one in entries.values() if one["type"] == "file"]
    world.blobs[BERT] = [Blob.recorded(one, contents.get(one["path"])) for one in blobs]
    folders = [one for one in entries.values() if one["type"] == "directory"]
    world.folders[BERT] = {one["path"]: Folder(one["path"], one["oid"], one) for one in folders}


def filled(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return as many discussions as there were: the first page is recorded, of the rest only the counts."""
    first = told["discussions"]
    closed = told["numClosedDiscussions"] - sum(one["status"] in ("closed", "merged") for one in first)
    states = ["closed"] * closed + ["open"] * (told["count"] - len(first) - closed)
    return [*first, *({"num": -number, "status": state} for number, state in enumerate(states, 1))]
