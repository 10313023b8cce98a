"""E-mail addresses in texts: strictly checked, never guessed, each with its line and what it is for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.evidence.contacts import read, read_own
from filiation.evidence.contacts.addresses import checked
from filiation.facts.contacts import Whose
from filiation.facts.rights import ContactKind, Purpose


def addresses(card: str, path: str = "README.md"):
    return [one for one in read(path, card.encode()) if one.kind is ContactKind.EMAIL]


def values(card: str) -> list[str]:
    return [one.value for one in addresses(card)]


@pytest.mark.parametrize(
    "written",
    [
        "Contact: person@mill.org",
        "Contact us at [person@mill.org](mailto:person@mill.org).",
        "mail <person@mill.org>",
        "Questions? person [at] mill.org",
        "Questions? person (at) mill (dot) org",
        "Questions? `person at mill dot org`",
        "反馈邮件（person@mill.org）联系我们",
        "| E-mail | person@mill.org |",
        "Contact: person@MILL.org.",
    ],
)
def test_an_address_is_found_however_it_is_written(written):
    assert values(f"# Model\n\n{written}\n") == ["person@mill.org"]


@pytest.mark.parametrize(
    "written",
    [
        "Contact: your@email.com", "Contact: name@example.com", "Contact: you@example.org",
        "Contact: no-reply@mill.org",
        "Contact: 12345+someone@users.noreply.github.com", "Contact: a@localhost", "Contact: person@mill",
        "pip install git+https://github.com/mill/flour@v2.6.3", "contact git@github.com:mill/flour.git",
        "Contact @person on the Hub", "mail https://person:secret@mill.org/", "see image@2x.png for a contact",
        "Contact: .person@mill..org", "Contact: {anna,bob}@mill.org", "Contact: person@-mill.org",
        "Contact: persön@mill.org", "Contact: [More Information Needed]", "Contact: first.last@mill.org",
    ],
)  # fmt: skip
def test_what_is_no_address_or_stands_for_one_is_none(written):
    assert values(f"# Model\n\n{written}\n") == []


def test_what_an_address_is_for_is_told_by_the_words_around_it():
    card = """# Flour
## Contact
* Safety issues: safety@mill.org
* Privacy issues: office@mill.org
* Security: report to holes@mill.org
* Copyright and takedown: rights@mill.org
"""
    assert {one.value: (one.purpose, one.location) for one in addresses(card)} == {
        "safety@mill.org": (Purpose.GENERAL, "line 3"),
        "office@mill.org": (Purpose.PRIVACY, "line 4"),
        "holes@mill.org": (Purpose.SECURITY, "line 5"),
        "rights@mill.org": (Purpose.LEGAL, "line 6"),
    }


@pytest.mark.parametrize("local", ["privacy", "dpo", "gdpr", "data-protection", "dsar"])
def test_the_address_itself_tells_too(local):
    (found,) = addresses(f"# Flour\nWrite to {local}@mill.org\n")
    assert found.purpose is Purpose.PRIVACY


def test_the_addresses_of_authors_and_of_cited_works_are_not_the_publishers():
    card = """# Flour
## Authors
**A. Person:** a.person@mill.org
## Contact
Write to office@mill.org.
## Citation
Correspondence about the older work: old@elsewhere.org
### References
B. Person, b.person@elsewhere.org, 2020
```
@article{x, note={code@elsewhere.org}}
```
"""
    assert {one.value: one.whose for one in addresses(card)} == {
        "office@mill.org": Whose.PUBLISHER,
        "a.person@mill.org": Whose.AUTHOR,
        "old@elsewhere.org": Whose.AUTHOR,
        "b.person@elsewhere.org": Whose.OTHER,
    }


def test_an_address_in_passing_is_somebody_elses():
    (found,) = addresses("# Flour\nThe corpus was made by crumbs@bakery.org and others in 2019.\n")
    assert found.whose is Whose.OTHER


def test_a_copied_card_tells_nothing_of_its_copier():
    card = "# Flour GGUF\nQuantized.\n\n# Original model card\n\nContact: office@mill.org\n"
    assert values(card) == []


def test_what_a_tool_marks_as_the_original_card_tells_nothing_of_its_copier():
    card = """# Flour GGUF
