"""Equal weight files: who holds them, who was first, and what is no sign of descent."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.making import imported, inspected, model

from filiation.evidence.same_files import CROWD, READER, SMALLEST

DAY = datetime.fromisoformat("2024-01-01")
BIG = SMALLEST * 100


def digest(text: str) -> str:
    return (text.encode().hex() * 64)[:64]


class Build:
    """A build with repositories, one a day, and their files."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 1})
        self.con.execute(
            """CREATE TABLE entities (key INTEGER, kind VARCHAR, id VARCHAR);
            CREATE TABLE repositories (key INTEGER, created TIMESTAMP, modified TIMESTAMP);
            CREATE TABLE contents (key INTEGER, path VARCHAR, size BIGINT, sha256 VARCHAR, first_seen TIMESTAMP,
                                   last_seen TIMESTAMP, current BOOLEAN);
            CREATE TABLE readings (key INTEGER, kind VARCHAR, files_now BOOLEAN, extra VARCHAR, first_seen TIMESTAMP,
                                   last_seen TIMESTAMP);
            CREATE TABLE marked (child INTEGER, tags VARCHAR[], card VARCHAR, tags_now BOOLEAN, card_now BOOLEAN)"""
        )
        self.count = 0

    def add(
        self,
        name: str,
        *,
        day: float = 0,
        changed: float | None = None,
        tags: tuple[str, ...] = (),
        kind: str = "model",
    ) -> int:
        key, self.count = self.count, self.count + 1
        self.con.execute("INSERT INTO entities VALUES (?, ?, ?)", [key, kind, name])
        days = (day, day if changed is None else changed)
        self.con.execute("INSERT INTO repositories VALUES (?, ?, ?)", [key, *(DAY + timedelta(days=n) for n in days)])
        self.con.execute("INSERT INTO marked VALUES (?, ?, NULL, true, true)", [key, list(tags)])
        return key

    def hold(self, name: str, files: dict[str, str], *, size: int | None = BIG, now: bool = True, **fields: Any) -> int:
        key = self.add(name, **fields)
        for path, content in files.items():
            row = [key, path, size, digest(content), DAY, DAY, now]
            self.con.execute("INSERT INTO contents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return key

    def found(self) -> list[tuple[str, str, str | None]]:
        query = (
            f"SELECT me.id, named, relation FROM ({READER.query}) JOIN entities AS me ON me.key = child ORDER BY ALL"
        )
        return self.con.execute(query).fetchall()


@pytest.fixture
def build() -> Build:
    return Build()


def test_the_same_file_in_a_younger_repository_is_a_copy(build: Build):
    build.hold("old/M", {"model.safetensors": "w", "extra.onnx": "o"})
    build.hold("new/N", {"weights/model.bin": "w"}, day=3)
    assert build.found() == [("new/N", "old/M", "copy")]
    raw, location = build.con.execute(f"SELECT raw, location FROM ({READER.query})").fetchone() or ("", "")
    assert location == "weights/model.bin"
    assert raw == f"model.safetensors sha256:{digest('w')[:16]} 1/1"


def test_half_of_the_bytes_leave_the_relation_open_and_less_tells_nothing(build: Build):
    build.hold("old/M", {"a.safetensors": "a"})
    build.hold("half/N", {"a.safetensors": "a", "b.safetensors": "b"}, day=3)
    build.hold("less/N", {"a.safetensors": "a", "b.safetensors": "c", "d.safetensors": "d"}, day=3)
    assert build.found() == [("half/N", "old/M", None)]


def test_a_part_in_a_crowd_of_repositories_is_no_clue_but_whole_copies_are(build: Build):
    first = build.hold("old/M", {"vae/model.safetensors": "v"})
    build.con.execute(
        f"INSERT INTO entities SELECT 100 + i, 'model', 'o' || i || '/N' FROM range({CROWD}) t(i);"
        f"INSERT INTO repositories SELECT 100 + i, created + INTERVAL 9 DAY, modified + INTERVAL 9 DAY"
        f" FROM range({CROWD}) t(i), repositories;"
        f"INSERT INTO contents SELECT 100 + i, path, size, sha256, first_seen, last_seen, true"
        f" FROM range({CROWD}) t(i), contents WHERE key = {first};"
    )
    build.count = 100 + CROWD
    build.hold("own/U", {"vae/model.safetensors": "v", "unet/model.safetensors": "u"}, day=20)
    found = build.found()
    assert len(found) == CROWD
    assert {(named, relation) for _, named, relation in found} == {("old/M", "copy")}


@pytest.mark.parametrize("changed", [3, 5])
def test_which_was_first_is_not_told_where_the_older_one_has_changed_since(build: Build, changed: float):
    """The files may have come with the last change: an old repository is no proof of old weights."""
    build.hold("old/M", {"model.bin": "w"}, changed=changed)
    build.hold("new/N", {"model.bin": "w"}, day=3, changed=4)
    assert build.found() == []


def test_of_several_holders_the_one_that_changed_last_longest_ago_is_meant(build: Build):
    build.hold("older/M", {"model.bin": "w"}, changed=9)
    build.hold("old/M", {"model.bin": "w"}, day=1)
    build.hold("new/N", {"model.bin": "w"}, day=3)
    assert build.found() == [("new/N", "old/M", "copy")]


def test_a_declared_parent_needs_no_dates_and_goes_before_the_earliest(build: Build):
    build.hold("first/M", {"model.bin": "w"})
    build.hold("same/P", {"model.bin": "w"}, day=5)
    build.hold("me/N", {"model.bin": "w"}, day=5, tags=("base_model:finetune:same/P", "x"))
    assert build.found() == [("me/N", "same/P", "copy"), ("same/P", "first/M", "copy")]


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("optimizer.bin", BIG),
        ("training_args.bin", BIG),
        ("checkpoint-5/rng_state_0.pth", BIG),
        ("tokenizer.model.bin", BIG),
        ("global_step5/zero_optim_states.pt", BIG),
        ("README.md", BIG),
        ("model.safetensors", SMALLEST - 1),
    ],
)
def test_what_is_no_file_of_weights(build: Build, path: str, size: int):
    build.hold("old/M", {path: "w"}, size=size)
    build.hold("new/N", {path: "w"}, size=size, day=3)
    assert build.found() == []


