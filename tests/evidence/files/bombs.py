"""Files that mean harm: YAML that grows, patterns without end, counts beyond all measure, crowds of entries."""

import struct

from tests.evidence.files import headers
from tests.evidence.files.hostile import SEEDS


def _laughs(levels=30, width=9):
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"models: *a{levels - 1}", ""])


def _merging(levels=30):
    lines = ["a0: &a0 {k0: a/b}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: a/b}}" for n in range(1, levels)]
    return "\n".join([*lines, ""])


STRANGE_TEXTS = (
    "a/b\0",
    "a/\ud800",
    "a/" + "b" * 50_000,
    "\u202e\u200b",
    "9" * 10_000,
    "https://huggingface.co/" + "%" * 9000,
)
YAML_BOMBS = {
    "laughs": _laughs(),
    "merging": _merging(),
    "holds itself": "&a [*a, *a]",
    "recipe in itself": "slices: &s\n  - sources: *s\nmodels: &m [{model: &r {model: *r}}, *m]\nmerge_method: x\n",
    "tag": "!!python/object/apply:os.system [ls]",
    "dates": "- 2001-99-99\n- 0001-01-01 00:00:00 +99:99\n",
    "numbers": f"a: {'9' * 9000}\nb: 0x{'f' * 9000}\nc: {'1:' * 3000}1\nd: 1e{'9' * 300}\n",
    "keys": "? [a, {b: c}]\n: d\n? {e: f}\n: g\n",
    "binary": "a: !!binary ====\n",
}
PATTERNS = {
    "zeros": b"\0",
    "ones": b"\xff",
    "lists": b"[",
    "mappings": b"{",
    "keys": b'{"a":',
    "empty lists": b"[],",
    "quotes": b'"',
    "backslashes": b'"\\',
    "dashes": b"- ",
    "fences": b"```yaml\n",
    "open fences": b"```yaml\na: [\n",
    "links": b"[a](",
    "images": b"![",
    "base": b"base_model: ",
    "sentences": b"is a fine-tuned version of [",
    "half sentences": b"fine-tuned from ",
    "stars": b"**",
    "comments": b"<!--",
    "tags": b"<a href=",
    "details": b"<details><summary>",
    "blanks": b" ",
    "tabs": b"\t",
    "lines": b"\n",
    "returns": b"\r",
    "rules": b"---\n",
    "addresses": b"https://huggingface.co/",
    "ids": b"a/",
    "dots": b"a.",
    "anchors": b"&a ",
    "aliases": b"*a ",
    "tables": b"| a ",
    "bullets": b"- [a/b](https://huggingface.co/a/b)\n",
    "entities": b"&amp;",
    "marks": b"fine-tuned from &#xE001;7&#xE005; ",
    "private signs": "\ue0017\ue005".encode(),
    "references": b"a/b+",
    "surrogates": b"\xed\xa0\x80",
    "underscores": b"_",
    "ticks": b"`",
    "headings": b"# ",
    "parentheses": b"(",
    "colons": b": ",
    "questions": b"? ",
}
_LONG = (90_000_000).to_bytes(8, "little")
_STARTS = {
    "md": (b"---\nbase_model: a/b\n---\n", b"---\n", b"This model is a fine-tuned version of ["),
    "json": (b'{"a":"', b'{"a":', b'{"a":[', b'{"_name_or_path":"'),
    "yml": (b"models:\n", b'"', b"[", b"models: &a ["),
    "gguf": (
        headers.start(2**64 - 1),
        *(headers.start(3) + headers.text("general.x") + struct.pack("<IIQ", 9, kind, 2**60) for kind in (0, 8, 9, 12)),
        headers.start(3) + struct.pack("<Q", 2**63),
    ),
    "safetensors": (_LONG + b'{"a":', _LONG + b'{"a":[', _LONG + b'{"__metadata__":{"modelspec.merged_from":"'),
}
"""How files may begin, by what the names of those end with that are read so; each may also begin with nothing."""


_CROWDS = (
    (b"[", b"[],", b"0]"),
    (b"[", b"{},", b"0]"),
    (b"[", b'{"a":1},', b"0]"),
    (b'{"experts":[', b'{"source_model":"a/b"},', b"0]}"),
    (b'{"base_model_name_or_path":[', b'"a/b",', b"0]}"),
    (b"models:\n", b"- model: a/b\n", b""),
    (b"models:\n", b"- {model: a/b, lora: c/d}\n", b"merge_method: x\n"),
    (b"a: &a [b, c]\nmodels:\n", b"- *a\n", b""),
    (b"merge_method: x\n", b"---\nmerge_method: x\nmodels: [a/b]\n", b""),
    (b"---\nbase_model:\n", b"- a/b\n", b"---\n"),
    (b"", b"This model is a fine-tuned version of [a/b](https://huggingface.co/a/b).\n", b""),
    (b"", b"```yaml\nbase_model: a/b\nadapter: lora\n```\n", b""),
    (b"```yaml\nmodels:\n", b"- model: a/b\n", b"```\n"),
    (b"### Models Merged\n", b"* [a/b](https://huggingface.co/a/b)\n", b""),
)


def _starts(reader):
    ends = {path.rpartition(".")[2] for path in SEEDS if reader.wants(path)}
    return (b"", *(start for end in ends & set(_STARTS) for start in _STARTS[end]))


def long_files(reader, length):
    """Yield files of one pattern, and whole ones with very many entries, with the size that is announced of them."""
    for start in _starts(reader):
        for pattern in PATTERNS.values():
            body = start + pattern * (length // len(pattern))
            yield body, len(body) if start[:8] != _LONG else 2**60
    for first, many, last in _CROWDS:
        body = first + many * (length // len(many)) + last
        yield body, len(body)
    many = range(length // 60)
    whole = headers.gguf({f"general.base_model.{n}.repo_url": f"https://hf.co/a/{n}" for n in many})
    yield whole, len(whole)
    whole = headers.safetensors({"base_model": "a/b"}, [f"{n}.lora_A.weight" for n in many])
    yield whole, len(whole)
