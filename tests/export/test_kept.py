"""Proofs are handed out as what they are, by their bytes alone."""

import pytest

from filiation.export.kept import kind_of


@pytest.mark.parametrize(
    ("content", "ending", "media_type"),
    [
        (b"%PDF-1.7 x", "pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
        (b"\xff\xd8\xff\xe0", "jpg", "image/jpeg"),
        ("Reçu le 3\n".encode(), "txt", "text/plain; charset=utf-8"),
        (b"<script>alert(1)</script>", "txt", "text/plain; charset=utf-8"),
        (b"\x00\x01", "bin", "application/octet-stream"),
        (b"\xff\xfe\n", "bin", "application/octet-stream"),
    ],
)
def test_what_a_file_is(content, ending, media_type):
    assert kind_of(content) == (ending, media_type)
