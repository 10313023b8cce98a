"""What is kept of a record for the rule: every rule decides on it as on the whole."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.evidence.relation_rule import COLUMNS, case_sql
from filiation.evidence.signs import CONFIG, FILES, TAGS, told

KNOWN = [*TAGS, "diffusers:StableDiffusionPipeline", "transformers", "a diffusers:XPipeline", "region:us", ""]
PIECES = [*CONFIG, '"model_type"', "{}"]
NAMES = ["base-7b", "base-7b-gguf", "base-7b-lora", "other-4bit", "base-7b-bnb-4bit", "unsloth-bf16"]

records = st.fixed_dictionaries(
    {
        "tags": st.none() | st.lists(st.sampled_from(KNOWN), max_size=5),
        "files": st.none() | st.lists(st.sampled_from([*FILES, "README.md"]), max_size=3),
        "config": st.none() | st.lists(st.sampled_from(PIECES), max_size=2).map(" ".join),
        "library": st.sampled_from([None, "transformers", "diffusers", "peft", "gguf"]),
        "task": st.sampled_from([None, "text-to-image", "text-generation"]),
        "parents": st.integers(1, 2),
        "child_name": st.sampled_from(NAMES),
        "parent_name": st.sampled_from(NAMES),
    }
)
CHANGED = ", ".join(f"{told(name)} AS {name}" for name in ("tags", "files", "config"))


def decisions(record):
    values = ", ".join(f"CAST(${name} AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    whole = f"(SELECT {values})"
    row = {name: record.get(name) for name in COLUMNS}
    with duckdb.connect(config={"threads": 1}) as con:
        return [
            con.execute(f"SELECT {case_sql()} FROM {source}", row).fetchall()
            for source in (whole, f"(SELECT * REPLACE ({CHANGED}) FROM {whole})")
        ]


@settings(max_examples=15, deadline=None)
@given(records)
def test_every_rule_decides_as_on_the_whole_record(record):
    whole, kept = decisions(record)
    assert whole == kept


@pytest.mark.parametrize("tag", [*TAGS, "diffusers:StableDiffusionPipeline"])
def test_a_tag_that_decides_is_kept_among_thousands(tag):
    many = [f"t{number}" for number in range(5000)]
    with duckdb.connect(config={"threads": 1}) as con:
        kept = con.execute(f"SELECT {told('tags')} FROM (SELECT ? AS tags)", [[*many, tag, *many]]).fetchone()
    assert kept == ([tag],)


def test_what_no_source_tells_stays_unknown():
    missing = ", ".join(f"CAST(NULL AS {COLUMNS[name]}) AS {name}" for name in ("tags", "files", "config"))
    with duckdb.connect(config={"threads": 1}) as con:
        assert con.execute(f"SELECT {CHANGED} FROM (SELECT {missing})").fetchone() == (None, None, None)
