"""Mails: one receiver or none, headers that nobody can add to, and what is attached."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.export.letters.writing import LETTER, saying
from tests.rights.email_addresses import GOOD

from filiation.export.letters import eml, text

HEADERS = ["Subject", "To", "X-Unsent", "Content-Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def read(mail):
    return message_from_bytes(mail, policy=default)


def test_a_mail_is_a_draft_to_its_receiver():
    mail = read(eml(LETTER))
    assert mail["To"] == "privacy@example.org"
    assert mail["Subject"] == LETTER.subject
    assert mail["X-Unsent"] == "1"
    assert mail["From"] is None
    assert mail["Date"] is None
    assert mail.get_content().replace("\r\n", "\n") == text(LETTER)


@pytest.mark.parametrize(
    "to",
    [
        None,
        "",
        "nobody",
        "a@b",
        "a b@example.org",
        "a@example.org, b@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "A <a@example.org>",
        "a..b@example.org",
        "=?utf-8?q?a=40evil.example=2C?=@example.org",
        "=?utf-8?q?x=0d=0aBcc=3a_evil=40evil.example?=@example.org",
        "a@exämple.org",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_no_receiver(to):
    mail = read(eml(replace(LETTER, to=to)))
    assert set(mail.keys()) == set(HEADERS) - {"To"}


@pytest.mark.parametrize("to", GOOD)
def test_an_address_is_the_whole_receiver_whatever_it_looks_like(to):
    assert [one.addr_spec for one in read(eml(replace(LETTER, to=to)))["To"].addresses] == [to]


@given(st.text(max_size=300))
@example("a\r\nBcc: x@example.org\r\n\r\nbody")
@example("é" * 500)
@example("x" * 2000)
@example("=?utf-8?q?x?=\x00\u2028")
@settings(max_examples=60, deadline=None)
def test_a_subject_is_one_header_whatever_it_holds(subject):
    written = eml(saying("x", subject=subject))
    assert sorted(read(written).keys()) == sorted(HEADERS)
    head = written.split(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert head.isascii()


def test_names_with_accents_are_read_again():
    subject = "Demande d’effacement : « données » de M. Éxemple " * 3
    assert read(eml(replace(LETTER, subject=subject)))["Subject"].strip() == subject.strip()


def test_files_are_attached_by_their_plain_names():
    files = {"letter.pdf": b"%PDF-1.7", "../../été\r\nX-Evil: 1.txt": b"dossier", "a\\b.png": b"\x89PNG"}
    mail = read(eml(LETTER, attachments=files))
    parts = list(mail.iter_attachments())
    assert [one.get_filename() for one in parts] == ["letter.pdf", "été X-Evil: 1.txt", "b.png"]
    assert [one.get_content_type() for one in parts] == ["application/pdf", "text/plain", "image/png"]
    assert parts[0].get_content() == b"%PDF-1.7"
    assert "X-Evil" not in mail
    assert not any("X-Evil" in one for one in parts)
