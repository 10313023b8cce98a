"""What the Hub says now: asked on a reader's word only, shown, and kept nowhere."""

from datetime import UTC, date, datetime
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient
from tests.web.reading import EVIL, Page

from filiation.errors import SourceFailed
from filiation.facts.history import Change, ChangeKind
from filiation.facts.live import Access, Live, LiveFile
from filiation.locale import LANGUAGES, mark
from filiation.web.app import make_app
from filiation.web.later import Asking
from filiation.web.pages.live import size
from filiation.web.refreshing import Refresher
from filiation.words.live import ACCESS
from filiation.words.speech import speech

MODEL = "mistralai/Mistral-7B-v0.1"
PATH = f"/models/{MODEL}"
LIVE = f"/en{PATH}/live"
FILES = (
    LiveFile("config.json", 571, None, "0b3fd0"),
    LiveFile(f"{EVIL}.safetensors", 9_942_981_696, "a1b2c3", "77ef"),
    LiveFile("empty", None, None, None),
)


def answer(**told):
    plain = {
        "asked": MODEL,
        "id": MODEL,
        "endpoint": "https://huggingface.co",
        "read": datetime(2026, 11, 22, 9, 30, 1, tzinfo=UTC),
        "access": Access.GATED,
        "modified": datetime(2026, 11, 21, tzinfo=UTC),
        "sha": "27d67f1b",
        "license": "apache-2.0",
        "gated": "auto",
        "downloads": 12345,
        "likes": 7,
        "parents": (("acme/base", "finetune"), (EVIL, None), ("acme/odd", EVIL)),
        "datasets": ("corp/D", "squad"),
        "files": FILES,
        "differences": (Change(ChangeKind.LICENSE, date(2026, 11, 2), date(2026, 11, 22), "mit", EVIL),),
    }
    return Live(**{**plain, **told})


class Hub:
    """Stands for the Hub: it keeps what was asked, and answers or fails as a test says."""

    def __init__(self):
        self.asked = []
        self.answer = answer()

    def __call__(self, observatory, model):
        self.asked.append((observatory, model))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def lively(observatory, hub):
    app = make_app(observatory, refresher=Refresher("https://huggingface.co", hub))
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def test_the_button_says_whom_it_asks(lively, site):
    page = Page(lively.get(f"/en{PATH}")).sound()
    form = page.root.one("form", class_="refresh")
    assert (form.attributes["method"], form.attributes["action"]) == ("post", LIVE)
    assert "asks huggingface.co for this model, now" in form.joined
    assert not list(Page(site.get(f"/en{PATH}")).root.all("form", class_="refresh"))


def test_pages_ask_nothing_by_themselves(lively, hub):
    for path in (f"/en{PATH}", f"/en{PATH}/history", "/en/catalog"):
        lively.get(path)
    assert lively.get(LIVE).status_code == 405
    assert hub.asked == []


def test_a_site_that_asks_nobody_has_no_such_address(site):
    answered = site.post(LIVE)
    assert answered.status_code == 404
    Page(answered).sound()


def test_there_is_no_asking_on_pages_of_another_day(lively, hub):
    page = Page(lively.get(f"/en/as-of/2026-11-22{PATH}")).sound()
    assert not list(page.root.all("form", class_="refresh"))
    assert lively.post(f"/en/as-of/2026-11-22{PATH}/live").status_code == 404
    assert hub.asked == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_hub_says_is_shown(lively, hub, observatory, language):
    answered = lively.post(f"/{language}{PATH}/live")
    assert (answered.status_code, answered.headers["cache-control"]) == (200, "no-store")
    assert "etag" not in answered.headers
    page = Page(answered).sound()
    assert hub.asked == [(observatory, MODEL)]
    for told in ("2026-11-22", "09:30:01", "filiation crawl --family", "a1b2c3", "0b3fd0", EVIL, "corp/D", "squad"):
        assert told in page.text
    assert page.leads_to(f"/{language}/models/acme/base")


def test_files_have_sizes_and_sums(lively):
    rows = Page(lively.post(LIVE)).rows
    assert ["config.json", "571 bytes", "git 0b3fd0"] in rows
    assert [f"{EVIL}.safetensors", "9.9 GB", "SHA-256 a1b2c3"] in rows


def test_what_differs_is_told(lively, hub):
    assert "license mit → " in Page(lively.post(LIVE)).text
    hub.answer = answer(differences=())
    assert "still holds" in Page(lively.post(LIVE)).text
    hub.answer = answer(differences=None)
    assert "nothing can be compared" in Page(lively.post(LIVE)).text


