"""How things stood on a past day: editions made from the files that were read up to it, kept beside the store's own.

A view is named by what went into it, so a day later on which nothing was read is the same view, and older files that
are imported afterwards make another one. Five are kept, those that were used last.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from filiation.catalog.manifests import manifest_of
from filiation.catalog.store import EDITION_FORMAT, EDITION_RULES, PARTIAL, Store
from filiation.errors import NotFound, StoreFailed
from filiation.locale import mark

_KEPT = 5
_NAME = re.compile(r"[0-9a-f]{32}")
_PATIENCE = 1800  # seconds; another process makes a view of the whole Hub in some minutes
_LOCK = "lock"

Make = Callable[[Path, Sequence[Path], str], object]
"""Fills a folder with the edition of that name, from these imports."""


@dataclass(frozen=True, slots=True)
class _View:
    """What is to be seen: its name (None: the edition in service shows it), and the imports of the store."""

    name: str | None
    imports: Sequence[Path]


def prepared(store: Store, day: date) -> Path | None:
    """Return the edition that shows how things stood on a day, or None where it has not been made yet.

    Raises NotFound for a day before the first reading.
    """
    asked = _asked(store, day)
    if asked.name is None:
        return store.edition()
    folder = _own(store.views) / asked.name
    return folder if _use(folder) else None


def view(store: Store, day: date, make: Make, place: Path | None = None) -> Path:
    """Return the edition that shows how things stood on a day; `make` makes it where there is none.

    It is kept in the store's own folder of views, or in `place`. Raises NotFound for a day before the first reading,
    OSError where nothing can be written there.
    """
    asked = _asked(store, day)
    if asked.name is None:
        return store.edition()
    views = _own(place or store.views)
    folder = views / asked.name
    if _use(folder):
        return folder
    views.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(views / _LOCK, timeout=_PATIENCE):
            if not _use(folder):
                _remove(_views(views, PARTIAL))
                with store.new_folder(views, asked.name) as partial:
                    make(partial, asked.imports, asked.name)
                _remove(_by_use(views)[_KEPT:])
    except Timeout:
        raise StoreFailed(
            mark("Another process is preparing a view of a past day in {path}."),
            mark("Wait until it is done, then ask again."),
            path=str(views),
        ) from None
    return folder


def forget(store: Store) -> None:
    """Remove all views of a store; each is made anew when it is asked for."""
    _remove(_by_use(_own(store.views)))


def _asked(store: Store, day: date) -> _View:
    imports = store.imports()
    store.edition()  # says what is wrong with a store that is not there, or is no longer a store
    files = [
        (folder.name, number, file.seen) for folder in imports for number, file in enumerate(manifest_of(folder).files)
    ]
    shown = sorted((name, number) for name, number, seen in files if seen <= day)
    if len(shown) == len(files):
        return _View(None, imports)
    if not shown:
        raise NotFound(
            mark("Nothing in the store was read up to {day}."),
            mark("The first day of which it knows is {first}."),
            day=day.isoformat(),
            first=min(seen for _, _, seen in files).isoformat(),
        )
    told = repr((EDITION_FORMAT, EDITION_RULES, shown)).encode()
    return _View(sha256(told).hexdigest()[:32], imports)


def _use(folder: Path) -> bool:
    """Tell whether a view is there, and note that it was used."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    try:
        os.utime(folder)
    except OSError:  # it was made by someone else; only the order in which views go suffers
        return folder.is_dir()
    return True


def _by_use(views: Path) -> list[Path]:
    """Return the views in a folder, the one used last first."""
    return sorted(_views(views), key=lambda p: p.lstat().st_mtime_ns, reverse=True)


def _views(views: Path, ending: str = "") -> list[Path]:
    """Return the folders in `views` that are named as views are, with that ending; others are none of ours."""
    found = views.iterdir() if views.is_dir() else ()
    named = [p for p in found if p.name.endswith(ending) and _NAME.fullmatch(p.name.removesuffix(ending))]
    return [p for p in named if p.is_dir() and not p.is_symlink()]


def _own(views: Path) -> Path:
    """Return the folder of views; raises StoreFailed where it leads to another place, in which nothing is ours."""
    if views.is_symlink():
        raise StoreFailed(
            mark("The folder of views {path} is a link to another place."),
            mark("Remove that link; the views are made again in the store itself when they are asked for."),
            path=str(views),
        )
    return views


def _remove(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
