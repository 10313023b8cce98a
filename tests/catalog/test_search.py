"""Search: every tier finds what it promises, in order of use, and nothing typed makes it fail."""

import string
import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.catalog.indexed import INVENTED, KNOWN, batches, built, names

from filiation.catalog.search import Found, Hit, Match, Search
from filiation.catalog.search_index import build_search
from filiation.catalog.search_names import fold


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edition") / "search"
    build_search(place, batches(KNOWN + INVENTED))
    return place


@pytest.fixture(scope="module")
def search(folder: Path) -> Search:
    return Search.open(folder)


def test_a_hit_carries_the_row_of_the_catalog_and_the_use(search: Search) -> None:
    assert search.find("teknium/openhermes")[0] == Hit(Found.DATASET, 1, "teknium/openhermes", 70, Match.EXACT)
    assert search.find("MISTRALAI")[0] == Hit(Found.PUBLISHER, 0, "mistralai", 5000, Match.EXACT)


def test_an_id_and_the_name_in_it_are_exact_and_the_more_used_comes_first(search: Search) -> None:
    assert names(search.find("gpt2"), Match.EXACT) == ["gpt2", "copycat/GPT2"]
    assert names(search.find(" 'copycat/gpt2'\n"), Match.EXACT) == ["copycat/GPT2"]


def test_names_that_differ_by_a_separator_are_told_apart(search: Search) -> None:
    hits = search.find("acme/my-model")
    assert [(hit.name, hit.match) for hit in hits[:2]] == [
        ("acme/my-model", Match.EXACT),
        ("acme/my_model", Match.PREFIX),
    ]


@pytest.mark.parametrize("path", ["mistralai/Mistral-7B-Instruct-v0.2", "datasets/teknium/openhermes"])
def test_a_pasted_address_finds_its_repository(search: Search, path: str) -> None:
    hit = search.find(f"https://huggingface.co/{path}")[0]
    assert (hit.name, hit.match) == (path.removeprefix("datasets/"), Match.EXACT)


def test_prefixes_of_ids_and_of_names_come_before_words(search: Search) -> None:
    hits = search.find("mistral")
    assert names(hits, Match.PREFIX) == [
        "mistralai",
        "mistralai/Mistral-7B-Instruct-v0.2",
        "TheBloke/Mistral-7B-Instruct-v0.2-GGUF",
    ]
    assert names(hits, Match.WORDS) == ["teknium/OpenHermes-2.5-Mistral-7B"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("whisper llama", "acme/llama_whisper.bridge"),
        ("bridge:whisper", "acme/llama_whisper.bridge"),
        ("hermes mistral", "teknium/OpenHermes-2.5-Mistral-7B"),
        ("instruct mistral7b", "mistralai/Mistral-7B-Instruct-v0.2"),
        ("v0.2 gguf", "TheBloke/Mistral-7B-Instruct-v0.2-GGUF"),
    ],
)
def test_words_are_found_in_any_order_and_inside_words(search: Search, text: str, wanted: str) -> None:
    assert wanted in names(search.find(text), Match.WORDS)


def test_parts_must_stand_in_a_row(tmp_path: Path) -> None:
    search = built(tmp_path / "s", [("model", "a/abcxbcd", 9), ("model", "a/xabcdx", 1), ("model", "a/bcd-abc", 5)])
    assert names(search.find("abcd"), Match.PART) == ["a/xabcdx"]


@pytest.mark.parametrize("text", ["us-mistral", "rmes 2.5 mis", "ma_whisper.bri"])
def test_a_part_may_begin_in_one_word_and_end_in_another(tmp_path: Path, text: str) -> None:
    found = built(tmp_path / "s", [*KNOWN, ("model", "acme/virus-mistral", 1)]).find(text)
    key = fold(text.encode())
    assert found
    assert all(key in fold(hit.name.encode()) for hit in found)
    assert {hit.match for hit in found} == {Match.PART}


def test_the_beginning_of_the_last_word_is_enough(search: Search) -> None:
    assert names(search.find("whisper br")) == ["acme/llama_whisper.bridge"]
    assert names(search.find("whisper ridg"), Match.PART) == ["acme/llama_whisper.bridge"]
    assert search.find("whisper dg") == []


@pytest.mark.parametrize(
    "text",
    ["whispar bridge", "whsiper bridge", "whisperr bridge", "whiper bridge", "whisper-brid-ge", "whisperbridge"],
)
def test_one_typo_is_forgiven_in_a_word_or_a_separator(search: Search, text: str) -> None:
    assert names(search.find(text), Match.TYPO) == ["acme/llama_whisper.bridge"]


def test_two_typos_and_typos_in_short_words_are_not(search: Search) -> None:
    assert search.find("whispar brodge") == []
    assert "gpt2" not in names(search.find("gqt"))


def test_a_typo_in_a_short_word_of_a_whole_id_is_forgiven(search: Search) -> None:
    assert names(search.find("meta-llama/Llama-2-7b-hx")) == ["meta-llama/Llama-2-7b-hf"]


