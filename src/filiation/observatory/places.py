"""Where stores are: the one that is named, the user's own, or the bundled sample."""

import atexit
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock
from platformdirs import user_cache_path, user_data_path

from filiation import __version__
from filiation.catalog.store import EDITION_FORMAT, FORMAT, Store
from filiation.errors import StoreFailed
from filiation.facts.progress import silent

SAMPLE_FILES = ("models.jsonl.gz", "datasets.jsonl.gz", "statements.jsonl.gz")
SAMPLE_DAY = datetime(2026, 11, 22, tzinfo=UTC)
"""The day on which the sample's sources were read."""

_PATIENCE = 60  # seconds; another process makes the sample in two


@dataclass(frozen=True, slots=True)
class Place:
    """A store, and whether it is the bundled sample standing in for one."""

    store: Store
    is_sample: bool


def default_folder() -> Path:
    """Return the folder of the user's own store."""
    return user_data_path("filiation") / "store"


def find(folder: Path | None) -> Place:
    """Return the store in `folder`, else the user's own, else the sample (made on first use from bundled facts)."""
    if folder is not None:
        return Place(Store(folder), is_sample=False)
    own = Store(default_folder())
    return Place(own, is_sample=False) if own.exists() else Place(_sample(), is_sample=True)


def _sample() -> Store:
    """Return the sample as a store in the user's cache, made anew when its facts or the formats changed.

    Where it cannot be made there, it is made in a temporary folder, for this process alone.
    """
    bundled = files("filiation.sample")
    facts = sha256(b"".join(bundled.joinpath(name).read_bytes() for name in SAMPLE_FILES))
    name = f"sample-{__version__}-{FORMAT}.{EDITION_FORMAT}-{facts.hexdigest()[:16]}"
    store = Store(user_cache_path("filiation") / name)
    if store.exists():
        return store
    try:
        store.folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(store.folder.parent / "sample.lock", timeout=_PATIENCE):
            return _filled(store)
    except (OSError, StoreFailed):  # not ours to write, read-only, full, or locked for too long
        return _filled(Store(temporary() / name))


def _filled(store: Store) -> Store:
    """Return `store` with the sample in it."""
    if not store.exists():
        from filiation.observatory.building import Import, import_files

        with as_file(files("filiation.sample")) as folder:
            paths = [folder / name for name in SAMPLE_FILES]
            import_files(store, Import(paths, seen=SAMPLE_DAY.date()), SAMPLE_DAY, silent)
    return store


@cache
def temporary() -> Path:
    """Return a folder that is removed when the process ends."""
    folder = TemporaryDirectory(prefix="filiation-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
