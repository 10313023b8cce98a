"""Reading the live Hub into the store: crawl, update, pull."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

import click

from filiation.cli.clock import WallClock
from filiation.cli.forecast import draw_forecast
from filiation.cli.frame import Session, command
from filiation.cli.kinds import Moment, OneOf, Whole
from filiation.cli.output import note
from filiation.cli.progress import showing
from filiation.cli.summary import draw_crawl, draw_summary
from filiation.facts.crawls import EVERYTHING, Crawl, CrawlSummary, Update
from filiation.facts.vocabulary import Kind
from filiation.locale import mark

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint

READING = mark("Reading the Hub:")
"""Under which heading the help lists what reads the Hub."""

_IN_PART = 4  # as a source that failed: some of it could not be read
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_BEHIND_OTHERS = 19  # readers on the same machine are not to wait for a build
_Function = TypeVar("_Function", bound=Callable[..., Any])


def hub_options(function: _Function) -> _Function:
    """Give a command the options that tell which Hub is asked, and as whom."""
    options = (
        click.option("--anonymous", is_flag=True, help=mark("Ask without the token of your account.")),
        click.option("--endpoint", metavar="URL", help=mark("The Hub to ask (else HF_ENDPOINT, else huggingface.co).")),
    )
    for option in options:
        function = option(function)
    return function


def _kind_option(function: _Function) -> _Function:
    help_ = mark("Only this kind; may be repeated.")
    return click.option("--kind", "kinds", multiple=True, type=OneOf(("models", "datasets")), help=help_)(function)


def _run_options(function: _Function) -> _Function:
    """Give a command the options that crawl and update share."""
    options = (
        click.option(
            "--accept-gone",
            is_flag=True,
            help=mark("Believe a listing that lacks far more than usual: mark all that it lacks gone."),
        ),
        click.option("--fresh", is_flag=True, help=mark("Begin anew: drop what an earlier run read and kept.")),
        click.option("--dry-run", is_flag=True, help=mark("Only tell what it will cost, with one small request.")),
        click.option(
            "--publishers",
            type=Whole(0),
            default=0,
            help=mark("For how many publishers, the most used first, to ask who they are."),
        ),
    )
    for option in options:
        function = option(function)
    return _kind_option(hub_options(function))


def hub_at(endpoint: str | None, *, anonymous: bool = False) -> "Endpoint":
    """Return the Hub to ask, with the token that the environment or the Hub's own client holds."""
    from filiation.hub.live.access import Endpoint

    def stored() -> str | None:
        from huggingface_hub import get_token

        return get_token()

    return Endpoint.of(endpoint, os.environ, stored, anonymous=anonymous)


