"""Names to be found, invented and known, and the index of them."""

import random
import string
from pathlib import Path

import pyarrow as pa

from filiation.catalog.search import Hit, Match, Search
from filiation.catalog.search_index import ENTRIES, build_search

KNOWN = [
    ("model", "mistralai/Mistral-7B-Instruct-v0.2", 900),
    ("model", "TheBloke/Mistral-7B-Instruct-v0.2-GGUF", 500),
    ("model", "openai/whisper-large-v3", 800),
    ("model", "acme/llama_whisper.bridge", 3),
    ("model", "meta-llama/Llama-2-7b-hf", 1000),
    ("model", "teknium/OpenHermes-2.5-Mistral-7B", 400),
    ("model", "gpt2", 700),
    ("model", "copycat/GPT2", 5),
    ("model", "acme/my_model", 2),
    ("model", "acme/my-model", 1),
    ("dataset", "acme/whisper-transcripts", 60),
    ("dataset", "teknium/openhermes", 70),
    ("publisher", "mistralai", 5000),
    ("publisher", "teknium", 470),
]


def invented(count: int) -> list[tuple[str, str, int]]:
    """Names that look like the Hub's, no two alike, the words of each one rare."""
    chance = random.Random(11)
    letters = string.ascii_lowercase
    kinds = ["model"] * 6 + ["dataset", "publisher"]
    rows = []
    for place in range(count):
        words = ["".join(chance.choices(letters, k=chance.randint(5, 10))) for _ in range(3)]
        kind = chance.choice(kinds)
        name = f"{words[0]}-{place}" if kind == "publisher" else f"{words[0]}/{words[1]}-{place}B_{words[2]}"
        rows.append((kind, name.title() if place % 3 else name, int(chance.paretovariate(0.7))))
    return rows


INVENTED = invented(3000)


def batches(rows: list[tuple[str, str, int]], size: int = 700) -> list[pa.RecordBatch]:
    """The rows as the catalog hands them over; numbers are the order within each kind."""
    counts: dict[str, int] = {}
    table = []
    for kind, name, use in rows:
        table.append({"kind": kind, "number": counts.setdefault(kind, 0), "name": name, "use": use})
        counts[kind] += 1
    return pa.Table.from_pylist(table, ENTRIES).to_batches(size)


def built(folder: Path, rows: list[tuple[str, str, int]]) -> Search:
    assert build_search(folder, batches(rows)) == len(rows)
    return Search.open(folder)


def names(hits: list[Hit], match: Match | None = None) -> list[str]:
    return [hit.name for hit in hits if match in (None, hit.match)]
