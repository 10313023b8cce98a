"""How publishers can be reached: their files, our list, the order of trying, and what is asked of whom."""

import pytest
from tests.making import imported, inspected, model

from filiation.catalog.contact_numbers import MOST
from filiation.errors import NotFound
from filiation.facts.contacts import Whose
from filiation.facts.rights import Applies, ContactKind
from filiation.observatory.contacts import reachabilities

CARD = "# A model\n## Contact\nWrite to {}.\n"


@pytest.fixture(scope="module")
def observatory(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reached")
    records = [
        model("mill/flour", downloads=30), model("mill/bread", downloads=20), model("mistralai/Small", downloads=9),
        model("nobodys"), model("corner/copy", downloads=1), model("empty/nothing", downloads=1),
    ]  # fmt: skip
    imported(folder, records).close()
    cards = {
        "mill/flour": {"README.md": CARD.format("flour@mill.org")},
        "mill/bread": {"README.md": CARD.format("bread@mill.org")},
        "mistralai/Small": {"README.md": CARD.format("small@mistral.ai") + "See https://mistral.ai/en/contact/ too.\n"},
        "corner/copy": {"README.md": CARD.format("contact@mistral.ai")},
    }
    with inspected(folder, cards) as made:
        yield made


def values(answer, whose=Whose.PUBLISHER):
    return [one.value for one in (*answer.contacts, *answer.others) if one.whose is whose]


def test_the_list_and_the_files_are_told_together_each_contact_once(observatory):
    answer = observatory.contacts("mistralai")
    assert answer.name == "Mistral AI"
    assert values(answer)[:2] == [
        "https://mistral.ai/en/contact",
        "Mistral AI, Attn: DPO, 15 rue des Halles, 75001 Paris, France",
    ]
    assert {"contact@mistral.ai", "small@mistral.ai"} <= set(values(answer))
    assert sum("en/contact" in value for value in values(answer)) == 1
    assert answer.applicability.applies is Applies.CLEAR
    assert (answer.read, answer.unread) == (1, 0)


def test_the_public_discussion_of_a_model_comes_last(observatory):
    last = observatory.contacts("mill").contacts[-1]
    assert (last.kind, last.public, last.model) == (ContactKind.DISCUSSION, True, "mill/flour")
    assert last.value == "https://huggingface.co/mill/flour/discussions/new"


def test_a_models_own_contacts_come_first_and_its_own_discussion_last(observatory):
    assert values(observatory.contacts("mill/flour"))[0] == "flour@mill.org"
    answer = observatory.contacts("mill/bread")
    assert values(answer)[0] == "bread@mill.org"
    assert answer.contacts[-1].model == "mill/bread"
    assert answer.way.value == "bread@mill.org"


def test_what_a_publisher_is_about_can_be_told_for_many_at_once(observatory):
    asked = ["mill", "empty", "nobody-at-all"]
    found = reachabilities(observatory.edition, asked, about={"mill": "mill/bread"})
    assert list(found) == asked
    assert values(found["mill"])[0] == "bread@mill.org"
    assert [one.kind for one in found["empty"].contacts] == [ContactKind.DISCUSSION]
    assert (found["empty"].read, found["empty"].unread) == (0, 1)
    assert (found["nobody-at-all"].contacts, found["nobody-at-all"].applicability.reason) == ((), "nothing-known")


def test_an_address_of_a_listed_publisher_in_anothers_card_is_not_the_others(observatory):
    answer = observatory.contacts("corner")
    assert values(answer, Whose.OTHER) == ["contact@mistral.ai"]
    assert "contact@mistral.ai" not in {one.value for one in answer.contacts}
    assert answer.way is None


def test_contacts_that_an_edition_does_not_keep_are_told_of(tmp_path):
    names = [f"mill/flour-{n}" for n in range(3)]
    imported(tmp_path, [model(name) for name in names]).close()
    lines = [[f"Write to desk{n}{m}@mill.org." for m in range(MOST // 3)] for n in range(3)]
    for further in (False, True):
        lines[0] += ["Write to further@mill.org."] * further
        cards = {
            name: {"README.md": "# A model\n## Contact\n" + "\n\n".join(told)}
            for name, told in zip(names, lines, strict=True)
        }
        with inspected(tmp_path, cards) as made:
            answer = made.contacts("mill")
            assert len(values(answer)) == MOST + 1  # the public discussion
            assert answer.more is further


def test_a_publisher_is_asked_for_in_any_case_of_letters(observatory):
    assert observatory.contacts("MILL").publisher == "mill"
    assert observatory.contacts("MistralAI/small").publisher == "mistralai"


def test_the_host_answers_though_it_publishes_nothing_here(observatory):
    answer = observatory.contacts("huggingface")
    assert answer.way.value == "privacy@huggingface.co"
    assert answer.publisher == "huggingface"


@pytest.mark.parametrize("name", ["nobody-at-all", "nobody/at-all", "", "/", "a" * 500, "\ud800"])
def test_whom_the_catalog_does_not_hold(observatory, name):
    with pytest.raises(NotFound):
        observatory.contacts(name)


def test_a_model_of_nobody_has_no_publisher_to_reach(observatory):
    with pytest.raises(NotFound, match="Nobody is known to publish"):
        observatory.contacts("nobodys")
