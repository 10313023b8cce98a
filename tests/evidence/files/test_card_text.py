"""Parents in the sentences of cards: what tools write, what people write, and what only looks like it."""

import csv
import gzip
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.making import real_data

from filiation.evidence.files.card_subjects import own
from filiation.evidence.files.card_text import MOST, MOST_CLUES, READER
from filiation.evidence.names import parse
from filiation.facts.findings import Clue, Fault
from filiation.facts.vocabulary import Relation

HUB = "https://huggingface.co/"
A, B = f"{HUB}owner/Alpha-7B", f"{HUB}other/Beta-8B"


def clues(text: str) -> tuple[Clue, ...]:
    body = text.encode()
    return READER.read(body, len(body)).clues


def told(text: str) -> list[tuple[str | None, str]]:
    return [(clue.named, clue.relation or "") for clue in clues(text)]


TOOLS = {
    "Trainer": (f"This model is a fine-tuned version of [owner/Alpha-7B]({A}) on the None dataset.", A, "finetune"),
    "Trainer, unknown": (f"This model is a fine-tuned version of [x]({A}) on an unknown dataset.", A, "finetune"),
    "Trainer, no link": (
        "This model is a fine-tuned version of owner/Alpha-7B on a dataset.",
        "owner/Alpha-7B",
        "finetune",
    ),
    "Trainer, old id": (f"It is a fine-tuned version of [t5-small]({HUB}t5-small) on x.", f"{HUB}t5-small", "finetune"),
    "sentence-transformers": (
        f"This is a [sentence-transformers](https://www.SBERT.net) model finetuned from [owner/Alpha-7B]({A}). It maps",
        A,
        "finetune",
    ),
    "SetFit": (f"This SetFit model uses [o/A]({A}) as the Sentence Transformer embedding model.", A, "finetune"),
    "Unsloth": ("- **Finetuned from model :** unsloth/alpha-8b-bnb-4bit", "unsloth/alpha-8b-bnb-4bit", "finetune"),
    "template": ("- **Finetuned from model [optional]:** owner/Alpha-7B", "owner/Alpha-7B", "finetune"),
    "template, code": ("- **Finetuned from model [optional]:** ```owner/Alpha-7B```", "owner/Alpha-7B", "finetune"),
    "mlx-lm": (
        f"This model [me/A-4bit]({HUB}me/A-4bit) was\nconverted to MLX format from [o/A]({A})\nusing mlx-lm",
        A,
        "",
    ),
    "mlx-lm, empty link": ("This model was converted to MLX format from [`owner/Alpha-7B`]().", "owner/Alpha-7B", ""),
    "gguf-my-repo": (f"This model was converted to GGUF format from [`o/A`]({A}) using llama.cpp", A, "quantized"),
    "TheBloke": (f"This repo contains AWQ model files for [Owner's Alpha 7B]({A}).", A, "quantized"),
    "TheBloke, original": (f"- Original model: [Alpha 7B]({A})", A, ""),
    "QuantFactory": (f"This is quantized version of [owner/Alpha-7B]({A}) created using llama.cpp", A, "quantized"),
    "bartowski": (f"Original model: {A}", A, ""),
    "bartowski, heading": ("## Llamacpp imatrix Quantizations of Alpha-7B", "Alpha-7B", "quantized"),
    "mradermacher": (f"static quants of {A}", A, "quantized"),
    "mradermacher, imatrix": (f"weighted/imatrix quants of {A}\n\n<!-- provided-files -->", A, "quantized"),
    "Neural Magic": (f"This model was obtained by quantizing the weights of [o/A]({A}) to INT4.", A, "quantized"),
    "PrunaAI": (f"This is a smashed version of [owner/Alpha-7B]({A}).", A, ""),
    "transformers.js": (f"{A} with ONNX weights to be compatible with Transformers.js.", A, "copy"),
    "optimum": (f"ONNX export of [owner/Alpha-7B]({A})", A, "copy"),
    "extracted": (f"This LoRA adapter was extracted from here and uses [o/A]({A}) as a base.", A, "adapter"),
    "diffusers LoRA": ("These are LoRA adaption weights for owner/alpha-xl-1.0.", "owner/alpha-xl-1.0", "adapter"),
    "mirror": (f"This is a mirror of {A}.", A, "copy"),
}

