"""The parameters of addresses, checked at the edge; the same for pages and the API."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from filiation.errors import WrongUse
from filiation.facts.exploration import NodeKind, Toward
from filiation.facts.exploration import Query as Exploring
from filiation.facts.history import CHANGES, ChangeKind
from filiation.facts.hygiene import AILMENTS, Ailment
from filiation.facts.register import Announcement, Measure
from filiation.facts.vocabulary import LINEAGE, Relation, Standing
from filiation.genealogy.pages import Sort
from filiation.locale import mark
from filiation.pictures.extent import PLAIN_ANCESTOR_DEPTH, PLAIN_DEPTH, PLAIN_LIMIT
from filiation.web.addresses import MOST_GROUPS

MOST = 1000
"""The most entries of one page of an answer."""

LONGEST_ID = 300
"""The most characters of an id in an address; none in any catalog comes near it."""


def _nothing(value: Any) -> Any:  # noqa: ANN401 (whatever an address holds)
    """Return None for a field that a form sends empty."""
    return None if value == "" else value


def _filled(value: Any) -> Any:  # noqa: ANN401 (whatever an address holds)
    """Return the entries that a form sends filled."""
    return [one for one in value if one != ""] if isinstance(value, list) else value


Text = Annotated[Annotated[str, Field(max_length=200)] | None, BeforeValidator(_nothing)]
Day = Annotated[date | None, BeforeValidator(_nothing)]
Depth = Annotated[Annotated[int, Field(ge=1, le=1000)] | None, BeforeValidator(_nothing)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Offset = Annotated[int, Field(ge=0, le=100_000_000)]


class Between(StrEnum):
    """The relations that a link between two models can have."""

    FINETUNE = Relation.FINETUNE.value
    ADAPTER = Relation.ADAPTER.value
    QUANTIZED = Relation.QUANTIZED.value
    MERGE = Relation.MERGE.value
    COPY = Relation.COPY.value
    UNSPECIFIED = Relation.UNSPECIFIED.value


Relations = Annotated[list[Between], BeforeValidator(_filled), Field(max_length=len(LINEAGE))]
Way = Annotated[list[Between], BeforeValidator(_filled), Field(max_length=1000)]
Many = Annotated[list[Annotated[str, Field(max_length=LONGEST_ID)]], BeforeValidator(_filled), Field(max_length=20)]


class Question(BaseModel):
    """Base of all: a parameter that is not known is an error, so that no filter is passed over in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def told(self) -> dict[str, object]:
        """Return the parameters that differ from their defaults, for addresses."""
        return self.model_dump(mode="json", exclude_defaults=True)


class SearchQuestion(Question):
    """What to search for."""

    text: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[list[str], BeforeValidator(_filled), Field(max_length=3)] = []
    limit: Limit = 20


class ModelSought(Question):
    """The model that a reader looks for, as it is named where the reader met it."""

    model: Text = None


class PartiesSought(Question):
    """Publishers that the reader wants to write to, beside those proposed."""

    publisher: Many = []


class ShowQuestion(Question):
    """How much of a model to tell."""

    limit: Limit = 20


class RelativesQuestion(Question):
    """Which relatives of a model to list."""

    relation: Relations = []
    depth: Depth = None
    published_after: Day = None
    publisher: Text = None
    license: Text = None
    sort: Sort = Sort.USE
    limit: Limit = 50
    offset: Offset = 0


class DescendantsQuestion(RelativesQuestion):
    """Which descendants of a model to list; `way` keeps those that are reached by exactly these relations."""

    way: Way = []


class PartiesQuestion(Question):
    """Which of those who may have to answer for a model to list; `repeats` and `silent` are models that were tested."""

    publisher: Text = None
    repeats: Many = []
    silent: Many = []
    limit: Limit = 20
    offset: Offset = 0


class ContactsQuestion(Question):
    """Which of a publisher's models it is about: what that one's own files tell comes first."""

    model: Text = None


class PathQuestion(Question):
    """Which two models to compare."""

    a: Text = None
    b: Text = None


