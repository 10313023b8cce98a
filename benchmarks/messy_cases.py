"""The oddities of lineage that `messy.py` asks about: those known, and more of them found by plain Python.

What was seen by others than the listing of July 2024 is written as the record that they saw.
"""

import csv
import gzip
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

_HERE = "stalnaker"  # what the listing itself shows
_RAW_IN_DETAIL = {"yaml_list_dash_artifact", "url_as_parent", "merge_suffix"}
_EXISTS = {"relation_conflict", "merge_suffix", "url_as_parent", "child_created_before_parent"}
_HUB_WORDS = {"finetune", "adapter", "quantized", "merge"}
_NOTHING = {"none", "null", "model", "n/a", "unknown", "base_model", "scratch", "test", "undefined"}
_EARLY = "2022-03-03"  # the Hub shows 2 March 2022 for everything older
_CUT = 300
_PLAIN_ID = re.compile(r"[\w.-]*\w/?[\w.-]*\w")
_BY_UNION = {"many_parents", "cycle"}  # of which no source is told
_FILES = ("records-made.jsonl", "statements-made.jsonl", "details.jsonl.gz")


@dataclass(frozen=True)
class Case:
    """One oddity: what kind it is, who names whom, and what else is known of it."""

    kind: str
    child: str
    parent: str
    detail: str
    source: str


def same_id(one: str, other: str) -> bool:
    """Whether two ids differ in case at most."""
    return one.lower() == other.lower()


def data_folder() -> Path:
    """Return the folder of the recorded data."""
    return Path(os.environ.get("FILIATION_TEST_DATA") or Path(__file__).parents[2] / "shared" / "data")


