"""Evidence of models that name thousands of parents, and the counts of a catalog."""

import time

from tests.making import NOW, dataset, imported, model, statement

from filiation.catalog.edition import LinkedClue
from filiation.facts.answers import ClueFacts
from filiation.facts.vocabulary import Source
from filiation.observatory import profile

MANY = 900


def clue(raw):
    return ClueFacts(Source.CARD, "base_model", raw, NOW.date(), NOW.date(), supports=True, gone=False)


def test_clues_are_told_apart_in_time_by_their_number_not_by_its_square():
    names = [f"p/m{i}" for i in range(20_000)]
    clues = [LinkedClue(n, None, clue(name)) for n, name in enumerate(names)]
    clues += [LinkedClue(None, n, clue(name)) for n, name in enumerate(names)] + clues[:1]
    began = time.perf_counter()
    about = profile._by_target(clues)
    assert time.perf_counter() - began < 2  # to look through all clues for each link would take minutes
    assert len(about) == 40_000
    assert [one.raw for one in about[0, None]] == ["p/m0", "p/m0"]
    assert [one.raw for one in about[None, 7]] == ["p/m7"]


def test_each_of_many_links_has_its_own_clues(tmp_path, monkeypatch):
    parents = [f"p/m{i}" for i in range(MANY)]
    tags = [f"base_model:{name}" for name in parents] + [f"dataset:d/x{i}" for i in range(MANY)]
    with imported(tmp_path, [*map(model, parents), model("big/merge", *tags)]) as observatory:
        read = []
        by_target = profile._by_target
        monkeypatch.setattr(profile, "_by_target", lambda clues: read.append(1) or by_target(clues))
        answer = observatory.evidence("big/merge")
    assert read == [1]
    assert len(answer.links) == 2 * MANY
    for link in answer.links:
        assert link.clues
        assert {one.raw for one in link.clues} == {link.parent}


def test_publishers_are_counted_once_and_only_where_something_was_read(tmp_path):
    records = [model("a/one", "base_model:absent/x"), model("a/two"), model("b/one"), model("bare")]
    imported(tmp_path, [*records, statement("a/one", "outside:Elsewhere", "finetune")]).close()
    with imported(tmp_path, [dataset("b/data"), dataset("c/data"), dataset("plain")]) as observatory:
        stats = observatory.stats()
    assert (stats.publishers, stats.models, stats.absent, stats.outside) == (3, 4, 1, 1)
