"""Places in files and details of findings, in both languages."""

import pytest

from filiation.facts.findings import Fault
from filiation.facts.live import Access
from filiation.locale import translator
from filiation.words.live import ACCESS
from filiation.words.places import fault_detail, place, sign_detail
from filiation.words.speech import Speech

ENGLISH = Speech("en", translator("en"))


def marked(message: str) -> str:
    """Stand in for a translation."""
    return f"<{message}>"


FOREIGN = Speech("fr", marked)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("line 7", "<line 7>"),
        ("README.md: line 12", "README.md: <line 12>"),
        ("line 7, models[0].model", "<line 7>, models[0].model"),
        ("config.json: _name_or_path", "config.json: _name_or_path"),
        ("outline 7", "outline 7"),
        ("", ""),
    ],
)
def test_a_line_is_told_in_the_readers_language(written: str, shown: str):
    assert place(FOREIGN, written) == shown
    assert place(ENGLISH, written) == written


def test_tensors_are_counted_in_words():
    assert [sign_detail(ENGLISH, f"{n} tensors") for n in (1, 2)] == ["1 tensor", "2 tensors"]
    assert sign_detail(ENGLISH, "1 tensor") == "1 tensor"
    assert sign_detail(FOREIGN, "2 tensors") == "<2 tensors>"
    assert sign_detail(ENGLISH, "LORA") == "LORA"


def test_a_code_beside_a_fault_is_told_in_words_and_the_hubs_own_words_stay():
    for access in Access:
        assert fault_detail(ENGLISH, Fault.OUT_OF_REACH, str(access)) == ACCESS[access]
    assert fault_detail(ENGLISH, Fault.OUT_OF_REACH, "Access is restricted") == "Access is restricted"
    assert fault_detail(ENGLISH, Fault.WRONG_SHAPE, "private") == "private"
