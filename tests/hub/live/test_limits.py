"""Staying within the Hub's limits: how long is waited, and when nothing is asked."""

import httpx2
import pytest
from tests.hub.live.asking import LIST, answer, client_of

from filiation.errors import SourceFailed

GOOD = answer([{"id": "a/b"}])
LIMITED = {"RateLimit": '"api";r=0;t=55', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (LIMITED, 56),
        ({**LIMITED, "Retry-After": "7"}, 56),
        ({"Retry-After": "7"}, 7),
        ({"Date": "Fri, 13 Nov 2026 10:00:00 GMT", "Retry-After": "Fri, 13 Nov 2026 10:01:40 GMT"}, 100),
        ({"Retry-After": "Fri, 20 Nov 2026 12:00:30 GMT"}, 30),
        ({"Retry-After": "Fri, 20 Nov 2020 12:00:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"RateLimit": '"api";r=' + "9" * 9_999 + ";t=1"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_as_long_is_waited_as_the_hub_tells(headers: dict[str, str], seconds: int | None, status: int):
    client, _, clock = client_of(lambda _: httpx2.Response(status, headers=headers), GOOD)
    client.get(LIST, rows=1000)
    assert clock.slept == [seconds] if seconds else 1 <= clock.slept[0] <= 2


def test_what_asks_to_wait_for_days_is_not_waited_for():
    client, _, _ = client_of(answer(b"", 429, Retry_After="9" * 400))
    with pytest.raises(SourceFailed) as caught:
        client.get(LIST, rows=1000)
    told = str(caught.value)
    assert "asks to wait for" in told
    assert "minutes" in told


@pytest.mark.parametrize(
    ("left", "quota", "pause"), [(25, 500, 41), (26, 500, 0), (0, 10, 41), (1, 10, 0), (50, 1000, 41)]
)
def test_the_last_twentieth_of_a_quota_is_left_to_others(left: int, quota: int, pause: int):
    limits = {"RateLimit": f'"api";r={left};t=40', "RateLimit-Policy": f'"fixed window";"api";q={quota};w=300'}
    client, _, clock = client_of(lambda _: httpx2.Response(200, content=b"[]", headers=limits))
    client.get(LIST, rows=1000)
    assert clock.slept == []
    assert (client.quota, client.window) == (quota, 300)
    client.get(LIST, rows=1000)
    assert clock.slept == ([pause] if pause else [])
    assert client.faults == {}


def test_time_that_passes_anyway_counts_as_waited():
    limits = {"RateLimit": '"api";r=0;t=40', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'}
    client, _, clock = client_of(lambda _: httpx2.Response(200, content=b"[]", headers=limits), GOOD)
    client.get(LIST, rows=1000)
    clock.seconds += 30
    client.get(LIST, rows=1000)
    assert clock.slept == [11]
