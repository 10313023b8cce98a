"""An e-mail address is one for the program and for the reader's browser, or for neither."""

import re
from importlib.resources import files

import pytest
from tests.rights.email_addresses import BAD, GOOD

from filiation.rights import addresses
from filiation.rights.letters.telling import email


@pytest.mark.parametrize("text", GOOD)
def test_an_address_is_taken(text):
    assert addresses.is_email(text)
    assert email(text) == text


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_address_is_refused(text):
    assert not addresses.is_email(text)
    assert email(text) is None


def test_the_browser_has_the_same_pattern():
    script = files("filiation").joinpath("web/static/eml.js").read_text(encoding="utf-8")
    (pattern,) = re.findall(r"^const ADDRESS = /\^(.*)\$/;$", script, re.MULTILINE)
    assert pattern == addresses._EMAIL.pattern