def test_files_of_an_earlier_inspection_and_of_datasets_do_not_count(build: Build):
    build.hold("old/M", {"model.bin": "w"})
    build.hold("new/N", {"model.bin": "w"}, day=3, now=False)
    build.hold("new/data", {"model.bin": "w"}, day=3, kind="dataset")
    assert build.found() == []


def test_sums_in_records_count_where_no_inspection_is(build: Build):
    siblings = [
        {"rfilename": "model.safetensors", "size": BIG, "lfs": {"sha256": digest("w"), "size": BIG}},
        {"rfilename": "strange", "lfs": 5},
        "text",
        {"rfilename": "README.md", "size": 3},
    ]
    for name, day in (("old/M", 0), ("new/N", 3)):
        key = build.add(name, day=day)
        extra = json.dumps({"siblings": siblings})
        build.con.execute("INSERT INTO readings VALUES (?, 'model', true, ?, ?, ?)", [key, extra, DAY, DAY])
    assert build.found() == [("new/N", "old/M", "copy")]


@pytest.mark.parametrize("extra", ['{"siblings": {"lfs": 1}}', '{"siblings": "lfs"', '{"lfs": [1]}', '"lfs"'])
def test_hostile_records_tell_nothing(build: Build, extra: str):
    key = build.add("a/b")
    build.con.execute("INSERT INTO readings VALUES (?, 'model', true, ?, ?, ?)", [key, extra, DAY, DAY])
    assert build.found() == []


def test_one_file_in_a_hundred_thousand_repositories_is_told_of_each_but_the_first(build: Build):
    build.con.execute(
        f"""INSERT INTO entities SELECT i, 'model', 'o' || i || '/m' FROM range(100000) t(i);
        INSERT INTO repositories
        SELECT key, TIMESTAMP '2024-01-01' + INTERVAL (key) MINUTE AS moment, moment FROM entities;
        INSERT INTO contents SELECT key, 'model.bin', {BIG}, '{digest("w")}', '2024-01-01', '2024-01-01', true
        FROM entities"""
    )
    found = build.found()
    assert len(found) == 100_000 - 1
    assert {named for _, named, _ in found} == {"o0/m"}


def test_a_copy_corroborates_what_is_declared_and_is_found_where_nothing_is(tmp_path: Path):
    records = [
        model("old/M", createdAt="2024-01-01T00:00:00.000Z", lastModified="2024-01-01T00:00:00.000Z"),
        model("new/N", createdAt="2024-02-01T00:00:00.000Z"),
        model("new/O", "base_model:old/M", createdAt="2024-02-01T00:00:00.000Z"),
    ]
    imported(tmp_path, records).close()
    path, names = "model.safetensors", ("old/M", "new/N", "new/O")
    with inspected(
        tmp_path, {name: {path: None} for name in names}, sums={(name, path): "a" * 64 for name in names}
    ) as it:
        links = {child: it.evidence(child).links[0] for child in ("new/N", "new/O")}
    told = {child: (link.parent, link.relation, link.standing) for child, link in links.items()}
    assert told == {"new/N": ("old/M", "copy", "inferred"), "new/O": ("old/M", "copy", "corroborated")}
    assert "same-file" in {clue.source for clue in links["new/O"].clues}