Quantized. Contact: packer@barn.org
<!-- original-model-card start -->
# Flour
```
<!-- footer -->
## Contact
Write to office@mill.org.
<!-- original-model-card end -->
Contact: carrier@barn.org
"""
    assert {one.value: (one.whose, one.location) for one in addresses(card)} == {
        "packer@barn.org": (Whose.PUBLISHER, "line 2"),
        "carrier@barn.org": (Whose.PUBLISHER, "line 10"),
    }


@pytest.mark.parametrize("mark", ["<!-- original-model-card start -->", "<!--Original-Model-Card  start-->\r"])
def test_a_marked_copy_without_an_end_goes_on_to_the_end_of_the_card(mark):
    assert values(f"# Flour GGUF\n\n{mark}\n# Flour\n## Contact\noffice@mill.org\n") == []


def test_a_copy_may_hold_another():
    start, end = "<!-- original-model-card start -->\n", "<!-- original-model-card end -->\n"
    card = f"# A\n{start}# B\n{start}# C\n{end}\nContact: office@mill.org\n{end}\nContact: packer@barn.org\n"
    assert values(card) == ["packer@barn.org"]


def test_the_end_of_a_copy_that_never_began_takes_nothing_away():
    card = "# Flour\nContact: office@mill.org\n<!-- original-model-card end -->\nContact: rights@mill.org\n"
    assert values(card) == ["office@mill.org", "rights@mill.org"]


def titled(declared: str, title: str) -> str:
    front = f"---\nlicense: mit\n{declared}\n---\n"
    return f"{front}# Flour 7B GGUF\nQuantized.\n\n{title}\n## Contact\nWrite to office@mill.org.\n"


@pytest.mark.parametrize(
    "declared",
    [
        "base_model: mill/Flour-7B-v1", "base_model:\n- barn/other\n- mill/Flour-7B-v1",
        "base_model: [mill/flour-7b-v1]",
        "base_model: https://huggingface.co/mill/Flour-7B-v1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "title", ["# Flour-7B-v1", "# **Flour 7B**", "# Model Card for Flour-7B-v1", "> # Flour 7B v1"]
)
def test_a_second_title_that_names_the_base_model_opens_a_copied_card(declared, title):
    assert values(titled(declared, title)) == []


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("base_model: mill/Flour-7B-v1", "# Contact"),
        ("base_model: mill/Flour-7B-v1", "# Flour-7B-v1-GGUF"),
        ("base_model: mill/Flour-7B-v1", "## Flour-7B-v1"),
        ("base_model: mill/Flour-7B-v1", "# Model card"),
        ("base_model: [1, {a: b}]", "# Flour-7B-v1"),
        ("base_model: {", "# Flour-7B-v1"),
        ("datasets: mill/Flour-7B-v1", "# Flour-7B-v1"),
    ],
)
def test_any_other_second_title_is_the_cards_own(declared, title):
    assert values(titled(declared, title)) == ["office@mill.org"]


def test_the_first_title_may_name_the_base_model():
    card = "---\nbase_model: mill/Flour-7B\n---\nWe grind.\n# Flour 7B\n## Contact\nWrite to office@mill.org.\n"
    assert values(card) == ["office@mill.org"]


def test_an_account_speaks_of_itself():
    (found,) = read_own("We grind. office@mill.org", card=False)
    assert (found.value, found.whose, found.location) == ("office@mill.org", Whose.PUBLISHER, "line 1")


def test_a_long_card_is_read_in_time():
    hostile = ["a@" * 200_000, "a.b-" * 200_000 + "@", "[ at ] " * 50_000, "x at " * 50_000 + "y dot ", "**" * 200_000]
    hostile += ["---\nbase_model: [" + "a, " * 5_000 + "]\n---\n" + "# Flour mill\n" * 20_000]
    hostile += ["<!-- original-model-card start -->" * 10_000, "<!--" + " " * 400_000 + "original-model-card"]
    for text in hostile:
        began = time.perf_counter()
        read("README.md", text.encode())
        assert time.perf_counter() - began < 5


@given(st.binary(max_size=2000))
def test_no_card_stops_the_reader(body):
    for path in ("README.md", "LICENSE"):
        for one in read(path, body):
            assert one.value.isprintable()
            assert one.kind is not ContactKind.EMAIL or checked(one.value) == one.value


@given(st.lists(st.sampled_from(
    ["@", "a", ".", "[at]", " at ", " dot ", "mill.org", "https://", "(", ")", "[", "]", "**", "#", "\n", "Contact: ",
     "©", "Copyright (c) 2020 ", "`", "|", "- ", "Developed by: "]
), max_size=60))  # fmt: skip
def test_what_is_found_stands_in_the_card(pieces):
    card = "".join(pieces)
    for one in read("README.md", card.encode()):
        number = int(one.location.removeprefix("line "))
        assert 1 <= number <= card.count("\n") + 1
