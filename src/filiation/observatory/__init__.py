"""The façade: the Python API. One method per capability; it alone moves facts between the rooms."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from filiation.catalog.edition import Edition
from filiation.catalog.search import Found
from filiation.catalog.store import Store
from filiation.errors import NotFound, WrongUse
from filiation.facts.answers import Direction, Evidence, PathAnswer, Profile, Relatives, SearchAnswer, Stats
from filiation.facts.crawls import EVERYTHING, Crawl, CrawlSummary, Forecast, Update
from filiation.facts.exploration import Exploration, Query
from filiation.facts.heritage import Lineage, Overview
from filiation.facts.history import ChangeKind, Diff, History
from filiation.facts.holdings import DatasetProfile, PublisherProfile
from filiation.facts.imports import ImportSummary
from filiation.facts.live import Live
from filiation.facts.pictured import Opened, Tree
from filiation.facts.progress import Report, silent
from filiation.facts.vocabulary import LINEAGE, Kind, Relation
from filiation.genealogy.tree import Fold
from filiation.locale import mark
from filiation.observatory import changing, drawing, exploring, family, heritage, holdings, places, profile
from filiation.observatory.family import Wanted

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

__all__ = ["Observatory"]


class Observatory:
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

    def import_files(
        self,
        paths: Sequence[str | Path],
        *,
        now: datetime,
        kind: Kind | str | None = None,
        seen: date | None = None,
        complete: bool = False,
        report: Report = silent,
    ) -> ImportSummary:
        """Read files of records (JSON lines, pages, hub-stats Parquet) or statements into the store.

        `now` is the moment of the import; `kind`, `seen` and `complete` are what the user says of the files (see
        `observatory.building.Import`). Raises SourceFailed for files that cannot be read; the store is then as it was.
        """
        from filiation.observatory import building

        wanted = building.Import([Path(p) for p in paths], _kind(kind), seen, complete)
        self.close()
        return building.import_files(self.store, wanted, now, report)

    def rebuild(self, *, report: Report = silent) -> str:
        """Make a new edition from the stored records and put it in service; returns its name."""
        from filiation.observatory import building

        self.close()
        return building.rebuild(self.store, report)

    def crawl(
        self, wanted: Crawl, hub: "Endpoint", clock: "Clock", *, fresh: bool = False, report: Report = silent
    ) -> CrawlSummary:
        """Read the live Hub into the store; begun before and not finished, it goes on (`fresh`: it begins anew).

        Raises SourceFailed where the Hub cannot be read on: what was read is kept, and the same call goes on.
        """
        from filiation.observatory.live import crawling

        self.close()
        return crawling.crawl(self.store, wanted, hub, clock, report, fresh=fresh)

    def update(
        self, wanted: Update, hub: "Endpoint", clock: "Clock", *, fresh: bool = False, report: Report = silent
    ) -> CrawlSummary:
        """Read into the store what changed on the live Hub since the store was filled; as `crawl` otherwise."""
        from filiation.observatory.live import updating

        self.close()
        return updating.update(self.store, wanted, hub, clock, report, fresh=fresh)

    def pull(
        self,
        hub: "Endpoint",
        clock: "Clock",
        *,
        dataset: str | None = None,
        kinds: Sequence[Kind] = EVERYTHING,
        report: Report = silent,
    ) -> ImportSummary:
        """Read a published snapshot of the whole Hub into the store (`dataset`: another one than the usual)."""
        from filiation.observatory.live import pulling

        self.close()
        return pulling.pull(self.store, pulling.Pull(dataset, tuple(kinds)), hub, clock, report)

    def forecast(self, wanted: Crawl | Update, hub: "Endpoint", clock: "Clock") -> Forecast:
        """Tell what a crawl or an update will cost, with one small request and without writing anything."""
        from filiation.observatory.live import forecast

        return forecast.forecast(self.store, wanted, hub, clock)

    def live(self, model: str, hub: "Endpoint", clock: "Clock") -> Live:
        """Tell what the live Hub says of a model at this moment, and what differs from the store."""
        from filiation.observatory.live import living

        return living.live(self.edition, model, hub, clock)

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 20) -> SearchAnswer:
        """Find models, datasets and publishers (or only some `kinds`) by id, beginning, words, part, or one typo."""
        if limit < 1:
            raise WrongUse(mark("A search lists at least one find."), mark("Give a limit of 1 or more."))
        try:
            wanted = frozenset(Found(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)) or None
        except ValueError:
            raise WrongUse(
                mark("{kinds} is not a kind of thing that can be found."),
                mark("Kinds are: {known}."),
                kinds=kinds if isinstance(kinds, str) else ", ".join(kinds),
                known=", ".join(Found),
            ) from None
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
        wanted = Wanted(_relations(relation), depth, published_after, publisher, license, sort, limit, offset, tallies)
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
        relations, asked = _relations(relation), _lineage(way)
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

    def history(self, model: str) -> History:
        """Tell the life of a model as it was read: what changed from one reading to the next."""
        return changing.history(self.edition, self._number(model))

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

    def stats(self) -> Stats:
        """Count what the catalog holds."""
        return profile.stats(self.edition)

    def _number(self, model: str) -> int:
        number = self.edition.number(model)
        if number is None:
            near = self._near(model) or self._near(model.rpartition("/")[2])
            raise NotFound(
                mark("The catalog holds no model {model}."),
                mark("Near it: {near}.") if near else mark("Look for it with: filiation search TEXT"),
                model=model[:200],
                near=tuple(near),
            )
        return number

    def _near(self, text: str) -> list[str]:
        return [hit.name for hit in self.edition.search.find(text, kinds=frozenset({Found.MODEL}), limit=3)]


def _kind(given: Kind | str | None) -> Kind | None:
    try:
        return Kind(given.removesuffix("s")) if given else None
    except ValueError:
        raise WrongUse(
            mark("{kind} is not a kind of record that can be imported."),
            mark("Kinds are: {known}."),
            kind=given,
            known=", ".join(f"{kind}s" for kind in Kind),
        ) from None


def _relations(given: Relation | str | Sequence[Relation | str] | None) -> frozenset[Relation] | None:
    return frozenset(_lineage(given)) if given else None


def _lineage(given: Relation | str | Sequence[Relation | str]) -> tuple[Relation, ...]:
    """Return relations between models, in the order given; raises WrongUse for others."""
    names = [given] if isinstance(given, str) else given
    try:
        return tuple(LINEAGE[LINEAGE.index(Relation(name))] for name in names)
    except ValueError:
        raise WrongUse(
            mark("{relation} is not a relation between models."),
            mark("Relations are: {known}."),
            relation=", ".join(names),
            known=", ".join(LINEAGE),
        ) from None
