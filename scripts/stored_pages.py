"""Generated pages and those that are stored: writing anew what differs, or with `--check` telling it."""

import sys
from collections.abc import Mapping
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def settle(pages: Mapping[str, str]) -> int:
    """Write the pages of the reference that differ; with `--check` only tell which do, and return 1 when one does."""
    stale = [name for name, text in pages.items() if _stored(REFERENCE / name) != text]
    if "--check" in sys.argv:
        print("\n".join(f"docs/reference/{name} differs from the data" for name in stale) or "The pages are current.")
        return int(bool(stale))
    for name in stale:
        (REFERENCE / name).write_text(pages[name], encoding="utf-8")
    return 0


def _stored(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
