"""Pages of names are read as any page is, only faster."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.facts.vocabulary import Kind
from filiation.hub.live import pages
from filiation.hub.live.names import listed
from filiation.hub.problems import Problems

ROW = {
    "_id": "621ffdc036468d709f174338",
    "id": "google-bert/bert-base-uncased",
    "createdAt": "2022-03-02T23:29:04.000Z",
    "lastModified": "2024-02-19T11:06:12.000Z",
    "private": False,
    "disabled": False,
    "gated": False,
    "downloads": 58_000_000,
    "likes": 2_400,
}
ODD = {
    "id": st.sampled_from(["a/b", "../b", "gpt2", "a/b/c", "", 7, None]),
    "_id": st.sampled_from(["x", "6a5638" * 4, "6A5638" * 4, 7, None]),
    "createdAt": st.sampled_from(["2022-03-02T23:29:04.000Z", "yesterday", 7, None]),
    "gated": st.sampled_from([False, True, "auto", "manual", 7, None]),
    "downloads": st.sampled_from([0, 5, -1, 2**60, "many", None]),
    "private": st.sampled_from([True, False, "no", None]),
}


def both(rows):
    fast, slow = Problems(), Problems()
    body = json.dumps(rows).encode()
    quick = [row for table in listed("page", body, Kind.MODEL, fast) for row in table.to_pylist()]
    sure = [row for table in pages.records([("page", body)], Kind.MODEL, slow) for row in table.to_pylist()]
    assert fast.summary() == slow.summary()
    return quick, sure


def test_a_page_of_names_is_read_whole():
    quick, sure = both([ROW, ROW | {"id": "gpt2", "gated": "auto", "likes": None}])
    assert quick == sure
    assert quick[1]["gated"] == "auto"
    assert quick[0]["modified"].year == 2024


@pytest.mark.parametrize("rows", [[], [{}], [7], [ROW, {"id": "a/b", "downloads": -1}], [{"id": "a b"}]])
def test_odd_pages_are_told_of(rows):
    quick, sure = both(rows)
    assert quick == sure


@given(st.lists(st.fixed_dictionaries({"id": ODD["id"]}, optional={k: v for k, v in ODD.items() if k != "id"})))
def test_any_row_is_read_as_an_import_reads_it(rows):
    quick, sure = both(rows)
    assert quick == sure
