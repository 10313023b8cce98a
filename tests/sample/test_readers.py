"""The readers of the packages and of the hand-written facts, on made-up files."""

import json

import pytest

import sample_facts
import sample_llmfit
import sample_mteb
import sample_timm
import sample_unsloth
import sample_xinference
from sample_collection import Collection, is_id


def links(collection):
    return {(link.child, link.parent, link.relation) for link in collection.links()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("owner/name-1.0_x", True),
        ("name", False),
        ("owner/a--b", False),
        ("owner/a..b", False),
        ("a/b/c", False),
        ("owner/{quantization}", False),
        ("./local", False),
        ("owner/", False),
    ],
)
def test_ids(text, expected):
    assert is_id(text) is expected


def test_ids_that_differ_in_case_are_one_repository_spelled_as_the_weightier_source_does():
    collection = Collection()
    collection.model("Owner/name", "a")
    collection.model("Owner/Name", "b", weight=5)
    collection.link("x/y", "owner/name", "copy", "somewhere", "raw")
    collection.settle()
    assert [one.record()["id"] for one in collection.models.values()] == ["Owner/Name"]
    assert links(collection) == {("x/y", "Owner/Name", "copy")}


def test_the_facts_can_all_be_read_and_cite_an_address():
    collection = Collection()
    sample_facts.read(collection)
    found = collection.links()
    assert len(found) > 150
    assert all(link.location.startswith("https://") for link in found)


def test_a_fact_about_something_that_is_no_id_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "facts.toml"
    file.write_text(
        '[[source]]\naddress = "https://example.org"\n'
        'links = [{ child = "a/b", parent = "LLaMA", relation = "copy", raw = "x" }]\n'
    )
    monkeypatch.setattr(sample_facts, "FILE", file)
    with pytest.raises(ValueError, match="LLaMA"):
        sample_facts.read(Collection())


def test_unsloth_rows_give_copies_and_quantizations(wheel):
    table = (
        "__INT_TO_FLOAT_MAPPER = {\n"
        '    "unsloth/m-bnb-4bit": ("unsloth/m", "lab/M-v1"),\n'
        '    "unsloth/n-bnb-4bit": {"16": ("unsloth/N", "lab/N"), "8": ("lab/N-FP8", None, "unsloth/N8")},\n'
        '    "unsloth/o-bnb-4bit": ("unsloth/o",),\n'
        "}\n"
    )
    collection = Collection()
    sample_unsloth.read(wheel({sample_unsloth.FILE: table}), collection)
    assert links(collection) == {
        ("unsloth/m-bnb-4bit", "lab/M-v1", "quantized"),
        ("unsloth/m", "lab/M-v1", "copy"),
        ("unsloth/n-bnb-4bit", "lab/N", "quantized"),
        ("unsloth/N", "lab/N", "copy"),
        ("lab/N-FP8", "lab/N", "quantized"),
        ("unsloth/N8", "lab/N", "quantized"),
        ("unsloth/o-bnb-4bit", "unsloth/o", "quantized"),
    }


def spec(form, name, *precisions, size=7):
    source = {"model_id": name, "quantizations": list(precisions)}
    return {"model_format": form, "model_size_in_billions": size, "model_src": {"huggingface": source}}


def test_xinference_links_only_within_one_size_and_one_name(wheel):
    family = {
        "model_name": "m",
        "model_specs": [
            spec("pytorch", "lab/M-7B", "none"),
            spec("gptq", "x/M-7B-GPTQ", "Int4"),
            spec("mlx", "mlx/M-7B-{quantization}", "4bit", "bf16"),
            spec("ggufv2", "x/Other-7B-GGUF", "Q4_K_M"),
            spec("pytorch", "lab/M-70B", "none", size=70),
            spec("pytorch", "lab/M-70B-chat", "none", size=70),
            spec("awq", "x/M-70B-AWQ", "Int4", size=70),
        ],
    }
    collection = Collection()
    files = {"xinference/model/llm/models/m.json": json.dumps([family])}
    sample_xinference.read(wheel(files), collection)
    assert links(collection) == {
        ("x/M-7B-GPTQ", "lab/M-7B", "quantized"),
        ("mlx/M-7B-4bit", "lab/M-7B", "quantized"),
        ("mlx/M-7B-bf16", "lab/M-7B", "copy"),
    }


def test_xinference_links_images_to_their_gguf_and_audio_to_its_mlx(wheel):
    image = {
        "model_name": "i",
        "model_src": {"huggingface": {"model_id": "a/I", "gguf_model_id": "b/I-gguf"}},
    }
    audio = [
        {"model_name": "w", "model_format": form, "model_src": {"huggingface": {"model_id": name}}}
        for form, name in (("pytorch", "a/W"), ("mlx", "b/W-mlx"), ("mlx", "b/W-mlx-4bit"))
    ]
    files = {
        "xinference/model/image/models/i.json": json.dumps(image),
        "xinference/model/audio/models/w.json": json.dumps(audio),
    }
    collection = Collection()
    sample_xinference.read(wheel(files), collection)
    assert links(collection) == {
        ("b/I-gguf", "a/I", "quantized"),
        ("b/W-mlx", "a/W", "copy"),
        ("b/W-mlx-4bit", "a/W", "quantized"),
    }


