"""Making and finding the edition that shows how things stood on a past day."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from filiation.catalog.store import Store, full, is_full
from filiation.catalog.views import prepared, view
from filiation.facts.progress import Report
from filiation.observatory.places import temporary

__all__ = ["edition_of", "prepared"]


def edition_of(store: Store, day: date, report: Report) -> Path:
    """Return the folder of the edition that shows how things stood on a day, made where there is none yet.

    Where the store cannot be written, it is made in a temporary folder, for this process alone. Raises NotFound for a
    day before the first reading.
    """

    def make(folder: Path, imports: Sequence[Path], name: str) -> None:
        from filiation.observatory import building

        with building.naming_want(store):
            building.fill(folder, imports, name, report, day)

    try:
        return view(store, day, make)
    except OSError as error:
        if is_full(error):
            raise full(store.folder) from error
        return view(store, day, make, temporary() / "views")
