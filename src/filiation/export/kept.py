"""Files that were kept as proofs, as they are handed out again: of what sort each is."""

from collections.abc import Mapping

_FIRST_BYTES: Mapping[bytes, tuple[str, str]] = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\x89PNG\r\n": ("png", "image/png"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
}
_TEXT = ("txt", "text/plain; charset=utf-8")
_OTHER = ("bin", "application/octet-stream")


def kind_of(content: bytes) -> tuple[str, str]:
    """Return how the name of a kept file ends and what sort it is, as its bytes tell."""
    known = next((kind for first, kind in _FIRST_BYTES.items() if content.startswith(first)), None)
    return known or (_TEXT if _is_text(content) else _OTHER)


def _is_text(content: bytes) -> bool:
    try:
        return content.decode().isprintable() or b"\n" in content
    except UnicodeDecodeError:
        return False
