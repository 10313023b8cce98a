"""The committed files: their form, and the families that must be in them."""

import gzip
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import filiation.sample

FOLDER = Path(filiation.sample.__file__).parent
FILES = ("models.jsonl.gz", "datasets.jsonl.gz", "statements.jsonl.gz")
ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
KEYS = {
    "id",
    "author",
    "tags",
    "pipeline_tag",
    "library_name",
    "createdAt",
    "lastModified",
    "downloads",
    "likes",
    "cardData",
    "_sources",
}
RELATIONS = {"finetune", "adapter", "quantized", "merge", "copy", "unspecified", "trained_on"}


def rows(name):
    return [json.loads(line) for line in gzip.decompress((FOLDER / name).read_bytes()).splitlines()]


@pytest.fixture(scope="module")
def models():
    return {row["id"]: row for row in rows("models.jsonl.gz")}


@pytest.fixture(scope="module")
def datasets():
    return {row["id"]: row for row in rows("datasets.jsonl.gz")}


@pytest.fixture(scope="module")
def statements():
    return rows("statements.jsonl.gz")


@pytest.fixture(scope="module")
def parents(statements):
    found = defaultdict(set)
    for row in statements:
        found[row["child"]].add((row["parent"], row["relation"]))
    return found


@pytest.fixture(scope="module")
def children(statements):
    found = defaultdict(set)
    for row in statements:
        if row["relation"] != "trained_on":
            found[row["parent"]].add((row["child"], row["relation"]))
    return found


def descendants(children, root):
    depths, queue, relations = {root: 0}, [root], Counter()
    while queue:
        parent = queue.pop(0)
        for child, relation in sorted(children[parent]):
            relations[relation] += 1
            if child not in depths:
                depths[child] = depths[parent] + 1
                queue.append(child)
    return depths, relations


def test_files_are_small_and_do_not_depend_on_the_day_of_the_build():
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 3_000_000
    for name in FILES:
        # Bytes 4 to 8 of a gzip file are its time.
        assert (FOLDER / name).read_bytes()[4:8] == bytes(4), name


@pytest.mark.parametrize("name", ["models.jsonl.gz", "datasets.jsonl.gz"])
def test_every_record_has_the_shape_of_the_listing(name):
    found = rows(name)
    ids = [row["id"] for row in found]
    assert ids == sorted(ids)
    assert len({one.lower() for one in ids}) == len(ids)
    for row in found:
        assert ID.fullmatch(row["id"]), row
        assert not row.keys() - KEYS, row
        assert row["author"] == row["id"].partition("/")[0]
        assert row["_sources"], row
        assert None not in row.values(), row
        assert row.get("tags", []) == sorted(set(row.get("tags", [])))
        assert DATE.fullmatch(row.get("createdAt", "2022-03-02T00:00:00.000Z")), row
        assert all(isinstance(row.get(key, 0), int) for key in ("downloads", "likes")), row
        license_name = row.get("cardData", {}).get("license")
        assert license_name is None or f"license:{license_name}" in row["tags"], row


def test_every_statement_is_complete(statements):
    keys = ["child", "location", "parent", "raw", "relation", "source"]
    assert statements == sorted(statements, key=lambda row: (row["child"], row["parent"], row["relation"]))
    for row in statements:
        assert sorted(row) == keys
        assert all(isinstance(value, str) and value for value in row.values()), row
        assert row["relation"] in RELATIONS
        assert row["source"] == "publication"
        assert row["child"] != row["parent"]
        assert re.match(r"https?://|\w+ [\d.]+: ", row["location"]), row
        assert len(row["raw"]) < 400, row
        for end in (row["child"], row["parent"]):
            assert ID.fullmatch(end) or end.startswith("outside:"), row


def test_statements_and_records_agree_on_names(models, datasets, statements):
    for row in statements:
        assert row["relation"] != "trained_on" or row["parent"] in datasets, row
    lower = {one.lower(): one for one in models}
    for row in statements:
        for end in (row["child"], row["parent"]):
            assert lower.get(end.lower(), end) == end


def test_no_statement_makes_a_model_its_own_ancestor(children):
    open_now, done = set(), set()

    def visit(model):
        assert model not in open_now, model
        if model not in done:
            open_now.add(model)
            for child, _ in children.get(model, ()):
                visit(child)
            open_now.remove(model)
            done.add(model)

    for model in list(children):
        visit(model)


def test_there_are_several_thousand_models(models, statements):
    assert len(models) > 5_000
    assert len(statements) > 5_000


def test_mistral_has_a_rich_family(models, children):
    record = models["mistralai/Mistral-7B-v0.1"]
    assert record["createdAt"] == "2023-09-20T00:00:00.000Z"
    assert "license:apache-2.0" in record["tags"]
    assert record["downloads"] > 0
    depths, relations = descendants(children, "mistralai/Mistral-7B-v0.1")
    assert len(depths) > 50
    assert max(depths.values()) >= 3
    assert set(relations) >= {"finetune", "adapter", "quantized", "merge", "copy"}


