"""The habit of naming: which source a converted model's name tells, and when it tells none."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from benchmarks import habits
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.making import imported, model

from filiation.evidence import naming
from filiation.evidence.naming import CROWD, OTHERS, READER
from filiation.facts.grounds import Ground

DAY = datetime.fromisoformat("2024-01-01")


def catalog(*ids: str, **created: datetime) -> duckdb.DuckDBPyConnection:
    """Return a build in which these models are listed, all published on one day unless `created` (by name) tells."""
    con = duckdb.connect(config={"threads": 1})
    con.execute("CREATE TABLE entities (key INTEGER, kind VARCHAR, id VARCHAR)")
    con.execute(
        """CREATE TABLE repositories (
            key INTEGER, created TIMESTAMP, first_seen TIMESTAMP, last_seen TIMESTAMP, downloads BIGINT, likes BIGINT,
            library VARCHAR, task VARCHAR)"""
    )
    for key, name in enumerate(ids):
        con.execute("INSERT INTO entities VALUES (?, 'model', ?)", [key, name])
        con.execute(
            "INSERT INTO repositories BY NAME SELECT ? AS key, ? AS created, ? AS first_seen, ? AS last_seen",
            [key, created.get(name[0], DAY), DAY, DAY],
        )
    return con


def told(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str | None]]:
    """Return child, named parent and relation of what both readers tell."""
    both = (
        f"SELECT raw, named, relation FROM ({READER.query}) UNION ALL SELECT raw, named, relation FROM ({OTHERS.query})"
    )
    return {raw: (named, relation) for raw, named, relation in con.execute(both).fetchall()}


@pytest.mark.parametrize(
    ("child", "source"),
    [
        ("TheBloke/dolphin-2.6-mistral-7B-GPTQ", "cognitivecomputations/dolphin-2.6-mistral-7b"),
        ("bartowski/ReadyArt_Forgotten-Safeword-12B-3.6-GGUF", "ReadyArt/Forgotten-Safeword-12B-3.6"),
        ("mradermacher/Fimbul-Airo-18B-i1-GGUF", "matchaaaaa/Fimbul-Airo-18B"),
        ("unsloth/Phi-4-unsloth-bnb-4bit", "microsoft/phi-4"),
        ("mlx-community/EXAONE-Deep-7.8B-8bit", "LGAI-EXAONE/EXAONE-Deep-7.8B"),
        ("LoneStriker/Nous-Hermes-2-Yi-34B-4.0bpw-h6-exl2", "NousResearch/Nous-Hermes-2-Yi-34B"),
        ("Zoyd/CreitinGameplays_ConvAI-9b-v2-3_75bpw_exl2", "CreitinGameplays/ConvAI-9b-v2"),
        ("RichardErkhov/migtissera_-_Synthia-70B-gguf", "migtissera/Synthia-70B"),
        ("PrunaAI/lightblue-suzume-llama-3-8B-HQQ-4bit-smashed", "lightblue/suzume-llama-3-8B"),
        ("RedHatAI/Qwen2-7B-quantized.w4a16", "Qwen/Qwen2-7B"),
        ("TheBloke/qCammel-13-GGML", "augtoma/qCammel-13"),
        ("someone/dolphin-2.6-mistral-7b-Q4_K_M-GGUF", "cognitivecomputations/dolphin-2.6-mistral-7b"),
    ],
)
def test_a_name_tells_its_source(child: str, source: str):
    with catalog(child, source, "other/Fimbul", "other/qCammel", "other/Qwen2") as con:
        assert told(con) == {child: (source, "quantized")}


@pytest.mark.parametrize("child", ["mlx-community/phi-4-bf16", "mlx-community/phi-4-mlx", "second-state/phi-4-onnx"])
def test_a_format_that_may_be_whole_leaves_the_relation_open(child: str):
    with catalog(child, "microsoft/phi-4") as con:
        assert told(con) == {child: ("microsoft/phi-4", None)}


@pytest.mark.parametrize(
    "ids",
    [
        ("TheBloke/X-7B-GGUF", "one/X-7B", "two/x-7b"),  # two of that name
        ("TheBloke/X-7B-GGUF", "one/X-7B", "two/X-7B-hf"),  # or of that name but for a word that is often left out
        ("TheBloke/X-7B-GGUF", "LoneStriker/X-7B-GPTQ"),  # another conversion
        ("TheBloke/X-7B-GGUF",),
        ("me/X-7B-4bit", "you/X-7B"),  # a width may be how it was trained
        ("me/X-7B-chat", "you/X-7B"),
        ("TheBloke/abc-GGUF", "you/abc"),  # too short to be anybody's own
        ("GGUF/GGUF", "gguf/gptq-gguf"),
    ],
)
def test_a_name_that_tells_no_source(ids: tuple[str, ...]):
    with catalog(*ids) as con:
        assert told(con) == {}


def test_an_owner_in_the_name_decides_between_two_of_one_name():
    with catalog("bartowski/two_X-7B-GGUF", "one/X-7B", "two/X-7B") as con:
        assert told(con)["bartowski/two_X-7B-GGUF"][0] == "two/X-7B"


def test_an_account_and_a_name_that_read_together_like_another_model_take_nothing_from_it():
    with catalog("TheBloke/Mistral-7B-v0.2-GGUF", "mistralai/Mistral-7B-v0.2", "mistral/7B-v0.2") as con:
        assert told(con) == {}


def test_anybody_quantizes_the_own_model_and_a_converter_that_of_others():
    with catalog("me/X-7B-GGUF", "me/X-7B", "you/X-7B", "TheBloke/Y-7B-AWQ", "TheBloke/Y-7B-fp16", "you/Y-7B") as con:
        assert {raw: named for raw, (named, _) in told(con).items()} == {
            "me/X-7B-GGUF": "me/X-7B",
            "TheBloke/Y-7B-AWQ": "you/Y-7B",
            "TheBloke/Y-7B-fp16": "you/Y-7B",
        }


def marked(con: duckdb.DuckDBPyConnection, name: str, **fields: int | str) -> None:
    """Tell more of a repository: its downloads, its likes, its library, its task."""
    for field, value in fields.items():
        con.execute(
            f"UPDATE repositories SET {field} = ? WHERE key = (SELECT key FROM entities WHERE id = ?)", [value, name]
        )


def test_beside_an_own_repository_of_the_very_name_no_stranger_is_taken():
    child, own, stranger = (
        "unsloth/llama-3-8b-Instruct-bnb-4bit",
        "unsloth/llama-3-8b-Instruct",
        "Alignment-Lab-AI/llama-3-8b-instruct",
    )
    with catalog(child, own, stranger) as con:
        assert told(con) == {}
        marked(con, stranger, downloads=0, likes=0)  # as it is on the Hub: nothing is in it
        marked(con, child, downloads=469_088)
        assert told(con)[child][0] == own
    with catalog(child, own) as con:
        assert told(con)[child][0] == own
    with catalog(child, stranger) as con:
        assert told(con)[child][0] == stranger
    late = {"m": DAY + timedelta(days=2)}
    with catalog("someone/X-7B-GGUF", "me/X-7B-GGUF", "me/X-7B", "you/X-7B", **late) as con:
        assert told(con) == {"me/X-7B-GGUF": ("me/X-7B", "quantized"), "someone/X-7B-GGUF": ("you/X-7B", "quantized")}


def test_an_own_source_that_came_too_late_gives_no_stranger_its_place():
    with catalog("me/X-7B-GGUF", "me/X-7B", "you/X-7B") as con:
        con.execute("UPDATE repositories SET created = ? WHERE key = 1", [DAY + timedelta(days=2)])
        assert told(con) == {}


def test_an_empty_source_is_none_for_a_child_that_is_used():
    child, empty, full = "TheBloke/X-7B-GGUF", "one/X-7B", "two/X-7B"
    with catalog(child, empty) as con:
        assert told(con)[child][0] == empty  # nothing is known of it
        marked(con, empty, downloads=0, likes=0)
        marked(con, child, downloads=0)
        assert told(con)[child][0] == empty
        marked(con, child, downloads=7)
        assert told(con) == {}
        for shown in ({"library": "transformers"}, {"task": "text-generation"}, {"downloads": 1}, {"likes": 1}):
            marked(con, empty, **shown)
            assert told(con)[child][0] == empty
            con.execute("UPDATE repositories SET downloads = 0, likes = 0, library = NULL, task = NULL WHERE key = 1")
    with catalog(child, empty, full) as con:
        marked(con, empty, downloads=0, likes=0)
        marked(con, child, downloads=7)
        assert told(con)[child][0] == full  # nor does it hide another


def test_the_whole_name_is_tried_before_a_shorter_one():
    with catalog("mradermacher/X-7B-16bit-GGUF", "one/X-7B-16bit", "two/X-7B") as con:
        assert told(con)["mradermacher/X-7B-16bit-GGUF"][0] == "one/X-7B-16bit"


def test_a_source_published_later_is_none():
    late = {"y": DAY + timedelta(days=2)}
    with catalog("TheBloke/X-7B-GGUF", "you/X-7B", **late) as con:
        assert told(con) == {}
    with catalog("TheBloke/X-7B-GGUF", "you/X-7B", y=DAY + timedelta(hours=20)) as con:
        assert told(con) != {}


def test_a_name_that_a_crowd_bears_costs_little():
    owners = 3000
    with catalog() as con:
        con.execute(f"INSERT INTO entities SELECT i, 'model', 'o' || i || '/lora-model' FROM range({owners}) t(i)")
        con.execute(
            f"INSERT INTO entities SELECT {owners} + i, 'model', 'o' || i || '/lora-model-GGUF'"
            f" FROM range({owners}) t(i)"
        )
        con.execute(
            "INSERT INTO repositories BY NAME SELECT key, ? AS created, ? AS first_seen, ? AS last_seen FROM entities",
            [DAY, DAY, DAY],
        )
        start = time.monotonic()
        found = told(con)
        assert time.monotonic() - start < 5
    assert len(found) == owners > CROWD
    assert found["o7/lora-model-GGUF"] == ("o7/lora-model", "quantized")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.from_regex(r"[a-z]{1,3}/[A-Za-z0-9._-]{1,12}(-GGUF|-4bit|_q4_k_m|)", fullmatch=True), max_size=8))
def test_any_names_give_at_most_one_other_model_each(ids: list[str]):
    names = list(dict.fromkeys(ids))
    with catalog(*names) as con:
        for child, (named, _) in told(con).items():
            assert child != named
            assert named in names


def test_precision_on_the_recorded_listing():
    measured = habits.measure(habits.data_folder(), held=True)
    for reader, least in ((naming.READER, 0.985), (naming.OTHERS, 0.95)):
        found = measured[reader.name]
        assert found.told > 700
        assert found.precision >= least
        assert found.precision >= reader.precision - 0.01


def test_a_link_is_inferred_where_nothing_is_declared_and_noted_where_a_remote_parent_is(tmp_path: Path):
    records = [
        model("base/Yi-34B", createdAt="2023-11-01T00:00:00.000Z"),
        model("you/Hermes-34B", "base_model:base/Yi-34B", createdAt="2023-12-01T00:00:00.000Z"),
        model("LoneStriker/Hermes-34B-4.0bpw-h6-exl2", "base_model:base/Yi-34B", createdAt="2024-01-01T00:00:00.000Z"),
        model("TheBloke/Hermes-34B-GGUF", createdAt="2024-01-01T00:00:00.000Z"),
    ]
    with imported(tmp_path, records) as found:
        (link,) = found.evidence("TheBloke/Hermes-34B-GGUF").links
        assert (link.parent, link.relation, link.standing) == ("you/Hermes-34B", "quantized", "inferred")
        assert link.parent_certainty == READER.precision
        links = {link.parent: link for link in found.evidence("LoneStriker/Hermes-34B-4.0bpw-h6-exl2").links}
        assert set(links) == {"base/Yi-34B", "you/Hermes-34B"}
        assert Ground.PROBABLY_REMOTE in links["base/Yi-34B"].grounds
