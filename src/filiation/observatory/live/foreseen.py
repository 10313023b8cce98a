"""What reading the files of models will cost: requests, bytes, and the time that they take."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from filiation.catalog.kept_files import KeptFiles, kept_files
from filiation.catalog.knowledge import one_hub
from filiation.catalog.spool import kept
from filiation.catalog.store import Store
from filiation.facts.crawls import Forecast
from filiation.facts.inspection import Inspect
from filiation.facts.vocabulary import Kind
from filiation.hub.live.client import Client
from filiation.hub.live.repository import read_repository
from filiation.locale import mark
from filiation.observatory.live.forecast import seconds_for
from filiation.observatory.live.harvest import in_service
from filiation.observatory.live.members import checked, members_of, plan_of
from filiation.observatory.live.reaching import Target, is_held, target_of

if TYPE_CHECKING:
    from filiation.hub.live.access import Endpoint
    from filiation.hub.live.client import Clock

_ASKED = 20  # models; of more of them, the others are taken to be like these
_PER_FILE = 2  # the Hub answers with where the file is
_PER_PUBLISHER = 1 + _PER_FILE

BY_RECORDS = mark("the files that the models list, but for those that are at hand")
BY_SOME = mark("the files that the first models list; the others are taken to be like these")


def forecast_inspection(store: Store, wanted: Inspect, hub: "Endpoint", clock: "Clock") -> Forecast:
    """Ask for the records of the models, or of the first of them, and reckon what their files will cost."""
    wanted = checked(wanted)
    one_hub(store, hub.url)
    with in_service(store) as edition:
        ids, _ = members_of(edition, wanted)
    with Client(hub, clock=clock) as client, kept_files(store) as at_hand:
        targets = [target_of(name, read_repository(client, Kind.MODEL, name)) for name in ids[:_ASKED]]
        quota, window = client.quota, client.window
        files, size = _lacking(targets, at_hand)
    share = len(ids) / max(1, len(targets))
    requests = len(ids) + ceil(_PER_FILE * files * share) + (_of_publishers(ids) if wanted.contacts else 0)
    answers = kept(store.crawls, plan_of(wanted, hub.url))
    return Forecast(
        requests,
        seconds_for(requests, quota, window),
        quota,
        window,
        BY_RECORDS if len(targets) == len(ids) else BY_SOME,
        answers or 0,
        under_way=answers is None,
        bytes=ceil(size * share),
    )


def _of_publishers(ids: Sequence[str]) -> int:
    """Return how many requests tell who the publishers are, at most: an overview and a card each."""
    return _PER_PUBLISHER * len({name.partition("/")[0] for name in ids if "/" in name})


def _lacking(targets: list[Target], at_hand: KeptFiles) -> tuple[int, int]:
    """Return how many files are to be fetched, and how many bytes of them."""
    wanted = [one for target in targets if target.within_reach for one in target.files]
    lengths = at_hand.lengths(one.blob for one in wanted if one.blob)
    lacking = {one.blob or one: one for one in wanted if not is_held(one, lengths)}.values()
    return len(lacking), sum(one.most if one.size is None else min(one.size, one.most) for one in lacking)
