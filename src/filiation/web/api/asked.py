"""The parameters of the API, where they differ from those of the pages."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from filiation.catalog.search import Found
from filiation.errors import WrongUse
from filiation.facts.exploration import Exploration
from filiation.facts.register import Measure
from filiation.locale import mark
from filiation.observatory import Observatory
from filiation.web.questions import (
    LONGEST_ID,
    AnnounceQuestion,
    DescendantsQuestion,
    DiffQuestion,
    ExploreQuestion,
    HoldingsQuestion,
    Limit,
    Question,
    RelativesQuestion,
    ScopeQuestion,
)

_PAGING = {"limit", "offset"}


class NothingAsked(Question):
    """No parameter at all."""


class TextAsked(Question):
    """What to search for."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    kind: Annotated[list[Found], Field(max_length=3)] = []  # noqa: RUF012 (pydantic copies it)
    limit: Limit = 20


class RelativesAsked(RelativesQuestion):
    """Which relatives of a model to list; `tallies` asks for the tables of publishers and licenses too."""

    tallies: bool = True


class DescendantsAsked(RelativesAsked, DescendantsQuestion):
    """Which descendants of a model to list."""


class PathAsked(Question):
    """Which two models to compare."""

    a: Annotated[str, Field(min_length=1, max_length=200)]
    b: Annotated[str, Field(min_length=1, max_length=200)]


class PublisherAsked(HoldingsQuestion):
    """Which page of the models of a publisher to list."""

    sort: Literal["use", "likes", "created", "id", "descendants"] = "use"


class DatasetAsked(HoldingsQuestion):
    """Which page of the models of a dataset to list."""

    sort: Literal["use", "likes", "created", "id", "depth"] = "use"


class DiffAsked(DiffQuestion):
    """Which changes to list."""

    start: date
    end: date


class DoctorAsked(ScopeQuestion):
    """Where to look, and which findings to list."""


class AnnounceAsked(AnnounceQuestion):
    """What a publisher makes known about a model."""

    measure: Measure
    day: date
    language: Literal["en", "fr"] = "en"


class GraphAsked(ExploreQuestion):
    """Which part of the graph to list, and in which form."""

    model: Annotated[list[Annotated[str, Field(max_length=LONGEST_ID)]], Field(min_length=1, max_length=20)]
    format: Literal["json", "csv", "graphml"] = "json"

    def answered(self, observatory: Observatory) -> Exploration:
        """Return the page that was asked for; a file holds all that passes, so that asking for a page is an error."""
        if self.format != "json" and _PAGING & self.model_fields_set:
            raise WrongUse(
                mark("A file of the format {format} holds all that passes the filters."),
                mark("Leave out limit and offset, or take the format json."),
                format=self.format,
            )
        return observatory.explore(self.asking(whole=self.format != "json"))
