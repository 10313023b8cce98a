"""Who asks, and who publishes."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakehub.answers import Answer, Request, json
from tests.fakehub.refusals import BAD_TOKEN, log_in, no_page

if TYPE_CHECKING:
    from tests.fakehub.world import World

COUNTED = (
    "Spaces",
    "Kernels",
    "Buckets",
    "Discussions",
    "Papers",
    "Upvotes",
    "Likes",
    "Followers",
    "Following",
    "FollowingOrgs",
)


@dataclass(frozen=True, slots=True)
class Account:
    """Who a token belongs to, and the private or gated repositories that are open to it."""

    name: str
    granted: frozenset[str] = frozenset()
    plan: str = "free"


class BadTokenError(Exception):
    """A token that is not known, or not any more."""


def asking(world: "World", request: Request) -> Account | None:
    """Return whose token came along; None: no token did."""
    told = request.headers.get("authorization")
    if told is None:
        return None
    account = world.tokens.get(told.removeprefix("Bearer ").strip())
    if account is None or not told.startswith("Bearer "):
        raise BadTokenError
    return account


def whoami(account: Account | None) -> Answer:
    """Answer who asks."""
    if account is None:
        return log_in()
    access = {"accessToken": {"displayName": "reading", "role": "read", "createdAt": "2024-01-01T00:00:00.000Z"}}
    told = {"type": "user", "id": identity(account.name), "name": account.name, "fullname": account.name}
    return json(told | {"isPro": account.plan == "pro", "orgs": [], "auth": {"type": "access_token"} | access})


def overview(world: "World", sort: str, name: str) -> Answer:
    """Answer who an organization or a user is: each only when asked for as what it is."""
    known = world.organizations if sort == "organizations" else world.users
    told = known.get(name)
    if told is None:
        return no_page()
    counts = {
        "numModels": len(world.models.chosen("id", (), name, "")),
        "numDatasets": len(world.datasets.chosen("id", (), name, "")),
    }
    return json((organization if sort == "organizations" else user)(name, counts) | told)


def organization(name: str, counts: dict[str, int]) -> dict[str, Any]:
    """Return what the Hub tells of an organization of which nothing more is known."""
    start = {"_id": identity(name), "avatarUrl": avatar(name), "fullname": name, "name": name}
    none = dict.fromkeys(("numKernels", "numBuckets", "numPapers", "numFollowers"), 0)
    middle = {"isVerified": False, "isFollowing": False, "numUsers": 1, "numSpaces": 0}
    return start | middle | counts | none


def user(name: str, counts: dict[str, int]) -> dict[str, Any]:
    """Return what the Hub tells of a user of whom nothing more is known."""
    start = {"_id": identity(name), "avatarUrl": avatar(name), "isPro": False, "fullname": name}
    end = {"orgs": [], "user": name, "type": "user", "createdAt": "2022-03-02T23:29:04.000Z", "isFollowing": False}
    return start | counts | {f"num{what}": 0 for what in COUNTED} | end


def identity(name: str) -> str:
    """Return an id for an account."""
    return hashlib.sha1(name.encode()).hexdigest()[:24]


def avatar(name: str) -> str:
    """Return the address of an account's picture."""
    return f"/avatars/{hashlib.md5(name.encode()).hexdigest()}.svg"


def bad_token() -> Answer:
    """Answer for a token that is not known."""
    return log_in(BAD_TOKEN)
