"""Files: small ones from a cache of the Hub, large ones from another host, in ranges."""

import re
from urllib.parse import quote, quote_plus, unquote

import msgspec
from tests.fakehub.accounts import Account
from tests.fakehub.answers import PLAIN, Answer, Request, json
from tests.fakehub.blobs import Blob
from tests.fakehub.refusals import gated, no_file, no_page, no_repository, no_revision
from tests.fakehub.repositories import Repositories, Repository
from tests.fakehub.world import World

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


class Files:
    """The files of a world; `cdn` is the address of the host for large ones."""

    def __init__(self, world: World, repositories: Repositories) -> None:
        self.world = world
        self.repositories = repositories
        self.cdn = ""

    def page(self, request: Request, account: Account | None) -> Answer:
        """Answer what is asked outside of /api: a repository's own page, or one of its files."""
        segments = request.segments
        if segments[0] == "spaces":
            return self._space(segments)
        kind, prefix = ("datasets", "datasets/") if segments[0] == "datasets" else ("models", "")
        segments = segments[1:] if prefix else segments
        at = next((at for at in (1, 2) if segments[at : at + 1] in (["resolve"], ["raw"])), None)
        name = "/".join(segments[: at or 2])

        def address(new: str) -> str:
            return f"/{prefix}{new}" + request.path.removeprefix(f"/{prefix}{quote(name)}")

        found = self.repositories.find(kind, name, account, address)
        if isinstance(found, Answer):
            return found
        if at is None:
            return html(found)
        what, revision, path = segments[at], "".join(segments[at + 1 : at + 2]), "/".join(segments[at + 2 :])
        return self._file(found, what, unquote(revision), path, request, account)

    def _space(self, segments: list[str]) -> Answer:
        """Answer for a file of a Space: of those only what `files` of the world holds is served, at once."""
        held = self.world.blobs.get("/".join(segments[:3]), []) if segments[3:4] == ["resolve"] else []
        blob = next((one for one in held if one.path == "/".join(segments[5:])), None)
        if blob is None:
            return no_repository(known=False)
        return Answer(200, blob.content or b"", PLAIN, {"ETag": f'"{blob.oid}"'})

    def _file(
        self, found: Repository, what: str, revision: str, path: str, request: Request, account: Account | None
    ) -> Answer:
        if found.gated and found.name not in (account.granted if account else ()):
            return gated(found.name, request.origin, known=account is not None)
        if not self.repositories.good(found, revision):
            return no_revision(revision)
        blob = next((blob for blob in found.blobs if blob.path == path), None)
        if blob is None:
            answer = no_file()
            answer.headers["X-Repo-Commit"] = found.sha
            return answer
        if what == "raw":
            content = blob.pointer_text if blob.sha256 else blob.content or b""
            return Answer(200, content, PLAIN, {"ETag": f'W/"{blob.oid}"', "X-Repo-Commit": found.sha})
        return self._large(found, blob) if blob.sha256 else self._small(found, blob, request)

    def _small(self, found: Repository, blob: Blob, request: Request) -> Answer:
        tail = f"{quote_plus(request.path)}=&etag=%22{blob.oid}%22"
        location = f"/api/resolve-cache/{found.kind}/{found.name}/{found.sha}/{quote(blob.path, safe='')}?{tail}"
        told = {"Location": location, "X-Linked-Etag": f'"{blob.oid}"', "X-Linked-Size": str(blob.size)}
        body = f'<p>Temporary Redirect. Redirecting to <a href="{location}">{location}</a></p>'.encode()
        told |= {"X-Repo-Commit": found.sha, "Accept-Ranges": "bytes"}
        return Answer(307, body, "text/html; charset=utf-8", told)

    def _large(self, found: Repository, blob: Blob) -> Answer:
        location = f"{self.cdn}/repos/{found.key}/{blob.sha256}?response-content-disposition=inline&Signature=signed"
        told = {"Location": location, "X-Linked-Etag": f'"{blob.sha256}"', "X-Linked-Size": str(blob.size)}
        told |= {"X-Repo-Commit": found.sha, "Accept-Ranges": "bytes"}
        return Answer(302, f"Found. Redirecting to {location}".encode(), PLAIN, told)

    def cached(self, request: Request, account: Account | None) -> Answer:
        """Answer at /api/resolve-cache: a small file."""
        kind, owner, *rest = request.segments[2:]
        shelf = self.world.shelf(kind)
        size = 1 if owner in shelf.places else 2
        name, (sha, *path) = "/".join([owner, *rest][:size]), [owner, *rest][size:]
        found = self.repositories.find(kind, name, account, lambda new: f"/api/{kind}/{new}")
        if isinstance(found, Answer):
            return found
        blob = next((blob for blob in found.blobs if blob.path == "/".join(path)), None)
        if blob is None:
            return no_file()
        told = {"ETag": f'"{blob.oid}"', "X-Repo-Commit": sha, "X-Linked-Size": str(blob.size)}
        return ranged(blob.content or b"", PLAIN, told, request.headers.get("range"))

    def delivered(self, request: Request) -> Answer:
        """Answer at the other host: a large file."""
        segments = request.segments
        key, digest = "/".join(segments[1:-1]), segments[-1]
        blob = next((blob for blob in self.world.blobs.get(key, ()) if blob.sha256 == digest), None)
        if segments[0] != "repos" or blob is None or blob.content is None:
            return Answer(403, b"<Error><Code>AccessDenied</Code></Error>", "application/xml")
        return ranged(blob.content, "application/octet-stream", {"ETag": f'"{digest}"'}, request.headers.get("range"))

    def headers_of_weights(self, request: Request, account: Account | None) -> Answer:
        """Answer at safetensors-metadata: the index and the header of each of its files."""
        kind, owner, name, _, *path = request.segments[1:]
        found = self.repositories.find(kind, f"{owner}/{name}", account, lambda new: f"/api/{kind}/{new}")
        if isinstance(found, Answer):
            return found
        blobs = {blob.path: blob.content or b"" for blob in found.blobs}
        if "/".join(path) not in blobs:
            return no_file()
        index = msgspec.json.decode(blobs["/".join(path)])
        shards = sorted(set(index["weight_map"].values()))
        headers = {shard: weights_header(blobs[shard]) for shard in shards if shard in blobs}
        return json({"index": {"metadata": index.get("metadata", {})}, "headers": headers})


