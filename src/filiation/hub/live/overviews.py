"""Who a publisher is: the overview of an account."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from filiation.facts.vocabulary import PublisherKind
from filiation.hub import documents
from filiation.hub.live import failures
from filiation.hub.live.client import Answer, Client

_NAME = re.compile(r"(?=.*[^.])[A-Za-z0-9_.-]{1,96}")
_LONGEST = 4_000  # characters of what an account says of itself


@dataclass(frozen=True, slots=True)
class Overview:
    """What the Hub says of one account; `unknown` where it has no account of that name."""

    id: str
    kind: PublisherKind
    moment: datetime
    hub_id: str | None = None
    full_name: str | None = None
    details: str | None = None
    verified: bool | None = None


def overview_paths(name: str) -> tuple[tuple[PublisherKind, str], ...]:
    """Return where the Hub tells of an account, in the order of asking; nowhere of what can be no name."""
    if not _NAME.fullmatch(name):
        return ()
    return (
        (PublisherKind.ORGANIZATION, f"/api/organizations/{name}/overview"),
        (PublisherKind.USER, f"/api/users/{name}/overview"),
    )


def read_publisher(client: Client, name: str) -> Overview:
    """Ask the Hub who publishes under `name`; raises SourceFailed where it does not answer.

    What can be no name of an account is not asked for, and unknown.
    """
    moment = client.now()
    for kind, path in overview_paths(name):
        answer = client.get(path)
        if answer.status == 200:
            return overview_of(name, kind, answer)
        if answer.status not in (401, 403, 404) or not answer.refusal:
            raise failures.not_a_hub(client.endpoint.url, path)
        moment = answer.moment
    return Overview(name, PublisherKind.UNKNOWN, moment)


def overview_of(name: str, kind: PublisherKind, answer: Answer) -> Overview:
    """Return what the overview of account `name` tells."""
    fields = documents.fields(answer.body)
    verified = _value(fields, "isVerified")
    return Overview(
        name,
        kind,
        answer.moment,
        hub_id=_text(_value(fields, "_id")),
        full_name=_text(_value(fields, "fullname")),
        details=_text(_value(fields, "details")),
        verified=verified if isinstance(verified, bool) and kind is PublisherKind.ORGANIZATION else None,
    )


def _value(fields: Mapping[str, msgspec.Raw], name: str) -> object:
    raw = bytes(fields.get(name, b"null"))
    try:
        return msgspec.json.decode(raw) if raw[:1] in b'"tf' else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value.strip()[:_LONGEST] or None if isinstance(value, str) else None
