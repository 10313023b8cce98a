"""Gather the sentences marked for translation into the catalogs; `--check` only tells what they lack.

A new sentence is added without a translation, one that is no longer marked is removed.
"""

import ast
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "filiation"
EXTENSIONS = ("jinja2.ext.do",)
LANGUAGES = ("fr",)
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def marked() -> Catalog:
    """Return all sentences that the source marks, with the files in which they stand."""
    template = Catalog(charset="utf-8")
    for file in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_bytes(), str(file))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "mark":
                template.add(_sentence(file, call), locations=[(file.relative_to(SOURCE).as_posix(), 0)])
    for file in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        page = Environment(extensions=EXTENSIONS).parse(file.read_text(encoding="utf-8"))
        for line, name, found in extract_from_ast(page, ("say", "many")):
            told = [text for text in (found if isinstance(found, tuple) else (found,)) if text]
            if not told:
                raise SystemExit(f"{file}:{line}: {name} takes plain sentences only")
            for text in told:
                template.add(text, locations=[(file.relative_to(SOURCE).as_posix(), 0)])
    return template


def _sentence(file: Path, call: ast.Call) -> str:
    match call.args:
        case [ast.Constant(value=str(text))]:
            return text
    raise SystemExit(f"{file}:{call.lineno}: only plain sentences can be marked")


def translated(language: str) -> Catalog:
    """Return the catalog of a language as it stands."""
    with (SOURCE / "locale" / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language, ignore_obsolete=False)


def problems(language: str) -> list[str]:
    """Return what is wrong with a catalog: sentences without translation or use, other places to fill in."""
    catalog, template = translated(language), marked()
    known = {m.id: m for m in catalog if m.id}
    wanted = {m.id for m in template if m.id}
    found = [f"not translated: {text!r}" for text in sorted(wanted) if not (text in known and known[text].string)]
    found += [f"no longer used: {text!r}" for text in sorted(known.keys() - wanted)]
    found += [f"no longer used: {text!r}" for text in catalog.obsolete]
    for message in known.values():
        if message.fuzzy:
            found.append(f"to be checked: {message.id!r}")
        if message.string and _places(str(message.id)) != _places(str(message.string)):
            found.append(f"other places to fill in: {message.id!r}")
    return found


def update(language: str) -> None:
    """Write a catalog with all marked sentences and only those, keeping what is translated."""
    known = {m.id: m.string for m in translated(language) if m.id}
    catalog = Catalog(locale=language, charset="utf-8")
    for message in marked():
        if message.id:
            catalog.add(message.id, known.get(message.id, ""), locations=message.locations)
    with (SOURCE / "locale" / f"{language}.po").open("wb") as target:
        target.write(HEADER.format(language=language).encode())
        write_po(target, catalog, width=110, include_lineno=False, omit_header=True)


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{[^}]*\}", text))


def main() -> int:
    """Update the catalogs, or with `--check` tell what they lack; 1 when something is wrong."""
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            update(language)
    found = [f"{language}: {problem}" for language in LANGUAGES for problem in problems(language)]
    print("\n".join(found) or "The catalogs are complete.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
