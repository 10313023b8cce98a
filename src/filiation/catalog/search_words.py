"""Finding names by their words: all of them, parts of them, or all but for one typo. Questions to tantivy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import Occur, Query

from filiation.catalog.search_names import FOUND, Found, fold, grams, split_words

_LONGEST_TEXT = 200
_MOST_WORDS = 24
_MOST_PARTS = 250  # words that stand in for one part among others; the most used come first
_MOST_OF_KIND = 1000  # the same for a lone part where not all kinds are asked for
_MOST_READ = 1000  # names that are looked through letter by letter, when their other words leave no more
_SUSPECTS = 3  # words that all occur somewhere, but not together: so many of the rarest may be mistyped
_SHORT = 6  # so many words too short to be tried for typos may be left out in turn
_MISTYPED = 4  # letters from which a word may hold a typo
_AROUND = " \t\r\n\"'`<>()[]"
_ADDRESS = re.compile(r"https?://[^/]+/(?:datasets/)?", re.IGNORECASE)
_WORD = re.compile(rb"[^ ]+")

Places = NDArray[np.int64]
"""Places of names, best first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text made ready: as given, its key, its distinct words, and the smaller words inside each of them."""

    text: str
    key: bytes
    words: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Self:
        """Make `text` ready; what is too long is cut."""
        cut = _ADDRESS.sub("", text[:_LONGEST_TEXT].strip(_AROUND), count=1)
        raw = cut.encode("utf-8", "ignore")
        key = fold(raw)
        words: dict[str, tuple[str, ...]] = {}
        for found in _WORD.finditer(key):
            if len(words) < _MOST_WORDS:
                words.setdefault(found.group().decode(), _inner(raw[found.start() : found.end()]))
        return cls(cut, key, words)


def _inner(word: bytes) -> tuple[str, ...]:
    """Return the words inside `word`, none if it is one word."""
    begins = np.flatnonzero(split_words(np.frombuffer(word, np.uint8))).tolist()
    edges = [0, *begins, len(word)] if begins else []
    return tuple(fold(word[a:b]).decode() for a, b in pairwise(edges))


@dataclass(frozen=True, slots=True)
class Texts:
    """Many short texts in one mapped array, by place."""

    content: memoryview
    begin: NDArray[np.int32]

    def __getitem__(self, place: int) -> bytes:
        """Return the text at `place`."""
        return bytes(self.content[self.begin[place] : self.begin[place + 1]])


class Words:
    """The inverted index: names by word, and the vocabulary by the letters of its words."""

    def __init__(self, index: tantivy.Index, names: Texts, vocabulary: Texts) -> None:
        """Ask `index` about `names` and the words in them, `vocabulary`."""
        self._schema = index.schema
        self._searcher = index.searcher()
        self._texts = names
        self._vocabulary = vocabulary

    def all_words(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        """Return the best names that have every word of the text, in any order."""
        return self._names([self._word(word, inner) for word, inner in asked.words.items()], kinds, limit)

    def knows(self, asked: Asked) -> bool:
        """Tell whether the text is several words that all occur, so that what answers it hints at no typo."""
        whole = (self._word(word, inner) for word, inner in asked.words.items())
        return len(asked.words) > 1 and all(whole)

    def parts(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        """Return the best names in which every word of the text is a word, or part or beginning of one."""
        whole = {word: self._word(word, inner) for word, inner in asked.words.items()}
        loose = self._loose(whole)
        firm = [query for word, query in whole.items() if word not in loose]
        if firm:
            places = self._names(firm, kinds, _MOST_READ)
            if len(places) < _MOST_READ:
                return np.array([place for place in places if self._holds(place, loose)][:limit], np.int64)
        most = _MOST_PARTS
        if not firm and len(loose) == 1:
            # The best names of a single part hold its best words; four words a name leave room for shared ones.
            most = 4 * limit if len(kinds) == len(FOUND) else max(_MOST_OF_KIND, 4 * limit)
        for word in loose:
            either = _any([whole[word], self._containing(word, most)])
            if either is None:
                return self._across(asked, kinds, limit)
            firm.append(either)
        places = self._names(firm, kinds, limit)
        return places if len(places) else self._across(asked, kinds, limit)

    def _across(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        """Return names in which the text stands as it is, from within one word to within another."""
        words = list(asked.words)
        if len(words) < 2:
            return _NOTHING
        end = _any([self._word(words[-1]), self._containing(words[-1], _MOST_PARTS)])
        places = self._names([*(self._word(word) for word in words[1:-1]), end], kinds, _MOST_READ)
        held = [place for place in places.tolist() if asked.key in fold(self._texts[place])]
        return np.array(held[:limit], np.int64)

    def _loose(self, whole: dict[str, Query | None]) -> list[str]:
        """Return the words that may be parts: unknown ones, the last (it is being typed), the rarest."""
        *before, last = whole
        known = [word for word in before if whole[word] is not None]
        rarest = min(known, key=self._frequency, default=last)
        return [word for word in whole if whole[word] is None or word in (last, rarest)]

    def _holds(self, place: int, words: Sequence[str]) -> bool:
        name = f" {fold(self._texts[place]).decode()}"
        return all((word if len(word) > 2 else f" {word}") in name for word in words)

    def one_typo(self, asked: Asked, kinds: frozenset[Found], limit: int) -> Places:
        """Return the best names that have every word, but for one letter or separator wrong."""
        whole = {word: self._word(word, inner) for word, inner in asked.words.items()}
        unknown = [word for word, query in whole.items() if query is None]
        ways = [
            _all([repaired, *(query for word, query in whole.items() if word not in words)])
            for words, repaired in self._repairs(list(whole), unknown)
            if set(unknown) <= set(words)
        ]
        found = self._names([_any(ways)], kinds, limit)
        return found if len(found) else self._nearly(asked, whole, kinds)[:limit]

    def _nearly(self, asked: Asked, whole: dict[str, Query | None], kinds: frozenset[Found]) -> Places:
        """Return the names that as a whole are one edit from the text, wherever in it the typo is."""
        unknown = [word for word, query in whole.items() if query is None]
        short = [word for word in whole if len(word) < _MISTYPED][:_SHORT]
        places: set[int] = set()
        for left_out in [unknown] if unknown else [[word] for word in short]:
            firm = [query for word, query in whole.items() if word not in left_out]
            if len(left_out) <= 2:  # a typo touches two words where it moves or makes a separator
                places.update(self._names(firm, kinds, _MOST_READ).tolist())
        return np.array([place for place in sorted(places) if self._is_near(place, asked.key)], np.int64)

    def _is_near(self, place: int, key: bytes) -> bool:
        name = self._texts[place]
        return one_edit(key, fold(name)) or one_edit(key, fold(name.partition(b"/")[2]))

    def _repairs(self, words: list[str], unknown: list[str]) -> Iterable[tuple[Sequence[str], Query | None]]:
        """Yield what might have been meant, and the words for which it stands."""
        suspects = unknown or sorted(words, key=self._frequency)[:_SUSPECTS]
        if len(unknown) <= 1:
            for word in suspects:
                if len(word) >= _MISTYPED:
                    yield [word], Query.fuzzy_term_query(self._schema, "words", word)
        if len(unknown) == 1:
            word = unknown[0]
            for cut in range(2, len(word) - 1):
                yield [word], _all([self._word(word[:cut]), self._word(word[cut:])])
        if len(unknown) <= 2:
            for pair in pairwise(words):
                yield pair, self._word("".join(pair))

    def _frequency(self, word: str) -> int:
        return self._searcher.doc_freq("words", word)

    def _word(self, word: str, inner: tuple[str, ...] = ()) -> Query | None:
        """Return a question for names that have `word`, or all the words inside it; None if no name does."""
        whole = Query.term_query(self._schema, "words", word, "basic") if self._frequency(word) else None
        apart = _all([self._word(part) for part in inner]) if inner else None
        return _any([whole, apart])

    def _containing(self, word: str, most: int) -> Query | None:
        """Return a question for names that have one of the `most` used words of which `word` is a part."""
        sought = [word] if len(word) < 3 else grams(word)[2:]
        terms = [Query.term_query(self._schema, "grams", gram, "basic") for gram in dict.fromkeys(sought)]
        places = self._search(_all(terms), most)
        # All three-letter pieces may stand in a word without standing in a row.
        words = [text for place in places if word in (text := self._vocabulary[place].decode()) != word]
        return Query.term_set_query(self._schema, "words", words) if words else None

    def _names(self, queries: list[Query | None], kinds: frozenset[Found], limit: int) -> Places:
        """Return the best names of `kinds` that answer all `queries`."""
        if len(kinds) < len(FOUND):
            terms = [Query.term_query(self._schema, "words", kind.term, "basic") for kind in sorted(kinds)]
            queries = [*queries, _any(terms)]
        return np.array(self._search(_all(queries), limit), np.int64)

    def _search(self, query: Query | None, limit: int) -> list[int]:
        if query is None:
            return []
        result = self._searcher.search(query, limit, count=False, order_by_field="place", order=tantivy.Order.Asc)
        return [place for place, _ in result.hits]


_NOTHING: Places = np.zeros(0, np.int64)


def one_edit(text: bytes, other: bytes) -> bool:
    """Tell whether `other` is `text` but for one letter more, less or other, or two neighbors swapped."""
    if abs(len(text) - len(other)) > 1:
        return False
    shorter = min(len(text), len(other))
    start = next((i for i in range(shorter) if text[i] != other[i]), shorter)
    rest, other_rest = text[start:], other[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return other_rest in (rest, rest[1:], swapped) or other_rest[1:] in (rest, rest[1:])


def _all(queries: Sequence[Query | None]) -> Query | None:
    """Return a question for what answers every one; None if one of them is answered by nothing."""
    asked = [query for query in queries if query is not None]
    if not asked or len(asked) < len(queries):
        return None
    return asked[0] if len(asked) == 1 else Query.boolean_query([(Occur.Must, query) for query in asked])


def _any(queries: Sequence[Query | None]) -> Query | None:
    """Return a question for what answers at least one; None if nothing can."""
    asked = [query for query in queries if query is not None]
    if len(asked) <= 1:
        return asked[0] if asked else None
    return Query.boolean_query([(Occur.Should, query) for query in asked])
