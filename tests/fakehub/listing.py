"""GET /api/models and /api/datasets: sorted, filtered, page after page."""

import numpy as np
from tests.fakehub.accounts import Account
from tests.fakehub.answers import Answer, Request, raw_json
from tests.fakehub.cursors import BadCursorError, Cursor, link
from tests.fakehub.refusals import bad_request
from tests.fakehub.shapes import FULL, LISTED, ONLY_DETAILED, ROW, Shape, listed_providers
from tests.fakehub.shelf import DATES, NUMBERS, Shelf
from tests.fakehub.world import World

CAP = 1_000
SORTS = frozenset((*NUMBERS, *DATES, "id"))
ALIASES = {"created_at": "createdAt", "last_modified": "lastModified", "trending_score": "trendingScore"}


class Listing:
    """The listings of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shapes: dict[tuple[str, tuple[str, ...]], Shape] = {}

    def answer(self, kind: str, request: Request, account: Account | None) -> Answer:
        """Answer with a page."""
        wanted = request.many("expand")
        if wrong := unknown(wanted, LISTED[kind]):
            return bad_request(wrong)
        sort = ALIASES.get(request.one("sort"), request.one("sort")) or "trendingScore"
        if sort not in SORTS:
            return bad_request(f'Invalid sort: "{sort}"')
        limit = request.one("limit") or str(CAP)
        if not limit.isdecimal() or int(limit) < 1:
            return bad_request('"limit" must be a positive number')
        return self._page(kind, request, account, sort, min(int(limit), CAP))

    def _page(self, kind: str, request: Request, account: Account | None, sort: str, limit: int) -> Answer:
        shelf = self.world.shelf(kind)
        owner, text = request.one("author"), request.one("search")
        tags = tuple(
            tag for told in request.many("filter") + request.many("pipeline_tag") for tag in told.split(",") if tag
        )
        order = self._public(shelf, shelf.chosen(sort, tags, owner, text), account)
        start = 0
        if told := request.one("cursor"):
            try:
                cursor = Cursor.read(told)
            except BadCursorError:
                return bad_request("Invalid cursor")
            start = shelf.after(sort, order, cursor.value, cursor.hub_id)
        places = order[start : start + limit].tolist()
        answer = raw_json(self._body(kind, request, shelf, places))
        if start + limit < len(order):
            last = places[-1]
            end = Cursor(sort, shelf.value(sort, last), shelf.hub_ids[last])
            token = last if tags or text else None
            kept = [(name.removesuffix("[]"), value) for name, value in request.params if name != "cursor"]
            answer.headers["Link"] = link(request.origin, request.path, [*kept, ("cursor", end.encoded(token))])
        return answer

    def _public(self, shelf: Shelf, order: np.ndarray, account: Account | None) -> np.ndarray:
        if not shelf.any_hidden:
            return order
        granted = account.granted if account else frozenset()
        names = {shelf.places.get(name) for name in granted}
        shown = [not shelf.hidden(place) or place in names for place in order.tolist()]
        return np.compress(shown, order)

    def _body(self, kind: str, request: Request, shelf: Shelf, places: list[int]) -> bytes:
        cut = self._shape(kind, request).cut
        return b"[" + b",".join([cut(shelf.rows[place] or b"") for place in places]) + b"]"

    def _shape(self, kind: str, request: Request) -> Shape:
        names = request.many("expand")
        if not names:
            names = [*ROW[kind]]
            names += [*FULL] if request.flag("full") else []
            names += ["cardData"] if request.flag("cardData") else []
            names += ["config"] if request.flag("config") else []
        key = (kind, tuple(names))
        if key not in self.shapes:
            shown = [name for name in names if name not in ONLY_DETAILED or kind == "datasets"]
            self.shapes[key] = Shape(
                shown, {"baseModels": self.world.base_models}, {"inferenceProviderMapping": listed_providers}
            )
        return self.shapes[key]


def unknown(names: list[str], known: tuple[str, ...]) -> str:
    """Return what to say of names that cannot be asked for; empty: all can."""
    wrong = [name for name in names if name not in known]
    if not wrong:
        return ""
    return f'Invalid value "{wrong[0]}" for "expand": expected one of {", ".join(known)}'
