"""The recorded Hub of July 2024: the time and memory of its import, and whether known facts come out.

`python benchmarks/hub_2024.py [--store FOLDER]`; the listing is looked for in FILIATION_TEST_DATA, else in
`../shared/data` beside the checkout.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from contest import HERE
from measure import folder_mb, run_watched
from run import IMPORT, SOURCE, environment

MISTRAL = "mistralai/Mistral-7B-v0.1"
DIFFUSION = "stabilityai/stable-diffusion-xl-base-1.0"


@dataclass(frozen=True)
class Trait:
    """Something known of the listing, and between which bounds what is found must lie.

    What is known comes from the base_model tags alone, taken literally: further evidence may raise a number of
    links, repaired case and refused local paths lower the number of absent parents.
    """

    name: str
    found: int
    least: int
    most: int | None = None

    @property
    def holds(self) -> bool:
        """Whether what was found fits what is known."""
        return self.least <= self.found and (self.most is None or self.found <= self.most)

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.most is None:
            return f"at least {self.least:,}"
        return f"{self.least:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"


def recorded() -> Path:
    """Return the folder of the recorded listing."""
    data = os.environ.get("FILIATION_TEST_DATA")
    return (Path(data) if data else HERE.parent.parent / "shared" / "data") / "hub-2024-07"


def traits(store: Path) -> list[Trait]:
    """Compare the store's answers with what is known of the listing from its base_model tags alone."""
    sys.path.insert(0, str(SOURCE))
    import filiation

    view = filiation.open(store)
    stats = view.stats()
    lineage = sum(count for relation, count in stats.links.items() if relation != "trained_on")
    return [
        Trait("models", stats.models, 760_000, 760_000),
        Trait("datasets", stats.datasets, 175_000, 175_000),
        Trait("links between models", lineage, 125_980),
        Trait("self references", stats.rejected.get("self-reference", 0), 669),
        Trait("parents that are not listed", stats.absent, 1_600, 1_995),
        Trait("links to them", stats.absent_links, 3_600, 4_380),
        Trait("children of Mistral 7B v0.1", view.show(MISTRAL).children.total, 2_097),
        Trait("its descendants", view.descendants(MISTRAL, limit=1).total, 5_194),
        Trait("their depth", max(map(int, view.descendants(MISTRAL, limit=1).by_depth)), 15),
        Trait("children of SDXL base 1.0", view.show(DIFFUSION).children.total, 4_776),
        Trait("its descendants", view.descendants(DIFFUSION, limit=1).total, 4_936),
    ]


def _import(kind: str, file: Path, seen: str, store: Path) -> dict[str, float]:
    command = [*IMPORT, str(file), "--kind", kind, "--seen", seen, "--store", str(store)]
    run = run_watched(command, environment())
    if run.code:
        sys.exit(f"the import of {kind} failed with code {run.code}: {run.output.strip()[-600:]}")
    return {"seconds": round(run.seconds, 1), "peak_mb": round(run.peak_mb, 1)}


def measure(store: Path) -> int:
    """Import both listings, print the figures and the traits, and return the number of traits that fail."""
    listing = recorded()
    if not listing.is_dir():
        print(f"skipped: the recorded listing is not in {listing}")
        return 0
    figures = {
        "models": _import("models", listing / "models.jsonl.gz", "2024-07-11", store),
        "datasets": _import("datasets", listing / "datasets.jsonl.gz", "2024-07-09", store),
    }
    print(json.dumps(figures | {"store_mb": round(folder_mb(store), 1)}))
    found = traits(store)
    print("| trait | found | known | |\n| --- | --- | --- | --- |")
    for trait in found:
        verdict = "holds" if trait.holds else "FAILS"
        print(f"| {trait.name} | {trait.found:,} | {trait.bounds} | {verdict} |")
    return sum(not trait.holds for trait in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="kept afterwards; default: a temporary folder")
    given = parser.parse_args()
    if given.store:
        sys.exit(min(1, measure(given.store)))
    with tempfile.TemporaryDirectory(prefix="filiation-2024-") as folder:
        sys.exit(min(1, measure(Path(folder) / "store")))


if __name__ == "__main__":
    main()
