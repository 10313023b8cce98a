"""What the pages show is what happens: their commands, their Python and their files are run on the sample.

On a page, a block `console` holds commands behind `$` with what they answer (`…` stands for anything), `pycon` a
Python session, `python` a program (`no-run`: it needs the network), and a block with a file name is that file.
"""

import doctest
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, blocks, language, name

from filiation.cli.main import main

VARIABLES = ("FILIATION_STORE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR")
RUN = {"console", "pycon", "python"}
RUNNABLE = [page for page in PAGES if any(block.language in RUN for block in blocks(page))]
DOCTEST = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def reader(home, tmp_path, monkeypatch):
    """Become a new user in an empty folder."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("FILIATION_VAULT", str(tmp_path / "vault"))
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@dataclass
class Walk:
    """One reading of a page from its top: what its programs named, and the last exit code."""

    page: object
    capsys: object
    names: dict = field(default_factory=lambda: {"__name__": "page"})
    code: int = 0

    def follow(self, block):
        if block.language == "console":
            self._commands(block)
        elif block.language == "pycon":
            self._session(block)
        elif block.language == "python":
            if block.info != "no-run":
                exec(compile("\n" * (block.line - 1) + block.text, name(self.page), "exec"), self.names)
        elif re.fullmatch(r"[\w.-]+\.\w+", block.info):
            Path(block.info).write_text(block.text, encoding="utf-8")

    def _commands(self, block):
        for said in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, _, expected = said.partition("\n")
            shown = self._answer(shlex.split(command))
            assert matches(expected, shown), f"{name(self.page)}:{block.line}: $ {command}\n{shown}"

    def _answer(self, words):
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        assert words[0] == "filiation", f"{name(self.page)} shows a command that cannot be run here: {words}"
        self.capsys.readouterr()
        self.code = main(words[1:])
        said = self.capsys.readouterr()
        return said.out if self.code in {0, 4} and said.out else said.out + said.err

    def _session(self, block):
        test = doctest.DocTestParser().get_doctest(block.text, {}, name(self.page), str(self.page), block.line - 1)
        test.globs = self.names
        report = []
        doctest.DocTestRunner(optionflags=DOCTEST).run(test, out=report.append, clear_globs=False)
        assert not report, "".join(report)


def matches(expected, shown):
    """Whether an answer is as expected; `…` stands for the rest of a line, or alone in a line for any lines."""
    lines = [re.escape(line.rstrip()).replace("…", "[^\n]*") for line in expected.strip("\n").split("\n")]
    pattern = "\n".join(r"(?:.|\n)*" if line == "[^\n]*" else line for line in lines)
    answer = "\n".join(line.rstrip() for line in shown.strip("\n").split("\n"))
    return re.fullmatch(pattern, answer) is not None


@pytest.mark.parametrize("page", RUNNABLE, ids=name)
def test_a_page_does_what_it_shows(page, reader, capsys):
    reader.setenv("FILIATION_LANG", language(page))
    walk = Walk(page, capsys)
    for block in blocks(page):
        walk.follow(block)


def test_a_wrong_answer_is_seen():
    assert matches("a …\n…\nz\n", "a b\nc\nd\nz\n")
    assert matches("a …\n…\nz\n", "a b\nz\n") is False
    assert not matches("1 model\n", "2 models\n")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("console", "$ filiation show no/model --lang en\n…\n$ echo $?\n0\n"),
        ("console", "$ filiation --version\nfiliation 99\n"),
        ("pycon", ">>> 1 + 1\n3\n"),
        ("python", "assert 1 + 1 == 3\n"),
    ],
)
def test_a_page_that_shows_what_does_not_happen_fails(reader, capsys, tmp_path, kind, shown):
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n```{kind}\n{shown}```\n", encoding="utf-8")
    reader.setattr("tests.docs.test_run.name", lambda page: page.name)
    with pytest.raises(AssertionError):
        Walk(page, capsys).follow(blocks(page)[0])
