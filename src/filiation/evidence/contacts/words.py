"""What the words around a contact say: what it is for, whether it is one at all, and what only holds its place."""

import re

from filiation.facts.rights import Purpose

_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    (
        Purpose.PRIVACY,
        re.compile(
            r"privacy|gdpr|rgpd|dsgvo|data[ _.-]?protection|personal (?:data|information)|\bdpo\b|\bdsar\b|datenschutz|"
            r"confidentialit|données personnelles|(?:^|[^a-z])(?:dpo|dsar)(?=[@._-])",
        ),
    ),
    (Purpose.SECURITY, re.compile(r"security|vulnerabilit|\bcert\b|sécurité")),
    (Purpose.LEGAL, re.compile(r"\blegal|copyright|take-?down|\bdmca\b|infring|juridique|trademark")),
)
_REACHED = re.compile(
    r"contact|reach|e-?mail|\bmail\b|question|feedback|support|inquir|enquir|report|touch|write to|let us know|"
    r"correspond|drop|邮件|邮箱|联系|聯絡|連絡|문의|contacter|écri|schreib",
    re.IGNORECASE,
)
_NEAR = 90  # characters before and behind a contact that say what it is for
_PLACEHOLDER = re.compile(
    r"more information needed|\boptional\b|\bn/?a\b|^\W*(?:none|unknown|tbd|todo|me|you|us|we|name|your\b.{0,40}|"
    r"x{2,8}|fill.{0,40}|insert.{0,40}|add .{0,40}|not (?:available|specified|provided))\W*$",
    re.IGNORECASE,
)


def purpose_of(words: str) -> Purpose:
    """Return what words say that a contact is for."""
    told = words.lower()
    return next((purpose for purpose, pattern in _PURPOSES if pattern.search(told)), Purpose.GENERAL)


def around(text: str, start: int, end: int) -> str:
    """Return the words of the same sentence around a place in a text."""
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return re.split(r"[.!?。;；]\s", before)[-1] + text[start:end] + re.split(r"[.!?。;；]\s", behind)[0]


def asks_to_write(words: str) -> bool:
    """Whether words invite the reader to write."""
    return _REACHED.search(words) is not None


def is_placeholder(words: str) -> bool:
    """Whether words stand where nobody has written anything yet."""
    return _PLACEHOLDER.search(words[:300]) is not None or not any(map(str.isalpha, words))
