"""Serving the site from this machine until it is stopped."""

import faulthandler
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import uvicorn

from filiation.errors import WrongUse
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.app import LOCAL_HOSTS, make_app
from filiation.web.preparing import Preparer
from filiation.web.reading import Service, in_background, own
from filiation.web.refreshing import Refresher
from filiation.web.security import ANY_ADDRESS
from filiation.web.vaulting import Strongroom

_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 (only compared)
_LAST_PORT = 65_535
_LEAVE_WITHIN = 5  # seconds for answers under way when the site is stopped
_OF_A_NETWORK: dict[str, Any] = {"http": "h11", "h11_max_incomplete_event_size": 32_768, "limit_concurrency": 500}
"""How requests of other machines are read: heads of a limited size, from a limited number of connections."""


@dataclass(frozen=True, slots=True)
class Local:
    """What is done for readers on this machine, and for nobody else: the Hub asked, cases kept.

    Cases are kept only where the site has no name beside those of this machine.
    """

    refresher: Refresher | None = None
    strongroom: Strongroom | None = None


def serve(
    observatory: Observatory,
    host: str,
    port: int,
    names: tuple[str, ...],
    started: Callable[[str], None],
    *,
    local: Local | None = None,
) -> None:
    """Answer at `host` and `port` (0: any free one) to requests for this machine, `host` and `names`.

    A host that stands for all addresses of this machine is asked for by any of them. `started` is told the site's
    address, where requests are heard from then on. Readers on this machine, and only they, can have days prepared, and
    what is `local` done for them; without it the site is public, wherever it listens. Raises WrongUse when the address
    cannot be had. Ends when it is interrupted.
    """
    _tell_faults()
    with _listen(host, port) as listening:
        alone = local if _is_of_this_machine(listening) else None
        preparer = Preparer(observatory.store.folder) if alone else None
        service = Service(own(observatory), preparer=preparer)
        in_background(service.warm)
        hosts = known_names(host, names)
        refresher = alone.refresher if alone else None
        strongroom = alone.strongroom if alone and not names else None
        app = make_app(service.reading().observatory, hosts, service, refresher, strongroom)
        ends = [app.state.studio.end, *(one.end for one in (preparer, refresher, strongroom) if one)]
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=_LEAVE_WITHIN,
            **({} if alone else _OF_A_NETWORK),
        )
        started(f"http://{_bracketed('localhost' if host in _EVERYWHERE else host)}:{listening.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):  # the way in which serving ends
            _Server(config, *ends).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends its other work first of all when it is stopped: drawing images, preparing days, asking the Hub."""

    def __init__(self, config: uvicorn.Config, *ends: Callable[[], None]) -> None:
        super().__init__(config)
        self._ends = ends

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for end in self._ends:
            end()
        await super().shutdown(sockets)


def _tell_faults() -> None:
    """Let the system's faults be told before they end the program: so ends who reads a file that was cut short."""
    with suppress(RuntimeError, OSError, ValueError):  # where there is nowhere to tell them
        if not faulthandler.is_enabled():
            faulthandler.enable()


def _is_of_this_machine(listening: socket.socket) -> bool:
    """Whether only this machine can reach an address."""
    return ip_address(listening.getsockname()[0].partition("%")[0]).is_loopback


def known_names(host: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names under which a site that listens at `host` may be asked for."""
    if host in _EVERYWHERE:
        return (*LOCAL_HOSTS, *names, ANY_ADDRESS, _bracketed(socket.gethostname()))
    return (*LOCAL_HOSTS, *names, _bracketed(host))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address."""
    if not 0 <= port <= _LAST_PORT:  # the system would take it modulo their number
        raise WrongUse(
            mark("There is no port {port}."), mark("Ports are numbers from 0 (any free one) to 65535."), port=str(port)
        )
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return _bound(*found[0])
    except (OSError, UnicodeError) as error:
        raise WrongUse(
            mark("The site cannot be served at {host}, port {port}: {why}."),
            mark("Choose another port with --port (0: any free one), or another host with --host."),
            host=host,
            port=port,
            why=getattr(error, "strerror", None) or str(error),
        ) from error


def _bound(family: int, kind: int, protocol: int, _: str, address: tuple[object, ...]) -> socket.socket:
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except BaseException:
        listening.close()
        raise
    return listening
