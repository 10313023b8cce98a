"""What publishers can write to mend what was found: the metadata of a card.

| the model | what it is given |
|---|---|
| a link of it is contradicted, or part of a cycle | both sides, no metadata: its publisher must say which is true |
| otherwise, its parents can be told | those that are declared, and those inferred that are sure and still there |
| otherwise | why there is no metadata |

An inferred parent is sure where nine of ten like it were right when they were measured, and more than a name or the
note of a tool tells it. The relation stands beside the parents where it is stated or proved for each of them, is the
same for all, and a card has a word for it.
"""

from collections.abc import Iterable, Sequence
from sqlite3 import Row

from filiation.catalog.ailing import Ailing, links_of
from filiation.catalog.edition import Edition
from filiation.export.card import card_metadata, statable
from filiation.facts.grounds import Ground
from filiation.facts.hygiene import Ailment, Finding, Lack, Repair
from filiation.facts.tables import OUTSIDE
from filiation.facts.vocabulary import RELATIONS, Presence, Relation, Source
from filiation.observatory.sides import sides

_SURE = 0.9
_WEAK = frozenset({Ground.BY_HABIT, Ground.TRACED, Ground.HANDED_UP})
_FIRM = frozenset({Ground.RELATION_STATED, Ground.RELATION_PROVED})
_ON_CARDS = frozenset({Source.CARD, Source.HUB_TAG})
_DISPUTES = frozenset({Ailment.CONTRADICTED, Ailment.CYCLE})
_UNTOLD = frozenset({Ailment.RELABELED_COPY, Ailment.UNDECLARED_PARENT})
_OF_LINKS = _UNTOLD | {Ailment.OUTDATED_NAME}
_OF_NAMES = frozenset({Ailment.SELF_REFERENCE, Ailment.UNUSABLE_NAME})


def repairs(edition: Edition, numbers: Sequence[int]) -> tuple[Repair, ...]:
    """Return what can be done for models, each once, in the order given; those with nothing to do are left out."""
    unique = list(dict.fromkeys(numbers))
    links = links_of(edition, unique)
    findings: dict[int, list[Finding]] = {number: [] for number in unique}
    for number, finding in Ailing(edition, unique).page((), 0, 0):
        findings[number].append(finding)
    made = (_repair(edition, n, found, links.get(n, ())) for n, found in findings.items() if found)
    return tuple(repair for repair in made if repair is not None)


def _repair(edition: Edition, number: int, findings: Sequence[Finding], links: Sequence[Row]) -> Repair | None:
    model = findings[0].model
    disputes = [finding for finding in findings if finding.kind in _DISPUTES]
    if disputes:
        named = {finding.parent for finding in disputes}
        both = sides(edition, number, [link for link in links if link["id"] in named])
        return Repair(model, _kinds(disputes), None, lack=Lack.DISPUTED, sides=both)
    parents = [link for link in links if _is_sure(link)]
    relation = _relation(parents)
    names = tuple(str(link["id"]) for link in parents)
    mends = _kinds(finding for finding in findings if _is_mended(finding, names, relation))
    if mends:
        return Repair(model, mends, card_metadata(names, relation), names, relation)
    left = [finding for finding in findings if _is_left(finding, names)]
    return Repair(model, _kinds(left), None, lack=_lack(left)) if left else None


def _is_sure(link: Row) -> bool:
    """Tell whether a card may name a parent."""
    grounds = frozenset(link["grounds"].split())
    if link["id"].startswith(OUTSIDE):
        return False
    if Ground.DECLARED in grounds:
        return True
    if grounds & _WEAK or link["presence"] != Presence.LISTED or link["gone"]:
        return False
    return link["parent_certainty"] is not None and bool(link["parent_certainty"] >= _SURE)


def _relation(parents: Sequence[Row]) -> Relation | None:
    relations = {RELATIONS[link["relation"]] for link in parents}
    if len(relations) != 1 or not all(_FIRM & set(link["grounds"].split()) for link in parents):
        return None
    (relation,) = relations
    return relation if statable(relation) else None


def _is_mended(finding: Finding, names: Sequence[str], relation: Relation | None) -> bool:
    """Tell whether metadata with these names and this relation mends a finding."""
    if finding.kind is Ailment.RELABELED_COPY and finding.said is not None:
        return False  # its parent stands there, and a card has no word for a copy
    if finding.kind in _OF_LINKS:
        return finding.parent in names
    if finding.kind is Ailment.MISLABELED_RELATION:
        return finding.parent in names and relation is finding.relation
    return _is_of_card(finding) and bool(names)


def _is_left(finding: Finding, names: Sequence[str]) -> bool:
    """Tell whether a finding is about a parent that a card should name, but nobody can say surely."""
    return (finding.kind in _UNTOLD and finding.parent not in names) or _is_of_card(finding)


def _is_of_card(finding: Finding) -> bool:
    return finding.kind in _OF_NAMES and finding.source in _ON_CARDS


def _lack(left: Iterable[Finding]) -> Lack:
    grounds = [finding.ground for finding in left if finding.kind in _UNTOLD]
    if not grounds:
        return Lack.UNKNOWN
    return Lack.NAME_ONLY if set(grounds) == {Ground.BY_HABIT} else Lack.UNSURE


def _kinds(findings: Iterable[Finding]) -> tuple[Ailment, ...]:
    return tuple(dict.fromkeys(finding.kind for finding in findings))
