"""Files of strangers: whole ones to begin with, and what every reader keeps to, whatever it is given."""

import json
import pkgutil
import signal
from collections.abc import Callable
from contextlib import contextmanager
from importlib import import_module

from tests.evidence.files import headers

from filiation.evidence import files
from filiation.evidence.files import card_blocks, card_text, gguf_header, safetensors_header
from filiation.evidence.files.bounded import yaml_documents
from filiation.evidence.files.card_subjects import own
from filiation.evidence.files.interface import FileReader
from filiation.evidence.files.merge_config import parents
from filiation.facts.findings import Findings

_LORA = "base_model.model.layers.0.q_proj.lora_A.weight"
_CARD = """---
base_model: a/base
license: mit
---
# Model
This model is a fine-tuned version of [a/base](https://huggingface.co/a/base) on the imdb dataset.
<details><summary>See axolotl config</summary>

```yaml
base_model: a/base
adapter: lora
datasets:
  - path: o/data
```
</details>

- **Finetuned from model :** a/base

```yaml
merge_method: slerp
models: [{model: a/one}, {model: a/two+b/lora@main}]
```
"""
_MERGE = """merge_method: slerp
base_model: &base a/base
slices:
  - sources:
      - {model: *base, layer_range: [0, 32]}
      - {model: b/other@main+c/lora, layer_range: [0, 32]}
dtype: bfloat16
---
name: second
models:
  - model: {model: {path: d/three, revision: v1}}
experts: [{source_model: e/four, positive_prompts: [one]}]
"""


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


