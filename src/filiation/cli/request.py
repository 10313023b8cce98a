"""Cases of a person: opening one, and the group of all commands that work on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

import click
import msgspec

from filiation.cli import case_events, casebook
from filiation.cli.case_view import draw_case
from filiation.cli.drafting import drafted, held_draft, joined
from filiation.cli.frame import Session, command
from filiation.cli.grouping import group
from filiation.cli.kinds import Day, OneOf
from filiation.cli.opening import Lock, casework, is_asked, read_file, today, vaulted
from filiation.errors import WrongUse
from filiation.facts.rights import DataKind, ErasureGround, Right
from filiation.locale import mark
from filiation.rights.case_files import LARGEST

_SECTION = mark("Rights:")
_BEGIN = mark("Begin:")


class _Told(TypedDict):
    """What options tell of a draft, as the draft calls it."""

    rights: tuple[str, ...]
    what: str | None
    name: str | None
    reply_to: str | None
    country: str | None
    represents: str | None
    prompts: tuple[str, ...]
    outputs: tuple[str, ...]
    seen: date | None
    kinds: tuple[str, ...]
    grounds: tuple[str, ...]
    repeats: tuple[str, ...]
    silent: tuple[str, ...]
    revision: str | None
    file: str | None
    correction: str | None
    situation: str | None
    language: str | None
    day: date | None


def _told(function: Any) -> Any:  # noqa: ANN401 (click's decorators are so)
    """Give a command all that a draft can hold."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


_OPTIONS = (
    click.option(
        "--right",
        "rights",
        multiple=True,
        type=OneOf(tuple(map(str, Right))),
        help=mark("What is asked for; may be repeated."),
    ),
    click.option("--what", metavar="TEXT", help=mark("The personal data in a few words, such as “my postal address”.")),
    click.option("--name", metavar="TEXT", help=mark("Your name.")),
    click.option("--reply-to", metavar="ADDRESS", help=mark("Where answers are to go: an e-mail or postal address.")),
    click.option("--country", metavar="CC", help=mark("The country in which you live, such as FR.")),
    click.option("--represents", metavar="TEXT", help=mark("The person for whom you write, if it is not yourself.")),
    click.option(
        "--prompt", "prompts", multiple=True, metavar="TEXT", help=mark("What the model was asked; may be repeated.")
    ),
    click.option(
        "--output", "outputs", multiple=True, metavar="TEXT", help=mark("What it said then; one for each --prompt.")
    ),
    click.option("--seen", type=Day(), help=mark("The day on which it said so.")),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=OneOf(tuple(map(str, DataKind))),
        help=mark("The sort of data; may be repeated."),
    ),
    click.option(
        "--ground",
        "grounds",
        multiple=True,
        type=OneOf(tuple(map(str, ErasureGround))),
        help=mark("Why it is to be erased, if not: objection and unlawful; may be repeated."),
    ),
    click.option("--repeats", multiple=True, metavar="ID", help=mark("Another model that says it; may be repeated.")),
    click.option("--silent", multiple=True, metavar="ID", help=mark("A model that does not say it; may be repeated.")),
    click.option("--revision", metavar="SHA", help=mark("The commit of the model that was used.")),
    click.option("--file", metavar="NAME", help=mark("The file of the model that was used.")),
    click.option("--correction", metavar="TEXT", help=mark("What is right (for rectification).")),
    click.option("--situation", metavar="TEXT", help=mark("What in your situation speaks against it (for objection).")),
    click.option("--language", metavar="LANG", help=mark("Language of the letters; else that of the answers.")),
    click.option("--day", type=Day(), help=mark("The day that the letters bear; today if it is left out.")),
)


