"""Names of files as apps show them lead to the names of models."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.evidence.file_names import is_quantized, model_name

BASES = ("zephyr-7b-beta", "Mistral-7B-Instruct-v0.2", "Meta-Llama-3-8B", "mistralai/Mistral-7B-v0.1", "phi-2")
ENDS = ("", ".gguf", ".safetensors", ".bin", ".GGUF")
PARTS = ("", "-00001-of-00003")
FORMATS = ("", ".Q4_K_M", "-Q4_K_M", ".IQ2_XXS", "-GGUF", "-AWQ", "-GPTQ", ".i1-Q5_K_S", "-q8_0", "-fp16", "-GGUF-Q6_K")


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("form", FORMATS)
def test_the_name_of_a_model_is_found_in_that_of_a_file(base, form):
    for part in PARTS:
        for end in ENDS:
            found = model_name(f"{base}{form}{part}{end}")
            assert found == (base.rpartition("/")[2] if end else base)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mistral:7b-instruct-q4_K_M", "mistral"),
        ("C:\\models\\zephyr-7b-beta.Q4_K_M.gguf", "zephyr-7b-beta"),
        ("/home/a/zephyr-7b-beta.Q4_K_M.gguf", "zephyr-7b-beta"),
        ("TheBloke/zephyr-7B-beta-GGUF", "TheBloke/zephyr-7B-beta"),
        ("Q4_K_M", "Q4_K_M"),
        ("model.safetensors", "model"),
        (".gguf", ".gguf"),
    ],
)
def test_what_people_paste(text, name):
    assert model_name(text) == name


@given(st.text(max_size=60))
def test_any_text_leads_to_a_part_of_it_that_stays(text):
    found = model_name(text)
    assert found in text
    assert bool(found) == bool(text.strip())
    assert len(model_name(found)) <= len(found)


@pytest.mark.parametrize("name", ["zephyr-7b-beta.Q4_K_M.gguf", "Q4_K_M", "x/y-GGUF", "IQ2_XXS", "a-AWQ"])
def test_a_name_tells_of_quantized_weights(name):
    assert is_quantized(name)


@pytest.mark.parametrize("name", ["model.safetensors", "zephyr-7b-beta", "a gguf file", "", "phi-2"])
def test_other_names_do_not(name):
    assert not is_quantized(name)
