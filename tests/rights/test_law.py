"""Every legal source is whole, dated, in both languages, and every key that is used anywhere leads to one."""

import re
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import filiation
from filiation.locale import LANGUAGES
from filiation.rights.law import cited, source, sources

SOURCE = Path(filiation.__file__).parent
OFFICIAL = {
    "eur-lex.europa.eu",
    "www.edpb.europa.eu",
    "www.cnil.fr",
    "www.legislation.gov.uk",
    "ico.org.uk",
    "www.fedlex.admin.ch",
}
ACTS = [key for key, told in sources().items() if told.act == key]


@pytest.mark.parametrize("key", sources())
def test_a_source_is_whole(key):
    told = source(key)
    assert told.key == key
    assert told.act in ACTS
    assert set(told.titles) == set(told.urls) == set(told.in_words) == set(LANGUAGES)
    assert {urlsplit(url).hostname for url in told.urls.values()} <= OFFICIAL
    assert all(url.startswith("https://") for url in told.urls.values())
    assert date(1971, 1, 1) < told.date <= told.checked
    assert told.how in {"read", "summary", "from-memory"}
    for words in (told.in_words, told.titles):
        assert words["en"] != words["fr"] or key.startswith(("cjeu", "dpa", "duaa"))
    assert all(text.endswith((".", ".)", "?")) and len(text) < 400 for text in told.in_words.values())


@pytest.mark.parametrize("key", sources())
def test_french_is_set_as_french(key):
    text = " ".join((source(key).titles["fr"], source(key).in_words["fr"], cited(key, "fr")))
    assert not re.search(r" [;:?!%»]|«[^\u00a0]|\w[;?!»]|'", text)


def test_the_rights_are_all_there():
    wanted = ("2(2)(c)", "3", "4(1)", "4(7)", "5", "6", "9", "11", "12(3)", "14", "15(1)(c)", "15(1)(g)", "16", "19")
    wanted += (
        *(f"17(1)({letter})" for letter in "abcdef"),
        "17(2)",
        "17(3)",
        *(f"18(1)({letter})" for letter in "abcd"),
    )
    wanted += ("21(1)", "24", "25", "26", "27", "28", "77", "78", "79", "80", "82", "85")
    assert {f"gdpr:{place}" for place in wanted} <= set(sources())


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("gdpr:17(1)(d)", "gdpr:17(1)(d)"),
        ("gdpr:15(1)(h)", "gdpr:15(1)"),
        ("gdpr:16(9)(z)", "gdpr:16"),
        ("gdpr", "gdpr"),
        ("edpb-01-2022:65", "edpb-01-2022"),
        ("cjeu-c-154-21:39", "cjeu-c-154-21"),
    ],
)
def test_a_smaller_place_is_told_by_the_one_around_it(key, found):
    assert source(key).key == found


@pytest.mark.parametrize(
    "key", ["", "gdpr:99", "gdpr:1", "uk-gdpr:77", "nothing", "nothing:1", "gdpr:(1)", "acts", "dsa:"]
)
def test_what_no_data_hold_is_not_told(key):
    with pytest.raises(KeyError):
        source(key)
    with pytest.raises(KeyError):
        cited(key, "en")


def test_a_place_is_cited_as_people_write_it():
    assert cited("gdpr:17(1)(d)", "en") == "GDPR, Article 17(1)(d)"
    assert cited("gdpr:17(1)(d)", "fr") == "RGPD, article 17, §\u00a01, d)"
    assert cited("gdpr:15(1)(h)", "en") == "GDPR, Article 15(1)(h)"
    assert cited("gdpr:16", "de") == "GDPR, Article 16"
    assert cited("cjeu-c-154-21", "fr") == "C-154/21"
    assert cited("edpb-01-2022:65", "en") == "EDPB, Guidelines 01/2022, paragraph 65"


def test_what_was_checked_and_what_was_not_is_told_apart():
    assert source("gdpr:12(3)").how == "read"
    assert source("gdpr:26").how == "from-memory"
    assert source("dpa-2018:164A").date == date(2026, 6, 19)
    assert source("dpa-2018:164A").url.endswith("/section/103")


def test_every_key_that_is_used_anywhere_leads_to_a_source():
    acts = "|".join(map(re.escape, sorted(ACTS, key=len, reverse=True)))
    used = re.compile(rf"[\"'`]((?:{acts}):[0-9][^\"'`]*)[\"'`]")
    files = [file for end in ("py", "toml", "html", "js") for file in SOURCE.rglob(f"*.{end}")]
    keys = {key for file in files for key in used.findall(file.read_text("utf-8"))}
    assert len(keys) > 50
    for key in keys:
        assert source(key), key
