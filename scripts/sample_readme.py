"""Renders the README of the sample: what is in it, from where, under which licenses, how much."""

from collections import Counter

from sample_collection import OUTSIDE, RELATIONS, Collection
from sample_llmfit import KNOWN, USED
from sample_packages import PACKAGES

_WAYS = {
    "llmfit": (
        "its snapshot of the Hub, which its program carries: downloads, likes, licenses, days of creation; "
        f"models linked to others or with {USED:,} downloads a month; GGUF repositories that it lists for "
        f"models with {KNOWN:,} downloads, where only one model can be meant"
    ),
    "mteb": (
        "model descriptions: parent (`adapted_from`), license, languages, tasks trained on; licenses of data sets"
    ),
    "timm": "pretrained configurations: repository, license; fine-tuning that the tags spell out",
    "unsloth": "`models/mapper.py` only: which upload is which original at 4, 8 or 16 bits",
    "xinference": "model families: repositories of one model in several formats and precisions",
}

_TEXT = """\
# The bundled sample

Real families of open models, for a first look without a store. Facts only, each with its source.
The files are written by `scripts/build_sample.py`; do not edit them by hand.

| file | what a line is | lines |
|---|---|---|
| `models.jsonl.gz` | a model repository, in the shape of the Hub's listing | {models} |
| `datasets.jsonl.gz` | a dataset repository, in the same shape | {datasets} |
| `statements.jsonl.gz` | a link stated outside the Hub's records, and where to check it | {links} |

Links: {relations}.
Models without a repository, written `{outside}Name`: {nowhere}.

## How to read it

- A record holds only what a source gives; a missing key means that no source gave it. `_sources` names
  the sources.
- `downloads` and `likes` are those of the snapshot in llmfit, not of today. That package gives the day on
  which a repository was created, not the hour: `createdAt` is midnight of that day. Old repositories all
  bear 2022-03-02, the first day that the Hub records.
- A link from a package says no more than its `raw`. `unspecified` is mostly mteb's "adapted from", which may
  be any kind of change. A link `trained_on` from mteb names the benchmark's copy of the data; entries that
  are translations or cuts of others, are kept back for testing, or are doubted in a comment are left out.
- GGUF repositories from llmfit were matched there by name, and found on the Hub.
- A sample is no census: a model without descendants here may have thousands on the Hub.

## Where it comes from

Packages were read as files (syntax trees and JSON), never installed or run.

| package | license | file | SHA-256 | what was read |
|---|---|---|---|---|
{packages}

llmfit is Copyright (c) 2026 Alex Jones; the license texts of all packages are in their wheels.
The wheel of unsloth also holds a folder under AGPL-3.0, `studio`; nothing was taken from it.

`scripts/sample_facts.toml` adds {hand} statements written by hand from model cards, papers and code
repositories, each under the address of the page that states it.

The sample itself, like the project, is under Apache-2.0; licenses named in records are those of the models.
"""


def render(collection: Collection) -> str:
    """Return the README for what was collected."""
    links = collection.links()
    by_relation = Counter(link.relation for link in links)
    ends = {end for link in links for end in (link.child, link.parent)}
    rows = [
        f"| {one.name} {one.version} | {one.license} | `{one.wheel}` | `{one.sha256}` | {_WAYS[one.name]} |"
        for one in PACKAGES
    ]
    return _TEXT.format(
        models=f"{len(collection.models):,}",
        datasets=f"{len(collection.datasets):,}",
        links=f"{len(links):,}",
        relations=", ".join(f"{by_relation[name]:,} `{name}`" for name in RELATIONS),
        outside=OUTSIDE,
        nowhere=sum(end.startswith(OUTSIDE) for end in ends),
        packages="\n".join(rows),
        hand=sum(link.location.startswith("http") for link in links),
    )
