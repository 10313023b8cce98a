"""Where stores are: the one that is named, the user's own, or the bundled sample."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from filiation.catalog.store import EDITION_FORMAT, FORMAT, Store
from filiation.facts.progress import silent

SAMPLE_FILES = ("models.jsonl.gz", "datasets.jsonl.gz", "statements.jsonl.gz")
SAMPLE_DAY = datetime(2026, 11, 22, tzinfo=UTC)
"""The day on which the sample's sources were read."""


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
    """Return the sample as a store in the user's cache, made anew when its facts or the formats changed."""
    bundled = files("filiation.sample")
    facts = sha256(b"".join(bundled.joinpath(name).read_bytes() for name in SAMPLE_FILES))
    store = Store(user_cache_path("filiation") / f"sample-{FORMAT}.{EDITION_FORMAT}-{facts.hexdigest()[:16]}")
    if not store.exists():
        from filiation.observatory.building import Import, import_files

        with as_file(bundled) as folder:
            paths = [folder / name for name in SAMPLE_FILES]
            import_files(store, Import(paths, seen=SAMPLE_DAY.date()), SAMPLE_DAY, silent)
    return store