SEEDS: dict[str, bytes] = {
    "model.gguf": headers.gguf(
        {
            "general.architecture": "llama",
            "general.type": "model",
            "general.base_model.count": 1,
            "general.base_model.0.repo_url": "https://huggingface.co/a/base",
            "general.dataset.0.repo_url": "https://huggingface.co/datasets/o/d",
            "general.tags": ["one", "two"],
            "llama.rope.freq_base": 10000.0,
            "tokenizer.ggml.add_bos_token": True,
            "tokenizer.ggml.tokens": ["a", "b", "c"],
            "general.source.url": "https://huggingface.co/a/source",
            "general.file_type": 15,
        }
    ),
    "big.gguf": headers.gguf({"general.type": "adapter", "general.source.url": "a/b"}, order=">"),
    "model.safetensors": headers.safetensors(
        {"base_model": "a/base", "modelspec.merged_from": "a/b, c/d", "lora_adapter_metadata": '{"r": 4}'}, (_LORA, "b")
    ),
    "adapter_config.json": _json(
        {"base_model_name_or_path": "a/base", "revision": "main", "peft_type": "LORA", "r": 8}
    ),
    "config.json": _json(
        {
            "_name_or_path": "a/base",
            "architectures": ["LlamaForCausalLM"],
            "quantization_config": {"quant_method": "gptq", "bits": 4},
        }
    ),
    "quantize_config.json": _json({"bits": 4, "group_size": 128, "model_name_or_path": "a/base"}),
    "model_index.json": _json({"_class_name": "P", "_name_or_path": "a/base", "unet": ["diffusers", "U"]}),
    "modules.json": _json([{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]),
    "ort_config.json": _json({"one_external_file": True, "quantization": {"format": "QOperator"}}),
    "mergekit_config.yml": _MERGE.encode(),
    "mergekit_moe_config.yml": b"base_model: a/base\nexperts:\n  - source_model: b/one\n  - source_model: c/two\n",
    "README.md": _CARD.encode(),
    "openvino_config.json": _json({"dtype": "int4", "_name_or_path": "a/base", "quantization_config": {"bits": 4}}),
    "openvino_model.xml": b'<?xml version="1.0"?>\n<net name="Model0" version="11">\n',
    "Model.mlpackage/Manifest.json": _json({"fileFormatVersion": "1.0.0", "itemInfoEntries": {"A": {"path": "m"}}}),
    "model.bin": b"\6\0\0\0\x10\0TransformerSpec\0\3\0\0\0",
    "onnx/model_quantized.onnx": b"\x08\x09\x12\x0donnx.quantize\x1a\x050.1.0",
    "training_params.json": _json({"model": "a/base", "project_name": "p", "revision": "main", "peft": True}),
    "trainer_state.json": _json({"best_metric": None, "global_step": 500, "log_history": [{"loss": 0.5}]}),
    "train_results.json": _json({"epoch": 3.0, "train_loss": 0.5, "train_runtime": 10.0}),
}
"""Whole files as tools write them, by the path that they have."""

WORDS = (
    *(b"&#xE001;", b"&#xE002;0", b"&#57347;7", b"&#xE005;", b"&amp;#xE001;77&amp;#xE005;", b"&#xE001;77&#xE005;"),
    *("\ue001".encode(), "\ue0027\ue005".encode(), b"&#0;", b"&#xD800;", b"&lt;a href=", b"&#96;", b"&#91;a&#93;(b/c)"),
    *(b"fine-tuned version of ", b"fine-tuned from ", b"&a ", b"*a", b"<<: *a"),
)
"""What the formats of cards and recipes give a meaning, and what stands for signs that readers use themselves."""

PATIENCE = 10.0
"""After how many seconds a reader is stopped: no file that is read explains so many."""

LONGEST_TEXT = 2500
"""No text that a reader hands on is longer: stores, pages and regular expressions follow."""


def keeps_to(found: object, length: int) -> None:
    """Assert what holds of all findings: texts that every store takes, none without end, no more than was read."""
    assert isinstance(found, Findings)
    assert len(found.clues) + len(found.signs) + len(found.faults) <= 1000 + length
    texts = [text for clue in found.clues for text in (clue.raw, clue.location, clue.named, clue.revision)]
    texts += [text for shown in found.signs for text in (shown.location, shown.detail)]
    texts += [text for unread in found.faults for text in (unread.location, unread.detail)]
    for text in texts:
        if text is not None:
            assert isinstance(text, str)
            assert len(text) <= LONGEST_TEXT
            assert "\0" not in text
            text.encode()


def _found() -> dict[str, FileReader]:
    """Every reader that a module of the package makes, whether it is registered or not."""
    modules = [import_module(f"{files.__name__}.{module.name}") for module in pkgutil.iter_modules(files.__path__)]
    values = [value for module in modules for value in vars(module).values()]
    several = [one for value in values if isinstance(value, tuple) for one in value]
    return {reader.name: reader for reader in values + several if isinstance(reader, FileReader)}


READERS = _found()
"""The readers by their names."""


@contextmanager
def in_time(seconds=PATIENCE):
    """Stop what goes on far longer than any length of file explains; regular expressions let themselves be stopped."""

    def stop(*_):
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def feed(read: Callable[[bytes, int], Findings], body: bytes, size: int | None = None) -> Findings:
    """Let a reader read a file, and assert that it keeps to the rules."""
    with in_time():
        found = read(body, len(body) if size is None else size)
        if read is card_text.read:
            own(found.clues, "a/child-7b")
    keeps_to(found, len(body))
    return found


def _keeps(read: Callable[[bytes, int], Findings], body: bytes, size: int) -> None:
    """As `feed`, where the fuzzer keeps the time by the same signal."""
    keeps_to(read(body, size), len(body))


def _gguf(data: bytes) -> None:
    _keeps(gguf_header.read, data, len(data) * 3)
    _keeps(gguf_header.read, b"GGUF\3\0\0\0" + data, 0)


def _safetensors(data: bytes) -> None:
    _keeps(safetensors_header.read, data, len(data) * 3)
    _keeps(safetensors_header.read, headers.framed(b"{" + data), 0)


def _yaml(data: bytes) -> None:
    for document in (yaml_documents(data), yaml_documents(data.decode("utf-8", "replace"))):
        for part in document if isinstance(document, list) else ():
            keeps_to(parents(part), len(data))


def _card(data: bytes) -> None:
    found = card_text.READER.read(data, len(data))
    keeps_to(found, len(data))
    own(found.clues, "a/child-7b")
    _keeps(card_blocks.READER.read, data, len(data))
    card_blocks.front_matter(data.decode("utf-8", "replace"))


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[str, ...]]] = {
    "gguf": (_gguf, ("model.gguf", "big.gguf")),
    "safetensors": (_safetensors, ("model.safetensors",)),
    "yaml": (_yaml, ("mergekit_config.yml", "mergekit_moe_config.yml")),
    "card": (_card, ("README.md",)),
}
"""What the fuzzer searches: a function, and the names of the seeds to begin with."""
