"""What Filiation says of 4,700 real oddities of lineage, and of others found in the listing by plain Python.

Run: python benchmarks/messy.py [--store FOLDER] [--wrong N]. The cases of other years than the listing's are imported
as the records that their sources saw; a store that was made so before is asked again.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

import filiation
import messy_cases
from filiation.errors import NotFound
from filiation.facts.evidence import Evidence, LinkEvidence
from filiation.facts.grounds import Ground
from filiation.facts.heritage import DoubtKind
from filiation.facts.vocabulary import Kind, Presence, Rejection, Relation, Standing
from messy_cases import Case, Source, same_id

_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_SEEN = date(2024, 7, 11)
_DAY = 86_400


@dataclass(frozen=True)
class Verdict:
    """Whether a case was told rightly (None: it does not count, for the reason in `why`)."""

    right: bool | None
    why: str = ""


class Answers:
    """What Filiation says of the child of a case."""

    def __init__(self, observatory: filiation.Observatory, case: Case, aliases: dict[str, str]) -> None:
        """Ask about one child when an answer is wanted."""
        self._observatory, self.case, self._aliases = observatory, case, aliases

    @cached_property
    def evidence(self) -> Evidence:
        """All links and rejections."""
        return self._observatory.evidence(self.case.child)

    @cached_property
    def doubts(self) -> list[tuple[DoubtKind, str, str | None]]:
        """What is doubted of the line."""
        return [(doubt.kind, doubt.model, doubt.other) for doubt in self._observatory.lineage(self.case.child).doubts]

    @cached_property
    def ancestors(self) -> set[str]:
        """The ids of all ancestors."""
        return {one.id for one in self._observatory.ancestors(self.case.child, limit=0).items}

    def link(self, parent: str) -> LinkEvidence | None:
        """The link to a parent, under its id in any case or the name that it has now."""
        meant = self._aliases.get(parent, parent)
        links = [link for link in self.evidence.links if link.relation is not Relation.TRAINED_ON]
        return next((link for link in links if same_id(link.parent, meant)), None)

    def refused(self, raw: str) -> set[Rejection]:
        """The reasons for which a text was refused."""
        return {said.reason for said in self.evidence.rejected if said.raw.strip() == raw.strip()}


def _found(told: Answers) -> Verdict:
    return Verdict(told.link(told.case.parent.strip()) is not None or Rejection.GRANDPARENT in _reasons(told))


def _reasons(told: Answers) -> set[Rejection]:
    return told.refused(told.case.parent) | told.refused(told.case.detail)


def _absent(told: Answers) -> Verdict:
    link = told.link(told.case.parent)
    if link is not None:
        return Verdict(link.presence is Presence.ABSENT, str(link.presence))
    return Verdict(bool(_reasons(told)), ", ".join(_reasons(told)))


def _other_case(told: Answers) -> Verdict:
    link = told.link(told.case.detail)
    if link is not None:
        return Verdict(link.parent == told.case.detail, link.parent)
    if same_id(told.case.child, told.case.detail):
        return Verdict(Rejection.SELF_REFERENCE in _reasons(told), "itself")
    return Verdict(Rejection.GRANDPARENT in _reasons(told) and told.case.detail in told.ancestors, "no ancestor")


def _merge_tags(told: Answers) -> Verdict:
    named = told.case.detail.split("|")
    if any(link.standing is Standing.CONTRADICTED for link in told.evidence.links):
        return Verdict(right=True, why="contradicted")
    left = [name for name in named if not told.refused(name) and told.link(name) is None]
    return Verdict(not left and any(told.refused(name) for name in named), ", ".join(left))


def _refused(*reasons: Rejection) -> Callable[[Answers], Verdict]:
    return lambda told: Verdict(not _reasons(told).isdisjoint(reasons), ", ".join(_reasons(told)))


def _younger(told: Answers) -> Verdict:
    before, after = (datetime.fromisoformat(day) for day in told.case.detail.split(" < "))
    if (after - before).total_seconds() <= _DAY:
        return Verdict(None, "the two days are one day apart at most: not questioned on purpose")
    link = told.link(told.case.parent)
    noted = link is not None and Ground.YOUNGER_PARENT in link.grounds
    doubted = any(kind is DoubtKind.YOUNGER_PARENT and model == told.case.child for kind, model, _ in told.doubts)
    return Verdict(noted or doubted or Rejection.YOUNGER_PARENT in _reasons(told), ", ".join(_reasons(told)))


def _all_found(told: Answers) -> Verdict:
    left = [name for name in told.case.detail.split("|") if told.link(name) is None and not told.refused(name)]
    return Verdict(not left, ", ".join(left))


def _contradicted(told: Answers) -> Verdict:
    link = told.link(told.case.parent)
    return Verdict(link is not None and link.standing is Standing.CONTRADICTED, "" if link is None else link.standing)


def _cycle(told: Answers) -> Verdict:
    return Verdict(any(kind is DoubtKind.CYCLE for kind, _, _ in told.doubts))


KINDS: dict[str, Callable[[Answers], Verdict]] = {
    "parent_not_listed_anywhere": _absent,
    "yaml_list_dash_artifact": _found,
    "case_mismatch": _other_case,
    "merge_tags_disagree_with_base_model": _merge_tags,
    "self_reference": _refused(Rejection.SELF_REFERENCE),
    "self_reference_case": _refused(Rejection.SELF_REFERENCE),
    "child_created_before_parent": _younger,
    "bare_name_unresolved": _refused(Rejection.NO_OWNER, Rejection.PLACEHOLDER, Rejection.LOCAL_PATH),
    "many_parents": _all_found,
    "placeholder": _refused(Rejection.PLACEHOLDER),
    "relation_conflict": _contradicted,
    "cycle": _cycle,
    "merge_suffix": _found,
    "url_as_parent": _found,
    "malformed_id": _found,
    "local_path": _refused(Rejection.LOCAL_PATH),
}
"""What must come out of the answers, for each kind of oddity.

