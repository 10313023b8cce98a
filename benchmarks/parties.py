"""To whom to write, in large families: the time of `parties`, first and again, with each of its steps.

`python benchmarks/parties.py [--store STORE --model ID ...]` asks a store about its own families;
`python benchmarks/parties.py [--models 100000]` makes a family of so many descendants and asks about it. It is made
up, always the same from its seed: nearly half of the models come from the base itself, the others from any before them,
one in forty from several; one in five is quantized, and their 20,000 publishers have a heavy tail.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from contest import HERE
from measure import timed

SOURCE = HERE.parent / "src"
BASE = "origin/base"
RELATIONS = ("finetune", "adapter", "quantized", "merge")
SHARES = (0.42, 0.335, 0.22, 0.025)
REPEATED = 5
SEED = 20261122


@dataclass(frozen=True)
class Asked:
    """What was found of one family, and how many milliseconds it took: at first, then at best, with all listed."""

    model: str
    descendants: int
    publishers: int
    first: float
    again: float
    whole: float
    party: float
    relays: str

    @property
    def row(self) -> str:
        """The line of the table."""
        counts = f"{self.model} | {self.descendants:,} | {self.publishers:,}"
        times = " | ".join(f"{ms:,.0f}" for ms in (self.first, self.again, self.whole, self.party))
        return f"| {counts} | {times} | {self.relays} |"


def records(models: int, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Yield a base and so many models that come from it."""
    yield {"id": BASE, "tags": [], "downloads": models}
    owners = np.minimum(rng.zipf(1.35, models), 20_000)
    kinds = rng.choice(len(RELATIONS), models, p=SHARES)
    near, luck = rng.random(models) < 0.47, rng.random((models, 3))
    names = [f"p{owner}/m{place}" for place, owner in enumerate(owners.tolist())]
    for place, (name, kind) in enumerate(zip(names, kinds.tolist(), strict=True)):
        several = 3 if RELATIONS[kind] == "merge" else 1
        drawn = [names[int(share * place)] for share in luck[place, :several].tolist() if place]
        parents = [BASE] if near[place] or not drawn else drawn
        tags = [f"base_model:{RELATIONS[kind]}:{parent}" for parent in dict.fromkeys(parents)]
        yield {"id": name, "tags": tags, "downloads": int(1e6 / (place + 1))}


def made(folder: Path, models: int) -> Path:
    """Make a store with one family of so many models."""
    import filiation

    listing = folder / "models.jsonl"
    with listing.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records(models, np.random.default_rng(SEED)))
    store = folder / "store"
    filiation.open(store).import_files([listing], now=datetime.now(UTC), kind="models")
    return store


def asked(store: Path, model: str) -> Asked:
    """Ask a store about one model, and look whether what it tells fits together."""
    import filiation

    with filiation.open(store) as view:
        view.edition.graph.check(0)
        answer, first = timed(lambda: view.parties(model))
        again = min(timed(lambda: view.parties(model))[1] for _ in range(REPEATED))
        whole, everyone = timed(lambda: view.parties(model, limit=0))
        largest = max(whole.items, key=lambda party: party.total).publisher
        _, party = timed(lambda: view.parties(model, publisher=largest))
    held = sum(sum(one.by_memory.values()) for one in (*whole.first, *whole.items))
    if held + whole.unowned != whole.descendants or len(whole.items) != answer.total:
        raise SystemExit(f"{model}: {held} models of parties are not the {whole.descendants} descendants")
    share = f"{answer.relays[-1].share:.0%} by {len(answer.relays)}" if answer.relays else "–"
    return Asked(model, answer.descendants, answer.total, first, again, everyone, party, share)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--models", type=int, default=100_000)
    given = parser.parse_args()
    sys.path.insert(0, str(SOURCE))
    print("| model | descendants | publishers | first ms | again ms | all parties ms | the largest ms | reached |")
    print("|---|---|---|---|---|---|---|---|")
    if given.store is not None:
        for model in given.model:
            print(asked(given.store, model).row)
        return
    with tempfile.TemporaryDirectory() as folder:
        print(asked(made(Path(folder), given.models), BASE).row)


if __name__ == "__main__":
    main()
