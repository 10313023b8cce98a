"""The YAML of cards: settings that tools put into fenced blocks, and the front matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.evidence.files.card_blocks import MOST_BLOCKS, READER, front_matter
from filiation.facts.findings import Clue, Fault, Findings, Unread
from filiation.facts.vocabulary import Kind, Relation

AXOLOTL = """---
license: mit
---
<details><summary>See axolotl config</summary>

axolotl version: `0.4.1`
```yaml
base_model: owner/Alpha-7B
revision_of_model: v2
adapter: qlora
datasets:
  - path: data/one
    type: alpaca
  - path: two.jsonl
sequence_len: 4096
```
</details>
"""


def read(text: str) -> Findings:
    body = text.encode()
    return READER.read(body, len(body))


def test_axolotl_tells_its_model_and_its_datasets() -> None:
    assert read(AXOLOTL).clues == (
        Clue("owner/Alpha-7B", "line 8, base_model", Relation.ADAPTER, revision="v2"),
        Clue("data/one", "line 8, datasets[0]", Relation.TRAINED_ON, target=Kind.DATASET),
        Clue("two.jsonl", "line 8, datasets[1]", Relation.TRAINED_ON, target=Kind.DATASET),
    )


@pytest.mark.parametrize(("line", "relation"), [("adapter:", Relation.FINETUNE), ("adapter: lora", Relation.ADAPTER)])
def test_a_training_with_an_adapter_makes_one(line: str, relation: Relation) -> None:
    (clue,) = read(f"```yaml\nbase_model: owner/Alpha-7B\n{line}\nnum_epochs: 3\n```\n").clues
    assert clue.relation is relation


def test_llama_factory_tells_its_model() -> None:
    (clue,) = read("```yaml\nmodel_name_or_path: owner/Alpha-7B\nstage: sft\nfinetuning_type: full\n```").clues
    assert clue == Clue("owner/Alpha-7B", "line 2, model_name_or_path", Relation.FINETUNE)


def test_a_recipe_of_a_merge_names_all_its_models() -> None:
    recipe = "merge_method: ties\nbase_model: o/Base\nmodels:\n  - model: o/One\n  - model: o/Two\n"
    found = read(f"# Merge\n\n```yaml\n{recipe}```\n")
    assert {clue.raw for clue in found.clues} == {"o/Base", "o/One", "o/Two"}
    assert {clue.relation for clue in found.clues} == {Relation.MERGE}
    assert all(clue.location.startswith("line 4, ") for clue in found.clues)


@pytest.mark.parametrize(
    "text",
    [
        "```yaml\nbase_model: owner/Alpha-7B\n```",  # what a reader should write, not what was done
        "```python\nbase_model: owner/Alpha-7B\nadapter: lora\n```",
        "```yaml\nadapter: lora\nnum_epochs: 3\n```",
        "```\nbase_model: [\nadapter: lora\n```",
        "base_model: owner/Alpha-7B\nadapter: lora",
        "```yaml\nbase_model: 7\nadapter: lora\n```",
    ],
)
def test_other_blocks_name_no_parent(text: str) -> None:
    assert read(text) == Findings()


def test_a_block_that_cannot_be_read_is_said_with_its_place() -> None:
    (fault,) = read("Text\n\n```yaml\nbase_model: a\nadapter: [lora\n```\n").faults
    assert (fault.fault, fault.location.split(",")[0]) == (Fault.NOT_YAML, "line 4")
    bomb = "\n".join(
        ["a: &a [x, x]"] + [f"{b}: &{b} [{', '.join(['*' + a] * 40)}]" for a, b in zip("abc", "bcd", strict=True)]
    )
    (fault,) = read(f"```yaml\nbase_model: a\n{bomb}\n```").faults
    assert fault.fault is Fault.TOO_MANY


def test_only_so_many_blocks_are_read() -> None:
    found = read("```yaml\nbase_model: owner/Alpha-7B\nadapter: lora\n```\n" * (MOST_BLOCKS + 5))
    assert len(found.clues) == MOST_BLOCKS
    assert [fault.fault for fault in found.faults] == [Fault.TOO_MANY]


def test_the_front_matter_is_a_mapping() -> None:
    card = "---\nbase_model:\n- owner/Alpha\nlicense: mit\n2024-01-01: day\n---\n# Title\n---\nbase_model: no\n"
    assert front_matter(card) == {"base_model": ["owner/Alpha"], "license": "mit", "2024-01-01": "day"}
    assert front_matter("\ufeff---\r\nlicense: mit\r\n---\r\n# Title") == {"license": "mit"}


@pytest.mark.parametrize("card", ["", "# Title", "---\nlicense: mit\n", "---\n---\n# Title", "Text\n---\na: b\n---\n"])
def test_a_card_may_have_no_front_matter(card: str) -> None:
    assert front_matter(card) == {}


@pytest.mark.parametrize(
    ("written", "fault"),
    [("a: [", Fault.NOT_YAML), ("- a", Fault.WRONG_SHAPE), ("a: !!python/name:os.x", Fault.WRONG_FORMAT)],
)
def test_a_front_matter_that_cannot_be_read_says_why(written: str, fault: Fault) -> None:
    found = front_matter(f"---\n{written}\n---\n")
    assert isinstance(found, Unread)
    assert found.fault is fault


@given(st.text(alphabet="-`~ymlbase_od:[]{}&*\n! #>ao/", max_size=400))
def test_nothing_makes_the_readers_fail(text: str) -> None:
    read(text)
    read(f"```yaml\nbase_model: a/b\nadapter: {text}\n```")
    front_matter(f"---\n{text}\n---\n")
