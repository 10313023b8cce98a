"""The recipes of merges: every layout, every way to write a model, and what is no recipe."""

import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.files.test_bounded import JSON

from filiation.evidence.files.bounded import yaml_documents
from filiation.evidence.files.merge_config import LONGEST, MOST_ADDED, MOST_MENTIONS, MOST_NAMED, READER, parents, read
from filiation.facts.findings import Clue, Fault, Findings, Shown, Sign, Unread
from filiation.facts.vocabulary import Relation


def found(written: str) -> Findings:
    body = written.encode()
    return read(body, len(body))


def names(findings: Findings) -> list[str]:
    return [clue.named or clue.raw for clue in findings.clues]


SLERP = """
slices:
  - sources:
      - model: 01-ai/Yi-1.5-6B-Chat
        layer_range: [0, 32]
      - model: 01-ai/Yi-1.5-6B
        layer_range: [0, 32]
merge_method: slerp
base_model: 01-ai/Yi-1.5-6B-Chat
parameters:
  t:
    - filter: self_attn
      value: [0, 0.5, 1]
    - value: 0.5
dtype: bfloat16
"""


def test_slices():
    assert found(SLERP) == Findings(
        clues=(
            Clue("01-ai/Yi-1.5-6B-Chat", "base_model", Relation.MERGE),
            Clue("01-ai/Yi-1.5-6B", "slices[0].sources[1].model", Relation.MERGE),
        ),
        signs=(Shown(Sign.MERGED, "merge_method", "slerp"),),
    )


def test_models():
    ties = """
        models:
          - model: mistralai/Mistral-7B-v0.1
          - model: psmathur/orca_mini_v3_13b@v1
            parameters: {density: [1, 0.7], weight: 1.0}
          - model: garage-bAInd/Platypus2-13B+someone/a-lora@abc123
        merge_method: dare_ties
        base_model: TheBloke/Llama-2-13B-fp16
        tokenizer_source: union
    """
    assert [(clue.raw, clue.named, clue.revision, clue.location) for clue in found(ties).clues] == [
        ("TheBloke/Llama-2-13B-fp16", None, None, "base_model"),
        ("mistralai/Mistral-7B-v0.1", None, None, "models[0].model"),
        ("psmathur/orca_mini_v3_13b@v1", "psmathur/orca_mini_v3_13b", "v1", "models[1].model"),
        ("garage-bAInd/Platypus2-13B+someone/a-lora@abc123", "garage-bAInd/Platypus2-13B", None, "models[2].model"),
        ("garage-bAInd/Platypus2-13B+someone/a-lora@abc123", "someone/a-lora", "abc123", "models[2].model"),
    ]


def test_a_model_written_as_a_mapping():
    written = """
        models:
          - model: {model: {path: a/b, revision: dev}, lora: {path: c/d}, override_architecture: X}
          - model: {path: e/f, revision: null}
          - model: {model: g/h@v2, lora: null}
        merge_method: linear
    """
    assert [(clue.named or clue.raw, clue.revision, clue.location) for clue in found(written).clues] == [
        ("a/b", "dev", "models[0].model.model.path"),
        ("c/d", None, "models[0].model.lora.path"),
        ("e/f", None, "models[1].model.path"),
        ("g/h", "v2", "models[2].model.model"),
    ]


def test_modules_and_the_base_of_a_slice():
    written = """
        merge_method: passthrough
        modules:
          text_decoder:
            slices:
              - base_model: a/base
                sources: [{model: a/one, layer_range: [0, 8]}]
          vision_tower:
            models: [{model: a/two}]
    """
    assert [(clue.raw, clue.location) for clue in found(written).clues] == [
        ("a/base", "modules.text_decoder.slices[0].base_model"),
        ("a/one", "modules.text_decoder.slices[0].sources[0].model"),
        ("a/two", "modules.vision_tower.models[0].model"),
    ]


