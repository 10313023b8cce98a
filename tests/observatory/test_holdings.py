"""Publishers and datasets: what they hold and went into, by hand on a small catalog and by walks on the sample."""

from datetime import date
from pathlib import Path

import pytest
from tests.making import NOW, dataset, imported, lines, model

import filiation
from filiation.errors import NotFound, WrongUse
from filiation.facts.holdings import ExposedModel, FamilyShare, OwnedDataset, OwnedModel
from filiation.facts.vocabulary import Presence, PublisherKind, Standing
from filiation.observatory import Observatory

MODELS = [
    model(
        "Acme/root",
        "license:mit",
        downloads=90,
        likes=1,
        createdAt="2024-01-01T00:00:00.000Z",
        pipeline_tag="text-generation",
    ),
    model("Acme/kid", "base_model:finetune:Acme/root", "dataset:lab/one", downloads=50, likes=7),
    model("Acme/alone", "dataset:lab/one", downloads=5),
    model("Acme/mix", "base_model:merge:Acme/kid", "base_model:merge:other/root", downloads=4),
    model("other/root", downloads=30),
    model("other/kid", "base_model:adapter:Acme/kid", "dataset:lab/two", downloads=20),
    model("other/grandkid", "base_model:quantized:other/kid", downloads=10),
    model("third/heir", "base_model:finetune:other/kid", "dataset:lab/one", downloads=8),
    model("third/late", "base_model:finetune:third/heir", downloads=1),
]
DATASETS = [
    dataset("lab/one", "license:cc-by-4.0", downloads=12, likes=3, createdAt="2023-05-06T00:00:00.000Z", sha="abc"),
    dataset("Acme/corpus", downloads=2),
    dataset("Acme/big", downloads=200),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    folder = tmp_path_factory.mktemp("holdings")
    made = imported(folder, MODELS)
    made.import_files([lines(folder / "datasets.jsonl", DATASETS)], now=NOW)
    return made


def test_a_publisher_is_told_whole(catalog: Observatory):
    answer = catalog.publisher("acme")
    assert (answer.publisher.id, answer.publisher.kind) == ("Acme", PublisherKind.UNKNOWN)
    assert (answer.models, answer.datasets, answer.downloads, answer.offset) == (4, 2, 351, 0)
    assert answer.reach == 4
    assert answer.alone == 1
    assert answer.families == (FamilyShare("Acme/root", 3), FamilyShare("other/root", 1))
    assert answer.families_total == 2
    assert [origin.name[:6] for origin in answer.sources] == ["000001", "000002"]
    assert answer.items[0] == OwnedModel(
        id="Acme/root",
        presence=Presence.LISTED,
        gone=False,
        created=date(2024, 1, 1),
        downloads=90,
        likes=1,
        task="text-generation",
        license="mit",
        parents=0,
        descendants=6,
    )
    assert [(m.id, m.parents, m.descendants) for m in answer.items[1:]] == [
        ("Acme/kid", 1, 5),
        ("Acme/alone", 0, 0),
        ("Acme/mix", 2, 0),
    ]


def test_datasets_of_a_publisher_are_the_most_used_first(catalog: Observatory):
    assert [d.id for d in catalog.publisher("Acme").dataset_items] == ["Acme/big", "Acme/corpus"]
    read, absent = catalog.publisher("lab").dataset_items
    assert read == OwnedDataset(
        id="lab/one",
        presence=Presence.LISTED,
        gone=False,
        created=date(2023, 5, 6),
        downloads=12,
        license="cc-by-4.0",
        models=3,
    )
    assert (absent.id, absent.presence, absent.gone, absent.models) == ("lab/two", Presence.ABSENT, True, 1)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({}, ["root", "kid", "alone", "mix"]),
        ({"sort": "downloads"}, ["root", "kid", "alone", "mix"]),
        ({"sort": "likes"}, ["kid", "root", "alone", "mix"]),
        ({"sort": "created", "limit": 1}, ["root"]),
        ({"sort": "id"}, ["alone", "kid", "mix", "root"]),
        ({"sort": "descendants"}, ["root", "kid", "alone", "mix"]),
        ({"limit": 2, "offset": 1}, ["kid", "alone"]),
        ({"limit": 0, "offset": 3}, ["mix"]),
        ({"offset": 9}, []),
    ],
)
def test_models_of_a_publisher_are_sorted_and_paged(catalog: Observatory, asked, ids):
    assert [m.id.removeprefix("Acme/") for m in catalog.publisher("Acme", **asked).items] == ids


def test_a_dataset_is_told_with_all_that_comes_from_it(catalog: Observatory):
    answer = catalog.dataset("LAB/one")
    facts = answer.dataset
    assert (facts.id, facts.publisher, facts.license, facts.likes) == ("lab/one", "lab", "cc-by-4.0", 3)
    assert (facts.created, facts.sha, facts.presence) == (date(2023, 5, 6), "abc", Presence.LISTED)
    assert (answer.declared_by, answer.descendants, answer.publishers) == (3, 4, 3)
    assert [(m.id, m.depth, m.by) for m in answer.items] == [
        ("Acme/kid", 0, "Acme/kid"),
        ("other/kid", 1, "Acme/kid"),
        ("other/grandkid", 2, "Acme/kid"),
        ("third/heir", 0, "third/heir"),
        ("Acme/alone", 0, "Acme/alone"),
        ("Acme/mix", 1, "Acme/kid"),
        ("third/late", 1, "third/heir"),
    ]
    assert answer.items[0] == ExposedModel(
        id="Acme/kid",
        depth=0,
        by="Acme/kid",
        standing=Standing.DECLARED,
        presence=Presence.LISTED,
        gone=False,
        publisher="Acme",
        license=None,
        created=None,
        downloads=50,
    )
    assert len(answer.sources) >= 1


