"""A language in which letters are to be written is one of those in which there are letters."""

import pytest

from filiation.errors import WrongUse
from filiation.rights.letters import languages
from filiation.rights.letters.spoken import spoken


def test_those_that_there_are():
    assert [spoken(one) for one in languages()] == list(languages())


@pytest.mark.parametrize("language", ["", "xx", "EN", "../en"])
def test_another_is_refused_with_those_that_there_are(language):
    with pytest.raises(WrongUse, match=r"no letters") as raised:
        spoken(language)
    assert raised.value.values["field"] == "language"
    assert "en, fr" in raised.value.advice()
