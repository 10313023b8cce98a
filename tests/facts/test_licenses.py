"""Spellings of one license are one; two licenses are never."""

import pytest

from filiation.facts.licenses import one_license

ONE = (
    (
        "apache-2.0",
        "apache-license-2.0",
        "Apache 2.0",
        "Apache License, Version 2.0",
        "apache2",
        "apache-v2",
        "Apache_2",
    ),
    ("mit", "MIT License", "the-mit-license", "mit-licence"),
    ("gpl-3.0", "gpl-3.0-only", "GPLv3", "GNU-GPL-3.0", "gpl-v3"),
    ("gpl-3.0-or-later",),
    ("bsd-3-clause", "BSD 3-Clause License", "3-clause-bsd"),
    ("llama2", "llama-2"),
    ("llama3",),
    ("cc-by-4.0", "CC BY 4.0"),
    ("cc-by-sa-4.0",),
    ("openrail",),
    ("openrail++",),
    ("許可",),
)


@pytest.mark.parametrize("spellings", ONE, ids=lambda told: told[0])
def test_spellings_of_one_license(spellings):
    assert len({one_license(word) for word in spellings}) == 1


def test_two_licenses_are_never_one():
    assert len({one_license(spellings[0]) for spellings in ONE}) == len(ONE)


@pytest.mark.parametrize("word", [None, "", " ", "other", "Other", "unknown", "license", "other-license"])
def test_what_tells_no_license(word):
    assert one_license(word) is None
