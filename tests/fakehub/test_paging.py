"""Page after page of a world: each row once while it stands still, and not always while it moves."""

import json
import math
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fakehub import Churn, World
from tests.fakehub.answers import Request
from tests.fakehub.app import App
from tests.fakehub.cursors import Cursor
from tests.making import model

MUTABLE, FIXED = "trendingScore", "createdAt"
NUMBERS = st.none() | st.integers(0, 3) | st.sampled_from([0.5, 27.0])
DAYS = st.integers(1, 3).map(lambda day: f"2026-07-0{day}T00:00:00.000Z")
ROWS = st.lists(st.fixed_dictionaries({"likes": NUMBERS, "trendingScore": NUMBERS, "createdAt": DAYS}), max_size=40)


def ask(app, target):
    path, _, query = target.partition("?")
    answer = app.answer(Request("hub", "https://hub.example", "GET", path, query, {}))
    assert answer.status == 200
    return answer


def pages(app, target, after=lambda: None):
    """Follow the Links from a first page to the last."""
    while target:
        answer = ask(app, target)
        yield answer
        after()
        link = answer.headers.get("Link", "")
        target = link.removeprefix("<https://hub.example").partition(">")[0]


def rows_of(answers):
    return [row for answer in answers for row in json.loads(answer.body)]


@settings(deadline=None, max_examples=50)
@given(rows=ROWS, limit=st.integers(1, 9), sort=st.sampled_from(["likes", "trendingScore", "createdAt", "id"]))
def test_each_row_comes_once_and_in_order(rows, limit, sort):
    app = App(World([model(f"o/m{number}", "t", **row) for number, row in enumerate(rows)]))
    found = rows_of(pages(app, f"/api/models?sort={sort}&limit={limit}"))
    assert sorted(row["id"] for row in found) == sorted(f"o/m{number}" for number in range(len(rows)))
    keys = [(key(row, sort), row["_id"]) for row in found]
    assert keys == sorted(keys)
    assert rows_of(pages(app, f"/api/models?sort={sort}&limit={limit}&filter=t&author=o&search=M")) == found


def key(row, sort):
    """Return by what the Hub sorts: highest first, rows without a value last."""
    value = row.get(sort) if sort != "id" else 0
    if value is None:
        return math.inf
    return -(datetime.fromisoformat(value).timestamp() if isinstance(value, str) else value)


@settings(deadline=None, max_examples=50)
@given(value=st.none() | st.floats(0, 1e9), sort=st.sampled_from(["likes", "downloads", "trendingScore"]))
def test_a_cursor_says_where_it_was(value, sort):
    cursor = Cursor(sort, math.nan if value is None else value, "6a" * 12)
    again = Cursor.read(cursor.encoded())
    assert (again.sort, again.hub_id) == (cursor.sort, cursor.hub_id)
    assert again.value == pytest.approx(cursor.value, nan_ok=True)
    assert Cursor.read(Cursor("createdAt", 1_783_036_800_123, "6a" * 12).encoded()).value == 1_783_036_800_123


def churned(sort, seed):
    """Read a world that changes after each page; return how often each row came, and those that stayed."""
    first = [model(f"o/m{n}", createdAt=f"2026-07-01T00:{n % 60:02}:00.000Z", trendingScore=n) for n in range(200)]
    world = World(first)
    churn = Churn(world, changes=5, sorts={"like": 3, "rename": 1, "appear": 1, "vanish": 1, "remake": 1}, seed=seed)
    at_start = set(world.models.hub_ids)
    found = rows_of(pages(App(world), f"/api/models?sort={sort}&limit=10", lambda: churn(0)))
    stayed = at_start & {world.models.hub_ids[place] for place in world.models.places.values()}
    came = [row["_id"] for row in found]
    return {hub_id: came.count(hub_id) for hub_id in stayed}, came


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 10**6))
def test_an_order_that_never_changes_gives_each_row_that_stays_once(seed):
    times, came = churned(FIXED, seed)
    assert set(times.values()) == {1}
    assert len(came) == len(set(came))


def test_an_order_that_changes_loses_rows_and_repeats_rows():
    times = [count for seed in range(5) for count in churned(MUTABLE, seed)[0].values()]
    assert 0 in times
    assert max(times) > 1


@settings(deadline=None, max_examples=50)
@given(changes=st.lists(st.sampled_from(["like", "modify", "appear", "vanish", "rename", "remake"]), max_size=30))
def test_orders_and_filters_follow_each_change(changes):
    world = World([model(f"o/m{number}", f"base_model:{number % 3}", likes=number) for number in range(30)])
    app = App(world)
    asked = ("?sort=likes", "?sort=lastModified", "?filter=base_model:1", "?author=o", "?search=m1")
    for target in asked:
        ask(app, f"/api/models{target}")
    for number, change in enumerate(changes):
        Churn(world, sorts={change: 1}, seed=number)(0)
        assert len(world.models) == len(set(world.models.places.values()))
    anew = World([world.record(name) for name in world.models.places])
    for target in asked:
        assert ask(app, f"/api/models{target}").body == ask(App(anew), f"/api/models{target}").body


def test_pages_have_at_most_a_thousand_rows():
    app = App(World([model(f"o/m{number}") for number in range(1_100)]))
    assert [len(rows_of([page])) for page in pages(app, "/api/models?limit=5000")] == [1_000, 100]
    ((a, b),) = pairwise(pages(app, "/api/models?limit=1000"))
    assert "Link" in a.headers
    assert "Link" not in b.headers
