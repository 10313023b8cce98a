"""How many models without a declared parent gain one, by kind of clue, and how often a relation is the labeled one.

Run: python benchmarks/evidence.py [--store FOLDER] [--sample FILE]. The store is made of the listing of July 2024, the
6,000 detailed records and the 250 recorded cards, and asked again where it was made before. `--sample` writes 100 of
the links gained, chosen by the digest of their ends, to be read one by one; the verdicts in `results` are told beside.
"""

import argparse
import csv
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import md5
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.making import inspected  # noqa: E402

import filiation  # noqa: E402 (found by the line above)
from filiation.observatory import Observatory  # noqa: E402

VERDICTS = ROOT / "benchmarks" / "results" / "2026-11-22-gained-links.csv"
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_SEEN = date(2024, 7, 11)
_SHARES = {"name": 50, "merge-config": 20, "card-text": 20, "adapter-config": 10}  # of the sample of 100

_WORD = "SELECT code FROM words WHERE kind = '{}' AND word IN ({})"
_STANDINGS = _WORD.format("standing", "'inferred'")
_GAINED = f"""
    SELECT c.id AS child, p.id AS parent, relation.word AS relation, round(l.certainty, 3) AS certainty,
           group_concat(DISTINCT source.word) AS sources
    FROM links l JOIN models c ON c.n = l.child JOIN models p ON p.n = l.parent
    JOIN words relation ON relation.kind = 'relation' AND relation.code = l.relation
    JOIN clues k ON k.child = l.child AND k.parent = l.parent AND k.supports
    JOIN words source ON source.kind = 'source' AND source.code = k.source
    WHERE NOT l.gone AND l.standing IN ({_STANDINGS})
      AND l.child NOT IN (SELECT child FROM links WHERE NOT gone AND standing NOT IN ({_STANDINGS}))
    GROUP BY l.child, l.parent"""
_PARENTS = f"""
    SELECT m.id, max(l.standing NOT IN ({_STANDINGS})) AS is_declared
    FROM models m LEFT JOIN links l ON l.child = m.n AND NOT l.gone WHERE m.presence = 'listed' GROUP BY m.n"""
_RELATIONS = """
    SELECT c.id AS child, p.id AS parent, relation.word AS relation
    FROM links l JOIN models c ON c.n = l.child JOIN models p ON p.n = l.parent
    JOIN words relation ON relation.kind = 'relation' AND relation.code = l.relation WHERE NOT l.gone"""

Gained = dict[tuple[str, str], tuple[str, float, frozenset[str]]]


def data_folder() -> Path:
    """Return the folder of the recorded data."""
    return Path(os.environ.get("FILIATION_TEST_DATA") or ROOT.parent / "shared" / "data")


