"""The half of the façade that fills a store: imports, the live Hub, and what they will cost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filiation.catalog.edition import Edition
from filiation.catalog.store import Store
from filiation.facts.crawls import EVERYTHING, Crawl, CrawlSummary, Forecast, Update
from filiation.facts.imports import ImportSummary
from filiation.facts.inspection import Inspect, Inspection
from filiation.facts.live import Live
from filiation.facts.progress import Report, silent
from filiation.facts.vocabulary import Kind
from filiation.observatory import asking

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock
    from filiation.hub.live.wire import Patience


class Filling:
    """What can be done with a store beside asking it; `Observatory` has all of it."""

    store: Store
    is_sample: bool

    @property
    def edition(self) -> Edition:
        """The edition that answers."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the edition; the next question opens the one then in service."""
        raise NotImplementedError

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

        wanted = building.Import([Path(p) for p in paths], asking.kind_asked(kind), seen, complete)
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

    def inspect(
        self, wanted: Inspect, hub: "Endpoint", clock: "Clock", *, fresh: bool = False, report: Report = silent
    ) -> Inspection:
        """Read the small files of models that tell where they come from into the store, and tell what they say.

        What the store holds already is not asked for again; begun before and not finished, it goes on (`fresh`: it
        begins anew). The bundled sample takes nothing in: then, as with `Inspect.only_tell`, all is only told.
        """
        from filiation.observatory.live import inspecting

        self.close()
        wanted = replace(wanted, only_tell=True) if self.is_sample else wanted
        return inspecting.inspect(self.store, wanted, hub, clock, report, fresh=fresh)

    def forecast(self, wanted: Crawl | Update | Inspect, hub: "Endpoint", clock: "Clock") -> Forecast:
        """Tell what a crawl, an update or an inspection will cost, with few requests and without writing anything."""
        from filiation.observatory.live import forecast, foreseen

        if isinstance(wanted, Inspect):
            return foreseen.forecast_inspection(self.store, wanted, hub, clock)
        return forecast.forecast(self.store, wanted, hub, clock)

    def live(self, model: str, hub: "Endpoint", clock: "Clock", *, patience: "Patience | None" = None) -> Live:
        """Tell what the live Hub says of a model at this moment, and what differs from the store.

        `patience` is how long the Hub is waited for (None: as long as for a crawl).
        """
        from filiation.observatory.live import living

        return living.live(self.edition, model, hub, clock, patience)
