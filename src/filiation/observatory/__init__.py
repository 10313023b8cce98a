"""The façade: the Python API. One method per capability; it alone moves facts between the rooms."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

from filiation.catalog.edition import Edition
from filiation.catalog.store import Store
from filiation.errors import WrongUse
from filiation.facts.answers import Direction, PathAnswer, Profile, Relatives, SearchAnswer, Stats
from filiation.facts.evidence import Evidence
from filiation.facts.exploration import Exploration, Query
from filiation.facts.heritage import Lineage, Overview
from filiation.facts.history import ChangeKind, Diff, History
from filiation.facts.holdings import DatasetProfile, PublisherProfile
from filiation.facts.hygiene import Ailment, Diagnosis
from filiation.facts.pictured import Opened, Tree
from filiation.facts.progress import Report, silent
from filiation.facts.vocabulary import Kind, Relation
from filiation.genealogy.tree import Fold
from filiation.locale import mark
from filiation.observatory import (
    asking,
    changing,
    drawing,
    exploring,
    family,
    heritage,
    holdings,
    hygiene,
    places,
    profile,
)
from filiation.observatory.family import Wanted
from filiation.observatory.filling import Filling
from filiation.observatory.rights import Rights

__all__ = ["Observatory"]


class Observatory(Rights, Filling):
    """A store and the questions that it answers; `filiation.open` makes one.

    Every question raises NotFound for an id that the catalog does not hold, and StoreFailed for a store that is
    missing, damaged or of another version.
    """

    def __init__(
        self, store: Store, *, is_sample: bool = False, as_of: date | None = None, report: Report = silent
    ) -> None:
        """Look at `store`; `is_sample` tells that it is the bundled sample standing in for one.

        With `as_of`, every question is answered as the sources stood on that day; `report` is told how far the making
        of that view is.
        """
        self.store = store
        self.is_sample = is_sample
        self.as_of = as_of
        self._report = report

    @classmethod
    def open(cls, store: str | Path | None = None, *, as_of: date | None = None, report: Report = silent) -> Self:
        """Look at the store in a folder; without one, at the user's own store, or the bundled sample.

        With `as_of`, every question is answered as the sources stood on that day: from the edition in service where
        nothing was read since, else from a view that is made at the first question and kept (`report` is told how far
        that is). The question raises NotFound where nothing was read up to that day.
        """
        place = places.find(None if store is None else Path(store))
        return cls(place.store, is_sample=place.is_sample, as_of=as_of, report=report)

    def at(self, day: date | None) -> Self:
        """Return an observatory of the same store that answers as the sources stood on a day (None: now)."""
        return type(self)(self.store, is_sample=self.is_sample, as_of=day, report=self._report)

    @cached_property
    def edition(self) -> Edition:
        """The edition in service when the first question was asked, or the view of the day asked for."""
        if self.as_of is None:
            return Edition(self.store.edition())
        from filiation.observatory import views

        return Edition(views.edition_of(self.store, self.as_of, self._report))

    def close(self) -> None:
        """Let go of the edition; the next question opens the one then in service."""
        opened = self.__dict__.pop("edition", None)
        if opened is not None:
            opened.close()

    def __enter__(self) -> Self:
        """Return the observatory, to close it at the end of a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the edition."""
        self.close()

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> SearchAnswer:
        """Find models, datasets and publishers (or only some `kinds`) by id, beginning, words, part, or one typo."""
        if limit < 1:
            raise WrongUse(mark("A search lists at least one find."), mark("Give a limit of 1 or more."))
        wanted = asking.finds_asked(kinds)
        return SearchAnswer(text, profile.hits(self.edition, self.edition.search.find(text, kinds=wanted, limit=limit)))

    def show(self, model: str, *, limit: int = 20) -> Profile:
        """Tell what is known of a model: indicators, parents, its most used children, datasets, size of its family."""
        if limit < 0:
            raise WrongUse(mark("A limit counts from 0."), mark("Give a limit of 0 to list all."))
        return profile.show(self.edition, self._number(model), limit)

    def ancestors(
        self,
        model: str,
        *,
        relation: Relation | str | Sequence[Relation | str] | None = None,
        depth: int | None = None,
        published_after: date | None = None,
        publisher: str | None = None,
        license: str | None = None,
        sort: str = "use",
        limit: int = 20,
        offset: int = 0,
        tallies: bool = False,
    ) -> Relatives:
        """List the models from which a model comes, directly or through others.

        `relation` is that of the last link of the way there, `depth` the most links, `published_after` a day (that
        one or later), `sort` one of use, likes, created, id, depth; `limit` 0 lists all. `tallies` asks for the
        counts by publisher and license too.
        """
        wanted = Wanted(
            asking.relations_asked(relation), depth, published_after, publisher, license, sort, limit, offset, tallies
        )
        return family.relatives(self.edition, self._number(model), Direction.ANCESTORS, wanted)

    def descendants(
        self,
        model: str,
        *,
        relation: Relation | str | Sequence[Relation | str] | None = None,
        depth: int | None = None,
        published_after: date | None = None,
        publisher: str | None = None,
        license: str | None = None,
        sort: str = "use",
        limit: int = 20,
        offset: int = 0,
        tallies: bool = False,
        way: Sequence[Relation | str] = (),
    ) -> Relatives:
        """List the models that come from a model, directly or through others; arguments as for `ancestors`.

        `way` keeps those of which the shortest way from the model has exactly these relations, in this order.
        """
        relations, asked = asking.relations_asked(relation), asking.lineage_asked(way)
        page = (sort, limit, offset, tallies)
        wanted = Wanted(relations, depth, published_after, publisher, license, *page, asked)
        return family.relatives(self.edition, self._number(model), Direction.DESCENDANTS, wanted)

    def path(self, a: str, b: str) -> PathAnswer:
        """Tell how two models are related, by which links, and what their nearest common ancestors are."""
        return family.path(self.edition, self._number(a), self._number(b))

    def evidence(self, model: str) -> Evidence:
        """List every clue about a model's parents and datasets, for and against, and what was rejected."""
        return profile.evidence(self.edition, self._number(model))

    def lineage(self, model: str) -> Lineage:
        """Tell the line of primary parents of a model, what it inherits along all ancestors, and what is doubtful."""
        return heritage.lineage(self.edition, self._number(model))

    def overview(self, model: str) -> Overview:
        """Count a whole family, however large: by ways of relations, years, publishers and licenses."""
        return heritage.overview(self.edition, self._number(model))

    def explore(self, query: Query) -> Exploration:
        """List the nodes and edges around one or several models that pass the filters of a query."""
        return exploring.explore(self.edition, query, [self._number(model) for model in query.models])

    def publisher(self, name: str, *, sort: str = "use", limit: int = 50, offset: int = 0) -> PublisherProfile:
        """Tell what a publisher holds, and the families in which its models have a part.

        `sort` is one of use, likes, created, id, descendants; `limit` 0 lists all models.
        """
        return holdings.publisher(self.edition, name, sort, limit, offset)

    def dataset(self, name: str, *, sort: str = "use", limit: int = 50, offset: int = 0) -> DatasetProfile:
        """Tell which models declare a dataset, and which descend from those; arguments as for `publisher`.

        `sort` is one of use, likes, created, id, depth.
        """
        return holdings.dataset(self.edition, name, sort, limit, offset)

    def tree(
        self,
        model: str,
        *,
        depth: int = 3,
        ancestor_depth: int | None = None,
        limit: int = 8,
        opened: Sequence[Opened] = (),
    ) -> Tree:
        """Fold a model's family for drawing: `limit` neighbors of each model, `depth` generations each way.

        `ancestor_depth` generations are drawn upward where another number is wanted there. `opened` names folded groups
        of which more is drawn; those that are not in the tree are passed over.
        """
        above = depth if ancestor_depth is None else ancestor_depth
        if min(depth, above, limit) < 1:
            raise WrongUse(
                mark("A tree has at least one generation and one branch."),
                mark("Give a depth and a limit of 1 or more."),
            )
        return drawing.tree(self.edition, self._number(model), Fold(limit=limit, depth=depth), above, opened)

    def history(self, model: str, *, kind: Kind | str | None = Kind.MODEL) -> History:
        """Tell the life of a model as it was read: what changed from one reading to the next.

        `kind` asks for the dataset of that id instead (None: for the model, where there is none for the dataset).
        """
        return changing.history(self.edition, model, asking.kind_asked(kind))

    def diff(
        self,
        start: date,
        end: date,
        *,
        model: str | None = None,
        kinds: Sequence[ChangeKind | str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> Diff:
        """List what was seen to change after the day `start` and up to the day `end`.

        `model` keeps the changes of its family (itself, its ancestors and descendants), `kinds` those of some kinds;
        `limit` 0 lists all.
        """
        wanted = changing.Between(start, end, changing.change_kinds(kinds), limit, offset)
        return changing.diff(self.edition, wanted, None if model is None else self._number(model))

    def doctor(
        self,
        model: str | None = None,
        *,
        publisher: str | None = None,
        kinds: Sequence[Ailment | str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> Diagnosis:
        """Examine how models tell their origin: those of a model's family, of a publisher, or all.

        `kinds` keeps findings of some kinds; `limit` 0 lists all. For the models listed the answer holds what their
        publishers could write instead.
        """
        wanted = hygiene.Examined(model, publisher, hygiene.ailments_asked(kinds), limit, offset)
        return hygiene.doctor(self.edition, wanted)

    def stats(self) -> Stats:
        """Count what the catalog holds."""
        return profile.stats(self.edition)

    def _number(self, model: str) -> int:
        return asking.model_number(self.edition, model)