A name without owner may be a filler (`Local`) or a file (`x.safetensors`), and is refused as that then.
"""


def judge(observatory: filiation.Observatory, case: Case, source: Source) -> Verdict:
    """Tell whether Filiation takes one case for what it is."""
    if source.says_nothing(case):
        return Verdict(None, "the listing at hand does not say what the case tells")
    if source.contradicts(case):
        return Verdict(None, "another case tells that this parent exists")
    try:
        return KINDS[case.kind](Answers(observatory, case, source.aliases))
    except NotFound:
        return Verdict(None, "the child is in no record at hand")


def made(source: Source, folder: Path) -> filiation.Observatory:
    """Return an observatory of the listing and of the records of the cases from elsewhere; made once in `folder`."""
    observatory = filiation.open(folder / "store")
    if not (folder / "store").is_dir():
        files = [source.listing, *source.write_records(folder)]
        observatory.import_files(files, now=_NOW, kind=Kind.MODEL, seen=_SEEN)
    return observatory


def report(observatory: filiation.Observatory, cases: Iterable[Case], source: Source, wrong: int) -> float:
    """Print the score of each kind and the first cases that are wrong; return the share of all that are right."""
    verdicts = [(case, judge(observatory, case, source)) for case in cases]
    scores = Counter((case.kind, verdict.right) for case, verdict in verdicts)
    for kind in KINDS:
        right, others, apart = (scores[kind, value] for value in (True, False, None))
        if right + others + apart:
            print(f"{kind}: {right} of {right + others} right" + (f"; {apart} apart" if apart else ""))
    for reason, count in Counter(verdict.why for _, verdict in verdicts if verdict.right is None).items():
        print(f"apart: {count}: {reason}")
    for case, verdict in [one for one in verdicts if one[1].right is False][:wrong]:
        print(
            f"wrong: {case.kind}: {case.child} <- {case.parent!r} ({case.detail[:90]}) [{case.source}]: {verdict.why}"
        )
    counted = [verdict.right for _, verdict in verdicts if verdict.right is not None]
    print(f"all: {sum(counted)} of {len(counted)} right, {sum(counted) / len(counted):.2%}\n")
    return sum(counted) / len(counted)


def main() -> int:
    """Print both scores; fail where less than 98 of 100 cases are told rightly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="folder of the store, kept for the next time")
    parser.add_argument("--wrong", type=int, default=60, help="how many wrong cases to list")
    asked = parser.parse_args()
    source = Source(messy_cases.data_folder())
    with tempfile.TemporaryDirectory() as temporary, made(source, asked.store or Path(temporary)) as observatory:
        print("known cases")
        known = report(observatory, source.cases(), source, asked.wrong)
        print("kept aside: found in the listing and its cards by other means")
        aside = report(observatory, source.kept_aside(), source, asked.wrong)
    return 0 if min(known, aside) >= 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