class HoldingsQuestion(Question):
    """Which page of the models of a publisher or dataset to list."""

    sort: Text = "use"
    limit: Limit = 50
    offset: Offset = 0


class TreeQuestion(Question):
    """Which picture of a family to draw."""

    depth: Annotated[int, Field(ge=1, le=10)] = PLAIN_DEPTH
    ancestor_depth: Annotated[int, Field(ge=1, le=10)] = PLAIN_ANCESTOR_DEPTH
    limit: Annotated[int, Field(ge=1, le=100)] = PLAIN_LIMIT
    open: Annotated[list[Annotated[str, Field(max_length=LONGEST_ID)]], Field(max_length=MOST_GROUPS)] = []


class PictureQuestion(TreeQuestion):
    """The same, in one of its forms: `tree`, `time`, `overview`."""

    view: Literal["tree", "time", "overview"] = "tree"


class EvidenceQuestion(Question):
    """Which page of what could not be taken for a parent to list."""

    limit: Limit = 100
    offset: Offset = 0


class DayQuestion(Question):
    """As of which day to show a page; `to` is its path below the language."""

    day: Day = None
    to: Annotated[str, Field(max_length=2000)] = "/"


class DiffQuestion(Question):
    """Which changes to list: those seen after one day and up to another."""

    start: Day = None
    end: Day = None
    model: Text = None
    kind: Annotated[list[ChangeKind], BeforeValidator(_filled), Field(max_length=len(CHANGES))] = []
    limit: Limit = 50
    offset: Offset = 0


class DoctorQuestion(Question):
    """Which findings to list."""

    kind: Annotated[list[Ailment], BeforeValidator(_filled), Field(max_length=len(AILMENTS))] = []
    limit: Limit = 50
    offset: Offset = 0


class ScopeQuestion(DoctorQuestion):
    """The same, and where to look: at the family of a model, at a publisher, or (neither) everywhere."""

    model: Text = None
    publisher: Text = None

    def narrowed(self) -> DoctorQuestion:
        """Return the question without the place."""
        return DoctorQuestion(kind=self.kind, limit=self.limit, offset=self.offset)


class ExploreQuestion(Question):
    """Which part of the graph to list."""

    model: Many = []
    toward: Toward = Toward.BOTH
    kind: Annotated[list[NodeKind], BeforeValidator(_filled), Field(max_length=5)] = [NodeKind.MODEL]
    relation: Relations = []
    standing: Annotated[list[Standing], BeforeValidator(_filled), Field(max_length=4)] = []
    depth: Depth = None
    task: Text = None
    license: Text = None
    publisher: Text = None
    published_after: Day = None
    published_before: Day = None
    sort: Sort = Sort.USE
    limit: Limit = 50
    offset: Offset = 0

    def asking(self, *, whole: bool = False) -> Exploring:
        """Return the question as the observatory takes it: one page, or the `whole` of what passes."""
        return Exploring(
            models=tuple(self.model),
            toward=self.toward,
            kinds=tuple(self.kind),
            relations=tuple(map(Relation, self.relation)),
            standings=tuple(self.standing),
            depth=self.depth,
            task=self.task,
            license=self.license,
            publisher=self.publisher,
            published_after=self.published_after,
            published_before=self.published_before,
            sort=self.sort,
            limit=0 if whole else self.limit,
            offset=0 if whole else self.offset,
        )


class AnnounceQuestion(Question):
    """What a publisher makes known about a model; without a measure, only the form is wanted."""

    measure: Annotated[Measure | None, BeforeValidator(_nothing)] = None
    day: Day = None
    new_version: Text = None
    revision: Text = None
    contact: Text = None

    def announcement(self, model: str, language: str) -> Announcement:
        """Return it as the observatory takes it; raises WrongUse where the measure or the day is missing."""
        if self.measure is None or self.day is None:
            raise WrongUse(
                mark("An announcement says what was done, and bears a day."),
                mark("Choose a measure and a day, written YYYY-MM-DD."),
            )
        told = (self.new_version or "", self.revision or "", self.contact or "")
        return Announcement(model, self.measure, self.day, language, *told)


Asked = Query()
"""Marks a question that is read from the parameters of an address."""
