"""Write the reference of the command line and of its JSON from the code; `--check` fails when they differ."""

import sys
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import EnumType
from pathlib import Path
from typing import Union, get_args, get_origin, get_type_hints

import click

from filiation.cli.frame import Start
from filiation.cli.main import cli
from filiation.facts import (
    answers,
    cases,
    contacts,
    crawls,
    evidence,
    exploration,
    heritage,
    history,
    holdings,
    hygiene,
    imports,
    inspection,
    letters,
    live,
    pictured,
    register,
)

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
MEANINGS = Path(__file__).with_name("json_fields.toml")
WIDTH = 100
ANSWERS = {
    "import": imports.ImportSummary,
    "pull": imports.ImportSummary,
    "crawl": crawls.CrawlSummary,
    "update": crawls.CrawlSummary,
    "crawl --dry-run": crawls.Forecast,
    "update --dry-run": crawls.Forecast,
    "inspect": inspection.Inspection,
    "inspect --dry-run": crawls.Forecast,
    "search": answers.SearchAnswer,
    "stats": answers.Stats,
    "show": answers.Profile,
    "show --live": live.Live,
    "ancestors": answers.Relatives,
    "descendants": answers.Relatives,
    "path": answers.PathAnswer,
    "lineage": heritage.Lineage,
    "overview": heritage.Overview,
    "publisher": holdings.PublisherProfile,
    "dataset": holdings.DatasetProfile,
    "explore": exploration.Exploration,
    "tree": pictured.Tree,
    "evidence": evidence.Evidence,
    "doctor": hygiene.Diagnosis,
    "contacts": contacts.Reachability,
    "history": history.History,
    "diff": history.Diff,
    "request new": cases.Overview,
    "request import": cases.Overview,
    "request show": cases.Overview,
    "request record": cases.Overview,
    "request compare": cases.Overview,
    "announce": register.Made,
    "register add": register.ReceivedLine,
    "register list": register.Register,
    "register record": register.ReceivedLine,
    "register letter": letters.Letter,
}
"""What each command answers, alone or with an option; `rebuild` answers no more than the name of the edition."""

NAMES: Mapping[type, str] = {cases.Overview: "CaseOverview"}
"""What answers are called here that share their names in the code with others."""

INTRODUCTION = {
    "en": """# The command line

<!-- Written by scripts/generate_cli_docs.py from the code; do not edit. [En français](cli.fr.md) -->

What each command does, with its options, as `--help` tells it. The JSON of `--json` is described in
[json.md](json.md).

Errors go to standard error as two lines, what happened and what to do; answers go to standard output. On a
terminal the answer is in color unless `NO_COLOR` is set. Elsewhere it is plain text; ids are never cut.
""",
    "fr": """# La ligne de commande

<!-- Écrit par scripts/generate_cli_docs.py à partir du code ; ne pas modifier. [In English](cli.md) -->

Ce que fait chaque commande, avec ses options, comme le dit `--help`. Le JSON de `--json` est décrit (en anglais)
dans [json.md](json.md).

Les erreurs vont sur la sortie d’erreur, en deux lignes : ce qui s’est passé, et que faire. Les réponses vont sur
la sortie standard : en couleurs sur un terminal, sauf si `NO_COLOR` est défini, et sinon en texte simple. Les
identifiants ne sont jamais coupés.
""",
}
JSON_INTRODUCTION = """# The JSON of the command line

<!-- Written by scripts/generate_cli_docs.py from the code; do not edit. -->

With `--json` every command prints one JSON document (UTF-8) and nothing else on standard output. The fields
below are stable: later versions may add fields, but do not rename or remove them. Days are written `YYYY-MM-DD`;
moments as `YYYY-MM-DDTHH:MM:SSZ` (UTC). `null` means that the sources do not say.

`rebuild` answers `{"edition": "NAME"}`, the name of the edition now in service. `request list` and
`request calendar` answer `{"items": […]}`, lists of cases (`id`, `title`, `model`, `opened`, `parties`, `next_due`,
`saved`) and of [deadlines](#deadline); `request letters` and `request complaint` answer `{"folder", "files"}`,
`request remove` and `register remove` `{"removed"}`; `register calendar` `{"items": […]}`, the
[requests](#receivedline) of which an answer is due; the commands of `vault` tell the folder or the file and how many
`documents` there are,
`vault check` also which are `damaged`. The others:
"""


def cli_page(language: str) -> str:
    """Return the reference of the command line in one language."""
    root = _context(cli, "filiation", obj=Start(language))
    parts = [INTRODUCTION[language], _section("filiation", cli.get_help(root))]
    return "\n".join([*parts, *_commands(cli, root)])


