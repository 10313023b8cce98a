"""The page of all legal sources is the one that the data give."""

import sys
from pathlib import Path

import pytest

from filiation.rights.law import sources

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts"))

import generate_law_table as table  # noqa: E402


def test_the_pages_are_current(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["generate_law_table.py", "--check"])
    assert table.main() == 0


def test_a_page_that_differs_is_found(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["generate_law_table.py", "--check"])
    monkeypatch.setattr(table, "page", lambda language: f"another page in {language}")
    assert table.main() == 1
    assert "docs/reference/law.fr.md differs from the data" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_source_stands_there_once_with_its_address_and_how_it_was_checked(language):
    rows = [line for line in table.page(language).splitlines() if line.startswith("| `")]
    placed = {row.split("`")[1]: row for row in rows}
    assert len(rows) == len(placed)
    assert set(placed) == set(sources())
    for one in sources().values():
        row = placed[one.key]
        assert one.urls[language] in row
        assert one.date.isoformat() in row
        assert row.endswith(f"| `{one.how}`, {one.checked.isoformat()} |")
