"""Evidence of models that name thousands of parents, and the counts of a catalog."""

import time
from datetime import date

from tests.making import NOW, dataset, imported, model, statement

from filiation.catalog.clues import LinkedClue
from filiation.facts.evidence import ClueFacts
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


MAY, JUNE, JULY = (date(2024, month, 1) for month in (5, 6, 7))


def test_stats_tell_what_is_gone_and_which_reading_was_whole(tmp_path):
    imported(tmp_path, [model("a/one"), model("a/two"), model("b/kid", "base_model:lost/one")], seen=MAY, complete=True)
    imported(tmp_path, [model("a/one"), model("b/kid", "base_model:lost/one")], seen=JUNE, complete=True)
    with imported(tmp_path, [model("a/one")], seen=JULY) as observatory:
        stats = observatory.stats()
        assert (stats.models, stats.gone, stats.absent) == (3, 1, 1)
        assert (stats.seen, stats.newest) == (JUNE, JULY)
        assert [(o.seen, o.source, o.whole, o.endpoint) for o in stats.imports] == [
            (MAY, "import", True, None),
            (JUNE, "import", True, None),
            (JULY, "import", False, None),
        ]


def test_without_a_whole_reading_the_newest_one_dates_the_catalog(tmp_path):
    imported(tmp_path, [model("a/one")], seen=MAY)
    with imported(tmp_path, [model("a/two")], seen=JUNE) as observatory:
        assert (observatory.stats().seen, observatory.stats().newest) == (JUNE, JUNE)


def test_what_is_gone_does_not_count_for_its_publisher(tmp_path):
    kept, lost = model("a/one", downloads=5), model("a/two", downloads=70)
    imported(tmp_path, [kept, lost, model("b/kid", "base_model:a/named")], seen=MAY, complete=True)
    with imported(tmp_path, [kept, model("b/kid", "base_model:a/named")], seen=JUNE, complete=True) as observatory:
        answer = observatory.publisher("a")
        assert (answer.models, answer.gone, answer.downloads) == (1, 2, 5)
        assert {one.id for one in answer.items} == {"a/one", "a/two", "a/named"}


def test_a_model_that_the_hub_disabled_says_so(tmp_path):
    with imported(tmp_path, [model("a/one", disabled=True), model("a/two", disabled=False), model("a/three")]) as found:
        assert [found.show(f"a/{name}").model.disabled for name in ("one", "two", "three")] == [True, False, None]