def test_a_mixture_of_experts():
    written = """
        base_model: a/base
        gate_mode: hidden
        experts:
          - source_model: a/one
            positive_prompts: ["write"]
          - source_model: a/two
        shared_experts:
          - source_model: a/shared
    """
    findings = found(written)
    assert names(findings) == ["a/base", "a/one", "a/two", "a/shared"]
    assert findings.signs == (Shown(Sign.MERGED, "experts", "moe"),)


def test_a_recipe_that_was_searched_for():
    written = "genome: {models: [a/one, a/two], merge_method: dare_ties, base_model: a/base}\ntasks: [{name: gsm8k}]"
    findings = found(written)
    assert names(findings) == ["a/base", "a/one", "a/two"]
    assert findings.signs == (Shown(Sign.MERGED, "genome.merge_method", "dare_ties"),)


SEVERAL = """
name: first-merge
merge_method: linear
models: [{model: mistralai/Mistral-7B-v0.1}, {model: BioMistral/BioMistral-7B}]
---
name: second-merge
merge_method: slerp
base_model: first-merge
models: [{model: NousResearch/Hermes-2-Pro-Mistral-7B}]
---
merge_method: dare_ties
base_model: mistralai/Mistral-7B-v0.1
models: [{model: second-merge}, {model: teknium/OpenHermes-2.5-Mistral-7B}]
"""


def test_what_one_merge_made_for_the_next_is_no_parent():
    findings = found(SEVERAL)
    assert names(findings) == [
        "mistralai/Mistral-7B-v0.1",
        "BioMistral/BioMistral-7B",
        "NousResearch/Hermes-2-Pro-Mistral-7B",
        "teknium/OpenHermes-2.5-Mistral-7B",
    ]
    assert findings.clues[0].location == "document 1, models[0].model"
    assert findings.signs == (Shown(Sign.MERGED, "document 3, merge_method", "dare_ties"),)


def test_merges_that_name_each_other_in_a_circle():
    circle = "name: a\nmerge_method: linear\nmodels: [{model: b}, {model: x/y}]\n---\n"
    circle += "name: b\nmerge_method: linear\nmodels: [{model: a}]\n"
    assert names(found(circle)) == ["x/y"]


def test_a_merge_of_a_model_with_itself_has_that_parent():
    written = """
        slices:
          - sources: [{model: upstage/SOLAR-10.7B-v1.0, layer_range: [0, 24]}]
          - sources: [{model: upstage/SOLAR-10.7B-v1.0, layer_range: [8, 32]}]
        merge_method: passthrough
    """
    findings = found(written)
    assert names(findings) == ["upstage/SOLAR-10.7B-v1.0"]
    assert findings.signs[0].detail == "passthrough"


def test_where_a_tokenizer_comes_from_is_no_parent():
    written = (
        SLERP + "tokenizer: {source: x/tokenizer, tokens: {'<a>': {source: x/other}}}\ntokenizer_source: x/third\n"
    )
    assert found(written).clues == found(SLERP).clues


@pytest.mark.parametrize(
    "written",
    [
        "base_model: a/b\nadapter: lora\ndatasets: [{path: c/d}]",
        "models: [{model: a/b}]",
        "- a/b",
        "just words",
        "",
        "null",
    ],
)
def test_what_is_no_recipe_gives_no_parents(written):
    documents = yaml_documents(written)
    assert isinstance(documents, list)
    assert parents(documents) == Findings()
    assert found(written).faults == (Unread(Fault.WRONG_SHAPE),)


def test_what_cannot_be_read_is_a_finding():
    assert found("models: [").faults[0].fault is Fault.NOT_YAML
    assert read(b"merge_method: ties", 1 << 30).faults[0].fault is Fault.CUT_SHORT
    wrong = found(
        "merge_method: ties\nbase_model: 7\nmodels: [{model: [a/b]}, {model: null}, {model: {}}, {model: c/d}]"
    )
    assert names(wrong) == ["c/d"]
    assert [(one.fault, one.location) for one in wrong.faults] == [
        (Fault.WRONG_SHAPE, "base_model"),
        (Fault.WRONG_SHAPE, "models[0].model"),
        (Fault.WRONG_SHAPE, "models[2].model"),
    ]


