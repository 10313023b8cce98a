"""JSON on a terminal: what is not seen, and what steers, is spelled out; what was told stays the same."""

import json

from filiation.cli.output import Screen

STEERING = (
    "\x1b[31m",
    "\x9b31m",
    "\x85",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\ufeff",
    "\U000e0041",
    "\xad",
)


def test_json_steers_no_terminal_and_says_the_same(capsysbinary):
    told = {"named": [f"a{sign}b" for sign in STEERING], "é\u202e": 'naïve “\u00a0” \\ " 東 🤗'}
    Screen().json(told)
    written = capsysbinary.readouterr().out.decode()
    assert json.loads(written) == told
    assert not [sign for sign in STEERING if sign in written]
    assert "a\\u009b31mb" in written
    assert "a\\udb40\\udc41b" in written
    assert "東 🤗" in written
