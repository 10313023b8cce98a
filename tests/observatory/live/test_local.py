"""Models in folders of this machine: their files, their parents, and what a folder can do to whoever reads it."""

import json
import os

import pytest
from tests.making import imported, model
from tests.observatory.live.living_hub import NOW, Clock

import filiation
from filiation.errors import NotFound, WrongUse
from filiation.facts.findings import Fault
from filiation.facts.inspection import Inspect, Origin
from filiation.facts.vocabulary import Relation, Source, Standing
from filiation.hub import folder as folders
from filiation.hub.live.access import Endpoint
from filiation.observatory.live.local import read_local

NOWHERE = Endpoint("http://127.0.0.1:9")
CARD = "---\nbase_model: acme/base\nbase_model_relation: finetune\nlicense: mit\ndatasets:\n- acme/texts\n---\n# Mine\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "my model!"
    made.mkdir()
    (made / "README.md").write_text(CARD, encoding="utf-8")
    (made / "config.json").write_text(json.dumps({"architectures": ["LlamaForCausalLM"], "model_type": "llama"}))
    return made


@pytest.fixture
def mine(tmp_path):
    return imported(tmp_path, [model("acme/base", createdAt="2024-01-01T00:00:00.000Z"), model("acme/other")])


def told(observatory, folder, **options):
    return observatory.inspect(Inspect(folders=(folder,), **options), NOWHERE, Clock())


def test_a_folder_is_told_as_a_model_and_not_stored(mine, folder):
    before = mine.store.imports()
    answer = told(mine, folder)
    one = answer.models[0]
    assert (one.id, one.asked, one.access) == ("local/my-model", str(folder), None)
    assert {file.path: file.origin for file in one.files} == dict.fromkeys(("README.md", "config.json"), Origin.LOCAL)
    assert [(link.id, link.relation, link.standing, link.presence) for link in one.parents] == [
        ("acme/base", Relation.FINETUNE, Standing.DECLARED, "listed")
    ]
    assert (answer.stored, answer.requests, mine.store.imports()) == (False, 0, before)
    mine.close()
    with pytest.raises(NotFound):
        mine.show("local/my-model")


def test_files_of_adapters_and_names_without_owner_are_judged_with_the_catalog(mine, folder):
    (folder / "README.md").unlink()
    settings = {"base_model_name_or_path": "Acme/Base", "peft_type": "LORA", "revision": None}
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    one = told(mine, folder, called="me/tuned").models[0]
    assert one.id == "me/tuned"
    assert [(clue.source, clue.raw) for clue in one.clues] == [(Source.ADAPTER_CONFIG, "Acme/Base")]
    assert [(link.id, link.relation, link.standing) for link in one.parents] == [
        ("acme/base", Relation.ADAPTER, Standing.INFERRED)
    ]


def test_without_a_store_a_folder_is_judged_alone(tmp_path, folder):
    one = told(filiation.open(tmp_path / "none"), folder).models[0]
    assert [(link.id, link.presence) for link in one.parents] == [("acme/base", "absent")]
    assert not (tmp_path / "none").exists()


def test_links_that_lead_out_pipes_and_odd_names_are_passed_over(mine, folder, tmp_path):
    (tmp_path / "secret.json").write_text('{"base_model_name_or_path": "acme/secret"}')
    (folder / "adapter_config.json").symlink_to(tmp_path / "secret.json")
    (folder / "loop").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "mergekit_config.yml")
    (folder / "there.json").symlink_to(folder / "config.json")
    (folder / os.fsdecode(b"\xff.json")).write_text("{}")
    (folder / "new\nline.json").write_text("{}")
    one = told(mine, folder).models[0]
    found = folders.listed(folder)
    assert {file.path for file in found.files} == {"README.md", "config.json", "there.json"}
    assert {"adapter_config.json", "mergekit_config.yml", "loop", "away"} < set(found.passed_over)
    assert not one.clues or all("secret" not in clue.raw for clue in one.clues)
    assert {fault.fault for fault in one.faults} == {Fault.OUT_OF_REACH}
    assert folders.beginning(folder, "adapter_config.json", 100) is None
    assert folders.beginning(folder, "../secret.json", 100) is None


def test_what_the_hubs_own_client_keeps_is_followed(tmp_path):
    kept = tmp_path / "models--acme--base" / "snapshots" / "abc"
    kept.mkdir(parents=True)
    blobs = tmp_path / "models--acme--base" / "blobs"
    blobs.mkdir()
    (blobs / "123").write_text("{}")
    (kept / "config.json").symlink_to(blobs / "123")
    assert [file.path for file in folders.listed(kept).files] == ["config.json"]
    assert folders.beginning(kept, "config.json", 10) == b"{}"


def test_a_folder_of_too_many_files_is_read_in_part(mine, folder, monkeypatch):
    monkeypatch.setattr(folders, "MOST_ENTRIES", 5)
    for n in range(9):
        (folder / f"a{n}.txt").write_text("")
    one = told(mine, folder).models[0]
    assert [(fault.fault, fault.detail) for fault in one.faults] == [(Fault.TOO_MANY, "5")]


def test_only_the_beginning_of_a_large_file_is_read(mine, folder):
    with (folder / "model.safetensors").open("wb") as file:
        file.write((10**15).to_bytes(8, "little"))
        file.truncate(30 * 10**9)  # sparse
    one = told(mine, folder).models[0]
    read = next(file for file in one.files if file.path == "model.safetensors")
    assert (read.size, read.read < 10**7) == (30 * 10**9, True)
    assert "model.safetensors" in {fault.path for fault in one.faults}


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
)


SHAPES = (
    ("README.md", b"---\n" + BOMB.encode() + b"base_model: *x\n---\n"),
    ("README.md", b"---\nbase_model: &a [*a]\n---\n"),
    ("README.md", b"---\nbase_model: [" * 2000),
    ("README.md", b"\xff\xfe\x00---\n"),
    ("README.md", b"---\nbase_model: " + b"9" * 100_000 + b"\nlicense: .nan\ntags: {1: 2}\n---\n"),
    ("README.md", b'---\nbase_model: "\\ud800"\ndatasets: 2020-01-01\n---\n'),
    ("config.json", b'{"architectures": ["\\ud800"], "model_type": 1e999, "quantization_config": ' + b"9" * 40 + b"}"),
    ("config.json", b"[" * 100_000),
    ("config.json", b"not json"),
)


@pytest.mark.parametrize(("name", "body"), SHAPES, ids=range(len(SHAPES)))
def test_cards_and_settings_of_any_shape_are_read(folder, name, body):
    (folder / name).write_bytes(body)
    found = read_local(folder, None)
    record = json.loads(found.record)
    assert (found.id, record["id"]) == ("local/my-model", "local/my-model")
    assert len(found.record) < 100_000


@pytest.mark.parametrize(("called", "error"), [("no owner", WrongUse), ("bare", WrongUse), ("../x", WrongUse)])
def test_a_folder_is_called_by_an_id(mine, folder, called, error):
    with pytest.raises(error):
        told(mine, folder, called=called)


def test_there_is_no_such_folder(mine, tmp_path):
    for path in (tmp_path / "nothing", tmp_path / "records-0.jsonl"):
        with pytest.raises(NotFound):
            told(mine, path)


def test_the_moment_is_that_of_the_clock(mine, folder):
    assert told(mine, folder).models[0].parents[0].first_seen <= NOW.date()
