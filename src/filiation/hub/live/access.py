"""Where the Hub is asked, and with which token; a token goes to the host that it was made for and to no other."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from filiation.errors import WrongUse
from filiation.facts.crawls import HUB
from filiation.locale import mark

_YES = {"1", "on", "yes", "true"}
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a Hub, without a slash at its end, and the token that it is asked with (None: anonymously).

    Raises WrongUse for an address that can be none, and for a token that would travel unencrypted.
    """

    url: str
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Bring the address into its one form, and refuse what must not be."""
        object.__setattr__(self, "url", _normal(self.url))
        if self.token is None:
            return
        object.__setattr__(self, "token", _clean(self.token))
        if not self.private:
            raise WrongUse(
                mark("A token would travel unencrypted to {url}."),
                mark("Give an address that begins with https://, or read anonymously."),
                url=self.url,
            )

    @classmethod
    def of(
        cls,
        url: str | None,
        environment: Mapping[str, str],
        stored_token: Callable[[], str | None],
        *,
        anonymous: bool = False,
    ) -> "Endpoint":
        """Return the endpoint at `url` (None: the one that HF_ENDPOINT names, else the Hub), with the user's token.

        The token is HF_TOKEN, else the login that `stored_token` gives; it is left out where `url` is neither the
        Hub nor the address that HF_ENDPOINT names, and where what travels is not encrypted.
        """
        named = environment.get("HF_ENDPOINT", "").strip()
        found = cls(url or named or HUB)
        if anonymous or not found.private or found.origin not in _trusted(named):
            return found
        token = environment.get("HF_TOKEN", "").strip()
        if not token and environment.get("HF_HUB_DISABLE_IMPLICIT_TOKEN", "").lower() not in _YES:
            token = (stored_token() or "").strip()
        return cls(found.url, token) if token else found

    @property
    def origin(self) -> str:
        """The scheme, host and port, as in an address without a path."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def path(self) -> str:
        """The path under which the Hub's own paths begin: empty, but for some mirrors."""
        return urlsplit(self.url).path

    @property
    def loopback(self) -> bool:
        """Whether the Hub that is asked runs on this machine."""
        host = urlsplit(self.url).hostname or ""
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False

    @property
    def private(self) -> bool:
        """Whether nobody on the way can read what is sent."""
        return self.url.startswith("https://") or self.loopback


def origin_of(url: str) -> str | None:
    """Return the scheme, host and port of an address in their one form; None when it has none."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + (f":{port}" if port not in (None, _PORTS[scheme]) else "")


def _trusted(named: str) -> set[str | None]:
    return {HUB, origin_of(named)} if named else {HUB}


def _normal(url: str) -> str:
    """The address in its one form; what is refused is not shown whole, for it could hold a password."""
    url = url.strip()
    origin = origin_of(url) if url.isascii() and url.isprintable() else None
    parts = urlsplit(url) if origin else None
    if origin is None or parts is None or " " in url or parts.query or parts.fragment or "@" in parts.netloc:
        raise WrongUse(
            mark("{url} is no address of a Hub."),
            mark("Give one such as https://huggingface.co: scheme and host, no user name, no question mark."),
            url=url.rpartition("@")[2].partition("?")[0][:200],
        )
    return origin + parts.path.rstrip("/")


def _clean(token: str) -> str:
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise WrongUse(
            mark("The token for the Hub holds characters that no token has."),
            mark("Set HF_TOKEN to the token alone, log in again with the Hub's own client, or read anonymously."),
        )
    return token