def test_kinds_limit_every_tier(search: Search) -> None:
    for text in ("teknium", "tekn", "whisper", "isper", "whispar"):
        for kind in Found:
            assert {hit.kind for hit in search.find(text, kinds=frozenset({kind}))} <= {kind}
    assert names(search.find("whispr", kinds=frozenset({Found.DATASET}))) == ["acme/whisper-transcripts"]
    assert search.find("teknium", kinds=frozenset()) == []


def test_a_little_used_publisher_is_found_by_a_part_behind_many_models(tmp_path: Path) -> None:
    rows = [("model", f"acme/x{place}zebra{place}", 1000 + place) for place in range(500)]
    search = built(tmp_path / "s", [*rows, ("publisher", "ozebras", 0)])
    assert names(search.find("zebra", kinds=frozenset({Found.PUBLISHER}))) == ["ozebras"]
    best = [f"acme/x{place}zebra{place}" for place in range(499, 479, -1)]
    assert names(search.find("zebra")) == best


def test_tiers_are_filled_up_to_the_limit_without_repeats(search: Search) -> None:
    everything = search.find("a", limit=5000)
    assert len(everything) == len({(hit.kind, hit.number) for hit in everything}) > 100
    order = list(Match)
    ranks = [(order.index(hit.match), -hit.use) for hit in everything]
    assert ranks == sorted(ranks)
    assert search.find("a", limit=7) == everything[:7]
    assert search.find("a", limit=0) == search.find("a", limit=-3) == []


def test_nothing_answers_nothing(search: Search) -> None:
    for text in ("", "  ", "///", "\x00\x1b", "\ud800", "xqzxqzxqz", "whisper xqzxqzxqz"):
        assert search.find(text) == []


any_invented = st.sampled_from([(kind, name) for kind, name, _ in INVENTED])


@given(any_invented, st.sampled_from([str.lower, str.upper, str.swapcase]))
def test_a_name_is_found_by_itself_in_any_case(search, row, change) -> None:
    kind, name = row
    hit = search.find(change(name))[0]
    assert (hit.kind, hit.name, hit.match) == (kind, name, Match.EXACT)


@given(any_invented, st.data())
def test_a_name_is_found_by_every_beginning(search: Search, row: tuple[str, str], data: st.DataObject) -> None:
    name = row[1]
    tail = name.rpartition("/")[2]
    whole = data.draw(st.sampled_from([name, tail]))
    beginning = whole[: data.draw(st.integers(3, len(whole)))]
    hits = search.find(beginning, limit=1000)
    assert name in names(hits, Match.EXACT) + names(hits, Match.PREFIX)


@given(any_invented, st.data())
def test_a_name_is_found_by_any_part_of_a_word(search: Search, row: tuple[str, str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([w for w in fold(row[1].encode()).decode().split() if len(w) >= 3]))
    start = data.draw(st.integers(0, len(word) - 3))
    part = word[start : data.draw(st.integers(start + 3, len(word)))]
    hits = search.find(part, limit=1000)
    assert row[1] in names(hits)
    assert all(part in hit.name.lower() for hit in hits if hit.match is not Match.TYPO)


@given(any_invented, st.data())
def test_a_name_is_found_with_one_typo(search: Search, row: tuple[str, str], data: st.DataObject) -> None:
    words = fold(row[1].encode()).decode().split()
    word = data.draw(st.sampled_from([w for w in words if len(w) >= 5]))
    cut = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    edits = [
        word[:cut] + letter + word[cut:],
        word[:cut] + word[cut + 1 :],
        word[:cut] + letter + word[cut + 1 :],
        word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :],
    ]
    wrong = data.draw(st.sampled_from(edits))
    assume(wrong != word)
    assert row[1] in names(search.find(wrong, limit=1000))


awkward = st.text(max_size=40) | st.text("aAbB1 /-_.:\"'*?()[]{}~^+!\\\x00éß模", max_size=300)


@given(awkward)
def test_no_text_makes_it_fail(search: Search, text: str) -> None:
    for hit in search.find(text):
        assert hit.match in Match


@given(st.lists(awkward, max_size=20))
@settings(max_examples=25, deadline=None)
def test_any_names_can_be_indexed_and_found(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    rows = [("model", text, 1) for text in dict.fromkeys(texts) if text.isprintable() and len(text) < 100]
    search = built(tmp_path_factory.mktemp("any") / "s", rows)
    for _, name, _ in rows:
        if fold(name.encode()).split() and name == name.strip(" \"'()[]"):
            assert name in names(search.find(name))


@pytest.mark.parametrize("length", [10, 1_000, 1_000_000])
def test_texts_of_any_length_are_answered_at_once(search: Search, length: int) -> None:
    for piece in ("a", "ab ", "llama ", "*", "é", "aB1"):
        start = time.perf_counter()
        search.find((piece * length)[:length])
        assert time.perf_counter() - start < 1
