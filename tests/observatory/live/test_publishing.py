"""What publishers say of themselves on the live Hub: overviews and organization cards, read with their models."""

import pytest
from tests.observatory.live.living_hub import Clock, running, store_in, world_of

from filiation.facts.inspection import Inspect
from filiation.facts.rights import Purpose

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])  # the stand-in listens there

MODEL = "org0/model-0"
CARD = "# The mill\n\nWrite to office@mill.org, or about privacy to dpo@mill.org.\n"


@pytest.fixture
def clock():
    return Clock()


def world(clock, **options):
    files = {
        MODEL: {"README.md": "# A model\n", "LICENSE": "Copyright (c) 2023 The Org0 Mill\n"},
        "spaces/org0/README": {"README.md": CARD},
    }
    about = {"org0": {"fullname": "The Mill", "details": "We grind. Mail words@mill.org"}}
    return world_of(clock, 12, files=files, **({"organizations": about} | options))


def test_what_an_organization_says_of_itself_is_read_and_kept(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint), store_in(tmp_path) as store:
        store.inspect(Inspect((MODEL,), contacts=True), endpoint, clock)
        answer = store.contacts(MODEL)
        found = {one.value: one for one in answer.contacts}
        assert answer.name == "The Mill"
        assert found["office@mill.org"].location == "spaces/org0/README/README.md: line 3"
        assert found["dpo@mill.org"].purpose is Purpose.PRIVACY
        assert (found["words@mill.org"].source, found["words@mill.org"].location) == (
            "overview", "https://huggingface.co/org0",
        )  # fmt: skip
        assert found["The Org0 Mill"].source == "license-file"
        assert answer.contacts[0].value == "dpo@mill.org"
        store.rebuild()
        assert {one.value for one in store.contacts("org0").contacts} == set(found)
    assert len(hub.asked("spaces/org0/README/resolve")) == 1


def test_nothing_of_it_is_asked_unless_it_is_wanted(clock, tmp_path):
    with running(clock, world(clock)) as (_, hub, endpoint), store_in(tmp_path) as store:
        store.inspect(Inspect((MODEL,)), endpoint, clock)
        assert not hub.asked("/overview")
        assert not hub.asked("spaces/")
        assert store.contacts("org0").name is None


def test_people_have_no_card_and_an_organization_may_lack_one(clock, tmp_path):
    users = {"organizations": {"org1": {}}, "users": {"org0": {"fullname": "A. Person"}}}
    with running(clock, world(clock, **users)) as (_, hub, endpoint), store_in(tmp_path) as store:
        store.inspect(Inspect((MODEL, "org1/model-1"), contacts=True), endpoint, clock)
        assert store.contacts("org0").name == "A. Person"
        assert [asked.target for asked in hub.asked("spaces/")] == ["/spaces/org1/README/resolve/main/README.md"]


def test_what_it_will_cost_is_told_before(clock, tmp_path):
    with running(clock, world(clock)) as (_, _, endpoint), store_in(tmp_path) as store:
        without = store.forecast(Inspect((MODEL,)), endpoint, clock)
        assert store.forecast(Inspect((MODEL,), contacts=True), endpoint, clock).requests == without.requests + 3
