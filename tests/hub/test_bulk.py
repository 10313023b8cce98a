"""Files of records: every shape that the Hub's interface gives, and every way in which they can be broken."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import dataset, lines, model, real_data, statement

from filiation.errors import SourceFailed, WrongUse
from filiation.facts.tables import RECORDS
from filiation.facts.vocabulary import Kind
from filiation.hub import bulk
from filiation.hub.documents import Document, read
from filiation.hub.listing import MAX_TAGS, RecordReader
from filiation.hub.problems import Problems


def rows(file: Path, kind: Kind | None = None) -> tuple[list[dict], Problems]:
    problems = Problems()
    batches = list(bulk.read(file, kind, problems, lambda _: None))
    return [row for b in batches if b.records is not None for row in b.records.to_pylist()], problems


def reasons(problems: Problems) -> dict[str, int]:
    return {skipped.reason: skipped.count for skipped in problems.summary()}


ONE, TWO = model("a/one", "license:mit"), model("a/two", "base_model:a/one", likes=3)


@pytest.mark.parametrize(
    "text",
    [
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
        f"{json.dumps(ONE)}\r\n\r\n{json.dumps(TWO)}",
        "\ufeff" + f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n",
        json.dumps([ONE, TWO]),
        json.dumps([ONE, TWO], indent=2),
        f"{json.dumps([ONE])}\n{json.dumps([TWO])}\n",
    ],
    ids=["lines", "windows lines", "byte order mark", "page", "printed page", "page a line"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_lines_and_pages_read_alike(tmp_path: Path, text: str, *, packed: bool):
    file = tmp_path / "models.json"
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    found, problems = rows(file)
    assert [(r["id"], r["tags"], r["likes"], r["kind"]) for r in found] == [
        ("a/one", ["license:mit"], 0, "model"),
        ("a/two", ["base_model:a/one"], 3, "model"),
    ]
    assert not problems.summary()


def test_one_printed_record_is_read(tmp_path: Path):
    file = tmp_path / "model.json"
    file.write_text(json.dumps(ONE, indent=2))
    assert [r["id"] for r in rows(file)[0]] == ["a/one"]


def test_every_field_finds_its_column_and_the_rest_is_kept(tmp_path: Path):
    record = model(
        "a/full", _id="66", author="a", sha="f" * 40, createdAt="2024-01-12T03:24:12.000Z",
        lastModified="2024-02-01T00:00:00.000Z", gated="manual", disabled=False, downloadsAllTime=9,
        pipeline_tag="text-generation", library_name="peft", cardData={"license": "mit"}, config={"peft": {"x": 1}},
        baseModels=["a/b"], siblings=[{"rfilename": "a.gguf"}], spaces=["s/p"], safetensors={"total": 7},
    )  # fmt: skip
    row = rows(lines(tmp_path / "m.jsonl", [record]))[0][0]
    assert set(row) == set(RECORDS.names)
    assert row["hub_id"] == "66".zfill(24)
    assert row["created"].isoformat() == "2024-01-12T03:24:12"
    assert (row["gated"], row["task"], row["library"], row["files"]) == (
        "manual", "text-generation", "peft", ["a.gguf"],
    )  # fmt: skip
    assert json.loads(row["card"]) == {"license": "mit"}
    assert json.loads(row["base_models"]) == ["a/b"]
    assert json.loads(row["extra"]) == {"spaces": ["s/p"], "safetensors": {"total": 7}}


@pytest.mark.parametrize("number", ["66", "x" * 24, "A" * 24, "f" * 25, "", 5, ["f" * 24]])
def test_what_is_no_number_of_the_hub_joins_no_repositories(tmp_path: Path, number: object):
    (row,), problems = rows(lines(tmp_path / "m.jsonl", [ONE | {"_id": number}]))
    assert row["hub_id"] is None
    assert json.loads(row["extra"])["_id"] == number
    assert [s.reason for s in problems.summary()] == ["field that is not what its name promises"]


def test_files_with_sizes_are_kept_whole(tmp_path: Path):
    siblings = [{"rfilename": "a.gguf", "size": 5, "lfs": {"sha256": "e" * 64}}]
    row = rows(lines(tmp_path / "m.jsonl", [model("a/b", siblings=siblings)]))[0][0]
    assert row["files"] == ["a.gguf"]
    assert json.loads(row["extra"]) == {"siblings": siblings}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "a/b"', "not valid JSON"),
        ("model a/b", "not valid JSON"),
        ('"a/b"', "not a JSON object"),
        ('["a/b"]', "not a JSON object"),
        ('{"modelIds": "a/b"}', "record without id"),
        ('{"id": 12}', "not an id that the Hub can have"),
        ('{"id": "a/b\\u0000"}', "not an id that the Hub can have"),
        ('{"id": "a/\\u001b[31mred"}', "not an id that the Hub can have"),
        ('{"id": "<script>alert(1)</script>"}', "not an id that the Hub can have"),
        ('{"id": "../../etc/passwd"}', "not an id that the Hub can have"),
        ('{"id": "a/b/../c"}', "not an id that the Hub can have"),
        ('{"id": "a/b..c"}', "not an id that the Hub can have"),
        ('{"id": "a/."}', "not an id that the Hub can have"),
        ('{"id": ""}', "not an id that the Hub can have"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, reason: str):
    file = lines(tmp_path / "m.jsonl", [ONE, line, TWO])
    found, problems = rows(file)
    assert [r["id"] for r in found] == ["a/one", "a/two"]
    assert reasons(problems) == {reason: 1}
    assert problems.summary()[0].examples[0].startswith(f"{file}:2")
    assert problems.summary()[0].examples[0].isprintable()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("downloads", "many"), ("downloads", -1), ("downloads", 2**70), ("likes", [1]), ("tags", "a,b"), ("tags", [1]),
        ("private", "no"), ("cardData", ["x"]), ("config", "{"), ("siblings", [{"name": "x"}]), ("baseModels", 5),
        ("createdAt", "yesterday"), ("gated", {"a": 1}), ("pipeline_tag", {"x": 1}),
    ],
)  # fmt: skip
def test_a_field_of_the_wrong_type_does_not_cost_the_record(tmp_path: Path, field: str, value: object):
    found, problems = rows(lines(tmp_path / "m.jsonl", [ONE, {**TWO, field: value}]))
    assert [r["id"] for r in found] == ["a/one", "a/two"]
    assert sum(reasons(problems).values()) == 1
    assert field in problems.summary()[0].examples[0] or field == "createdAt"


def test_the_largest_count_is_taken_and_a_larger_one_kept(tmp_path: Path):
    records = [model("a/b", downloads=2**53), model("a/c", downloads=2**53 + 1)]
    (first, second), problems = rows(lines(tmp_path / "m.jsonl", records))
    assert (first["downloads"], second["downloads"]) == (2**53, None)
    assert json.loads(second["extra"]) == {"downloads": 2**53 + 1}
    assert reasons(problems) == {"field that is not what its name promises": 1}


def test_null_says_nothing(tmp_path: Path):
    names = ["author", "createdAt", "downloads", "tags", "cardData", "config", "siblings", "gated", "unknown"]
    (row, other), problems = rows(
        lines(tmp_path / "models.jsonl", [{"id": "a/b", **dict.fromkeys(names)}, {"id": None, "modelId": "a/c"}])
    )
    assert {name for name, value in row.items() if value is not None} == {"kind", "id"}
    assert other["id"] == "a/c"
    assert not problems.summary()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("form", ['{"id": "a/deep", "x": %s}', "[%s]"])
def test_what_is_nested_too_deep_is_named_and_the_others_are_read(tmp_path: Path, form: str, *, packed: bool):
    deep = form % ('{"a":' * 100_000 + "1" + "}" * 100_000)
    for place, content in enumerate(([deep, ONE, TWO], [ONE, deep, TWO]), 1):
        file = lines(tmp_path / ("m.jsonl.gz" if packed else "m.jsonl"), content)
        found, problems = rows(file)
        assert [r["id"] for r in found] == ["a/one", "a/two"]
        assert reasons(problems) == {"not valid JSON": 1}
        assert problems.summary()[0].examples[0].startswith(f"{file}:{place}: ")


def test_tags_beyond_the_limit_are_set_aside_and_counted(tmp_path: Path):
    many = [f"tag-{n}" for n in range(100_000)]
    found, problems = rows(lines(tmp_path / "m.jsonl", [model("a/b", *many)]))
    assert found[0]["tags"] == many[:MAX_TAGS]
    assert len(json.loads(found[0]["extra"])["tags"]) == 100_000
    assert reasons(problems) == {"tags beyond the limit": 1}


@pytest.mark.parametrize("cut", [10, 200, -4])
def test_damaged_gzip_says_where(tmp_path: Path, cut: int):
    whole = gzip.compress("".join(json.dumps(model(f"a/m{n}")) + "\n" for n in range(999)).encode())
    file = tmp_path / "models.jsonl.gz"
    file.write_bytes(whole[:cut])
    with pytest.raises(SourceFailed, match=r"models.jsonl.gz is damaged.*line \d+"):
        rows(file)


def test_bytes_changed_inside_gzip_are_noticed(tmp_path: Path):
    whole = bytearray(gzip.compress("".join(json.dumps(model(f"a/m{n}")) + "\n" for n in range(999)).encode()))
    whole[len(whole) // 2] ^= 0xFF
    file = tmp_path / "models.jsonl.gz"
    file.write_bytes(whole)
    with pytest.raises(SourceFailed, match=r"models.jsonl.gz"):
        rows(file)


def test_models_and_datasets_are_told_apart(tmp_path: Path):
    assert rows(lines(tmp_path / "x.jsonl", [dataset("d/e")]))[0][0]["kind"] == "dataset"
    bare = {"id": "a/b", "tags": []}
    assert rows(lines(tmp_path / "datasets.jsonl", [bare]))[0][0]["kind"] == "dataset"
    assert rows(lines(tmp_path / "my-models.jsonl", [bare]))[0][0]["kind"] == "model"
    with pytest.raises(SourceFailed, match="--kind"):
        rows(lines(tmp_path / "x.jsonl", [bare]))
    assert rows(lines(tmp_path / "x.jsonl", [bare]), Kind.DATASET)[0][0]["kind"] == "dataset"


def test_statements_are_read_and_checked(tmp_path: Path):
    good = statement("a/b", "outside:LLaMA 7B", "finetune")
    bad = [{**good, "relation": "cousin"}, {**good, "child": "../x"}, {k: v for k, v in good.items() if k != "raw"}]
    problems = Problems()
    file = lines(tmp_path / "s.jsonl", [good, *bad])
    tables = [b.statements for b in bulk.read(file, None, problems, lambda _: None) if b.statements is not None]
    assert tables[0].to_pylist() == [good]
    assert sum(reasons(problems).values()) == 3


@pytest.mark.parametrize("reverse", [False, True])
def test_records_and_statements_are_read_from_one_file(tmp_path: Path, *, reverse: bool):
    stated = statement("a/two", "a/one", "finetune")
    order = [stated, ONE, TWO, stated]
    file = lines(tmp_path / "x.jsonl", order[1:] + order[:1] if reverse else order)
    problems = Problems()
    batches = list(bulk.read(file, None, problems, lambda _: None))
    assert [r["id"] for b in batches if b.records is not None for r in b.records.to_pylist()] == ["a/one", "a/two"]
    assert [r for b in batches if b.statements is not None for r in b.statements.to_pylist()] == [stated, stated]
    assert not problems.summary()


def test_the_first_record_that_tells_decides_the_kind(tmp_path: Path):
    bare = {"id": "a/b", "tags": []}
    file = lines(tmp_path / "x.jsonl", [bare, dataset("d/e"), {"id": "a/c", "config": {}}])
    assert [r["kind"] for r in rows(file)[0]] == ["dataset"] * 3
    assert [r["kind"] for r in rows(file, Kind.MODEL)[0]] == ["model"] * 3


def test_no_file_is_wrong_use():
    with pytest.raises(WrongUse, match="No file was named"):
        bulk.files_in([])


def test_folders_stand_for_the_files_in_them(tmp_path: Path):
    (tmp_path / "sub").mkdir()
    a, b = lines(tmp_path / "b.jsonl", [ONE]), lines(tmp_path / "sub" / "a.jsonl.gz", [TWO])
    (tmp_path / "notes.txt").write_text("no records")
    assert bulk.files_in([tmp_path]) == [a, b]
    for missing in (tmp_path / "nowhere.jsonl", tmp_path / "sub2"):
        with pytest.raises(SourceFailed, match="There is no file"):
            bulk.files_in([missing])


def test_an_empty_file_is_no_source(tmp_path: Path):
    with pytest.raises(SourceFailed, match="no record that can be read"):
        rows(lines(tmp_path / "models.jsonl", []))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["id", "_id", "tags", "cardData", "config", "baseModels", "siblings", "createdAt", "gated", "downloads", "x"]
)


@given(st.lists(st.dictionaries(FIELDS, JSON, max_size=8), min_size=1, max_size=5))
def test_any_record_is_taken_or_noted(records: list[dict]):
    problems = Problems()
    reader = RecordReader(Kind.MODEL, problems)
    import msgspec

    for number, record in enumerate(records):
        text = json.dumps(record)
        reader.add(Document(Path("x"), str(number), msgspec.json.decode(text, type=dict[str, msgspec.Raw])))
    taken = reader.size
    table = reader.take()
    assert table.schema == RECORDS
    assert table.num_rows == taken
    noted = {place.split(":")[1] for s in problems.summary() for place in s.examples}
    if sum(s.count for s in problems.summary()) <= 5:
        assert taken + len(noted) >= len(records)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_noted(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(content)
    problems = Problems()
    try:
        found = list(read(file, problems, lambda _: None))
    except SourceFailed:
        return
    assert found or problems.summary() or not content.strip(b"\xef\xbb\xbf \t\r\n\x0b\x0c[]")


def test_recorded_pages_of_the_hub_are_read(subtests: pytest.Subtests):
    folder = real_data() / "hub-fixtures"
    found, problems = rows(folder / "api-models-page-2024-07-11.json.gz")
    assert len(found) == 1000
    assert not problems.summary()
    for file in sorted((folder / "recorded").glob("api_models_*expand*.body.json")):
        if "tree" in file.name or "rajpurkar" in file.name:  # a list of files; the Hub's refusal
            continue
        with subtests.test(file.name):
            found, problems = rows(file)
            assert found
            assert not problems.summary()
