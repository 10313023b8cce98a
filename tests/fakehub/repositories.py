"""One repository: its page, its tree, its revisions, its discussions; and who may see it."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote

import msgspec
from tests.fakehub.accounts import Account
from tests.fakehub.answers import Answer, Request, json, raw_json
from tests.fakehub.blobs import Blob, commit, tree
from tests.fakehub.cursors import link
from tests.fakehub.listing import unknown
from tests.fakehub.refusals import bad_request, disabled, moved, no_file, no_page, no_repository, no_revision
from tests.fakehub.shapes import DETAIL, DETAILED, Shape, detailed_providers, read_fields, sha_of
from tests.fakehub.world import World

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository that who asks may see; `key` is its name among files: a dataset's begins with `datasets/`."""

    kind: str
    name: str
    raw: bytes
    blobs: list[Blob]
    sha: str
    gated: bool

    @property
    def key(self) -> str:
        """The address of the repository."""
        return self.name if self.kind == "models" else f"datasets/{self.name}"


class Repositories:
    """The repositories of a world, one by one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes: dict[str, Callable[[Repository, list[str], Request], Answer]] = {
            "": self._detail,
            "revision": self._revision,
            "tree": self._tree,
            "paths-info": self._paths,
            "refs": self._refs,
            "commits": self._commits,
            "discussions": self._discussions,
            "auth-check": lambda *_: Answer(200, b"OK", "text/plain; charset=utf-8"),
        }

    def find(self, kind: str, name: str, account: Account | None, address: Callable[[str], str]) -> Repository | Answer:
        """Return a repository, or how it is refused; `address` makes what to ask of its new name."""
        shelf = self.world.shelf(kind)
        place = shelf.places.get(name)
        if place is None:
            new = self.world.new_name(name, kind)
            return moved(address(new)) if new else no_repository(known=account is not None)
        if shelf.hidden(place) and name not in (account.granted if account else ()):
            return no_repository(known=account is not None)
        raw = shelf.rows[place] or b"{}"
        fields = read_fields(raw)
        if bytes(fields.get("disabled", b"")) == b"true":
            return disabled()
        sha = msgspec.json.decode(fields["sha"]) if "sha" in fields else sha_of(fields)
        gated = bytes(fields.get("gated", b"false")) not in (b"false", b"null")
        return Repository(kind, name, raw, self._blobs(kind, name, fields), sha, gated)

    def _blobs(self, kind: str, name: str, fields: dict[str, msgspec.Raw]) -> list[Blob]:
        key = name if kind == "models" else f"datasets/{name}"
        if key not in self.world.blobs:
            siblings = msgspec.json.decode(fields.get("siblings", b"[]"))
            paths = [told["rfilename"] for told in siblings] or [".gitattributes", "README.md"]
            card = b"---\n" + bytes(fields.get("cardData", b"{}")) + b"\n---\n"
            made = {path: card if path == "README.md" else f"{path} of {name}\n" for path in paths}
            self.world.blobs[key] = [Blob.of(path, content) for path, content in made.items()]
        return self.world.blobs[key]

    def answer(self, kind: str, request: Request, account: Account | None) -> Answer:
        """Answer what is asked of a repository at /api."""
        name, what, rest = parted(request.segments[2:], self.routes)

        def address(new: str) -> str:
            tail = "".join(f"/{quote(part, safe='')}" for part in ([what] if what else []) + rest)
            return f"/api/{kind}/{new}{tail}" + (f"?{request.query}" if request.query else "")

        if what not in self.routes:
            return no_page()
        found = self.find(kind, name, account, address)
        return found if isinstance(found, Answer) else self.routes[what](found, rest, request)

    def _detail(self, found: Repository, _rest: list[str], request: Request) -> Answer:
        wanted = request.many("expand")
        if wrong := unknown(wanted, DETAILED[found.kind]):
            return bad_request(wrong)
        names = tuple(wanted) or DETAIL[found.kind]
        if request.flag("blobs") and "siblings" not in names:
            names += ("siblings",)
        derive = {
            "sha": lambda _: msgspec.json.encode(found.sha),
            "baseModels": self.world.base_models,
            "childrenModelCount": lambda _: msgspec.json.encode(self.world.children_count(found.name)),
            "usedStorage": lambda _: msgspec.json.encode(sum(blob.size for blob in found.blobs)),
            "spaces": lambda _: b"[]",
            "siblings": lambda _: msgspec.json.encode([blob.sibling(sums=False) for blob in found.blobs]),
        }
        raw = found.raw
        if request.flag("blobs"):
            record = msgspec.json.decode(raw)
            record["siblings"] = [blob.sibling(sums=True) for blob in found.blobs]
            raw = msgspec.json.encode(record)
        turn = {"inferenceProviderMapping": detailed_providers}
        return raw_json(Shape(names, derive, turn).cut(raw))

    def _revision(self, found: Repository, rest: list[str], request: Request) -> Answer:
        if not self.good(found, revision := "/".join(rest)):
            return no_revision(revision)
        answer = self._detail(found, [], request)
        answer.headers["X-Repo-Commit"] = found.sha
        return answer

    def good(self, found: Repository, revision: str) -> bool:
        """Tell whether a repository has a revision."""
        known = {told["id"] for told in self.world.commits.get(found.key, ())}
        return revision in ("main", "HEAD", "refs/heads/main", found.sha) or revision in known

    def _tree(self, found: Repository, rest: list[str], request: Request) -> Answer:
        revision, under = (rest or ["main"])[0], "/".join(rest[1:])
        if not self.good(found, revision):
            return no_revision(revision)
        expand = request.flag("expand")
        folders = self.world.folders.get(found.key, {})
        entries = tree(found.blobs, folders, under, deep=request.flag("recursive"))
        if under and not entries:
            return no_file()
        told = request.one("cursor")
        start = int(base64.b64decode(told).rpartition(b":")[2]) if told else 0
        limit = min(int(request.one("limit") or 1_000), 50 if expand else 1_000)
        page = entries[start : start + limit]
        headers = {"X-Repo-Commit": found.sha}
        if start + limit < len(entries):
            state = base64.b64encode(msgspec.json.encode({"file_name": page[-1].path, "tree_oid": found.sha}))
            cursor = base64.b64encode(b"%b:%d" % (state, start + limit)).decode()
            kept = sorted((name, value) for name, value in request.params if name != "cursor")
            headers["Link"] = link(request.origin, request.path, [*kept, ("cursor", cursor)])
        return json([entry.entry(expand=expand) for entry in page], headers=headers)

    def _paths(self, found: Repository, rest: list[str], request: Request) -> Answer:
        if request.method != "POST":
            return no_page()
        if not self.good(found, revision := "/".join(rest)):
            return no_revision(revision)
        names, expand = asked_paths(request)
        entries = {
            entry.path: entry for entry in tree(found.blobs, self.world.folders.get(found.key, {}), "", deep=True)
        }
        told = [entries[name].entry(expand=expand) for name in names if name in entries]
        return json(told, headers={"X-Repo-Commit": found.sha})

    def _refs(self, found: Repository, _rest: list[str], request: Request) -> Answer:
        main = {"name": "main", "ref": "refs/heads/main", "targetCommit": found.sha}
        told: Record = {"tags": [], "branches": [main], "converts": []}
        return json(told | ({"pullRequests": []} if request.flag("include_prs") else {}))

    def _commits(self, found: Repository, rest: list[str], request: Request) -> Answer:
        if not self.good(found, revision := "/".join(rest)):
            return no_revision(revision)
        first = {
            "id": found.sha,
            "title": commit("")["title"],
            "message": "",
            "authors": [],
            "date": commit("")["date"],
        }
        all_ = self.world.commits.get(found.key) or [first]
        limit, page = int(request.one("limit") or 50), int(request.one("p") or 0)
        answer = json(all_[page * limit : (page + 1) * limit], headers={"X-Total-Count": str(len(all_))})
        if (page + 1) * limit < len(all_):
            kept = [(name, value) for name, value in request.params if name != "p"]
            answer.headers["Link"] = link(request.origin, request.path, [("p", str(page + 1)), *kept])
        return answer

    def _discussions(self, found: Repository, rest: list[str], request: Request) -> Answer:
        threads = self.world.discussions.get(found.key, [])
        if rest:
            one = next((thread for thread in threads if str(thread["num"]) == rest[0]), None)
            return json(one) if one else no_page()
        chosen = [thread for thread in threads if discussed(thread, request)]
        start = int(request.one("p") or 0) * 50
        shown = [{name: value for name, value in thread.items() if name != "events"} for thread in chosen]
        closed = sum(thread["status"] in ("closed", "merged") for thread in threads)
        told = {"discussions": shown[start : start + 50], "count": len(chosen), "start": start}
        return json(told | {"numClosedDiscussions": closed})


def asked_paths(request: Request) -> tuple[list[str], bool]:
    """Return which paths are asked for, and whether with their commits: as JSON, or as a form."""
    if request.headers.get("content-type", "").startswith("application/json"):
        asked = msgspec.json.decode(request.body)
        names = asked["paths"]
        return names if isinstance(names, list) else [names], bool(asked.get("expand"))
    form = parse_qsl(request.body.decode())
    return [value for name, value in form if name == "paths"], ("expand", "true") in [(n, v.lower()) for n, v in form]


def discussed(thread: Record, request: Request) -> bool:
    """Tell whether a discussion is among those asked for."""
    sort, status, author = request.one("type"), request.one("status"), request.one("author")
    kind = "pull_request" if thread.get("isPullRequest") else "discussion"
    state = "open" if thread["status"] in ("open", "draft") else "closed"
    by = (thread.get("author") or {}).get("name")
    return sort in ("", "all", kind) and status in ("", "all", state) and author in ("", by)


def parted(segments: list[str], known: dict[str, Any]) -> tuple[str, str, list[str]]:
    """Part a path into a repository's name, what is asked of it, and the rest."""
    if len(segments) > 1 and segments[1] not in known:
        name, rest = "/".join(segments[:2]), segments[2:]
    else:
        name, rest = segments[0], segments[1:]
    return name, rest[0] if rest else "", rest[1:]
