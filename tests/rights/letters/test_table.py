"""The page of all sentences is the one that the data give."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT / "scripts"))

import generate_letters_table as table  # noqa: E402
from filiation.rights.letters import document  # noqa: E402


def test_the_pages_are_current(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["generate_letters_table.py", "--check"])
    assert table.main() == 0


def test_a_page_that_differs_is_found(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["generate_letters_table.py", "--check"])
    monkeypatch.setattr(table, "page", lambda language: f"another page in {language}")
    assert table.main() == 1
    assert "docs/reference/letters.fr.md differs from the data" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_is_in_the_table_with_its_sources(language):
    page = table.page(language)
    for name, told in document()["sentences"].items():
        rows = [row for row in page.splitlines() if row.startswith(f"| `{name}` |")]
        assert rows, name
        keys = {key for own in (told["sources"], *told["by_law"].values()) for key in own}
        assert all(f"`{key}`" in row for row in rows for key in keys)