def test_a_model_that_the_hub_does_not_show_is_told_so(lively, hub):
    hub.answer = answer(id=None, access=Access.NOT_PUBLIC, parents=(), datasets=(), files=(), modified=None, sha=None)
    page = Page(lively.post(LIVE)).sound()
    assert "deleted, made private, or never there" in page.text
    assert not [text for _, text in page.headings if text == "Files"]


@pytest.mark.parametrize(
    ("access", "held", "said"),
    [
        ("public", True, "To keep it, with its family, run: "),
        ("gated", False, "To keep it, with its family, run: "),
        ("disabled", True, "To have the catalog note it, run: "),
        ("not-public", True, "To have the catalog note it, run: "),
        ("not-public", False, None),
        ("private", False, None),
    ],
)
def test_what_keeps_the_answer_is_named_where_something_does(lively, hub, access, held, said):
    asked = MODEL if held else "some/new"
    nothing = {"parents": (), "datasets": (), "files": (), "modified": None, "sha": None}
    more = {} if access in {"public", "gated"} else {"id": None, **nothing}
    hub.answer = answer(asked=asked, access=Access(access), **more)
    page = Page(lively.post(f"/en/models/{asked}/live")).sound()
    assert f"On the Hub now: {ACCESS[Access(access)]}." in page.text
    assert ("filiation crawl --family" in page.text) == (said is not None)
    assert said is None or said in page.text
    assert ("As the Hub tells it" in page.text) == (not more)


def test_a_new_name_is_told(lively, hub):
    hub.answer = answer(id="mistralai/Other")
    assert "It is called mistralai/Other now, no longer mistralai/Mistral-7B-v0.1." in Page(lively.post(LIVE)).text


def test_a_model_that_the_catalog_does_not_hold_can_be_asked_for(lively, hub):
    missing = Page(lively.get("/en/models/some/new")).sound()
    assert missing.root.one("form", class_="refresh").attributes["action"] == "/en/models/some/new/live"
    hub.answer = answer(asked="some/new", id="some/new", differences=None)
    page = Page(lively.post("/en/models/some/new/live")).sound()
    assert hub.asked[0][1] == "some/new"
    assert "/en/models/some/new" not in page.links


def test_a_hub_that_fails_is_a_problem_page(lively, hub):
    hub.answer = SourceFailed(
        mark("The Hub does not answer now, or asks to wait."), mark("Run the same command again.")
    )
    answered = lively.post(LIVE)
    assert answered.status_code == 502
    assert answered.headers["cache-control"] == "no-store"
    text = Page(answered).sound().text
    assert "does not answer now" in text
    assert "the catalog answers meanwhile" in text
    assert "command" not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:9999"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_our_own_pages_and_programs_have_the_hub_asked(lively, hub, headers, status):
    assert lively.post(LIVE, headers=headers).status_code == status
    assert len(hub.asked) == (status == 200)


def test_the_hub_is_asked_for_one_model_at_a_time(observatory):
    def ask(asked, model):
        with pytest.raises(Asking):
            refresher.read(asked, model)
        return answer()

    refresher = Refresher("https://huggingface.co", ask)
    assert refresher.read(observatory, MODEL) == answer()
    assert refresher.read(observatory, MODEL) == answer()


def test_a_host_is_shown_without_what_stands_around_it():
    assert Refresher("http://name:secret@localhost:8080/api", None).host == "localhost:8080"


def test_a_reader_does_not_wait_for_a_hub_that_does_not_answer(observatory):
    going_on = Event()

    def ask(*_):
        going_on.wait(30)
        return answer()

    refresher = Refresher("https://huggingface.co", ask, patience=0.05)
    with pytest.raises(SourceFailed, match="does not answer now"):
        refresher.read(observatory, MODEL)
    with pytest.raises(Asking):  # the Hub is still being asked
        refresher.read(observatory, MODEL)
    going_on.set()


def test_who_stops_the_site_does_not_wait_for_the_hub(observatory, wait_for):
    going_on, told = Event(), []

    def ask(*_):
        going_on.wait(30)
        return answer()

    def read():
        try:
            refresher.read(observatory, MODEL)
        except SourceFailed as error:
            told.append(error.text())

    refresher = Refresher("https://huggingface.co", ask, patience=30)
    refresher.end()
    reader = Thread(target=read)
    reader.start()
    wait_for(lambda: refresher._work is not None)
    refresher.end()
    reader.join(5)
    assert told == ["The Hub does not answer now, or asks to wait."]
    going_on.set()


@pytest.mark.parametrize(
    ("n", "english"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (9_942_981_696, "9.9 GB"), (9 * 10**15, "9000.0 TB")],
)
def test_sizes_are_written_as_people_do(n, english):
    assert size(speech("en"), n) == english
    assert size(speech("fr"), 1500).startswith("1,5")
