"""A glance at pages finds names, numbers and tags whatever else stands there."""

import pytest
from tests.hub.live.asking import LIST, NOW

from filiation.errors import SourceFailed
from filiation.hub.live.glances import glance
from filiation.hub.live.pages import page_of
from filiation.hub.live.walks import children_of

GOOD = b'{"_id": "1", "id": "a/b", "downloads": 7, "private": true, "tags": ["x", 5, "base_model:a/p"]}'
DEEP = b"[" * 5_000 + b"]" * 5_000


def told(body: bytes) -> list[tuple[object, ...]]:
    return [(row.id, row.hub_id, row.downloads, row.private, row.tags) for row in glance(body)]


@pytest.mark.parametrize("body", [GOOD, b" [" + GOOD + b"]"])
def test_a_row_is_seen_in_a_page_or_alone(body: bytes):
    assert told(body) == [("a/b", "1", 7, True, ["x", "base_model:a/p"])]


@pytest.mark.parametrize(
    "odd",
    [
        b'{"id": 5, "_id": [1], "downloads": "many", "private": 0, "tags": {}}',
        b'{"id": "\xff", "_id": "\\ud800\xff", "downloads": ' + b"9" * 5_000 + b', "tags": "\xff"}',
        b'{"id": [' + b"{}," * 1_000 + b'{}], "tags": ' + DEEP + b"}",
        b'{"tags": [' + b"[]," * 500_000 + b"[]]}",
        b'{"x": ' + DEEP + b"}",
    ],
)
def test_an_odd_row_hides_no_other_and_nothing_is_made_of_it(odd: bytes):
    first, second, last = told(b"[" + GOOD + b"," + odd + b"," + GOOD + b"]")
    assert first == last == ("a/b", "1", 7, True, ["x", "base_model:a/p"])
    assert second == (None, None, None, None, [])


def test_only_what_can_be_asked_for_is_a_child():
    rows = [GOOD, *(b'{"id": "%s"}' % name for name in (b"a/.", b"../x", b"a b", b"a/c"))]
    page = page_of(LIST, b"[" + b",".join(rows) + b"]", None, NOW)
    assert children_of(page, "A/p", LIST) == ["a/b", "a/c"]
    with pytest.raises(SourceFailed, match="does not filter"):
        children_of(page, "a/other", LIST)
