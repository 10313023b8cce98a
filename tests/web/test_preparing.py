"""Days that are not prepared: who sets the work off, what is told meanwhile, and how much stays open."""

import gc
from datetime import date

import pytest
from starlette.testclient import TestClient
from tests.making import imported, model
from tests.web.reading import Page

from filiation.observatory import Observatory
from filiation.web.app import make_app
from filiation.web.later import BeingPrepared, NotBegun, NotPrepared
from filiation.web.preparing import Preparer
from filiation.web.reading import Service

FIRST, BETWEEN, SECOND = date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 9)


class Making:
    """Stands for the process that prepares a day."""

    def __init__(self):
        self.asked = []

    def ask(self, day):
        self.asked.append(day)
        raise BeingPrepared(day, day)


@pytest.fixture
def three_days(tmp_path):
    for number, day in enumerate((FIRST, BETWEEN, SECOND, date(2026, 11, 20), date(2026, 11, 21))):
        imported(tmp_path, [model(f"a/{number}")], seen=day).close()
    return tmp_path / "store"


def test_a_day_that_is_not_prepared_is_told_so_and_looked_for_again(three_days):
    making = Making()
    with Observatory.open(three_days) as observatory:
        site = TestClient(
            make_app(observatory, service=Service(observatory, preparer=making)), base_url="http://localhost"
        )
        answer = site.get("/en/as-of/2026-11-09/catalog")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert answer.headers["cache-control"] == "no-store"
        page = Page(answer).sound()
        assert page.h1 == "That day is being prepared"
        assert page.root.one("meta", http_equiv="refresh").attributes["content"] == "10"
        told = site.get("/api/v1/as-of/2026-11-09/stats")
        assert (told.status_code, told.headers["retry-after"], told.json()["status"]) == (503, "10", 503)
        assert set(making.asked) == {SECOND}


CLICKED = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_a_page_of_another_site_sets_nothing_off(three_days, where):
    making = Making()
    asked = "/en/as-of/2026-11-09/models/a/0?view=time"
    with Observatory.open(three_days) as observatory:
        app = make_app(observatory, service=Service(observatory, preparer=making))
        site = TestClient(app, base_url="http://localhost")
        answer = site.get(asked, headers={**CLICKED, "Sec-Fetch-Site": where})
        assert (answer.status_code, making.asked) == (404, [])
        page = Page(answer).sound()
        assert asked in page.links
        assert page.h1 == "That day is not prepared"
        told = site.get("/api/v1/as-of/2026-11-09/stats", headers={**CLICKED, "Sec-Fetch-Site": where})
        assert (told.status_code, making.asked) == (404, [])
        for own in ("same-origin", "none"):
            assert site.get(asked, headers={**CLICKED, "Sec-Fetch-Site": own}).status_code == 503
        assert making.asked == [SECOND, SECOND]


def test_a_site_that_prepares_nothing_says_how_it_is_done(three_days):
    with Observatory.open(three_days) as observatory:
        site = TestClient(make_app(observatory), base_url="http://localhost")
        answer = site.get("/en/as-of/2026-11-09/catalog")
        assert answer.status_code == 404
        assert "filiation stats --as-of 2026-11-09" in Page(answer).sound().text
        assert not list(Page(answer).root.all("meta", http_equiv="refresh"))


def test_only_a_few_days_stay_open_and_days_of_one_view_share_it(three_days):
    days = [FIRST, BETWEEN, SECOND, date(2026, 11, 20)]
    for day in days:
        with Observatory.open(three_days, as_of=day) as prepared:
            assert prepared.edition
    with Observatory.open(three_days) as observatory:
        service = Service(observatory)
        first = service.reading(FIRST)
        assert service.reading(date(2026, 11, 3)) is not service.reading()
        assert service.at_once(FIRST) is first
        assert service.reading(date(2026, 11, 3)) is first
        assert service.reading(date(2027, 1, 1)) is service.reading()
        edition = first.observatory.edition
        for day in days[1:]:
            service.reading(day)
        assert service.at_once(FIRST) is None
        assert edition.rows("SELECT 1")
        del first
        gc.collect()
        assert service.reading(FIRST).stats.models == 1


def test_a_day_is_prepared_in_a_process_of_its_own(three_days):
    preparer = Preparer(three_days)
    with Observatory.open(three_days) as observatory:
        service = Service(observatory, preparer=preparer)
        with pytest.raises(NotBegun):
            service.reading(BETWEEN)
        assert preparer._work is None
        with pytest.raises(BeingPrepared):
            service.reading(BETWEEN, begins=True)
        with pytest.raises(BeingPrepared) as other:
            service.reading(SECOND, begins=True)
        assert other.value.values["under_way"] == "2026-11-05"
        preparer._work.wait(60)
        assert service.reading(BETWEEN).stats.models == 2


def test_work_that_is_in_vain_is_not_begun_without_end(tmp_path):
    preparer = Preparer(tmp_path / "no-store")
    with pytest.raises(BeingPrepared):
        preparer.ask(FIRST)
    preparer._work.wait(30)
    with pytest.raises(NotPrepared):
        preparer.ask(FIRST)
    preparer.end()
    with pytest.raises(NotPrepared):
        preparer.ask(SECOND)