@dataclass
class Source:
    """The recorded data."""

    data: Path

    @property
    def listing(self) -> Path:
        """The records of July 2024."""
        return self.data / "hub-2024-07" / "models.jsonl.gz"

    def cases(self) -> list[Case]:
        """Return the known cases; an oddity that one row tells twice is one case."""
        with (self.data / "messy-cases.csv").open(encoding="utf-8", newline="") as text:
            rows = [Case(r["kind"], r["child"], r["parent"], r["detail"], r["source"]) for r in csv.DictReader(text)]
        return [_whole_names(row) if row.kind == "many_parents" else row for row in rows]

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Return old names and what they are now."""
        with (self.data / "legacy-aliases.csv").open(encoding="utf-8", newline="") as text:
            return {row["legacy"]: row["canonical"] for row in csv.DictReader(text)}

    def write_records(self, folder: Path) -> list[Path]:
        """Write the records and statements of the cases from elsewhere, and the detailed records, into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        elsewhere = [case for case in self.cases() if self._is_elsewhere(case)]
        records, statements = _records(elsewhere), _statements(elsewhere)
        files = []
        for name, rows in zip(_FILES, (records, statements), strict=False):
            file = folder / name
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            files.append(file)
        return [*files, self.data / "hub-2024-07" / "model-details.jsonl.gz"]

    def says(self, case: Case) -> bool:
        """Whether a tag of the listing names the parents of the case."""
        tags = {tag.removeprefix("base_model:") for tag in self._tags.get(case.child, ())}
        return tags.issuperset(_written(case))

    def says_nothing(self, case: Case) -> bool:
        """Whether the case is said to be seen in the listing, which does not show it: it cannot be asked about."""
        return _HERE in case.source and not self._is_elsewhere(case) and not self.says(case)

    def contradicts(self, case: Case) -> bool:
        """Whether another case, or the listing, tells that the parent exists which this one calls absent."""
        return case.kind == "parent_not_listed_anywhere" and case.parent in self._said_to_exist

    @cached_property
    def _said_to_exist(self) -> set[str]:
        cases = [case for case in self.cases() if self._is_elsewhere(case)]
        return self._tags.keys() | {case.child for case in cases} | set(_existing(cases))

    def _is_elsewhere(self, case: Case) -> bool:
        if case.kind in _BY_UNION:
            return not self.says(case)
        return _HERE not in case.source or case.kind in _RAW_IN_DETAIL

    @cached_property
    def _models(self) -> list[dict[str, Any]]:
        with gzip.open(self.listing, "rt", encoding="utf-8") as lines:
            return [
                {"id": row["id"], "tags": row["tags"], "createdAt": row["createdAt"]} for row in map(json.loads, lines)
            ]

    @cached_property
    def _tags(self) -> dict[str, list[str]]:
        return {row["id"]: row["tags"] for row in self._models}

    def kept_aside(self) -> list[Case]:
        """Return oddities of the listing that are not among the known cases."""
        known = {(case.kind, case.child) for case in self.cases()}
        found = [*self._odd_tags(), *self._odd_cards()]
        return [case for case in dict.fromkeys(found) if (case.kind, case.child) not in known]

    def _odd_tags(self) -> Iterator[Case]:
        aliases = self.aliases
        folded = defaultdict(set)
        for row in self._models:
            folded[row["id"].lower()].add(row["id"])
        created = {row["id"]: row["createdAt"] for row in self._models}
        named = {row["id"]: _declared(row["tags"]) for row in self._models}
        for child, written in named.items():
            meant = [aliases.get(name, name) for name in written]
            for raw, name in zip(written, meant, strict=True):
                for kind, detail in _odd(child, name, folded, created):
                    yield Case(kind, child, raw, detail, "listing")
                if name in named and child in [aliases.get(n, n) for n in named[name]] and child != name:
                    yield Case("cycle", child, raw, "", "listing")
            if len(written) > 3:
                yield Case("many_parents", child, "", "|".join(written), "listing")

    def _odd_cards(self) -> Iterator[Case]:
        with gzip.open(self.data / "hub-2024-07" / "model-details.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                written = (row.get("cardData") or {}).get("base_model")
                for raw in written if isinstance(written, list) else [written]:
                    if isinstance(raw, str) and (kind := _odd_text(raw)):
                        yield Case(kind, row["id"], raw.removeprefix("https://huggingface.co/"), raw, "card")


def _declared(tags: list[str]) -> list[str]:
    return [tag.removeprefix("base_model:") for tag in tags if tag.startswith("base_model:")]


def _odd(child: str, parent: str, folded: dict[str, set[str]], created: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Tell what is odd about one tag, as a reader with the listing at hand would see it."""
    same = folded.get(parent.lower(), set())
    if not _PLAIN_ID.fullmatch(parent):
        return
    if parent == child:
        yield "self_reference", ""
    elif same_id(parent, child):
        yield "self_reference_case", ""
    elif parent.lower() in _NOTHING:
        yield "placeholder", ""
    elif "/" not in parent:
        yield "bare_name_unresolved", ""
    elif parent in same:
        if created[child][:10] >= _EARLY and created[parent] > created[child]:
            yield "child_created_before_parent", f"{created[child][:19]} < {created[parent][:19]}"
    elif len(same) == 1:
        yield "case_mismatch", next(iter(same))
    elif not same:
        yield "parent_not_listed_anywhere", ""


def _odd_text(raw: str) -> str | None:
    if raw.startswith("https://huggingface.co/"):
        return "url_as_parent"
    if raw.startswith(("/", "./", "../")):
        return "local_path"
    return "placeholder" if raw.strip().lower() in _NOTHING else None


def _whole_names(case: Case) -> Case:
    """Return a case of many parents with those that are told whole: the list is cut after so many letters."""
    names = case.detail.split("|")
    if len(case.detail) >= _CUT:
        names.pop()
    return Case(case.kind, case.child, case.parent, "|".join(names), case.source)


def _written(case: Case) -> list[str]:
    """Return what the child of a case wrote where its parents belong."""
    if case.kind == "many_parents":
        return case.detail.split("|")
    return [case.detail] if case.kind in _RAW_IN_DETAIL else case.parent.split("|")


def _records(cases: list[Case]) -> list[dict[str, Any]]:
    children: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        children[case.child].append(case)
    existing = _existing(cases)
    told = {child: _record(child, own) for child, own in children.items()}
    return [existing.get(name, {}) | told.get(name, {}) for name in {**existing, **told}]


def _existing(cases: list[Case]) -> dict[str, dict[str, Any]]:
    """Return the records of the parents that must exist for cases to be what they are."""
    existing: dict[str, dict[str, Any]] = {}
    for case in cases:
        for name in [case.detail] if case.kind == "case_mismatch" else [case.parent] * (case.kind in _EXISTS):
            existing.setdefault(name, {"id": name})
        if case.kind == "child_created_before_parent":
            existing[case.parent]["createdAt"] = _moment(case.detail.split(" < ")[1])
    return existing


def _record(child: str, cases: list[Case]) -> dict[str, Any]:
    written = list(dict.fromkeys(text for case in cases if case.kind != "relation_conflict" for text in _written(case)))
    record: dict[str, Any] = {"id": child}
    if written:
        record["cardData"] = {"base_model": written if len(written) > 1 else written[0]}
    for case in cases:
        if case.kind == "child_created_before_parent":
            record["createdAt"] = _moment(case.detail.split(" < ")[0])
        if case.kind == "relation_conflict":
            words = [word for word in case.detail.split("|") if word in _HUB_WORDS]
            record["tags"] = [f"base_model:{case.parent}", f"base_model:{words[0]}:{case.parent}"]
    return record


def _statements(cases: list[Case]) -> list[dict[str, str]]:
    """Return what package catalogs said of a relation, besides the Hub."""
    return [
        {
            "child": case.child,
            "parent": case.parent,
            "relation": "copy" if word == "mirror" else word,
            "source": "publication",
            "location": "https://example.org/catalog",
            "raw": f"{word} of {case.parent}",
        }
        for case in cases
        if case.kind == "relation_conflict"
        for word in case.detail.split("|")[1:]
    ]


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%Y-%m-%dT%H:%M:%S.000Z")
