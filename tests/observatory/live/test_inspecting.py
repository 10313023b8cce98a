"""Reading the files of models: each once, as much as is wanted, from whom it may; and nothing stops the others."""

import json
import sqlite3
import struct
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from tests.fakehub import Account, Fault, Faults
from tests.fakehub.answers import Answer
from tests.fakehub.blobs import Blob
from tests.observatory.live.living_hub import Clock, running, store_in, world_of

from filiation.errors import NotFound, SourceFailed, WrongUse
from filiation.evidence import files as readers
from filiation.evidence.files import adapter_config, card_text, gguf_header, safetensors_header
from filiation.facts.crawls import Crawl
from filiation.facts.findings import Clue, Findings, Unread
from filiation.facts.findings import Fault as Unfit
from filiation.facts.inspection import Inspect, Origin
from filiation.facts.live import Access
from filiation.facts.vocabulary import Relation, Source, Standing
from filiation.hub.live.access import Endpoint
from filiation.hub.live.files import good_path

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there

CHILD, PARENT = "org0/model-0", "org1/model-1"
MOST = 1000
ADAPTER = json.dumps({"base_model_name_or_path": PARENT})
WEIGHTS = struct.pack("<Q", 2) + b"{}" + b"\x07" * 5000


def _adapter(body, _):
    try:
        return Findings((Clue(json.loads(body)["base_model_name_or_path"], "base", Relation.ADAPTER),))
    except (ValueError, KeyError):
        return Findings(faults=(Unread(Unfit.NOT_JSON, "line 1"),))


def _nothing(body, size):
    return Findings() if len(body) == min(size, MOST) else Findings(faults=(Unread(Unfit.CUT_SHORT),))


def _as(reader, wants, read, **more):
    """Return a reader in force with other manners: the policy knows it by its name."""
    told = {"most": MOST, "at_most": 9, "extent": None, "wants": wants, "read": read}
    return replace(reader, **(told | more))


@pytest.fixture(autouse=True)
def own_readers(monkeypatch):
    """Readers of three kinds of files, so that these tests are about the reading alone."""
    made = (
        _as(adapter_config.READER, lambda path: path.endswith(".json"), _adapter),
        _as(safetensors_header.READER, lambda path: path.endswith(".safetensors"), _nothing),
        _as(card_text.READER, lambda path: path == "README.md", lambda *_: Findings()),
    )
    monkeypatch.setattr(readers, "FILE_READERS", made)


@pytest.fixture
def clock():
    return Clock()


def world(clock, files=None, **options):
    held = {
        CHILD: {"README.md": "# A card", "adapter_config.json": ADAPTER, "model.safetensors": WEIGHTS, "b.bin": "x"}
    }
    return world_of(clock, 12, files=held | (files or {}), **options)


def inspected(observatory, hub, clock, *ids, **options):
    return observatory.inspect(Inspect(ids or (CHILD,), **options), hub, clock)


def by_path(model):
    return {file.path: file for file in model.files}


