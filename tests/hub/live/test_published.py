"""Published snapshots: fetched by ranges, only the known columns, and imported like any other file."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.fakehub import Account, Limits, World, serving
from tests.hub.live.asking import TOKEN

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.vocabulary import Kind
from filiation.hub.bulk import read
from filiation.hub.live.access import Endpoint
from filiation.hub.live.published import HUB_STATS, Source, fetch
from filiation.hub.problems import Problems

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ROWS = 3_000


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small file in the shape of hub-stats: several row groups, and a bulky column that nobody needs."""
    parent = pa.struct([("_id", pa.string()), ("id", pa.string())])
    columns = {
        "_id": pa.array([f"{n:024x}" for n in range(ROWS)]),
        "id": pa.array([f"owner-{n % 7}/model-{n}" for n in range(ROWS)]),
        "author": pa.array([f"owner-{n % 7}" for n in range(ROWS)]),
        "cardData": pa.array([json.dumps({"license": "mit"})] * ROWS),
        "createdAt": pa.array([datetime(2026, 1, 1, tzinfo=UTC)] * ROWS, pa.timestamp("ms", "UTC")),
        "downloads": pa.array(range(ROWS), pa.int64()),
        "tags": pa.array([["license:mit"]] * ROWS, pa.list_(pa.string())),
        "trendingScore": pa.array([0.5] * ROWS),
        "gguf": pa.array([{"chat_template": f"{n * 7_919 % 65_537:x}" * 99} for n in range(ROWS)]),
        "baseModels": pa.array(
            [{"relation": "finetune", "models": [{"_id": "1", "id": "owner-0/model-0"}]} if n else None
             for n in range(ROWS)],
            pa.struct([("relation", pa.string()), ("models", pa.list_(parent))]),
        ),
    }  # fmt: skip
    file = tmp_path_factory.mktemp("snapshot") / "models.parquet"
    pq.write_table(pa.table(columns), file, row_group_size=1_000, compression="none", use_dictionary=False)
    return file.read_bytes()


def world(content: bytes, repo: str = HUB_STATS.repo) -> World:
    return World(
        datasets=[{"id": repo}],
        files={f"datasets/{repo}": {"models.parquet": content, "README.md": "x"}},
        limits=Limits.ample(),
        tokens={TOKEN: Account("me")},
    )


def silent(*_: int) -> None:
    pass


def test_only_the_known_columns_are_read_by_ranges_and_the_file_can_be_imported(tmp_path: Path, snapshot: bytes):
    target, progress = tmp_path / "models.parquet", []
    with serving(world(snapshot)) as hub:
        fetched = fetch(HUB_STATS, Kind.MODEL, target, Endpoint(hub.url), lambda *told: progress.append(told))
        asked = [one for one in hub.requests if "range" in one.headers]
    assert fetched.rows == ROWS
    assert set(fetched.columns) == set(pq.read_schema(target).names)
    assert not {"gguf", "trendingScore"} & set(fetched.columns)
    sent = [one.headers["range"].removeprefix("bytes=").split("-") for one in asked if one.host == "cdn"]
    assert sent
    assert sum(int(end) - int(start) + 1 for start, end in sent) < len(snapshot) / 2
    assert [done for done, _ in progress] == sorted({done for done, _ in progress})
    assert progress[-1] == (fetched.bytes, fetched.bytes)
    assert len(progress) == 3
    problems = Problems()
    records = pa.concat_tables([b.records for b in read(target, Kind.MODEL, problems, silent) if b.records is not None])
    assert not problems.summary()
    assert records.num_rows == ROWS
    last = records.slice(ROWS - 1).to_pylist()[0]
    assert (last["id"], last["downloads"]) == (f"owner-{(ROWS - 1) % 7}/model-{ROWS - 1}", ROWS - 1)
    assert json.loads(last["base_models"])["models"][0]["id"] == "owner-0/model-0"


def test_the_day_is_that_of_the_files_last_commit(tmp_path: Path, snapshot: bytes):
    from tests.fakehub.blobs import Blob

    told = Blob.of("models.parquet", snapshot).entry(expand=True)["lastCommit"]["date"]
    with serving(world(snapshot)) as hub:
        fetched = fetch(HUB_STATS, Kind.MODEL, tmp_path / "m.parquet", Endpoint(hub.url), silent)
    assert fetched.day == date.fromisoformat(told[:10])


def test_the_token_goes_to_the_hub_and_not_to_the_host_of_the_files(
    tmp_path: Path, snapshot: bytes, monkeypatch: pytest.MonkeyPatch
):
    with serving(world(snapshot), tls=True) as hub:
        monkeypatch.setenv("SSL_CERT_FILE", str(hub.ca))
        from huggingface_hub.utils import close_session

        close_session()
        fetch(HUB_STATS, Kind.MODEL, tmp_path / "m.parquet", Endpoint(hub.url, TOKEN), silent)
        close_session()
        on_hub, on_cdn = hub.asked(), hub.asked(host="cdn")
    assert on_cdn
    assert all(TOKEN in one.headers["authorization"] for one in on_hub)
    assert not [one for one in on_cdn if TOKEN in str(one)]


def test_a_login_is_not_used_by_who_asks_anonymously(tmp_path: Path, snapshot: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with serving(world(snapshot)) as hub:
        fetch(HUB_STATS, Kind.MODEL, tmp_path / "m.parquet", Endpoint(hub.url), silent)
        assert not [one for one in hub.requests if "authorization" in one.headers]


@pytest.mark.parametrize(
    "source",
    [Source("cfahlgren1/gone", HUB_STATS.files), Source(HUB_STATS.repo, {Kind.MODEL: "gone.parquet"})],
    ids=["dataset", "file"],
)
@pytest.mark.parametrize("token", [None, TOKEN])
def test_a_snapshot_that_is_gone_is_told_with_other_ways(
    tmp_path: Path, snapshot: bytes, source: Source, token: str | None
):
    target = tmp_path / "m.parquet"
    with serving(world(snapshot)) as hub, pytest.raises(SourceFailed) as caught:
        fetch(source, Kind.MODEL, target, Endpoint(hub.url, token), silent)
    assert "withdrawn" in caught.value.text()
    assert "filiation crawl" in caught.value.advice()
    assert "--from" in caught.value.advice()
    assert not target.exists()


def test_a_file_that_is_damaged_leaves_nothing(tmp_path: Path, snapshot: bytes):
    for content in (b"PAR1 nothing", snapshot[:-2_000] + b"\0" * 1_992 + snapshot[-8:]):
        target = tmp_path / "m.parquet"
        with serving(world(content)) as hub, pytest.raises(SourceFailed, match="cannot be read from"):
            fetch(HUB_STATS, Kind.MODEL, target, Endpoint(hub.url), silent)
        assert not target.exists()


def test_a_file_of_another_shape_is_refused(tmp_path: Path):
    file = tmp_path / "other.parquet"
    pq.write_table(pa.table({"text": ["x"]}), file)
    with serving(world(file.read_bytes())) as hub, pytest.raises(SourceFailed, match="not of a shape"):
        fetch(HUB_STATS, Kind.MODEL, tmp_path / "m.parquet", Endpoint(hub.url), silent)


def test_what_can_be_no_dataset_is_never_asked_for(tmp_path: Path):
    with pytest.raises(WrongUse):
        fetch(Source("../x", HUB_STATS.files), Kind.MODEL, tmp_path / "m", Endpoint("http://127.0.0.1:1"), silent)