def test_a_crowd_of_models_is_cut():
    crowd = "merge_method: linear\nmodels:\n" + "".join(f"  - model: a/b{i}\n" for i in range(5000))
    findings = found(crowd)
    assert len(findings.clues) == MOST_NAMED
    assert findings.faults == (Unread(Fault.TOO_MANY),)


def test_a_crowd_of_mentions_of_one_model_is_cut():
    def crowd(count):
        return "merge_method: linear\nmodels:\n" + "  - model: a/b+c/d\n" * count

    assert found(crowd(MOST_MENTIONS)).faults == ()
    findings = found(crowd(MOST_MENTIONS + 1))
    assert names(findings) == ["a/b", "c/d"]
    assert findings.faults == (Unread(Fault.TOO_MANY),)


def test_a_reference_that_no_recipe_has_is_refused():
    adding = "+".join(f"a/b{n}" for n in range(MOST_ADDED + 1))
    assert len(found(f"merge_method: ties\nbase_model: {adding}").clues) == MOST_ADDED + 1
    for value, fault, place in (
        (f"{adding}+c/d", Fault.TOO_MANY, "base_model"),
        ("a/" + "b" * LONGEST, Fault.TOO_LARGE, "base_model"),
        ("+" * (LONGEST + 1), Fault.TOO_LARGE, "base_model"),
        (f"{{path: a/{'b' * LONGEST}}}", Fault.TOO_LARGE, "base_model.path"),
        (f"{{model: {adding}+c/d, lora: e/f}}", Fault.TOO_MANY, "base_model.model"),
    ):
        findings = found(f"merge_method: ties\nbase_model: {value}\nmodels: [x/y]")
        assert [(one.fault, one.location) for one in findings.faults] == [(fault, place)]
        assert names(findings)[-1] == "x/y"
        assert len(findings.faults[0].detail) <= 100


def test_parts_of_a_reference_that_name_nothing_are_left_out():
    assert names(found('merge_method: ties\nmodels: ["a/b++c/d+", "+e/f@v1", "@v2+g/h"]')) == [
        "a/b",
        "c/d",
        "e/f",
        "g/h",
    ]
    empty = found('merge_method: ties\nmodels: [{model: ""}, "+", {model: {path: " "}}]')
    assert empty.clues == ()
    assert [one.fault for one in empty.faults] == [Fault.WRONG_SHAPE] * 3


def test_one_long_reference_told_again_and_again_takes_no_time():
    """Twenty-six kilobytes that once took twenty seconds."""
    long = "+" * 25 * 1024
    began = time.perf_counter()
    assert not found(f'merge_method: linear\nbase_model: &a "{long}"\nmodels: [{", ".join(["*a"] * 95)}]').clues
    assert time.perf_counter() - began < 2


BOMBS = {
    "shared slices": "x: &x [{model: a/b}, {model: c/d}]\ny: &y [{sources: *x}, {sources: *x}, {slices: *x}]\n"
    "z: &z [" + "{slices: *y}, " * 60 + "]\nmerge_method: ties\nmodules: {m: {slices: *z}, n: {slices: *z}}",
    "many shared sources": "x: &x ["
    + "{layer_range: 1}, " * 9000
    + "]\nmerge_method: ties\nslices: ["
    + "{sources: *x}, " * 90
    + "]",
    "slices in themselves": "merge_method: ties\nslices: &s [{sources: *s, slices: *s, models: *s, model: a/b}]",
    "a model in itself": "merge_method: ties\nmodels: [{model: &m {model: *m, lora: *m}}]",
    "a recipe in itself": "&r\nmerge_method: ties\ngenome: *r\nmodels: [*r, *r]\nbase_model: *r",
}