def test_models_without_a_publisher_are_counted_as_models_only(tmp_path: Path):
    records = [model("gpt2", "dataset:d/data", downloads=9), model("a/one", "dataset:d/data")]
    answer = imported(tmp_path, records).dataset("d/data")
    assert [(one.id, one.publisher) for one in answer.items] == [("gpt2", None), ("a/one", "a")]
    assert (answer.declared_by, answer.publishers) == (2, 1)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"sort": "depth", "limit": 4}, ["Acme/kid", "third/heir", "Acme/alone", "other/kid"]),
        ({"sort": "likes", "limit": 1}, ["Acme/kid"]),
        ({"sort": "id", "limit": 2}, ["Acme/alone", "Acme/kid"]),
        ({"sort": "created", "limit": 1}, ["Acme/kid"]),
        ({"limit": 0, "offset": 6}, ["third/late"]),
    ],
)
def test_models_of_a_dataset_are_sorted_and_paged(catalog: Observatory, asked, ids):
    assert [m.id for m in catalog.dataset("lab/one", **asked).items] == ids


def test_a_dataset_that_nobody_declares_and_one_that_was_not_read(catalog: Observatory):
    unused, absent = catalog.dataset("Acme/big"), catalog.dataset("lab/two")
    assert (unused.declared_by, unused.descendants, unused.publishers, unused.items) == (0, 0, 0, ())
    assert (absent.dataset.presence, absent.dataset.gone, absent.dataset.downloads) == (Presence.ABSENT, True, None)
    assert (absent.declared_by, absent.descendants) == (1, 3)


def test_a_statement_that_is_withdrawn_counts_no_more(tmp_path: Path):
    records = [model("a/one", "dataset:d/data", lastModified="2024-01-01T00:00:00.000Z"), dataset("d/data")]
    kinds = [lines(tmp_path / f"{i}.jsonl", [r]) for i, r in enumerate(records)]
    catalog = filiation.open(tmp_path / "store")
    catalog.import_files(kinds, now=NOW, seen=date(2024, 2, 1))
    assert catalog.dataset("d/data").declared_by == 1
    newer = lines(tmp_path / "9.jsonl", [model("a/one", lastModified="2024-03-01T00:00:00.000Z")])
    catalog.import_files([newer], now=NOW, seen=date(2024, 4, 1))
    assert catalog.dataset("d/data").declared_by == 0
    assert catalog.publisher("d").dataset_items[0].models == 0
    assert len(catalog.dataset("d/data").sources) == 1
    assert len(catalog.publisher("d").sources) == 2


@pytest.mark.parametrize("question", ["publisher", "dataset"])
@pytest.mark.parametrize("asked", [{"limit": -1}, {"offset": -1}, {"sort": "beauty"}])
def test_wrong_questions_are_named(catalog: Observatory, question, asked):
    name = {"publisher": "Acme", "dataset": "lab/one"}[question]
    with pytest.raises(WrongUse):
        getattr(catalog, question)(name, **asked)


@pytest.mark.parametrize(
    ("question", "sort"), [("publisher", "depth"), ("dataset", "descendants")], ids=["publisher", "dataset"]
)
def test_each_question_has_its_own_orders(catalog: Observatory, question, sort):
    with pytest.raises(WrongUse, match=sort):
        getattr(catalog, question)("Acme" if question == "publisher" else "lab/one", sort=sort)


@pytest.mark.parametrize(
    ("question", "name", "told"),
    [
        ("publisher", "Acne", "Near it: Acme"),
        ("dataset", "Acme/corpux", "Near it: Acme/corpus"),
        ("dataset", "nobody/corpus", "Near it: Acme/corpus"),
        ("publisher", "qqqqqq", "filiation search"),
        ("publisher", "\ud800", "filiation search"),
        ("dataset", "", "filiation search"),
    ],
)
def test_near_names_are_proposed(catalog: Observatory, question, name, told):
    with pytest.raises(NotFound, match=told):
        getattr(catalog, question)(name)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home))
        with filiation.open() as observatory:
            yield observatory


@pytest.mark.parametrize("name", ["mistralai", "HuggingFaceH4", "unsloth"])
def test_a_publisher_of_the_sample_adds_up(sample: Observatory, name):
    answer = sample.publisher(name, limit=0)
    assert answer.models + answer.gone == len(answer.items)
    own = {one.id for one in answer.items}
    others = set()
    for one in answer.items[:40]:
        below = sample.descendants(one.id, limit=0)
        assert one.descendants == below.total
        others |= {relative.id for relative in below.items} - own
    assert answer.reach >= len(others)
    assert len(own) > 40 or answer.reach == len(others)


def test_a_dataset_of_the_sample_adds_up(sample: Observatory):
    row = sample.edition.rows("SELECT dataset FROM trained_on GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]
    answer = sample.dataset(sample.edition.ids([row[0]], "dataset")[row[0]], limit=0)
    declaring = {one.id for one in answer.items if one.depth == 0}
    assert len(declaring) == answer.declared_by > 1
    below = {relative.id for name in declaring for relative in sample.descendants(name, limit=0).items}
    assert {one.id for one in answer.items} == declaring | below
    assert answer.descendants == len(below - declaring)
    for one in answer.items[:30]:
        assert one.depth == 0 or (one.by, one.depth) in {
            (above.id, above.depth) for above in sample.ancestors(one.id, limit=0).items
        }
