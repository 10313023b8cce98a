"""How sure relations are, asked link by link or read whole: the same."""

import numpy as np
import pytest
from tests.making import imported, model

from filiation.catalog import certainties as module
from filiation.catalog.certainties import certainties

RECORDS = [
    model("base/B", downloads=9),
    model("base/C", downloads=8),
    model("me/B-GGUF", "gguf", "base_model:base/B"),
    model("me/stated", "base_model:finetune:base/B"),
    model("me/mix", "base_model:base/B", "base_model:base/C"),
    model("me/merge", "mergekit", "merge", "lazymergekit", "base/B", "base/C"),
]


@pytest.mark.parametrize("few", [0, 10_000])
def test_each_link_has_its_own(tmp_path, monkeypatch, few):
    monkeypatch.setattr(module, "_FEW", few)
    with imported(tmp_path, RECORDS) as observatory:
        edition = observatory.edition
        asked = [("me/B-GGUF", "base/B"), ("me/stated", "base/B"), ("me/mix", "base/C"), ("me/merge", "base/B")]
        ends = np.array([[edition.number(name) for name in link] for link in asked], np.int32)
        found = certainties(edition, ends[:, 0], ends[:, 1])
        links = {name: {link.id: link.certainty for link in observatory.show(name).parents} for name, _ in asked}
    assert found == [links[child][parent] for child, parent in asked]
    assert found[1] == 1.0
    assert 0 < found[0] < 1


def test_of_no_links_nothing_is_told(tmp_path):
    with imported(tmp_path, RECORDS) as observatory:
        none = np.empty(0, np.int32)
        assert certainties(observatory.edition, none, none) == []
