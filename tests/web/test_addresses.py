from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from filiation.errors import WrongUse
from filiation.facts.pictured import Opened
from filiation.facts.vocabulary import LINEAGE, Relation
from filiation.web import addresses
from filiation.web.addresses import PictureState

groups = st.builds(
    Opened,
    id=st.text(min_size=1).filter(str.strip),
    relation=st.sampled_from(LINEAGE),
    upward=st.booleans(),
    shown=st.integers(1, addresses.MOST_OPENED),
)


def test_a_repository_has_one_address_in_each_language():
    assert addresses.model("fr", "openai-community/gpt2") == "/fr/models/openai-community/gpt2"
    assert addresses.model("en", "gpt2", "evidence") == "/en/models/-/gpt2/evidence"
    assert addresses.dataset("en", "a/b") == "/en/datasets/a/b"
    assert addresses.publisher("en", "a") == "/en/publishers/a"


def test_what_an_id_holds_cannot_leave_its_place_in_an_address():
    assert addresses.model("en", 'a b/"?#/..') == "/en/models/a%20b/%22%3F%23%252F.."
    assert addresses.model("en", "a/..") == "/en/models/a/%252E%252E"
    assert addresses.publisher("en", "../x?y") == "/en/publishers/..%2Fx%3Fy"


@given(st.text(min_size=1))
@example("gpt2")
@example("a/b")
@example("a/..")
@example("a%2Fb/c%25/d")
def test_the_id_in_an_address_is_read_back(name):
    assume(not name.startswith(("/", "-/")))
    parts = addresses.model("en", name).removeprefix("/en/models/").split("/")
    assert len(parts) == 2
    assert addresses.repository_id(*map(unquote, parts)) == name


def test_what_is_not_told_is_left_out_of_a_query():
    assert addresses.page("en", "search", text="", kind=[], limit=None) == "/en/search"
    assert addresses.page("en", "explore", model=["a/b", "c"], depth=2) == "/en/explore?model=a%2Fb&model=c&depth=2"


def test_the_hub_has_no_page_for_what_is_outside_it():
    assert addresses.hub("a/b") == "https://huggingface.co/a/b"
    assert addresses.hub("a/b", "dataset") == "https://huggingface.co/datasets/a/b"
    assert addresses.hub("outside:somebody/model") is None


@given(groups)
def test_an_opened_group_is_read_back_from_its_text(group):
    assert addresses.read_opened(addresses.opened_text(group)) == group


@pytest.mark.parametrize("text", ["", "d", "d~merge~4", "d~merge~4~", "x~merge~4~a", "d~trained_on~4~a", "d~merge~0~a"])
def test_what_names_no_group_is_refused(text):
    with pytest.raises(WrongUse):
        addresses.read_opened(text)


def test_no_more_of_a_group_is_asked_for_than_is_drawn():
    assert addresses.read_opened("u~merge~999999~a").shown == addresses.MOST_OPENED


class TestPictureState:
    def test_tells_only_what_is_not_usual(self):
        assert PictureState("en", "a/b").here() == "/en/models/a/b#family"
        assert PictureState("en", "a/b", depth=4).here(view="time") == "/en/models/a/b?view=time&depth=4#family"

    def test_leads_to_its_file(self):
        state = PictureState("en", "a/b", "family", depth=4)
        assert state.here("", part="family.svg") == "/en/models/a/b/family.svg?depth=4"

    def test_opens_more_of_a_group_and_keeps_the_others_open(self):
        state = PictureState("en", "a/b", opened=(Opened("c/d", Relation.COPY, upward=True, shown=7),))
        more = state.group("a/b", (Relation.MERGE,), upward=False, shown=6)
        assert more == "/en/models/a/b?open=u~copy~7~c%2Fd&open=d~merge~46~a%2Fb#family"

    def test_opens_a_group_further_rather_than_twice(self):
        state = PictureState("en", "a/b", opened=(Opened("a/b", Relation.MERGE, upward=False, shown=46),))
        assert state.group("a/b", (Relation.MERGE,), upward=False, shown=46).count("open=") == 1
        assert "~86~" in state.group("a/b", (Relation.MERGE,), upward=False, shown=46)

    def test_opens_no_group_further_than_is_drawn(self):
        most = addresses.MOST_OPENED
        address = PictureState("en", "a/b").group("a/b", (Relation.MERGE,), upward=False, shown=most - 1)
        assert f"open=d~merge~{most}~" in address

    def test_closes_the_first_group_where_too_many_are_open(self):
        many = tuple(Opened(f"m/{n}", Relation.COPY, upward=False, shown=9) for n in range(addresses.MOST_GROUPS))
        address = PictureState("en", "a/b", opened=many).group("a/b", (Relation.MERGE,), upward=False, shown=1)
        assert address.count("open=") == addresses.MOST_GROUPS
        assert "m%2F0&" not in address

    def test_leads_to_the_descendants_of_a_cell(self):
        way = (Relation.FINETUNE, Relation.QUANTIZED)
        assert PictureState("fr", "a/b").cell(way) == "/fr/models/a/b/descendants?way=finetune&way=quantized"

    def test_leads_each_kind_of_node_to_its_page(self):
        state = PictureState("fr", "a/b")
        assert state.node("x/y", "model") == "/fr/models/x/y"
        assert state.node("x/y", "dataset") == "/fr/datasets/x/y"
        assert state.node("x", "user") == state.node("x", "organization") == "/fr/publishers/x"
