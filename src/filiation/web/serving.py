"""Serving the site from this machine until it is stopped."""

import socket
from collections.abc import Callable

import uvicorn

from filiation.errors import WrongUse
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.app import LOCAL_HOSTS, make_app

_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 (only compared)


def serve(
    observatory: Observatory, host: str, port: int, names: tuple[str, ...], started: Callable[[str], None]
) -> None:
    """Answer at `host` and `port` (0: any free one) to requests for this machine, `host` and `names`.

    `started` is told the site's address. Raises WrongUse when the address cannot be had.
    """
    listening = _listen(host, port)
    shown = "localhost" if host in _EVERYWHERE else host
    anyone = ("*",) if host in _EVERYWHERE and not names else ()
    app = make_app(observatory, (*LOCAL_HOSTS, *names, shown, *anyone))
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    started(f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}/")
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError, UnicodeError) as error:
        raise WrongUse(
            mark("The site cannot be served at {host}, port {port}: {why}."),
            mark("Choose another port with --port (0: any free one), or another host with --host."),
            host=host,
            port=port,
            why=getattr(error, "strerror", None) or str(error),
        ) from error
    return listening
