"""Serving the site."""

import os
import sys
import webbrowser

import click

from filiation.cli.clock import WallClock
from filiation.cli.crawl import hub_at
from filiation.cli.frame import Session, command
from filiation.cli.kinds import Whole
from filiation.cli.opening import folder_of
from filiation.cli.output import note
from filiation.locale import mark


@command(
    "serve",
    section=mark("The site"),
    reads=False,
    summary=mark("Serve the pages and the API from this machine."),
    details=mark(
        "Nothing is loaded from elsewhere, and nobody else can reach the pages unless you name another host. The Hub "
        "is asked only when a reader on this machine presses the button that says so. Ctrl-C stops it."
    ),
    examples=(
        ("filiation serve", mark("at http://127.0.0.1:8000/")),
        ("filiation serve --port 0 --open", mark("at any free port, and open the browser")),
        (
            "filiation serve --host 0.0.0.0 --name genealogy.example.org",
            mark("for a network, under a name by which browsers ask for it"),
        ),
        ("filiation serve --public", mark("for people elsewhere, behind a server of your own: cases are never kept")),
    ),
)
@click.option("--host", default="127.0.0.1", metavar="HOST", help=mark("The address of this machine to listen at."))
@click.option("--port", type=Whole(0), default=8000, help=mark("The port to listen at; 0 takes any free one."))
@click.option("--name", "names", multiple=True, metavar="NAME", help=mark("A name of the site; may be repeated."))
@click.option(
    "--public",
    is_flag=True,
    help=mark(
        "For people elsewhere: keep no cases, ask the Hub for nobody. Another host or name keeps no cases either."
    ),
)
@click.option(
    "--vault", metavar="PATH", help=mark("Folder of the vault for your cases (else FILIATION_VAULT, else your own).")
)
@click.option("--open", "opens", is_flag=True, help=mark("Open the home page in your browser."))
def serve(  # noqa: PLR0913 (one parameter an option)
    session: Session, host: str, port: int, names: tuple[str, ...], vault: str | None, *, public: bool, opens: bool
) -> None:
    """Run `serve`."""
    from filiation.hub.live.wire import Patience
    from filiation.web.app import LOCAL_HOSTS
    from filiation.web.refreshing import PATIENCE, Refresher
    from filiation.web.serving import Local
    from filiation.web.serving import serve as run
    from filiation.web.vaulting import Strongroom

    hub = hub_at(None, anonymous=True)
    keeps = host in {*LOCAL_HOSTS, "::1"} and not names and not public

    def started(address: str) -> None:
        note(session.say(mark("The site is at {address}; Ctrl-C stops it."), address=address))
        if keeps:
            told = mark(
                "Whoever reaches it there can keep cases on this machine: behind a server of your own, --public."
            )
            note(session.translate(told), style="dim")
        if opens and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform in _WINDOWED):
            webbrowser.open(address)

    with session.reading() as observatory:
        patience = Patience(connect=5, read=10, whole=PATIENCE, attempts=3, total=PATIENCE)
        refresher = Refresher(hub.url, lambda asked, model: asked.live(model, hub, WallClock(), patience=patience))
        local = Local(refresher, Strongroom(folder_of(vault), WallClock()))
        run(observatory, host, port, names, started, local=None if public else local)


_WINDOWED = ("darwin", "win32")  # elsewhere a variable tells whether there is a screen to open a browser on

COMMANDS = (serve,)
"""The commands of this file."""
