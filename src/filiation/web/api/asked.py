"""The parameters of the API, where they differ from those of the pages."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import Field

from filiation.catalog.search import Found
from filiation.errors import WrongUse
from filiation.facts.answers import Direction
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.locale import mark
from filiation.web.questions import (
    ExploreQuestion,
    Question,
    RelativesQuestion,
    SearchQuestion,
    ShowQuestion,
    TreeQuestion,
)