@command(
    "new",
    section=_BEGIN,
    reads=False,
    summary=mark("Open a case: what a model says about a person, and what is asked of whom."),
    details=mark(
        "On a terminal, what is missing is asked for. What stands on a command line may be read by others on this "
        "machine and stays in the history of the shell: for a real person, type it when you are asked, or put it into "
        "a file (--draft FILE, - is standard input). The case is kept encrypted in the vault, which is made if there "
        "is none. Nothing is sent to anybody."
    ),
    examples=(
        ("filiation request new HuggingFaceH4/zephyr-7b-beta", mark("answer the questions")),
        (
            "filiation request new HuggingFaceH4/zephyr-7b-beta --draft draft.json --evidence pack.json",
            mark("from files"),
        ),
    ),
)
@click.argument("model", metavar="ID", help=mark("The model that says it."))
@_told
@click.option("--draft", metavar="FILE", help=mark("A file with all that, as JSON (-: standard input)."))
@click.option("--evidence", metavar="FILE", help=mark("A file of observations, as JSON (-: standard input)."))
@click.option(
    "--to",
    "publishers",
    multiple=True,
    metavar="NAME",
    help=mark(
        "Only these publishers (huggingface: the host); same: those of copies and quantized versions as well; else "
        "those proposed; may be repeated."
    ),
)
@click.option("--title", default="", metavar="TEXT", help=mark("How the case is called in your list."))
@vaulted
def new(  # noqa: PLR0913 (one argument for each option)
    session: Session,
    model: str,
    *,
    draft: str | None,
    evidence: str | None,
    publishers: tuple[str, ...],
    title: str,
    lock: Lock,
    **told: Unpack[_Told],
) -> None:
    """Run `request new`."""
    from filiation.rights.drafts import read_evidence

    _check_inputs(draft, evidence, lock)
    day = today()
    held = held_draft(draft) if draft else {}
    seen = read_evidence(read_file(evidence)) if evidence else {}
    fields = joined(held, {"model": model, **_fields(told)}, seen)
    made = None if is_asked() else drafted(session, fields, day)
    with casework(session, lock, make=True, about=model) as cases:
        made = made or drafted(session, fields, day)  # who was asked must not have answered in vain
        case = cases.open_case(made, publishers, day, title=title)
        session.answer(cases.overview(case.id, day), draw_case)


@command(
    "import",
    section=_BEGIN,
    reads=False,
    summary=mark("Open a case from the case file that the page of requests saved in a browser."),
    examples=(
        ("filiation request import case.json", mark("a file that a browser saved")),
        ("filiation request import - < case.json", mark("from standard input")),
    ),
)
@click.argument("file", metavar="FILE", help=mark("The case file (-: standard input)."))
@click.option("--title", default="", metavar="TEXT", help=mark("How the case is called in your list."))
@vaulted
def import_(session: Session, file: str, *, title: str, lock: Lock) -> None:
    """Run `request import`."""
    from filiation.rights.case_files import read_case_file

    _check_inputs(file, None, lock)
    draft, publishers = read_case_file(read_file(file, most=LARGEST))
    day = today()
    with casework(session, lock, make=True) as cases:
        case = cases.open_case(draft, publishers, day, title=title)
        session.answer(cases.overview(case.id, day), draw_case)


def _check_inputs(*given: str | Lock | None) -> None:
    """Raise WrongUse where standard input is to be read twice."""
    names = [one.passphrase_file if isinstance(one, Lock) else one for one in given]
    if names.count("-") > 1:
        raise WrongUse(
            mark("Standard input can be read for one thing only."), mark("Name a file for the others in place of -.")
        )


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what options tell, as the fields of a draft."""
    if len(told["prompts"]) != len(told["outputs"]):
        raise WrongUse(
            mark("There is not one --output for each --prompt."), mark("Give them in pairs, in the same order.")
        )
    seen = {"day": told["seen"].isoformat()} if told["seen"] else {}
    pairs = zip(told["prompts"], told["outputs"], strict=True)
    fields: dict[str, Any] = {
        "person": {name: told[name] for name in ("name", "reply_to", "country", "represents") if told[name]},
        "observations": [{"prompt": prompt, "output": output, **seen} for prompt, output in pairs],
    }
    lists = ("rights", "kinds", "grounds", "repeats", "silent")
    words = ("what", "revision", "file", "correction", "situation", "language", "day")
    fields.update({name: msgspec.to_builtins(told[name]) for name in (*lists, *words) if told[name]})
    fields.update({name: list(fields[name]) for name in lists if name in fields})
    return fields


request = group(
    "request",
    (new, import_, *casebook.COMMANDS, *case_events.COMMANDS),
    section=_SECTION,
    summary=mark("Cases: what is asked of whom about a model, letters, answers and deadlines."),
    details=mark(
        "A case is kept encrypted in your vault, on this machine alone. Letters are written here; you send them "
        "yourself, and note what comes back."
    ),
    examples=(
        ("filiation request new HuggingFaceH4/zephyr-7b-beta", mark("open a case, and be asked what is needed")),
        ("filiation request list", mark("all cases, with what is due next")),
        ("filiation request letters CASE --out letters", mark("write its letters to files")),
    ),
)

COMMANDS = (request,)
"""The commands of this file."""