def stored(observatory):
    """Return the rows of files of all imports, in order."""
    parts = sorted(observatory.store.records.glob("*/files.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def test_files_are_read_told_and_stored(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, endpoint, clock)
    model = answer.models[0]
    assert (model.id, model.access, len(model.revision)) == (CHILD, Access.PUBLIC, 40)
    assert [(clue.raw, clue.path, clue.relation) for clue in model.clues] == [
        (PARENT, "adapter_config.json", Relation.ADAPTER)
    ]
    assert {path: (file.read, file.size, file.origin) for path, file in by_path(model).items()} == {
        "adapter_config.json": (len(ADAPTER), len(ADAPTER), Origin.FETCHED),
        "README.md": (8, 8, Origin.FETCHED),
        "model.safetensors": (MOST, len(WEIGHTS), Origin.FETCHED),
    }
    assert not model.faults
    assert (answer.read, answer.cached, answer.out_of_reach, model.weights) == (3, 0, 0, 2)
    assert answer.bytes == len(ADAPTER) + 8 + MOST
    assert answer.requests == 7 == len(hub.requests)  # the record, and for each file where it is, and itself
    assert [(link.id, link.relation, link.standing) for link in model.parents] == [
        (PARENT, Relation.ADAPTER, Standing.INFERRED)
    ]
    rows = {row["path"]: row for row in stored(mine)}
    assert set(rows) == {"README.md", "adapter_config.json", "model.safetensors", "b.bin"}
    assert rows["adapter_config.json"]["body"] == ADAPTER.encode()
    assert (rows["model.safetensors"]["body"], rows["model.safetensors"]["size"]) == (WEIGHTS[:MOST], len(WEIGHTS))
    weights = Blob.of("b.bin", "x")
    assert (rows["b.bin"]["body"], rows["b.bin"]["sha256"], rows["b.bin"]["size"]) == (None, weights.sha256, 1)
    assert answer.stored
    assert mine.stats().imports[-1].source == "inspect"


def test_only_a_large_file_is_asked_for_in_a_range(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint):
        inspected(store_in(tmp_path), endpoint, clock)
        asked = {one.path.rpartition("/")[2].partition("?")[0]: one.headers for one in hub.asked("/resolve/")}
        fetched = hub.asked(host="cdn")
    assert "range" not in asked["adapter_config.json"]
    assert asked["model.safetensors"]["range"] == f"bytes=0-{MOST - 1}"
    assert [(one.headers["range"], one.status) for one in fetched] == [(f"bytes=0-{MOST - 1}", 206)]


def test_a_second_inspection_makes_one_request_for_each_model(clock, tmp_path):
    same = {PARENT: {"adapter_config.json": ADAPTER}}
    with running(clock, world(clock, same)) as (_, hub, endpoint):
        mine = store_in(tmp_path)
        first = inspected(mine, endpoint, clock)
        before = len(hub.requests)
        clock.pass_(days=1)
        again = inspected(mine, endpoint, clock, CHILD, PARENT)
        assert len(hub.requests) - before == again.requests == 2  # what another model holds is not read twice either
    assert {file.origin for file in again.models[0].files} == {Origin.CACHED}
    assert (again.cached, again.bytes) == (4, 0)
    assert again.models[0].clues == first.models[0].clues
    assert again.models[0].parents[0].id == PARENT
    assert [row["body"] for row in stored(mine)[-5:]] == [None] * 5


def test_what_changed_is_read_anew(clock, tmp_path):
    with running(clock, world(clock)) as (known, _, endpoint):
        mine = store_in(tmp_path)
        inspected(mine, endpoint, clock)
        clock.pass_(days=1)
        settings = json.dumps({"base_model_name_or_path": "org2/model-2"})
        known.blobs[CHILD] = [Blob.of("adapter_config.json", settings)]
        known.change(CHILD, sha="f" * 40)
        again = inspected(mine, endpoint, clock)
    assert (again.read, again.cached, again.models[0].revision) == (1, 0, "f" * 40)
    assert [link.id for link in again.models[0].parents if not link.withdrawn] == ["org2/model-2"]


def test_where_no_name_of_the_content_is_told_the_known_one_is_asked_for(clock, tmp_path, monkeypatch):
    monkeypatch.setattr(Blob, "sibling", lambda self, **_: {"rfilename": self.path})
    with running(clock, world(clock)) as (_, hub, endpoint):
        mine = store_in(tmp_path)
        first = inspected(mine, endpoint, clock)
        assert (first.read, first.out_of_reach) == (3, 0)
        assert by_path(first.models[0])["model.safetensors"].size == len(WEIGHTS)
        before = len(hub.requests)
        again = inspected(mine, endpoint, clock)
        sent = hub.requests[before:]
    assert {one.headers.get("if-none-match", "")[:1] for one in sent if "/resolve/" in one.path} == {'"'}
    assert (again.read, again.cached, again.bytes, again.requests) == (0, 3, 0, 4)
    assert again.models[0].clues == first.models[0].clues


def test_what_the_hub_does_not_give_is_told_and_the_others_are_read(clock, tmp_path):
    files = {"org2/model-2": {"adapter_config.json": ADAPTER, "config.json": ADAPTER, "README.md": "x"}}
    made = world(clock, files)
    made.change("org2/model-2", gated="manual")
    made.change("org3/model-3", disabled=True)
    with running(clock, made) as (_, hub, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, endpoint, clock, "no/such", "org3/model-3", "org2/model-2", CHILD)
        asked = hub.asked("model-2/resolve")
    told = {model.asked: model for model in answer.models}
    assert told["no/such"].id is None
    assert [(one.fault, one.path, one.detail) for one in told["no/such"].faults] == [
        (Unfit.OUT_OF_REACH, "", "not-public")
    ]
    assert told["org3/model-3"].access is Access.DISABLED
    assert {one.fault for one in told["org2/model-2"].faults} == {Unfit.OUT_OF_REACH}
    assert len(asked) == 2  # one file, and the card, which some gates let through
    assert told[CHILD].clues
    assert answer.out_of_reach == 5
    assert {(row["path"], row["fault"]) for row in stored(mine) if row["id"] == "org2/model-2"} == {
        ("README.md", "out-of-reach"), ("adapter_config.json", "out-of-reach"), ("config.json", "out-of-reach"),
    }  # fmt: skip


def test_a_token_opens_what_is_gated_and_goes_to_the_hub_alone(clock, tmp_path):
    made = world(clock, tokens={"hf_in": Account("reader", granted=(CHILD,))})
    made.change(CHILD, gated="manual")
    with running(clock, made) as (_, hub, endpoint):
        answer = inspected(store_in(tmp_path), Endpoint(endpoint.url, "hf_in"), clock)
        assert answer.out_of_reach == 0
        assert {"authorization" in one.headers for one in hub.asked()} == {True}
        assert [("authorization" in one.headers, one.status) for one in hub.asked(host="cdn")] == [(False, 206)]


def test_a_file_that_vanishes_before_it_is_asked_for_is_told(clock, tmp_path):
    with running(clock, world(clock)) as (known, hub, endpoint):
        told, answer = hub.app.repositories._detail, None

        def detail(found, rest, request):
            answer = told(found, rest, request)
            known.blobs[CHILD] = [blob for blob in known.blobs[CHILD] if blob.path != "adapter_config.json"]
            return answer

        hub.app.repositories.routes[""] = detail
        answer = inspected(store_in(tmp_path), endpoint, clock)
    found = by_path(answer.models[0])
    assert found["adapter_config.json"].fault is Unfit.OUT_OF_REACH
    assert "Entry not found" in found["adapter_config.json"].detail
    assert found["README.md"].fault is None


def test_what_another_host_does_wrong_concerns_one_file(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint):
        hub.app.files.delivered = lambda _: Answer(500, b"broken", None)
        answer = inspected(store_in(tmp_path), endpoint, clock)
    file = by_path(answer.models[0])["model.safetensors"]
    assert (file.fault, file.read) == (Unfit.OUT_OF_REACH, 0)
    assert (answer.read, answer.out_of_reach) == (2, 1)
    assert answer.models[0].clues


ODD = ("../../etc/config.json", "a/../b.json", "/root.json", "a//b.json", "n\0l.json", "p" * 3000 + ".json", "./x.json")
EVEN = ("%2e%2e/a.json", "a?b=c.json", "a#b.json", "é ü/ñ.json", "a b+c&d.json", "..json", "back\\slash.json")


def test_odd_paths_are_asked_for_as_they_are_and_impossible_ones_never(clock, tmp_path):
    with running(clock, world(clock, {CHILD: dict.fromkeys((*ODD, *EVEN), ADAPTER)})) as (_, hub, endpoint):
        answer = inspected(store_in(tmp_path), endpoint, clock)
        asked = [one.path for one in hub.asked("/resolve/")]
    model = answer.models[0]
    assert {file.path for file in model.files if file.fault is None} == set(EVEN)
    assert {fault.fault for fault in model.faults} == {Unfit.WRONG_SHAPE}
    assert len(model.faults) == len(ODD)
    assert all(path.startswith(f"/{CHILD}/resolve/") for path in asked)
    assert not any(map(good_path, ODD))


def test_of_a_file_that_tells_how_much_of_it_matters_no_more_is_read(clock, tmp_path, monkeypatch):
    large = b"\x01\x90" + bytes(4_000_000)

    def extent(body):
        return int.from_bytes(body[:2], "big")

    def read(body, _):
        return Findings() if len(body) == 400 else Findings(faults=(Unread(Unfit.CUT_SHORT),))

    ours = _as(gguf_header.READER, lambda path: path.endswith(".gguf"), read, extent=extent, most=3_000_000)
    monkeypatch.setattr(readers, "FILE_READERS", (ours,))
    with running(clock, world(clock, {CHILD: {"x.gguf": large, "s.gguf": large[:600]}})) as (_, _, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, endpoint, clock)
        assert [(file.read, file.fault) for file in answer.models[0].files] == [(400, None)] * 2
        assert not answer.models[0].faults
        assert inspected(mine, endpoint, clock).requests == 1
        longer = replace(ours, extent=lambda _: 500)
        monkeypatch.setattr(readers, "FILE_READERS", (longer,))
        again = inspected(mine, endpoint, clock)
    assert [file.read for file in again.models[0].files] == [500, 500]


def test_a_crawl_that_breaks_off_goes_on_where_it_was(clock, tmp_path):
    made = world(clock, faults=Faults(Fault("500", path="/resolve/.*README")))
    made.blobs[PARENT] = [Blob.of("adapter_config.json", ADAPTER + " ")]
    made.faults = Faults(Fault("500", path="model-1.*blobs=true"))
    with running(clock, made) as (known, hub, endpoint):
        mine = store_in(tmp_path)
        with pytest.raises(SourceFailed):
            inspected(mine, endpoint, clock, CHILD, PARENT)
        assert not mine.store.exists()
        known.faults = Faults()
        before = len(hub.requests)
        answer = inspected(mine, endpoint, clock, CHILD, PARENT)
        sent = [one.target for one in hub.requests[before:]]
    assert answer.resumed
    assert not any(f"models/{CHILD}?" in one for one in sent)
    assert not list(mine.store.crawls.glob("*.db"))


def test_a_hub_that_gives_no_file_any_more_ends_it_and_what_came_is_kept(clock, tmp_path):
    files = {f"org{n % 4}/model-{n}": {"adapter_config.json": json.dumps({"base_model_name_or_path": f"a/b{n}"})}
             for n in range(1, 9)}  # fmt: skip
    names = (CHILD, *files)
    made = world(clock, files, faults=Faults(Fault("500", path="/resolve/", after=4)))
    with running(clock, made) as (known, hub, endpoint):
        mine = store_in(tmp_path)
        with pytest.raises(SourceFailed, match="same command"):
            inspected(mine, endpoint, clock, *names)
        known.faults = Faults()
        before = len(hub.requests)
        answer = inspected(mine, endpoint, clock, *names)
        assert len(hub.requests) - before == answer.requests == 2 * 7
    assert (answer.read, answer.out_of_reach, answer.resumed) == (11, 0, True)
    assert len(stored(mine)) == 12


def test_one_file_at_which_the_hub_fails_does_not_stop_the_others(clock, tmp_path):
    made = world(clock, faults=Faults(Fault("500", path="/resolve/.*/adapter_config")))
    with running(clock, made) as (known, _, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, endpoint, clock)
        assert (answer.read, answer.out_of_reach) == (2, 1)
        known.faults = Faults()
        assert inspected(mine, endpoint, clock).read == 1


def test_only_telling_stores_nothing_and_knows_what_the_store_knows(clock, tmp_path):
    files = {"org2/model-2": {"adapter_config.json": json.dumps({"base_model_name_or_path": "ORG1/Model-1"})}}
    with running(clock, world(clock, files)) as (_, _, endpoint):
        mine = store_in(tmp_path)
        mine.crawl(Crawl(endpoint.url), endpoint, clock)
        imports, edition = mine.store.imports(), mine.store.edition()
        answer = inspected(mine, endpoint, clock, "org2/model-2", only_tell=True)
        assert (mine.store.imports(), mine.store.edition()) == (imports, edition)
        assert not list(mine.store.crawls.glob("*.db"))
    assert not answer.stored
    assert [(link.id, link.presence) for link in answer.models[0].parents] == [(PARENT, "listed")]


def test_without_any_store_it_is_told_all_the_same(clock, tmp_path):
    with running(clock, world(clock)) as (_, _, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, endpoint, clock, only_tell=True)
    assert [(link.id, link.presence) for link in answer.models[0].parents] == [(PARENT, "absent")]
    assert not mine.store.folder.exists()


def test_a_family_is_that_of_the_store_the_most_used_first(clock, tmp_path):
    with running(clock, world_of(clock, 60)) as (_, _, endpoint):
        mine = store_in(tmp_path)
        with pytest.raises(NotFound):
            mine.inspect(Inspect(family=CHILD), endpoint, clock)
        mine.crawl(Crawl(endpoint.url), endpoint, clock)
        families = {f"org{n % 4}/model-{n}": n for n in range(60)}
        kin = {name: [one.id for one in mine.descendants(name, limit=0).items] for name in families}
        root = max((name for name in kin if not mine.ancestors(name).total), key=lambda name: len(kin[name]))
        assert len(kin[root]) > 2
        answer = mine.inspect(Inspect(family=root, limit=len(kin[root])), endpoint, clock)
    assert [one.id for one in answer.models] == [root, *kin[root][:-1]]
    assert answer.left == 1


def test_a_forecast_asks_for_records_alone_and_is_right(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint):
        mine = store_in(tmp_path)
        told = mine.forecast(Inspect((CHILD,)), endpoint, clock)
        assert len(hub.requests) == 1
        assert not mine.store.folder.exists()
        answer = inspected(mine, endpoint, clock)
        assert (told.requests, told.bytes) == (answer.requests, answer.bytes)
        again = mine.forecast(Inspect((CHILD,)), endpoint, clock)
        assert (again.requests, again.bytes) == (1, 0)


def test_a_renamed_model_is_stored_under_its_name(clock, tmp_path):
    with running(clock, world(clock)) as (known, _, endpoint):
        mine = store_in(tmp_path)
        known.rename(CHILD, "org0/new")
        answer = inspected(mine, endpoint, clock, CHILD, "org0/new")
    assert [model.id for model in answer.models] == ["org0/new"] * 2
    assert {row["id"] for row in stored(mine)} == {"org0/new"}
    assert len(stored(mine)) == 4


def test_what_is_not_public_is_told_and_not_stored(clock, tmp_path):
    made = world(clock, tokens={"hf_in": Account("reader", granted=(CHILD,))})
    made.change(CHILD, private=True)
    with running(clock, made) as (_, _, endpoint):
        mine = store_in(tmp_path)
        answer = inspected(mine, Endpoint(endpoint.url, "hf_in"), clock)
    assert answer.models[0].clues
    assert not answer.stored
    assert not mine.store.imports()


@pytest.mark.parametrize(
    "wanted",
    [
        Inspect(),
        Inspect(("a b",)),
        Inspect(family="../.."),
        Inspect(("a/b",), limit=0),
        Inspect(("a/b",), called="x/y"),
    ],
)
def test_wrong_use_is_told_before_anything_is_asked(clock, tmp_path, wanted):
    with running(clock, world(clock)) as (_, hub, endpoint):
        with pytest.raises(WrongUse):
            store_in(tmp_path).inspect(wanted, endpoint, clock)
        assert not hub.requests


def test_the_edition_tells_what_the_files_say(clock, tmp_path):
    with running(clock, world(clock)) as (_, _, endpoint):
        mine = store_in(tmp_path)
        inspected(mine, endpoint, clock)
        clues = mine.evidence(CHILD).links[0].clues
    assert [(clue.source, clue.location) for clue in clues] == [(Source.ADAPTER_CONFIG, "adapter_config.json: base")]
    with sqlite3.connect(mine.store.edition() / "catalog.db") as db:
        assert db.execute("SELECT count(*) FROM models WHERE gone AND presence = 'listed'").fetchone() == (0,)
