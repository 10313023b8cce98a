"""A site served on this machine for a browser, from a thread."""

import socket
from contextlib import contextmanager
from threading import Thread

import uvicorn

from filiation.web.app import make_app


@contextmanager
def served(observatory, refresher=None, strongroom=None):
    """Serve an observatory at any free port; gives the site's address; a `refresher` asks the Hub.

    A `strongroom` keeps cases.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # so that who comes before the thread has begun waits in line
        config = uvicorn.Config(
            make_app(observatory, refresher=refresher, strongroom=strongroom),
            log_level="warning",
            access_log=False,
            lifespan="off",
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()