def test_timm_follows_the_tags_of_one_architecture(wheel):
    source = (
        "def _cfg(**kwargs):\n    return {'license': 'apache-2.0', **kwargs}\n"
        "default_cfgs = generate_default_cfgs({\n"
        "    'vit.big_in21k': _cfg(hf_hub_id='timm/'),\n"
        "    'vit.big_in21k_ft_in12k': _cfg(hf_hub_id='timm/', license='mit'),\n"
        "    'vit.big_in21k_ft_in12k_in1k_384': _cfg(hf_hub_id='timm/'),\n"
        "    'vit.small_ft_in1k': _cfg(hf_hub_id='lab/small'),\n"
        "    'other.big_in21k_ft_in1k': _cfg(hf_hub_id='timm/'),\n"
        "    'vit.none': _cfg(url='https://example.org'),\n"
        "})\n"
    )
    collection = Collection()
    sample_timm.read(wheel({"timm/models/vit.py": source}), collection)
    assert links(collection) == {
        ("timm/vit.big_in21k_ft_in12k", "timm/vit.big_in21k", "finetune"),
        ("timm/vit.big_in21k_ft_in12k_in1k_384", "timm/vit.big_in21k_ft_in12k", "finetune"),
    }
    licenses = {one.id: one.card["license"] for one in collection.models.values()}
    assert licenses["timm/vit.big_in21k"] == "apache-2.0"
    assert licenses["timm/vit.big_in21k_ft_in12k"] == "mit"
    assert "timm/vit.none" not in licenses
    assert "library_name" not in collection.models["lab/small"].values


MTEB_BASE = """\
SHARED = {
    "Original",
    "Copied",  # translation, not trained on
    "Translated",
}
"""
MTEB_MODEL = """\
from .base import SHARED
EXTRA = SHARED | {"HeldOut", "Nowhere"}
one = ModelMeta(name="lab/one", open_weights=True, reference="https://huggingface.co/lab/one",
    license="mit", languages=["eng-Latn", "fra-Latn"], adapted_from="lab/base",
    training_datasets=EXTRA.union({"Second"}))
closed = ModelMeta(name="lab/closed", open_weights=False, reference="https://huggingface.co/lab/closed",
    license="mit", adapted_from="lab/base", training_datasets=None)
elsewhere = ModelMeta(name="lab/api", open_weights=True, reference="https://example.org/api",
    license=None, adapted_from="lab/base", training_datasets=set())
"""


def task(name, path, more=""):
    return f'metadata = TaskMetadata(name="{name}", dataset={{"path": "{path}"}}, license="mit"{more})\n'


def test_mteb_takes_open_models_their_parents_and_original_tasks(wheel):
    models = "mteb/models/model_implementations/"
    files = {
        f"{models}base.py": MTEB_BASE,
        f"{models}lab.py": MTEB_MODEL,
        "mteb/tasks/a.py": task("Original", "mteb/original"),
        "mteb/tasks/b.py": task("Copied", "mteb/copied"),
        "mteb/tasks/c.py": task("Translated", "mteb/translated", ', sample_creation="machine-translated"'),
        "mteb/tasks/d.py": task("HeldOut", "mteb/original_test"),
        "mteb/tasks/e.py": task("Second", "mteb/second"),
    }
    collection = Collection()
    sample_mteb.read(wheel(files), collection)
    assert links(collection) == {
        ("lab/one", "lab/base", "unspecified"),
        ("lab/one", "mteb/original", "trained_on"),
        ("lab/one", "mteb/second", "trained_on"),
    }
    record = collection.models["lab/one"].record()
    assert record["cardData"] == {"license": "mit", "language": ["eng", "fra"]}
    assert set(collection.models) == {"lab/one"}
    assert set(collection.datasets) == {"mteb/original", "mteb/second"}


def row(name, downloads, *sources, found=True):
    return {
        "name": name,
        "hf_downloads": downloads,
        "hf_likes": 3,
        "pipeline_tag": "text-generation",
        "release_date": "2024-05-06",
        "license": "mit",
        "gguf_sources": [{"repo": source} for source in sources],
        **({"_discovered": True} if found else {}),
    }


def test_llmfit_gives_figures_and_only_gguf_links_that_are_clear(wheel):
    snapshot = [
        row("lab/clear", 5_000, "q/clear-GGUF"),
        row("lab/known", 9_000, "q/known-GGUF"),
        row("u/known", 8_000, "q/known-GGUF"),
        row("lab/either", 9_000, "q/either-GGUF"),
        row("x/either", 8_000, "q/either-GGUF"),
        row("lab/rare", 5, "q/rare-GGUF"),
        row("lab/stated", 9_000, "q/stated-GGUF"),
        row("lab/used", 1_000_000),
        row("lab/typed", 0, found=False),
    ]
    collection = Collection()
    collection.link("u/known", "lab/known", "copy", "elsewhere", "raw")
    collection.link("q/stated-GGUF", "a/b", "quantized", "elsewhere", "raw")
    collection.link("lab/typed", "a/b", "copy", "elsewhere", "raw")
    before = links(collection)
    text = "machine code [1] " + json.dumps(snapshot, indent=2) + " more machine code"
    sample_llmfit.read(wheel({sample_llmfit.FILE: text}), collection)
    assert links(collection) - before == {
        ("q/clear-GGUF", "lab/clear", "quantized"),
        ("q/known-GGUF", "lab/known", "quantized"),
    }
    record = collection.models["lab/used"].record()
    assert record["downloads"] == 1_000_000
    assert record["createdAt"] == "2024-05-06T00:00:00.000Z"
    assert record["tags"] == ["license:mit"]
    # What the package's authors typed in themselves has no figures of the Hub.
    assert "downloads" not in collection.models["lab/typed"].record()
    assert "lab/rare" not in collection.models