PEOPLE = {
    "distilled": (f"This model is a distilled version of the [Alpha]({A}).", A, ""),
    "across lines": (f"> This repository has trained LoRAs for\n> [Alpha model]({A}) by Owner", A, "adapter"),
    "name": ("The model is fine-tuned from Owner's original Alpha-2 7B model.", "Alpha-2 7B", "finetune"),
    "words with a version": (
        "Trained from Alpha 3.1 70B Instruct, it is better.",
        "Alpha 3.1 70B Instruct",
        "finetune",
    ),
    "by tuning": ("It was built by finetuning Alpha-7B with a context of 65k.", "Alpha-7B", "finetune"),
    "initialized": (f"The encoder was initialized with the weights of [Alpha]({A}).", A, ""),
    "continued": (f"Continued pre-training of [Alpha]({A}) on code.", A, ""),
    "used and tuned": (f"We used the pretrained [`a`]({A}) model and fine-tuned it.", A, "finetune"),
    "we tuned": (f"We fine-tuned [Alpha]({A}) on Portuguese data.", A, "finetune"),
    "the base model is": (f"The base model is [Alpha]({A}).", A, ""),
    "component": (f"**Vision encoder:** [Alpha]({A})", A, ""),
    "table": (f"| Base model | [Alpha]({A}) |\n|---|---|", A, ""),
    "Chinese": (f"本模型基于[Alpha]({A})训练。", A, ""),
    "Japanese": (f"[Alpha]({A})をベースに学習しました。", A, ""),
    "French": (f"Ce modèle est basé sur [Alpha]({A}).", A, ""),
    "HTML": (f'It is based on <a href="{A}">Alpha</a>.', A, ""),
    "folder": (f"a fine-tuned version of [/data/alpha]({HUB}/data/alpha) on x", "/data/alpha", "finetune"),
}


@pytest.mark.parametrize("case", [*TOOLS, *PEOPLE])
def test_a_stated_parent_is_found(case: str) -> None:
    text, named, relation = (TOOLS | PEOPLE)[case]
    assert told(f"---\nlicense: mit\n---\n# Title\n\n{text}\n") == [(named, relation)]


NO_PARENTS = (
    "- **Finetuned from model [optional]:** [More Information Needed]",
    "This model was trained from scratch on the None dataset.",
    f"The model is not fine-tuned from [Alpha]({A}).",
    f"It outperforms models fine-tuned from [Alpha]({A}).",
    f"You can fine-tune it, or start from [Alpha]({A}).",
    f"We recommend starting from [Alpha]({A}) instead.",
    f"GGUF: {B}",
    f"Quantized versions of this model are available at [Beta]({B}).",
    f"We also provide the official q8_0 GGUF version of Alpha-7B at {B}!",
    f"It was fine-tuned on the [squad]({HUB}datasets/squad) dataset.",
    f"Based on [a paper]({HUB}papers/2401.00001) and [another](https://arxiv.org/abs/2401.00002).",
    f"This model card is based on [the card of Alpha]({A}).",
    f"It uses a tokenizer based on [Alpha]({A}).",
    f"It is built on the [Alpha]({A}) architecture.",
    f"```\na fine-tuned version of [Alpha]({A})\n```",
    f"<!-- a fine-tuned version of [Alpha]({A})\n still a comment -->",
    f"![based on {A}]({A})",
    f"See the [license]({A}/blob/main/LICENSE) of the model that it is based on.",
    f"# Card\n\nHello.\n\n# Original model card: Alpha\n\nAlpha is a fine-tuned version of [Beta]({B}).",
    f"| Model | Score |\n|---|---|\n| [Alpha]({A}) | 1 |",
)


@pytest.mark.parametrize("text", NO_PARENTS)
def test_what_only_looks_like_a_statement_is_none(text: str) -> None:
    assert told(text) == []


