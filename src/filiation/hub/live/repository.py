"""One repository as the Hub shows it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from filiation.errors import WrongUse
from filiation.facts.live import Access, LiveFile
from filiation.facts.vocabulary import Kind
from filiation.hub import documents
from filiation.hub.listing import HUB_ID, MAX_COUNT, MAX_TAGS, valid_id
from filiation.hub.live import failures
from filiation.hub.live.client import Answer, Client
from filiation.hub.live.limits import moment_written
from filiation.locale import mark

_RELATIONS = ("finetune", "adapter", "quantized", "merge")
_DISABLED = "disabled"
_NOT_FOUND = "RepoNotFound"
_SHOWS_NONE = ("repository not found", "invalid username or password")  # whoever else refuses is not the Hub
_MOST_PARTS = 2_000_000  # of one value; more would fill the memory, and no repository has so many files


@dataclass(frozen=True, slots=True)
class Repository:
    """What the Hub answers for one id; all but the first fields are None or empty where it shows nothing.

    `id` is the one under which it answers (another than `asked`: it was renamed), `body` the record as JSON, as a
    listing would hold it, `parents` the ids in the Hub's tags with the relation where it is told.
    """

    asked: str
    access: Access
    moment: datetime
    id: str | None = None
    body: bytes | None = None
    hub_id: str | None = None
    modified: datetime | None = None
    sha: str | None = None
    license: str | None = None
    gated: str | None = None
    downloads: int | None = None
    likes: int | None = None
    files: tuple[LiveFile, ...] = ()
    parents: tuple[tuple[str, str | None], ...] = ()
    datasets: tuple[str, ...] = ()


def repository_path(kind: Kind, name: str) -> str:
    """Return the path at which the Hub tells of one repository; raises WrongUse for what can be no id."""
    if not valid_id(name):
        raise WrongUse(
            mark("{name} is no id that a repository of the Hub can have."),
            mark("Give owner/name, as in the address of its page."),
            name=name[:200],
        )
    return f"/api/{kind}s/{name}?blobs=true"


def read_repository(client: Client, kind: Kind, name: str) -> Repository:
    """Ask the Hub for one repository; raises SourceFailed where it does not answer or refuses the token."""
    path = repository_path(kind, name)
    return repository_of(client, name, path, client.get(path))


def repository_of(client: Client, name: str, path: str, answer: Answer) -> Repository:
    """Return what an answer to the path of repository `name` tells."""
    if answer.status == 200:
        return _shown(name, answer) or _no_hub(client, path)
    if not answer.refusal:
        raise failures.not_a_hub(client.endpoint.url, path)
    if answer.status == 403 and _DISABLED in answer.refusal.lower():
        return Repository(name, Access.DISABLED, answer.moment)
    if answer.status in (401, 404) and _shows_none(answer):
        return Repository(name, Access.NOT_PUBLIC, answer.moment)
    if answer.status == 403 and client.endpoint.token:
        raise failures.token_refused(client.endpoint.url, answer.refusal)
    raise failures.refused(client.endpoint.url, path, answer.status, answer.refusal)


def _shows_none(answer: Answer) -> bool:
    """Whether it is the Hub that says that it shows no such repository; a proxy can refuse with these numbers too."""
    return answer.code == _NOT_FOUND or answer.refusal.casefold().strip(" .") in _SHOWS_NONE


def _no_hub(client: Client, path: str) -> Repository:
    raise failures.not_a_hub(client.endpoint.url, path)


def _shown(asked: str, answer: Answer) -> Repository | None:
    """What a record tells; None when it is none. Every field can hold anything, for the most part strangers' words."""
    fields = documents.fields(answer.body)
    found = _value(fields, "id", str) or _value(fields, "modelId", str)
    if found is None or not valid_id(found):
        return None
    tags = [tag for tag in _value(fields, "tags", list) or [] if isinstance(tag, str)][:MAX_TAGS]
    gated = _value(fields, "gated", str)
    hub_id = _value(fields, "_id", str)
    return Repository(
        asked,
        _access(fields, gated),
        answer.moment,
        id=found,
        body=answer.body,
        hub_id=hub_id if hub_id and HUB_ID.fullmatch(hub_id) else None,
        modified=moment_written(_value(fields, "lastModified", str)),
        sha=_value(fields, "sha", str),
        license=next(iter(_after(tags, "license:")), None),
        gated=gated or ("false" if _value(fields, "gated", bool) is False else None),
        downloads=_count(_value(fields, "downloads", int)),
        likes=_count(_value(fields, "likes", int)),
        files=tuple(_files(_value(fields, "siblings", list) or [])),
        parents=_parents(tags),
        datasets=tuple(dict.fromkeys(name for name in _after(tags, "dataset:") if valid_id(name))),
    )


def _access(fields: Mapping[str, msgspec.Raw], gated: str | None) -> Access:
    if _value(fields, "disabled", bool):
        return Access.DISABLED
    if _value(fields, "private", bool):
        return Access.PRIVATE
    return Access.GATED if gated else Access.PUBLIC


def _value(fields: Mapping[str, msgspec.Raw], name: str, wanted: type) -> Any:  # noqa: ANN401 (as `wanted` says)
    """The value of a field, None where it is missing or of another type."""
    raw = bytes(fields.get(name, b"null"))
    try:
        value = msgspec.json.decode(raw) if raw.count(b",") < _MOST_PARTS else None
    except (ValueError, RecursionError):
        return None
    return value if type(value) is wanted else None


def _count(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= MAX_COUNT else None


def _after(tags: list[str], prefix: str) -> list[str]:
    return [tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)]


def _parents(tags: list[str]) -> tuple[tuple[str, str | None], ...]:
    """The ids in the tags `base_model:ID` and `base_model:RELATION:ID`; a relation that is told goes before none."""
    found: dict[str, str | None] = {}
    for told in _after(tags, "base_model:"):
        relation, _, name = told.rpartition(":")
        if valid_id(name) and (not relation or relation in _RELATIONS):
            found[name] = relation or found.get(name)
    return tuple(found.items())


def _files(siblings: list[object]) -> list[LiveFile]:
    files = []
    for sibling in siblings:
        if not isinstance(sibling, dict) or not isinstance(sibling.get("rfilename"), str):
            continue
        large = sibling.get("lfs")
        sha256 = large.get("sha256") if isinstance(large, dict) else None
        files.append(
            LiveFile(sibling["rfilename"], _size(sibling.get("size")), _text(sha256), _text(sibling.get("blobId")))
        )
    return files


def _size(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= MAX_COUNT else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