@pytest.mark.parametrize(
    ("child", "parent", "relation"),
    [
        ("huggyllama/llama-7b", "outside:LLaMA 7B", "copy"),
        ("tatsu-lab/alpaca-7b-wdiff", "outside:LLaMA 7B", "finetune"),
        ("lmsys/vicuna-7b-v1.5", "meta-llama/Llama-2-7b-hf", "finetune"),
        ("young-geng/koala", "outside:LLaMA 13B", "finetune"),
        ("microsoft/Orca-2-7b", "meta-llama/Llama-2-7b-hf", "finetune"),
        ("stabilityai/StableBeluga2", "meta-llama/Llama-2-70b-hf", "finetune"),
        ("upstage/SOLAR-0-70b-16bit", "meta-llama/Llama-2-70b-hf", "finetune"),
        ("Xwin-LM/Xwin-LM-70B-V0.1", "meta-llama/Llama-2-70b-hf", "finetune"),
        ("NousResearch/Nous-Hermes-Llama2-13b", "meta-llama/Llama-2-13b-hf", "finetune"),
        ("HuggingFaceH4/zephyr-7b-beta", "HuggingFaceH4/mistral-7b-sft-beta", "finetune"),
        ("openchat/openchat-3.5-0106", "mistralai/Mistral-7B-v0.1", "finetune"),
        ("alignment-handbook/zephyr-7b-sft-qlora", "mistralai/Mistral-7B-v0.1", "adapter"),
        ("mlabonne/NeuralPipe-7B-slerp", "mlabonne/NeuralHermes-2.5-Mistral-7B", "merge"),
        ("TheBloke/Falcon-180B-Chat-GGUF", "tiiuae/falcon-180B-chat", "quantized"),
        ("tiiuae/falcon-40b", "tiiuae/falcon-refinedweb", "trained_on"),
        ("EleutherAI/gpt-j-6b", "EleutherAI/pile", "trained_on"),
        ("EleutherAI/gpt-neox-20b", "EleutherAI/pile", "trained_on"),
        ("bigscience/bloomz", "bigscience/bloom", "finetune"),
        ("bigscience/mt0-xxl", "bigscience/xP3", "trained_on"),
        ("CompVis/stable-diffusion-v1-4", "CompVis/stable-diffusion-v1-2", "finetune"),
        ("stable-diffusion-v1-5/stable-diffusion-v1-5", "runwayml/stable-diffusion-v1-5", "copy"),
        ("latent-consistency/lcm-lora-sdxl", "stabilityai/stable-diffusion-xl-base-1.0", "adapter"),
        ("google/gemma-3-27b-it", "google/gemma-3-27b-pt", "finetune"),
        ("unsloth/mistral-7b-bnb-4bit", "mistralai/Mistral-7B-v0.1", "quantized"),
        ("TheBloke/Mistral-7B-Instruct-v0.2-AWQ", "mistralai/Mistral-7B-Instruct-v0.2", "quantized"),
        ("intfloat/e5-mistral-7b-instruct", "mistralai/Mistral-7B-v0.1", "unspecified"),
        (
            "timm/vit_base_patch16_224.augreg_in21k_ft_in1k",
            "timm/vit_base_patch16_224.augreg_in21k",
            "finetune",
        ),
    ],
)
def test_key_links_are_there(parents, child, parent, relation):
    assert (parent, relation) in parents[child]


@pytest.mark.parametrize("name", ["microsoft/phi-2", "microsoft/biogpt", "nz/OpenFold", "bigscience/bloom"])
def test_roots_of_the_story_are_listed(models, name):
    assert name in models


def test_a_withdrawn_repository_is_named_but_not_listed(models, children):
    assert "runwayml/stable-diffusion-v1-5" in children
    assert "runwayml/stable-diffusion-v1-5" not in models


def test_the_readme_gives_the_counts_and_the_packages(models, datasets, statements):
    text = (FOLDER / "README.md").read_text("utf-8")
    for count in (len(models), len(datasets), len(statements)):
        assert f" {count:,} |" in text
    for relation, count in Counter(row["relation"] for row in statements).items():
        assert f"{count:,} `{relation}`" in text
    for package in ("llmfit", "mteb", "timm", "unsloth", "xinference"):
        assert re.search(rf"\| {package} [\d.]+ \| (MIT|Apache-2\.0) \| `[^`]+\.whl` \| `[0-9a-f]{{64}}` \|", text)
    sources = {source for row in models.values() for source in row["_sources"] if "://" not in source}
    assert all(f"| {source} |" in text for source in sources)