def test_a_recipe_in_sentences_names_its_base_and_every_part() -> None:
    text = f"""This model was merged using the [TIES](https://arxiv.org/abs/1) merge method using [b]({B}) as a base.

### Models Merged

The following models were included in the merge:
* [owner/Alpha-7B]({A})
* ./folder of mine
* [third/Gamma]({HUB}third/Gamma)
"""
    assert told(text) == [(B, "merge"), (A, "merge"), (f"{HUB}third/Gamma", "merge")]
    assert [clue.location for clue in clues(text)] == ["line 1", "line 6", "line 8"]


def test_models_that_are_listed_together_are_all_found() -> None:
    assert told(f"It is distilled from [a]({A}), [b]({B}) (small) and Gamma-9B.") == [
        (A, ""),
        (B, ""),
        ("Gamma-9B", ""),
    ]
    assert told(f"Based on [a]({A}), Gamma-9B can process images.") == [(A, "")]


def test_the_revision_that_a_tool_notes_is_told() -> None:
    noted = (
        "- **Base model:** [owner/Alpha-7B](" + A + ") <!-- at revision 6996ce1e91bd2a9c7d7f61daec37463394f73f09 -->"
    )
    assert clues(noted)[0].revision == "6996ce1e91bd2a9c7d7f61daec37463394f73f09"
    assert clues(f"Based on [Alpha]({A}/tree/v2).")[0].revision == "v2"
    assert clues(f"Based on [Alpha]({A}/tree/main).")[0].revision is None


def test_the_sentence_is_quoted_as_it_stands() -> None:
    (clue,) = clues(f"Hello there. It is a **fine-tuned**\nversion of [Alpha]({A}), and good.\nBye.")
    assert clue.raw == f"It is a fine-tuned version of [Alpha]({A}), and good."
    assert clue.relation is Relation.FINETUNE
    (clue,) = clues("Word " * 300 + f"based on [Alpha]({A}) " + "word " * 300)
    assert len(clue.raw) < 700
    assert A in clue.raw


def test_a_card_that_speaks_of_several_models_gives_each_its_own() -> None:
    text = f"""Alpha-R1-Zero & Alpha-R1 are trained based on Alpha-V3-Base.

| **Model** | **Base Model** |
|---|---|
| Alpha-R1-Distill-7B | [Beta]({B}) |
| Alpha-R1-Distill-70B | [Gamma]({HUB}c/Gamma) |

Alpha-R1-Distill-70B is derived from Gamma-70B.
"""
    found = clues(text)
    assert [clue.named for clue in own(found, "owner/Alpha-R1")] == ["Alpha-V3-Base"]
    assert [clue.named for clue in own(found, "owner/Alpha-R1-Distill-7B")] == [B]
    distilled = {clue.named for clue in own(found, "owner/Alpha-R1-Distill-70B")}
    assert distilled == {"Gamma-70B", f"{HUB}c/Gamma"}


def test_a_repository_is_not_its_own_parent() -> None:
    (clue,) = clues(f"A continued pre-training of [Alpha]({A}).")
    assert own([clue], "owner/Alpha-7B") == ()
    assert own([clue], "other/Alpha-7B") == (clue,)


def test_what_could_not_be_read_is_said() -> None:
    assert [fault.fault for fault in READER.read(b"\x00\x01", 2).faults] == [Fault.NOT_TEXT]
    assert [fault.fault for fault in READER.read(b"# Title", 9_000_000).faults] == [Fault.CUT_SHORT]
    many = "".join(f"Based on [x]({HUB}owner/Model-{number}).\n\n" for number in range(3 * MOST_CLUES)).encode()
    found = READER.read(many, len(many))
    assert len(found.clues) == MOST_CLUES
    assert [fault.fault for fault in found.faults] == [Fault.TOO_MANY]


@pytest.mark.parametrize("encoded", [f"based on [x]({A})".encode("utf-16"), f"\ufeffbased on [x]({A})".encode()])
def test_other_encodings_are_read(encoded: bytes) -> None:
    assert [clue.named for clue in READER.read(encoded, len(encoded)).clues] == [A]


