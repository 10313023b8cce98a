"""Which files hold weights: Python and DuckDB read the same of a path."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filiation.facts.weights import ADAPTER_PATTERN, ENDINGS, holds_weights, is_weights

NAMES = ["model", "a.b", "optimizer", "tokenizer", "runs/x", "logs", "adapter_model", "deep/er", "x\n", "", "é"]
paths = st.builds(
    lambda name, ending, tail: f"{name}.{ending}{tail}",
    st.sampled_from(NAMES) | st.text(max_size=5),
    st.sampled_from([*ENDINGS, "SafeTensors", "json", "bin.index.json"]),
    st.sampled_from(["", "\n", "/x", ".md"]),
)


def in_sql(test: str, path: str) -> bool:
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {test} FROM (SELECT ? AS path)", [path]).fetchone()
    assert row is not None
    return bool(row[0])


@settings(max_examples=60, deadline=None)
@given(paths)
def test_python_and_sql_agree(path: str):
    assert in_sql(holds_weights("path"), path) is is_weights(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_is_one_of_weights_in_any_case(ending: str):
    assert is_weights(f"folder/Model.{ending.upper()}")
    assert not is_weights(f"folder/{ending}")


@pytest.mark.parametrize(
    "path", ["optimizer.pt", "a/rng_state.pth", "training_args.bin", "runs/x.bin", "vocab.bin", "model.bin.index.json"]
)
def test_what_lies_beside_weights_is_none(path: str):
    assert not is_weights(path)


@pytest.mark.parametrize(
    ("path", "adapter"),
    [
        ("adapter_model.safetensors", True),
        ("deep/Adapter_Model.BIN", True),
        ("adapter_model-00001-of-00002.safetensors", True),
        ("adapter_config.json", False),
        ("adapter_model.json", False),
        ("my_adapter_model.bin", False),
        ("model.safetensors", False),
    ],
)
def test_weights_of_adapters(path: str, *, adapter: bool):
    assert in_sql(f"regexp_matches(path, '{ADAPTER_PATTERN}')", path) is adapter
