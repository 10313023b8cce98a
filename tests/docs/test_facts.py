"""Pages tell of everything that the program has: commands, errors, words, readers, columns, views, methods."""

import inspect
import re

import pytest
from tests.docs.pages import ROOT, headings, text

import filiation
from filiation import errors
from filiation.catalog.graph import COLUMNS, VERSION
from filiation.catalog.store import EDITION_FORMAT, FORMAT
from filiation.cli.main import cli
from filiation.evidence.clues import READERS
from filiation.evidence.names import legacy_names
from filiation.evidence.relation_rule import RULES
from filiation.facts.tables import RECORDS, STATEMENTS
from filiation.facts.vocabulary import Presence, Rejection, Relation, Source, Standing
from filiation.hub.bulk import ENDINGS
from filiation.hub.live.failures import CursorRefused
from filiation.observatory import Observatory
from filiation.web import later, problems, security

EVIDENCE = ["docs/explanation/evidence.md", "docs/explanation/evidence.fr.md"]
IMPORTING = ["docs/how-to/import-records.md", "docs/how-to/import-records.fr.md"]
WORDS = [*Source, *Rejection, *Relation, *Standing, *Presence]
STORE, ERRORS, PYTHON = "docs/reference/store.md", "docs/reference/errors.md", "docs/reference/python.md"
METHODS = [
    key
    for key, value in inspect.getmembers_static(Observatory)
    if not key.startswith("_") and callable(getattr(value, "__func__", value))
]


def page(path):
    return text(ROOT / path)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home))
        with filiation.open() as observatory:
            yield observatory


@pytest.mark.parametrize("path", ["README.md", "README.fr.md"])
def test_the_front_door_names_every_command(path):
    for command in cli.commands:
        assert f"filiation {command}" in page(path), command


@pytest.mark.parametrize(("path", "gap"), [("README.md", ","), ("README.fr.md", "\u202f")])
def test_the_front_door_gives_the_figures_of_the_sample(path, gap, sample):
    stats = sample.stats()
    numbers = set(re.findall(rf"\b\d+(?:{gap}\d+)*\b", page(path)))
    assert {f"{stats.models:,}".replace(",", gap), str(stats.datasets)} <= numbers
    by_hand = re.search(r"adds (\d+) statements written by hand", page("src/filiation/sample/README.md"))
    assert by_hand
    assert by_hand[1] in numbers


@pytest.mark.parametrize("path", EVIDENCE)
def test_the_number_of_early_ids_is_told(path):
    assert f" {len(legacy_names())} " in page(path)


@pytest.mark.parametrize("path", EVIDENCE)
@pytest.mark.parametrize("word", WORDS, ids=str)
def test_every_word_of_the_vocabulary_is_explained(path, word):
    assert re.search(rf"^\| `{re.escape(word)}` \|", page(path), re.MULTILINE)


@pytest.mark.parametrize("path", EVIDENCE)
def test_every_reader_is_told_of(path):
    for reader in READERS:
        assert f"`{reader.name}`" in page(path), reader.name


@pytest.mark.parametrize("path", ["docs/explanation/relations.md", "docs/explanation/relations.fr.md"])
def test_every_step_of_the_rule_is_told_of(path):
    for rule in RULES:
        assert f"| `{rule.name}` |" in page(path), rule.name


@pytest.mark.parametrize("path", IMPORTING)
def test_every_ending_of_a_file_is_told_of(path):
    for ending in (*ENDINGS, *STATEMENTS.names):
        assert f"`{ending}`" in page(path), ending


def test_every_error_is_told_of_with_its_codes():
    kinds = list(_with_kinds(errors.FiliationError))
    assert {later.Busy, problems.Unforeseen, security.Foreign, CursorRefused} <= set(kinds)
    for kind in kinds:
        assert f"| `{kind.__name__}` | {kind.exit_code} | {kind.status} |" in page(ERRORS), kind


def _with_kinds(error):
    yield error
    for kind in error.__subclasses__():
        yield from _with_kinds(kind)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 130, 141])
def test_every_exit_code_is_told_of(code):
    assert re.search(rf"^\| {code} \|", page(ERRORS), re.MULTILINE)


def test_every_method_is_in_the_python_reference():
    assert {"import_files", "show", "stats"} <= set(METHODS)
    titles = {title for _, title in headings(ROOT / PYTHON)}
    assert {f"`{name}`" for name in METHODS} <= titles


@pytest.mark.parametrize("name", METHODS)
def test_every_argument_is_in_the_python_reference(name):
    section = re.split(rf"^## `{name}`$", page(PYTHON), flags=re.MULTILINE)[1].split("\n## ")[0]
    for argument in inspect.signature(getattr(Observatory, name)).parameters.values():
        assert argument.name == "self" or re.search(rf"`{argument.name}`|\b{argument.name}\b[,:)=]", section), argument


def test_every_column_of_the_records_is_in_the_reference():
    for column in (*RECORDS.names, *STATEMENTS.names):
        assert f"| `{column}` |" in page(STORE), column


def test_every_array_of_the_graph_is_in_the_reference(sample):
    folder = sample.edition.folder / "graph"
    arrays = {file.name.split(".")[0] for file in folder.glob("*.npy")}
    assert arrays == {"up", "down", "closure", "column"}
    assert all(f"`{file.name.removesuffix('.npy')}`" in page(STORE) for file in folder.glob("*.npy"))
    assert all(f"`column.{name}`" in page(STORE) for name in COLUMNS)


def test_the_views_are_in_the_reference_as_they_are(sample):
    views = [row["name"] for row in sample.edition.rows("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert views
    for view in views:
        section = re.search(rf"^### `{view}`\n(.*?)(?=^#|\Z)", page(STORE), re.MULTILINE | re.DOTALL)
        assert section, f"{view} is not described"
        described = re.findall(r"^\| `(\w+)` \|", section[1], re.MULTILINE)
        assert described == [row["name"] for row in sample.edition.rows(f"PRAGMA table_info({view})")]


def test_the_versions_of_the_formats_are_current():
    assert f"| layout and records | {FORMAT} |" in page(STORE)
    assert f"| edition | {EDITION_FORMAT} |" in page(STORE)
    assert f"| graph arrays | {VERSION} |" in page(STORE)


def test_the_changelog_tells_of_this_version():
    assert f"[{filiation.__version__}]" in page("CHANGELOG.md")