@pytest.mark.parametrize("piece", ["[", "[a](", "](", "<", "based on (", "the ", "Alpha-7B ", "`", "*", "http://", "-"])
def test_a_megabyte_of_anything_takes_little_time(piece: str) -> None:
    body = ("fine-tuned version of " + piece * (MOST // len(piece))).encode()[:MOST]
    begun = time.process_time()
    READER.read(body, len(body))
    assert time.process_time() - begun < 4  # under one second on an idle machine


@given(st.text(max_size=300), st.sampled_from([text for text, _, _ in TOOLS.values()]))
def test_nothing_makes_the_reader_fail(noise: str, statement: str) -> None:
    for text in (noise, noise + statement + noise, statement[: len(noise)] + noise):
        body = text.encode("utf-8", "replace")
        for clue in own(READER.read(body, len(body)).clues, "owner/name"):
            assert clue.raw
            assert clue.named


def recorded() -> Iterator[tuple[str, bytes]]:
    with gzip.open(real_data() / "hub-fixtures" / "model-cards.jsonl.gz", "rt", encoding="utf-8") as lines:
        for card in map(json.loads, lines):
            yield card["id"], card["readme"].encode()


def plain(name: str) -> str:
    return (parse(name)[0].candidate or name).casefold().replace(" ", "-")


def test_recorded_cards_give_the_parents_that_they_state_and_no_other() -> None:
    with (Path(__file__).parent / "card_statements.csv").open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    allowed = {(row["card"], plain(row["parent"])) for row in rows}
    stated = {(row["card"], plain(row["parent"])) for row in rows if row["named"] != "loose"}
    relations = {(row["card"], plain(row["parent"]), row["relation"]) for row in rows if row["named"] != "loose"}
    found = {
        (card, plain(clue.named or ""), clue.relation or "")
        for card, body in recorded()
        for clue in own(READER.read(body, len(body)).clues, card)
    }
    assert stated - {(card, parent) for card, parent, _ in found} == set()
    assert {(card, parent) for card, parent, _ in found} - allowed == set()
    assert len(relations & found) >= 0.95 * len(relations)


def test_the_parts_of_the_recorded_cards_are_told_apart_by_their_digest() -> None:
    with (Path(__file__).parent / "card_statements.csv").open(encoding="utf-8") as text:
        named = {row["card"] for row in csv.DictReader(text)}
    ids = sorted((card for card, _ in recorded()), key=lambda card: hashlib.sha256(card.encode()).hexdigest())
    assert named & set(ids[:100])
    assert named & set(ids[100:])


MARKS = ("&#xE001;77&#xE005;", "&#xE002;0&#xE005;", "&#57347;0&#57349;", "\ue00177\ue005", "&amp;#xE001;0&amp;#xE005;")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    "card", ["It is fine-tuned from {} today.", "fine-tuned from:\n\n- {}\n", "| Base model | {} |"]
)
def test_a_card_cannot_write_the_marks_of_names(mark, card):
    """A card that wrote them chose another mention of itself, or none that there is."""
    seen = f"See [x]({A}). "
    for before in ("", seen):
        found = clues(before + card.format(mark))
        assert own(found, "me/child") == ()
        assert found == ()
    assert [clue.named for clue in own(clues(f"{mark} It is fine-tuned from [x]({A}) {mark} today."), "me/child")] == [
        A
    ]


def test_what_a_mention_holds_is_restored_too():
    (clue,) = clues(f"Made with `see {B} there`, it is fine-tuned from [x]({A}).")
    assert clue.raw == f"Made with `see {B} there`, it is fine-tuned from [x]({A})."


def test_a_clue_whose_parent_its_words_do_not_show_any_more_is_kept():
    cut = Clue("It is fine-tuned from …", "line 1", named="owner/Alpha-7B")
    assert own([cut], "me/child") == (cut,)


def test_an_address_ends_where_another_mention_begins():
    (clue,) = clues(f"It is fine-tuned from {A}[b/c-1]({B}).")
    assert clue.named == A


def test_an_address_with_a_mention_in_it_is_told_as_it_was_written():
    (clue,) = clues('It is fine-tuned from <a href="https://huggingface.co/a/[x](b/c-1)">Alpha</a>.')
    assert clue.named == "https://huggingface.co/a/[x](b/c-1)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_card_with_zeros_is_no_text(encoding):
    body = "It is fine-tuned from owner/Alpha-7B \0 today.".encode(encoding)
    assert [one.fault for one in READER.read(body, len(body)).faults] == [Fault.NOT_TEXT]