@pytest.mark.parametrize("name", BOMBS)
def test_recipes_that_hold_themselves_end(name):
    began = time.perf_counter()
    findings = found(BOMBS[name])
    assert time.perf_counter() - began < 5
    assert len(findings.clues) <= MOST_NAMED
    assert findings.signs
    assert name != "many shared sources" or findings.faults == (Unread(Fault.TOO_MANY),)


PATHS = st.from_regex(r"[A-Za-z0-9]{1,12}/[A-Za-z0-9._-]{0,20}[A-Za-z0-9]", fullmatch=True)
REVISIONS = st.none() | st.from_regex(r"[a-z0-9]{1,10}", fullmatch=True)
PIECES = st.tuples(PATHS, REVISIONS)
REFERENCES = st.tuples(PIECES, st.none() | PIECES)


def written_as_text(reference: Any) -> str:
    return "+".join(path + (f"@{revision}" if revision else "") for path, revision in reference if path)


def written(reference: Any, form: int) -> Any:
    model, lora = reference
    if form == 0:
        return written_as_text([piece for piece in (model, lora) if piece])
    pieces = {
        name: {"path": piece[0], "revision": piece[1]} for name, piece in (("model", model), ("lora", lora)) if piece
    }
    return pieces if form == 1 or lora else pieces["model"]


def laid_out(values: list[Any], layout: int) -> dict[str, Any]:
    """Return a recipe that holds the models in one of the layouts."""
    entries = [{"model": value, "parameters": {"weight": 0.5}} for value in values]
    return [
        {"merge_method": "linear", "models": entries},
        {"merge_method": "slerp", "base_model": values[0], "models": entries[1:]},
        {"merge_method": "passthrough", "slices": [{"sources": [entry]} for entry in entries]},
        {"merge_method": "ties", "slices": [{"base_model": values[0], "sources": entries[1:]}]},
        {
            "merge_method": "ties",
            "modules": {"a": {"models": entries[:1]}, "b": {"slices": [{"sources": entries[1:]}]}},
        },
        {"base_model": values[0], "experts": [{"source_model": value} for value in values[1:]]},
        {"base_model": values[0], "experts": [], "shared_experts": [{"source_model": value} for value in values]},
        {"genome": {"merge_method": "ties", "base_model": values[0], "models": values[1:]}},
    ][layout]


@given(
    st.lists(st.tuples(REFERENCES, st.integers(0, 2)), min_size=1, max_size=5),
    st.integers(0, 7),
)
def test_every_model_is_found_in_whatever_layout_and_form(references, layout):
    recipe = laid_out([written(reference, form) for reference, form in references], layout)
    findings = found(yaml.safe_dump(recipe))
    expected = {piece for reference, _ in references for piece in reference if piece}
    assert {(clue.named or clue.raw, clue.revision) for clue in findings.clues} == expected
    assert all(clue.relation is Relation.MERGE for clue in findings.clues)
    assert not findings.faults


KEYS = ["merge_method", "models", "slices", "modules", "experts", "shared_experts", "base_model", "genome", "name"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON), max_size=3))
def test_any_value_at_any_place_is_read_or_refused(documents):
    parents(documents)
    read(body := yaml.safe_dump_all(documents).encode(), len(body))


@given(st.sampled_from(["sources", "models", "slices", "model", "source_model", "path", "lora"]), JSON)
def test_any_value_in_an_entry_is_read_or_refused(name, value):
    parents({"merge_method": "ties", "models": [{name: value}], "base_model": {name: value}})


@given(JSON)
def test_any_document_is_read_or_refused(value):
    parents(value)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("mergekit_config.yml", True),
        ("mergekit_config.yaml", True),
        ("mergekit_moe_config.yml", True),
        ("merge.yaml", True),
        ("merge-config.yml", True),
        ("multimerge.yaml", True),
        ("best_config.yaml", True),
        ("config/mergekit_config.yml", True),
        ("config.yml", False),
        ("a/b/mergekit_config.yml", False),
        ("merges.txt", False),
    ],
)
def test_which_files_are_read(path, wanted):
    assert READER.wants(path) is wanted
