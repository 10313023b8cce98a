"""Parents that 250 recorded cards state in their own sentences: how many of them are found, and what else is found.

`python benchmarks/card_sentences.py [--show]`. The cards are those of `hub-fixtures/model-cards.jsonl.gz` in the
recorded data, looked for as in `hub_2024.py`; what they state was read by eye and written to
`tests/evidence/files/card_statements.csv` (`named`: the parent is named by a link, an id or a name; `loose`: by so
little, or so far from the model itself, that finding it is neither asked nor wrong). Ordered by the SHA-256 of their
ids, the first 100 cards served to make the phrases; the others were judged before the reader saw them.
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from filiation.evidence.files.card_subjects import own
from filiation.evidence.files.card_text import read
from filiation.evidence.names import parse
from filiation.facts.findings import Clue

ROOT = Path(__file__).parents[1]
FACTS = ROOT / "tests" / "evidence" / "files" / "card_statements.csv"
MADE_WITH = 100


@dataclass
class Tally:
    """What came of one part of the cards."""

    cards: int = 0
    stated: int = 0
    found: int = 0
    right: int = 0
    loose: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, Clue]] = field(default_factory=list)
    relations: Counter[bool] = field(default_factory=Counter)

    def line(self) -> str:
        other = len(self.wrong)
        return (
            f"{self.cards} cards: {self.found} of {self.stated} stated parents found ({self.found / self.stated:.1%}); "
            f"mentions {self.right} right, {self.loose} loose, {other} wrong "
            f"(precision {(self.right + self.loose) / max(1, self.right + self.loose + other):.1%}); "
            f"relation as stated {self.relations[True]} of {self.relations.total()}"
        )


def cards(data: Path) -> list[tuple[str, str]]:
    with gzip.open(data / "hub-fixtures" / "model-cards.jsonl.gz", "rt", encoding="utf-8") as lines:
        told = [(card["id"], card["readme"]) for card in map(json.loads, lines)]
    return sorted(told, key=lambda card: hashlib.sha256(card[0].encode()).hexdigest())


def facts() -> dict[str, list[dict[str, str]]]:
    stated: dict[str, list[dict[str, str]]] = {}
    with FACTS.open(encoding="utf-8") as text:
        for row in csv.DictReader(text):
            stated.setdefault(row["card"], []).append(row)
    return stated


def plain(name: str) -> str:
    names = parse(name)
    return (names[0].candidate or name).casefold().replace(" ", "-").strip("-_*")


def judge(part: list[tuple[str, str]], stated: dict[str, list[dict[str, str]]]) -> Tally:
    tally = Tally(cards=len(part))
    for card, text in part:
        body = text.encode()
        clues = own(read(body, len(body)).clues, card)
        rows = {plain(row["parent"]): row for row in stated.get(card, [])}
        told: dict[str, set[str]] = {}
        for clue in clues:
            name = plain(clue.named or "")
            told.setdefault(name, set()).add(clue.relation or "")
            row = rows.get(name)
            if row is None:
                tally.wrong.append((card, clue))
            elif row["named"] == "loose":
                tally.loose += 1
            else:
                tally.right += 1
        for name, row in rows.items():
            if row["named"] == "loose":
                continue
            tally.stated += 1
            tally.found += name in told
            if name in told:
                tally.relations[row["relation"] in told[name]] += 1
            else:
                tally.missed.append((card, row["parent"]))
    return tally


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", action="store_true", help="print what was missed and what is wrong")
    show = options.parse_args().show
    data = Path(os.environ.get("FILIATION_TEST_DATA") or ROOT.parent / "shared" / "data")
    told, stated = cards(data), facts()
    begun = time.perf_counter()
    tallies = {"made with": judge(told[:MADE_WITH], stated), "kept aside": judge(told[MADE_WITH:], stated)}
    took = time.perf_counter() - begun
    for name, tally in tallies.items():
        print(f"{name}: {tally.line()}")
        if show:
            for card, parent in tally.missed:
                print(f"  missed {card}: {parent}")
            for card, clue in tally.wrong:
                print(f"  wrong {card}: {clue.named} ({clue.relation}) in {clue.location}: {clue.raw[:200]}")
    print(f"{sum(len(text) for _, text in told) / 1e6:.1f} MB of cards in {took:.2f} s")


if __name__ == "__main__":
    main()