def weights_header(content: bytes) -> object:
    """Return the header of a file of weights."""
    size = int.from_bytes(content[:8], "little")
    return msgspec.json.decode(content[8 : 8 + size])


def ranged(content: bytes, kind: str, headers: dict[str, str], asked: str | None) -> Answer:
    """Answer with a file, or with the range of it that is asked for."""
    headers = headers | {"Accept-Ranges": "bytes"}
    told = RANGE.match(asked or "")
    if told is None or told.groups() == ("", ""):
        return Answer(200, content, kind, headers)
    first, last = told.groups()
    start = int(first) if first else max(len(content) - int(last), 0)
    end = min(int(last) if first and last else len(content) - 1, len(content) - 1)
    if start > end:
        return Answer(416, b"", kind, headers | {"Content-Range": f"bytes */{len(content)}"})
    return Answer(
        206, content[start : end + 1], kind, headers | {"Content-Range": f"bytes {start}-{end}/{len(content)}"}
    )


def html(found: Repository) -> Answer:
    """Answer with a repository's own page."""
    body = f"<!doctype html><html><head><title>{found.name} · Hugging Face</title></head><body></body></html>"
    return Answer(200, body.encode(), "text/html; charset=utf-8")


def nothing() -> Answer:
    """Answer for an address that leads nowhere."""
    return no_page()
