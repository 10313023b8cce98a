"""The reference pages are those that the code gives."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "scripts"))

import generate_cli_docs as docs  # noqa: E402


def test_the_pages_are_current(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["generate_cli_docs.py", "--check"])
    assert docs.main() == 0


def test_a_page_that_differs_is_found(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["generate_cli_docs.py", "--check"])
    monkeypatch.setattr(docs, "cli_page", lambda language: f"another page in {language}")
    assert docs.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "docs/reference/cli.md differs from the code",
        "docs/reference/cli.fr.md differs from the code",
    ]
