"""The age format, as pyrage writes and reads it: bytes in, bytes out."""

from pyrage import DecryptError, IdentityError, decrypt, encrypt, passphrase  # type: ignore[import-untyped]
from pyrage.x25519 import Identity  # type: ignore[import-untyped]

__all__ = [
    "NOT_FOR_THIS_KEY",
    "TOO_SLOW",
    "DecryptError",
    "Identity",
    "IdentityError",
    "opened",
    "opened_with",
    "sealed",
    "sealed_with",
]

NOT_FOR_THIS_KEY = "No matching keys"
"""How the words of a DecryptError begin for what was sealed for another identity."""

TOO_SLOW = "Excessive work"
"""How the words of a DecryptError begin for a passphrase that this machine would try for too long, by its own measure.

How fast the machine is, is measured at that very moment: one that is busy counts as slow.
"""


def sealed(content: bytes, identity: Identity) -> bytes:
    """Return bytes that only an identity opens."""
    made: bytes = encrypt(content, [identity.to_public()])
    return made


def opened(content: bytes, identity: Identity) -> bytes:
    """Return what was sealed for an identity; raises DecryptError."""
    found: bytes = decrypt(content, [identity])
    return found


def sealed_with(content: bytes, words: str) -> bytes:
    """Return bytes that only a passphrase opens; this takes about a second, as every guess of it will."""
    made: bytes = passphrase.encrypt(content, words)
    return made


def opened_with(content: bytes, words: str) -> bytes:
    """Return what was sealed with a passphrase; raises DecryptError."""
    found: bytes = passphrase.decrypt(content, words)
    return found
