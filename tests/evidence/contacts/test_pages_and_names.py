"""Pages, names and papers in cards, and the holders that licenses name."""

import pytest

from filiation.evidence.contacts import read, wants
from filiation.evidence.contacts.websites import is_elsewhere
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose


def found(text: str, path: str = "README.md"):
    return {(one.kind, one.value): one for one in read(path, text.encode())}


def of_kind(kind: ContactKind, text: str, path: str = "README.md") -> list[str]:
    return [value for known, value in found(text, path) if known is kind]


def test_pages_of_the_publisher():
    card = """# Flour
- **Developed by:** [The Mill](https://mill.org/)
- **Repository:** https://github.com/mill/flour
See our [privacy policy](https://mill.org/privacy) or [write to us](https://mill.org/contact-us).
## Contact
Use [this form](https://forms.gle/abc123).
"""
    pages = found(card)
    assert pages[ContactKind.WEBSITE, "https://mill.org/"].location == "line 2"
    assert pages[ContactKind.WEBSITE, "https://mill.org/privacy"].purpose is Purpose.PRIVACY
    assert (ContactKind.FORM, "https://mill.org/contact-us") in pages
    assert (ContactKind.FORM, "https://forms.gle/abc123") in pages
    assert pages[ContactKind.CODE, "https://github.com/mill/flour"].whose is Whose.OTHER
    assert pages[ContactKind.NAME, "The Mill"].whose is Whose.PUBLISHER


@pytest.mark.parametrize(
    "link",
    [
        "http://mill.org/", "https://127.0.0.1/", "https://mill.org:8443/", "https://a@mill.org/", "https://xn--mll-hoa.org/",
        "https://img.shields.io/badge/x", "https://huggingface.co/mill", "https://twitter.com/mill", "https://mill.org/logo.png",
        "javascript:alert(1)", "https://mill", "https://mill.org/" + "x" * 400,
    ],
)  # fmt: skip
def test_what_is_no_page_of_a_publisher(link):
    assert of_kind(ContactKind.WEBSITE, f"# Flour\n## Contact\nVisit {link} now\n") == []


@pytest.mark.parametrize("heading", ["Visual Question Answering", "Technical Report", "Supported Languages"])
def test_a_heading_that_only_sounds_like_contacts_is_none(heading):
    assert of_kind(ContactKind.WEBSITE, f"# Flour\n## {heading}\nTrained on [it](https://corpus.org/).\n") == []


def test_pictures_are_no_pages():
    card = '# Flour\n## Contact\n![x](https://mill.org/a) <img src="https://bakery.org/b">\n'
    assert of_kind(ContactKind.WEBSITE, card) == []


def test_a_sentence_ends_behind_a_link():
    assert of_kind(ContactKind.WEBSITE, "# A\n## Contact\nSee (https://mill.org/help).\n") == ["https://mill.org/help"]


@pytest.mark.parametrize(
    "nobody", ["[More Information Needed]", "N/A", "", "unknown", "[Your Name]", "-", "[optional]"]
)
def test_a_placeholder_names_nobody(nobody):
    assert of_kind(ContactKind.NAME, f"# Flour\n- **Developed by:** {nobody}\n- **License:** mit\n") == []


@pytest.mark.parametrize(
    ("written", "whose"),
    [
        ("- **Developed by:** A. Person", Whose.PUBLISHER),
        ("- **Shared by [optional]:** A. Person", Whose.PUBLISHER),
        ("## Model Card Authors [optional]\n\nA. Person", Whose.AUTHOR),
        ("**Model developer:** A. Person", Whose.AUTHOR),
    ],
)
def test_names_in_a_card(written, whose):
    names = {
        value: one.whose for (kind, value), one in found(f"# Flour\n{written}\n").items() if kind is ContactKind.NAME
    }
    assert names == {"A. Person": whose}


def test_papers_that_a_card_asks_to_cite():
    card = """# Flour
Better than [another](https://arxiv.org/abs/1111.11111).
**Paper:** https://arxiv.org/abs/2301.00001
## Citation
```
@misc{flour, author = {{The Mill Team}}, eprint = {2301.00002}, doi = {10.1234/abc.5}}
```
"""
    assert of_kind(ContactKind.PAPER, card) == [
        "https://arxiv.org/abs/2301.00001",
        "https://arxiv.org/abs/2301.00002",
        "https://doi.org/10.1234/abc.5",
    ]
    assert of_kind(ContactKind.NAME, card) == ["The Mill Team"]


def test_the_holders_that_a_license_names():
    text = """Apache License
Copyright [yyyy] [name of copyright owner]
copyright notice that is included in or attached to the work
Copyright (C) 2007 Free Software Foundation, Inc. <https://fsf.org/>
Copyright (c) 2023 The Mill, Inc. All rights reserved.
   Copyright 2019-2024 A. Person
For privacy questions write to office@mill.org
"""
    assert of_kind(ContactKind.NAME, text, "LICENSE") == ["The Mill, Inc", "A. Person"]
    assert found(text, "LICENSE")[ContactKind.NAME, "A. Person"].location == "line 6"
    assert found(text, "LICENSE")[ContactKind.EMAIL, "office@mill.org"].purpose is Purpose.PRIVACY


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("README.md", True), ("LICENSE", True), ("LICENSE.txt", True), ("LICENCE-MODEL", True), ("NOTICE", True),
        ("USE_POLICY.md", False), ("sub/LICENSE", False), ("sub/README.md", False), ("licensed_words.bin.index", False),
        ("model.safetensors", False), ("PRIVACY.md", True),
    ],
)  # fmt: skip
def test_files_in_which_contacts_are_looked_for(path, wanted):
    assert wants(path) is wanted


@pytest.mark.parametrize(
    ("host", "elsewhere"),
    [("mill.org", False), ("www.huggingface.co", True), ("packages.npmjs.example", True), ("pypix.org", False)],
)
def test_sites_of_many_people_are_told_from_those_of_a_publisher(host, elsewhere):
    assert is_elsewhere(host) is elsewhere