def _commands(group: click.Group, parent: click.Context) -> Iterator[str]:
    """Yield a section for each command of a group, and for those within them."""
    for name, command in group.commands.items():
        context = _context(command, name, parent=parent)
        yield _section(context.command_path, command.get_help(context))
        if isinstance(command, click.Group):
            yield from _commands(command, context)


def _context(
    command: click.Command, name: str, parent: click.Context | None = None, obj: object = None
) -> click.Context:
    """Return a context as `main` makes it, whatever the width of the terminal."""
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, obj=obj, **settings)


def _section(title: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"## {title}\n\n```text\n{lines}\n```\n"


def json_page() -> str:
    """Return the description of all JSON answers; raises SystemExit when a field has no meaning written down."""
    meanings: dict[str, dict[str, str]] = tomllib.loads(MEANINGS.read_text(encoding="utf-8"))
    found = list(_classes(ANSWERS.values()))
    wanted = {_name(kind): [f.name for f in fields(kind)] for kind in found}
    if wanted != {name: list(told) for name, told in meanings.items()}:
        raise SystemExit(_difference(wanted, meanings))
    rows = "\n".join(f"| `{name}` | [{_name(kind)}](#{_name(kind).lower()}) |" for name, kind in ANSWERS.items())
    parts = [JSON_INTRODUCTION, f"| command | answer |\n|---|---|\n{rows}\n"]
    parts += [_class_section(kind, meanings[_name(kind)]) for kind in found]
    return "\n".join(parts)


def _difference(wanted: Mapping[str, list[str]], meanings: Mapping[str, dict[str, str]]) -> str:
    told = {f"{kind}.{name}" for kind, names in meanings.items() for name in names}
    real = {f"{kind}.{name}" for kind, names in wanted.items() for name in names}
    return f"{MEANINGS.name}: missing {sorted(real - told)}, superfluous {sorted(told - real)}, or in another order"


def _classes(kinds: object) -> Iterator[type]:
    """Yield the answers and all types within them, each once, in the order in which a reader meets them."""
    waiting, seen = list(dict.fromkeys(kinds)), set()  # type: ignore[call-overload]
    while waiting:
        kind = waiting.pop(0)
        if kind in seen:
            continue
        seen.add(kind)
        yield kind
        waiting[:0] = [inner for hint in get_type_hints(kind).values() for inner in _inside(hint)]


def _inside(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for argument in get_args(hint):
        yield from _inside(argument)


def _class_section(kind: type, meanings: Mapping[str, str]) -> str:
    hints = get_type_hints(kind)
    rows = "\n".join(f"| `{name}` | {_shape(hints[name])} | {text} |" for name, text in meanings.items())
    summary = " ".join((kind.__doc__ or "").split())
    return f"## {_name(kind)}\n\n{summary}\n\n| field | type | meaning |\n|---|---|---|\n{rows}\n"


def _name(kind: type) -> str:
    return NAMES.get(kind, kind.__name__)


def _shape(hint: object) -> str:
    """Return how a type looks in JSON."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(_shape(one) for one in arguments)
    if origin is tuple:
        inner = [_shape(one) for one in arguments if one is not Ellipsis]
        return f"list of {inner[0]}" if Ellipsis in arguments else f"pair of {' and '.join(inner)}"
    if origin is not None:  # a mapping
        return f"object: {_shape(arguments[0])} → {_shape(arguments[1])}"
    if isinstance(hint, EnumType):
        words: list[str] = list(hint)
        return " · ".join(f"`{word}`" for word in words)
    if isinstance(hint, type) and is_dataclass(hint):
        return f"[{_name(hint)}](#{_name(hint).lower()})"
    names = {str: "text", int: "number", float: "number", bool: "true or false", datetime: "moment"}
    names[type(None)] = "null"
    return names.get(hint, "day")  # type: ignore[call-overload, no-any-return]


def main() -> int:
    """Write the pages, or with `--check` tell which differ from the code; 1 when one does."""
    pages = {"cli.md": cli_page("en"), "cli.fr.md": cli_page("fr"), "json.md": json_page()}
    stale = [name for name, text in pages.items() if _stored(REFERENCE / name) != text]
    if "--check" in sys.argv:
        print("\n".join(f"docs/reference/{name} differs from the code" for name in stale) or "The pages are current.")
        return int(bool(stale))
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (REFERENCE / name).write_text(pages[name], encoding="utf-8")
    return 0


def _stored(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