def yield_to_others() -> None:
    """Let other programs on this machine go first: readers must not wait for a build."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, max(_BEHIND_OTHERS, os.getpriority(os.PRIO_PROCESS, 0)))
    except (AttributeError, OSError):  # another system, or one that does not allow it
        return


class _Part(TypedDict):
    """What part of the Hub a crawl reads, as `Crawl` calls it."""

    author: str | None
    family: str | None
    limit: int | None
    publishers: int
    accept_gone: bool


class _Since(TypedDict):
    """What an update reads, as `Update` calls it."""

    since: datetime | None
    quick: bool
    publishers: int
    accept_gone: bool


@contextmanager
def interruptible(session: Session) -> Iterator[None]:
    """Tell, where the user stops the block, that nothing of what was read is lost."""
    yield_to_others()
    try:
        yield
    except KeyboardInterrupt:
        note(session.say(mark("Interrupted. What was read is kept; run the same command again, and it goes on.")))
        raise click.exceptions.Exit(_INTERRUPTED) from None


@command(
    "crawl",
    section=READING,
    reads=False,
    summary=mark("Read the live Hub: all of it, one author, or one family."),
    details=mark(
        "Page by page, within the Hub's limits; all of it takes half an hour or more. What was read is kept at once: "
        "stopped in any way, the same command goes on where it was. What a whole crawl does not find any more is "
        "marked gone."
    ),
    examples=(
        ("filiation crawl --dry-run", mark("what reading the whole Hub will cost")),
        ("filiation crawl", mark("the whole Hub")),
        ("filiation crawl --family HuggingFaceH4/zephyr-7b-beta", mark("a model, its ancestors and descendants")),
    ),
)
@click.option("--limit", type=Whole(1), help=mark("At most so many repositories of each kind."))
@click.option("--family", metavar="ID", help=mark("Only this model, its ancestors and its descendants."))
@click.option("--author", metavar="NAME", help=mark("Only the repositories of this publisher."))
@_run_options
def crawl(
    session: Session,
    *,
    dry_run: bool,
    fresh: bool,
    anonymous: bool,
    endpoint: str | None,
    kinds: tuple[str, ...],
    **part: Unpack[_Part],
) -> int:
    """Run `crawl`."""
    hub = hub_at(endpoint, anonymous=anonymous)
    wanted = Crawl(hub.url, _kinds(kinds), **part)
    return _forecast(session, wanted, hub) if dry_run else _read(session, wanted, hub, fresh=fresh)


@command(
    "update",
    section=READING,
    reads=False,
    summary=mark("Read what changed on the live Hub since the store was filled."),
    details=mark(
        "First what changed, the newest first, until what is known is reached; then the names of everything, by which "
        "vanished and renamed repositories are found. Stopped in any way, the same command goes on where it was."
    ),
    examples=(
        ("filiation update", mark("what changed, vanished or was renamed")),
        ("filiation update --quick", mark("only what changed: a few requests")),
        ("filiation update --since 2026-11-01", mark("for a store that does not tell what it knows")),
    ),
)
@click.option("--quick", is_flag=True, help=mark("Leave out the names of everything: nothing is found vanished."))
@click.option("--since", type=Moment(), help=mark("From when on changes are not known (else as the store tells)."))
@_run_options
def update(
    session: Session,
    *,
    dry_run: bool,
    fresh: bool,
    anonymous: bool,
    endpoint: str | None,
    kinds: tuple[str, ...],
    **part: Unpack[_Since],
) -> int:
    """Run `update`."""
    hub = hub_at(endpoint, anonymous=anonymous)
    wanted = Update(hub.url, _kinds(kinds), **part)
    return _forecast(session, wanted, hub) if dry_run else _read(session, wanted, hub, fresh=fresh)


@command(
    "pull",
    section=READING,
    reads=False,
    summary=mark("Read a published snapshot of the whole Hub."),
    details=mark(
        "The quick way to begin: one file for the models and one for the datasets, of which only the columns that tell "
        "of descent are fetched. All or nothing. Then read what changed since, with: filiation update"
    ),
    examples=(
        ("filiation pull", mark("the snapshot that is made every day")),
        ("filiation pull --from acme/hub-snapshots --kind models", mark("another one, models only")),
    ),
)
@click.option("--from", "dataset", metavar="OWNER/DATASET", help=mark("The dataset that holds the snapshot."))
@_kind_option
@hub_options
def pull(
    session: Session, *, endpoint: str | None, anonymous: bool, kinds: tuple[str, ...], dataset: str | None
) -> int:
    """Run `pull`."""
    yield_to_others()
    hub, began = hub_at(endpoint, anonymous=anonymous), time.monotonic()
    with session.writing() as observatory, showing(session) as report:
        summary = observatory.pull(hub, WallClock(), dataset=dataset, kinds=_kinds(kinds), report=report)
    if session.as_json:
        session.screen.json(summary)
    else:
        draw_summary(session, summary, seconds=time.monotonic() - began)
    return _IN_PART if summary.skipped else 0


def _kinds(given: tuple[str, ...]) -> tuple[Kind, ...]:
    wanted = {Kind(kind.removesuffix("s")) for kind in given}
    return tuple(kind for kind in EVERYTHING if kind in wanted) or EVERYTHING


def _forecast(session: Session, wanted: Crawl | Update, hub: "Endpoint") -> int:
    with session.writing() as observatory:
        session.answer(observatory.forecast(wanted, hub, WallClock()), draw_forecast)
    return 0


def _read(session: Session, wanted: Crawl | Update, hub: "Endpoint", *, fresh: bool) -> int:
    clock, began = WallClock(), time.monotonic()
    with interruptible(session), session.writing() as observatory, showing(session) as report:
        summary: CrawlSummary = (
            observatory.crawl(wanted, hub, clock, fresh=fresh, report=report)
            if isinstance(wanted, Crawl)
            else observatory.update(wanted, hub, clock, fresh=fresh, report=report)
        )
    if session.as_json:
        session.screen.json(summary)
    else:
        draw_crawl(session, summary, seconds=time.monotonic() - began)
    return _IN_PART if summary.skipped else 0


COMMANDS = (crawl, update, pull)
"""The commands of this file."""
