"""The stand-in on real ports of this machine: the Hub, its host for large files, and a host that is neither."""

import socket
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from tests.fakehub.answers import Asked
from tests.fakehub.app import App
from tests.fakehub.world import World
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HOSTS = ("hub", "cdn", "elsewhere")


@dataclass(frozen=True, slots=True)
class Hub:
    """A stand-in that runs: the addresses of its hosts, its world, and the log of what was asked.

    `ca` is the file of the authority that signed its certificate (None: no TLS).
    """

    url: str
    cdn: str
    elsewhere: str
    world: World
    app: App
    ca: Path | None

    @property
    def requests(self) -> list[Asked]:
        """All that was asked, of any host, in order."""
        return self.app.requests

    def asked(self, part: str = "", host: str = "hub") -> list[Asked]:
        """Return what was asked of a host with a text in its path and query."""
        return [asked for asked in self.requests if asked.host == host and part in asked.target]

    @property
    def trust(self) -> ssl.SSLContext:
        """What a client needs to trust the stand-in."""
        return ssl.create_default_context(cafile=str(self.ca) if self.ca else None)


class Protocol(HttpToolsProtocol):
    """Connections that the application can break."""

    def connection_made(self, transport: Any) -> None:
        """Remember a connection by who made it."""
        super().connection_made(transport)
        app: Any = self.config.app
        app.connections[tuple(self.client or ())] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        app: Any = self.config.app
        app.connections.pop(tuple(self.client or ()), None)
        super().connection_lost(exc)


@contextmanager
def serving(world: World, *, tls: bool = False, port: int = 0, keep_log: bool = True) -> Iterator[Hub]:
    """Serve a world from a thread of this process; gives the stand-in that runs.

    A fault of the stand-in itself is raised at the end, so that no test takes it for an answer of the Hub.
    """
    with ExitStack() as stack:
        listening = {name: stack.enter_context(opened(port if name == "hub" else 0)) for name in HOSTS}
        app = App(world, keep_log=keep_log)
        app.hosts = {at.getsockname()[1]: name for name, at in listening.items()}
        scheme = "https" if tls else "http"
        app.origins = {name: f"{scheme}://127.0.0.1:{at.getsockname()[1]}" for name, at in listening.items()}
        app.files.cdn = app.origins["cdn"]
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) if tls else None
        options = certified(folder) if folder else {}
        config = uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            lifespan="off",
            http=Protocol,
            interface="asgi3",
            date_header=False,
            server_header=False,
            **options,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": list(listening.values())}, daemon=True)
        thread.start()
        ca = folder / "ca.pem" if folder else None
        try:
            yield Hub(app.origins["hub"], app.origins["cdn"], app.origins["elsewhere"], world, app, ca)
        finally:
            server.should_exit = server.force_exit = True
            thread.join()
        if app.broken:
            raise app.broken[0]


@contextmanager
def opened(port: int) -> Iterator[socket.socket]:
    """Open a port of this machine, so that who comes before the server has begun waits in line."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        yield listening


def certified(folder: Path) -> dict[str, Any]:
    """Write a certificate for this machine, and the authority that signed it, into a folder."""
    import trustme

    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    return {"ssl_certfile": str(folder / "server.pem"), "ssl_keyfile": str(folder / "server.pem")}
