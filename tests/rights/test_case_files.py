"""Cases and letters as files: kept and read back, and the file of a browser checked before it is believed."""

from datetime import date

import msgspec
import pytest
from tests.rights.making_cases import case, draft, event, party

from filiation.errors import StoreFailed, WrongUse
from filiation.facts.letters import Block, Letter, LetterKind, Picture, Sentence, Table
from filiation.rights import case_files
from filiation.rights.case_files import case_file, read_case_file


def told():
    return msgspec.json.decode(msgspec.json.encode(draft()))


def test_the_file_that_a_browser_saved():
    assert read_case_file(case_file(draft(), ("maker", "huggingface", "maker"))) == (draft(), ("maker", "huggingface"))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b'{"filiation":"case"}', b'{"filiation":"case","version":9,"draft":{}}',
        b'{"filiation":"case","version":1,"draft":[]}', b"[" * 5_000, b"\xff\xfe", b" " * 2_000_001,
    ],
)  # fmt: skip
def test_what_is_no_case_file(body):
    with pytest.raises(WrongUse):
        read_case_file(body)


@pytest.mark.parametrize("parties", ["maker", [3], ["x" * 201], [""], ["a\nb"], ["x"] * 5_001])
def test_parties_of_a_case_file_are_checked(parties):
    body = msgspec.json.encode({"filiation": "case", "version": 1, "draft": told(), "parties": parties})
    with pytest.raises(WrongUse) as raised:
        read_case_file(body)
    assert raised.value.values["field"] == "parties"


def test_a_case_is_kept_and_read_back():
    kept = case(party(event("sent", "2026-11-03", note="by post", proof="b" * 16)), family=["x/y"], revision=4)
    assert case_files.unpacked_case(case_files.packed_case(kept), kept.id, 4) == kept


def test_a_letter_is_kept_and_read_back():
    letter = Letter(
        kind=LetterKind.REQUEST, language="fr", day=date(2026, 11, 2), subject="s", sender=("a", "b"), recipient=("c",),
        to=None, blocks=(Block("b", "list", (Sentence("s", "t"),)),), sources=("gdpr:17(1)",),
        annexes=(Table("t", ("h",), (("r",),), "n"), Picture("p", "<svg/>", "alt")),
    )  # fmt: skip
    assert case_files.unpacked_letter(case_files.packed_letter(letter), "x") == letter


@pytest.mark.parametrize("read", [case_files.unpacked_letter, lambda b, n: case_files.unpacked_case(b, n, 1)])
@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"version":1}', b'{"version":2}', b'{"version":1,"case":{"id":"A. Person"}}']
)
def test_what_cannot_be_read_of_the_vault_says_so_without_quoting_it(read, body):
    with pytest.raises(StoreFailed) as raised:
        read(body, "n")
    assert "Person" not in repr(raised.value)
    assert raised.value.__cause__ is None
