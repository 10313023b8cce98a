"""What holds of every catalog: no clue vanishes, no model is its own parent, the order of the records is no matter."""

import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings, strategies
from tests.evidence.policy import cases
from tests.making import imported, inspected, model

from filiation.catalog.connection import connected
from filiation.catalog.readings import attach
from filiation.evidence.clues import read_clues
from filiation.evidence.policy import resolve
from filiation.evidence.policy.words import MERGE_TAGS
from filiation.facts.vocabulary import Rejection, Relation
from filiation.observatory import building

OWNERS = ("base", "you", "TheBloke", "bartowski", "unread")
NAMES = tuple(f"{owner}/{stem}{form}" for owner in OWNERS for stem in ("Mix", "Tuned") for form in ("", "-GGUF"))
LABELS = ("", *(f"{one}:" for one in (Relation.FINETUNE, Relation.QUANTIZED, Relation.ADAPTER, Relation.MERGE)))
named = strategies.sampled_from(NAMES)
few = strategies.lists(named, max_size=2, unique=True)


@strategies.composite
def members(draw: strategies.DrawFn) -> dict[str, Any]:
    """One model: what it declares, the tags of a merge, words, settings and traces, and its month."""
    tags = [f"base_model:{draw(strategies.sampled_from(LABELS))}{parent}" for parent in draw(few)]
    if merged := draw(few):
        tags += ["merge", *draw(strategies.sampled_from([[], ["lazymergekit"]])), *merged]
    files: dict[str, str] = {}
    if words := draw(few):
        files["README.md"] = cases.card(*words, made_by=draw(strategies.sampled_from(["fine-tuned", "quantized"])))
    if shown := draw(strategies.none() | named):
        files["adapter_config.json"] = cases.settings(shown)
    if traced := draw(strategies.none() | named):
        files["config.json"] = cases.path_noted(traced)
    return {"tags": tags, "files": files, "month": draw(strategies.integers(1, 12))}


READ = tuple(name for name in NAMES if "unread" not in name)
catalogs = strategies.dictionaries(strategies.sampled_from(READ), members(), min_size=2)


@dataclass(frozen=True)
class Resolved:
    """What the policy makes of a catalog, by names."""

    links: Counter[tuple[Any, ...]]
    evidence: Counter[tuple[Any, ...]]
    clues: set[tuple[str, str, str]]


_LINKS = """
    SELECT me.id, other.id, relation, certainty, parent_certainty, reason, standing, grounds, gone
    FROM links JOIN entities AS me ON me.key = child JOIN entities AS other ON other.key = parent"""
_EVIDENCE = """
    SELECT me.id, other.id, raw, source, location, relation, supports, rejection
    FROM evidence JOIN entities AS me ON me.key = child LEFT JOIN entities AS other ON other.key = parent"""
# What a tag of a merge names is an ordinary tag where nobody of that name is known.
_CLUES = f"""
    SELECT id, location, raw FROM clues JOIN entities ON key = child
    WHERE reader NOT IN {MERGE_TAGS} OR clue IN (SELECT clue FROM judged)"""


def resolved(catalog: Mapping[str, Mapping[str, Any]], order: random.Random | None = None) -> Resolved:
    """Resolve a catalog whose records come in some order."""
    names = sorted(catalog)
    if order:
        order.shuffle(names)
    records = [model(name, *catalog[name]["tags"], **cases.made(catalog[name]["month"])) for name in names]
    found: list[Resolved] = []

    def fill(folder: Path, folders: Sequence[Path], *_: object) -> dict[str, dict[str, int]]:
        if len(folders) > 1:  # the files were read
            with connected(folder, "500MB", threads=2 if order else 1, ordered=not order) as con:
                attach(con, folders)
                read_clues(con)
                resolve(con)
                told = (con.execute(query).fetchall() for query in (_LINKS, _EVIDENCE, _CLUES))
                links, evidence, clues = told
                found.append(Resolved(Counter(links), Counter(evidence), set(clues)))
        return {"links": {}, "rejected": {}}

    with tempfile.TemporaryDirectory() as folder, patch.object(building, "fill", fill):
        imported(Path(folder), records).close()
        inspected(Path(folder), {name: catalog[name]["files"] for name in names})
    return found[0]


@settings(max_examples=12, deadline=None)
@given(catalogs, strategies.randoms(use_true_random=False))
def test_every_clue_is_told_no_child_loses_all_its_parents_and_the_order_of_records_is_no_matter(catalog, order):
    found = resolved(catalog)
    assert all(child != parent for child, parent, *_ in found.links)
    assert found.clues <= {(child, location, raw) for child, _, raw, _, location, *_ in found.evidence}
    assert set(found.evidence.values()) <= {1}
    parents = {(child, parent) for child, parent, *_ in found.links}
    judged = {Rejection.GRANDPARENT, Rejection.OUTWEIGHED}
    for child, parent, *_, rejection in found.evidence:
        assert (rejection is None) == ((child, parent) in parents)
        assert rejection not in judged or child in {one for one, _ in parents}, (child, rejection)
    assert resolved(catalog, order) == found