def _lines(file: Path) -> Iterable[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        yield from map(json.loads, text)


def made(folder: Path, data: Path) -> Observatory:
    """Return an observatory of the recorded data, made in `folder` unless it is there."""
    if not (folder / "store").is_dir():
        files = [data / "hub-2024-07" / name for name in ("models.jsonl.gz", "model-details.jsonl.gz")]
        filiation.open(folder / "store").import_files(files, now=_NOW, seen=_SEEN)
        cards = {card["id"]: {"README.md": card["readme"]} for card in _cards(data)}
        inspected(folder, cards, now=_NOW)
    return filiation.open(folder / "store")


def _cards(data: Path) -> Iterable[dict[str, str]]:
    return _lines(data / "hub-fixtures" / "model-cards.jsonl.gz")


def _gained(observatory: Observatory) -> Gained:
    return {
        (row["child"], row["parent"]): (row["relation"], row["certainty"], frozenset(row["sources"].split(",")))
        for row in observatory.edition.rows(_GAINED, [])
    }


def tell_gains(title: str, models: dict[str, bool], gained: Gained) -> None:
    """Print how many of these models declare no parent, and how many of those gain one, by the clues they have."""
    bare = {name for name, is_declared in models.items() if not is_declared}
    children: dict[str, set[str]] = {}
    for (child, _), (_, _, sources) in gained.items():
        if child in bare:
            children.setdefault(child, set()).update(sources)
    print(f"{title}: {len(models):,} models, {len(bare):,} without a declared parent, {len(children):,} gain one")
    for source in sorted({source for found in children.values() for source in found}):
        having = [found for found in children.values() if source in found]
        print(f"  {source}: {len(having):,}, of which {sum(len(found) == 1 for found in having):,} by nothing else")


def tell_relations(observatory: Observatory, data: Path) -> None:
    """Print how often the relation of a link is the one that the Hub labeled a year later."""
    known = {(row["child"], row["parent"]): row["relation"] for row in observatory.edition.rows(_RELATIONS, [])}
    detailed = {record["id"] for record in _lines(data / "hub-2024-07" / "model-details.jsonl.gz")}
    with (data / "labelled-relations-2025-06.csv").open(encoding="utf-8", newline="") as text:
        labels = {(row["child"], row["parent"]): row["relation"] for row in csv.DictReader(text)}
    for title, chosen in (("listing", known.keys()), ("details", {pair for pair in known if pair[0] in detailed})):
        pairs = labels.keys() & chosen
        told = [pair for pair in pairs if known[pair] != "unspecified"]
        right = sum(known[pair] == labels[pair] for pair in told)
        silent = len(pairs) - len(told)
        print(f"labels, {title}: {len(pairs)} links, {silent} left open ({silent / len(pairs):.1%}), ", end="")
        print(f"{right} of {len(told)} as labeled ({right / len(told):.1%})")
        for pair in sorted(told):
            if known[pair] != labels[pair] and title == "listing":
                print(f"  {pair[0]} <- {pair[1]}: {known[pair]}, labeled {labels[pair]}")


def sample(gained: Gained) -> list[tuple[str, str, str, str]]:
    """Return 100 of the links gained, some of each kind of clue, in the order of their digests."""
    order = sorted(gained, key=lambda pair: md5("<".join(pair).encode(), usedforsecurity=False).digest())
    chosen: list[tuple[str, str, str, str]] = []
    for source, share in _SHARES.items():
        having = [pair for pair in order if source in gained[pair][2]]
        chosen += [(*pair, gained[pair][0], source) for pair in having[:share]]
    return list(dict.fromkeys(chosen))


def write_sample(file: Path, links: Iterable[tuple[str, str, str, str]]) -> None:
    """Write links to be judged, with the verdicts that are kept of them."""
    kept = {(row["child"], row["parent"]): row for row in _kept()}
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["child", "parent", "relation", "source", "verdict", "why"])
        for child, parent, relation, source in links:
            known = kept.get((child, parent), {})
            writer.writerow([child, parent, relation, source, known.get("verdict", ""), known.get("why", "")])


def _kept() -> list[dict[str, str]]:
    if not VERDICTS.is_file():
        return []
    with VERDICTS.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def tell_verdicts(gained: Gained) -> None:
    """Print how many of the links that were read one by one are right, by kind of clue, of those still gained."""
    rows = [row for row in _kept() if (row["child"], row["parent"]) in gained]
    for source in (*_SHARES, ""):
        having = [row["verdict"] for row in rows if source in ("", row["source"])]
        told = ", ".join(f"{having.count(word)} {word}" for word in ("right", "wrong", "unknown"))
        print(f"read one by one, {source or 'all'}: {len(having)}: {told}")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="folder of the store, kept for the next time")
    parser.add_argument("--sample", type=Path, help="where to write the links to be read")
    asked = parser.parse_args()
    data = data_folder()
    with tempfile.TemporaryDirectory() as temporary, made(asked.store or Path(temporary), data) as observatory:
        gained = _gained(observatory)
        models = {row["id"]: bool(row["is_declared"]) for row in observatory.edition.rows(_PARENTS, [])}
        tell_gains("listing of July 2024", models, gained)
        detailed = [record["id"] for record in _lines(data / "hub-2024-07" / "model-details.jsonl.gz")]
        tell_gains("with detailed records", {name: models[name] for name in detailed if name in models}, gained)
        carded = [card["id"] for card in _cards(data)]
        tell_gains("with cards", {name: models[name] for name in carded if name in models}, gained)
        tell_relations(observatory, data)
        if asked.sample:
            write_sample(asked.sample, sample(gained))
        tell_verdicts(gained)


if __name__ == "__main__":
    main()
