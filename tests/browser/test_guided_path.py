"""The guided path as readers walk it: by keys, on a telephone, with mistakes, without scripts, on paper."""

import base64
import email
import email.policy
import json
from urllib.parse import parse_qs

import pytest
from tests.browser.guided import GUIDE, MODEL, TYPED, Guide
from tests.browser.serving import served
from tests.browser.test_pages import findings
from tests.browser.visiting import NARROW, WIDE, is_too_wide, visiting

from filiation.cli.clock import WallClock
from filiation.observatory import Observatory
from filiation.rights.case_files import read_case_file
from filiation.web.vaulting import Strongroom


@pytest.fixture
def guide(visit):
    visit.go(f"/en{GUIDE}")
    visit.page.locator("#step-1 [data-onward]").wait_for()
    visit.page.context.on("dialog", lambda _: None)
    return Guide(visit.page)


def focus(page):
    return page.evaluate("document.activeElement.id")


def test_one_step_is_shown_at_a_time_and_told_by_its_heading(guide):
    page = guide.page
    for number in (1, 2):
        assert page.locator(".step:visible").count() == 1
        assert guide.step.get_attribute("id") == f"step-{number}"
        if number == 2:
            guide.fill("what")
        guide.onward()
        assert focus(page) == f"step-{number + 1}-title"
    assert "Step 3 of 5" in guide.step.locator("h2").inner_text()
    assert page.url.endswith("/request")
    guide.step.locator("[data-back]").click()
    assert focus(page) == "step-2-title"
    page.go_back()
    page.wait_for_function("() => document.activeElement.id === 'step-3-title'")
    assert page.locator("#g-what").input_value() == TYPED["what"]


def test_a_file_of_somebody_else_is_asked_after(visit):
    page = visit.page
    visit.go("/en/models/HuggingFaceH4/zephyr-7b-beta/request")
    page.locator("#step-1 [data-onward]").wait_for()
    page.locator("#g-file").fill("model-00001-of-00008.safetensors")
    assert not page.locator("#other-file").is_visible()
    page.locator("#g-file").fill("zephyr-7b-beta.Q4_K_M.gguf")
    assert page.locator("#other-file").is_visible()
    assert page.locator("#other-file a[href*=GGUF]").count() >= 1
    assert findings(page) == []
    guide = Guide(page)
    guide.onward()
    guide.fill("what")
    for _ in range(2):
        guide.onward()
    boxes = page.locator("#same-memory input[data-party]")
    assert boxes.count() > 1
    assert not any(box.is_checked() for box in boxes.all())
    page.locator("[data-all=same-memory]").click()
    assert all(box.is_checked() for box in boxes.all())


def test_what_stands_for_the_thing_itself_is_warned_of(guide):
    page = guide.page
    guide.onward()
    for told, warns in (("my private address", False), ("1 Example Street", True), ("person@example.org", True)):
        guide.fill("what", told)
        assert page.locator("#what-warning").is_visible() == warns


def test_an_old_page_is_warned_of_and_registered_post_offered(visit):
    visit.go(f"/en{GUIDE}")
    page = visit.page
    page.locator("#step-1 [data-onward]").wait_for()
    told = page.evaluate(
        """async address => {
          const { card } = await import(address + '/letter_cards.js');
          const letter = { language: 'en', sender: [], recipient: [], dated: '', subject: '', blocks: [], annexes: [],
            frame: { subject: '{subject}', annex: '' } };
          const way = { kind: 'form', value: 'https://example.org/form', source: 'curated', location: 'x' };
          const one = { letter, name: 'x', way, post: '1 Example Square', discussion: null, asking: '' };
          const told = seen => card({ ...one, way: { ...way, seen } }, () => {}, false)
           .querySelector('[data-of=send]').textContent;
          return [told('2020-01-01'), told(new Date().toISOString().slice(0, 10))];
        }""",
        page.locator("link[rel=modulepreload]").first.get_attribute("href").rpartition("/")[0],
    )
    assert "more than a year ago" in told[0]
    assert "more than a year ago" not in told[1]
    assert all("registered post" in one and "1 Example Square" in one for one in told)


def test_a_mistake_is_told_at_its_field_and_forgiven(guide):
    page = guide.page
    guide.onward()
    guide.onward()
    assert focus(page) == "g-what"
    field = page.locator("#g-what")
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby").split()[-1] == "g-what-error"
    assert page.locator("#g-what-error").inner_text()
    assert findings(page) == []
    guide.fill("what")
    assert field.get_attribute("aria-invalid") is None
    assert not page.locator("#g-what-error").is_visible()


@pytest.mark.parametrize(
    ("of", "value", "lacking"), [("prompt", "x", "output"), ("output", "x", "prompt"), ("day", "2099-01-01", "output")]
)
def test_half_an_observation_is_told(guide, of, value, lacking):
    page = guide.page
    guide.onward()
    guide.fill("what")
    page.locator(f".pair-of [data-of={of}]").fill(value)
    guide.onward()
    assert guide.step.get_attribute("id") == "step-2"
    assert page.evaluate("document.activeElement.dataset.of") in {lacking, "prompt"}
    assert page.locator(".pair-of .field-error").is_visible()


def test_observations_are_added_and_removed_by_keys(guide):
    page = guide.page
    guide.onward()
    page.locator("#add-pair").press("Enter")
    assert page.locator(".pair-of").count() == 2
    assert page.evaluate("document.activeElement.dataset.of") == "prompt"
    page.locator(".pair-of [data-remove]").last.press("Enter")
    assert page.locator(".pair-of").count() == 1
    assert focus(page) == "add-pair"


def test_more_is_asked_only_where_it_is_needed(guide):
    page = guide.page
    guide.onward()
    guide.fill("what")
    guide.onward()
    assert sorted(page.locator("#g-rights input:checked").evaluate_all("all => all.map(one => one.value)")) == [
        "access",
        "erasure",
        "objection",
    ]
    assert not page.locator("#g-correction").is_visible()
    guide.tick("rights", "rectification")
    guide.onward()
    assert focus(page) == "g-correction"
    page.locator("#g-rights input[value=rectification]").uncheck()
    for right in ("erasure", "objection", "access"):
        page.locator(f"#g-rights input[value={right}]").uncheck()
    guide.onward()
    assert focus(page) == "g-rights"


@pytest.mark.parametrize("wrong", ["a.person@", "@example.org", "a.person@example"])
def test_an_address_that_is_none_is_told(guide, wrong):
    guide.walk()
    guide.page.locator("#back-to-steps").click()
    for _ in range(4):
        guide.onward()
    guide.fill("reply_to", wrong)
    guide.onward()
    assert focus(guide.page) == "g-reply_to"


def test_the_letters_tell_what_was_typed_and_only_that(guide):
    page = guide.page
    guide.walk()
    assert focus(page) == "letters-title"
    first = page.locator(".letter-card").first.locator(".paper").inner_text()
    for name in ("name", "reply_to", "what", "situation", "represents", "file"):
        assert TYPED[name].rstrip(".") in first, name
    assert TYPED["output"] in first
    assert MODEL in first
    for article in ("15", "17", "21(1)", "12(3)", "77"):
        assert article in first
    assert "article 16" not in first.lower().replace("articles 16", "")
    for word in ("undefined", "null", "{", "[object"):
        assert word not in first
    chosen = page.locator("[data-party]:checked").count()
    assert page.locator(".letter-card").count() == chosen
    page.locator("#g-language").select_option("fr")
    french = page.locator(".letter-card").first.locator(".paper")
    assert french.get_attribute("lang") == "fr"
    assert "Madame, Monsieur" in french.inner_text()


def test_files_are_saved_in_each_form(guide):
    page = guide.page
    guide.walk()
    card = page.locator(".letter-card").first
    name, text = guide.download(card.locator("[data-do=txt]"))
    assert name.endswith(".txt")
    assert TYPED["name"] in text
    _, whole = guide.download(card.locator("[data-do=html]"))
    assert whole.startswith("<!doctype html>")
    assert "<script" not in whole
    _, told = guide.download(card.locator("[data-do=eml]"))
    mail = email.message_from_string(told, policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"]
    assert TYPED["represents"] in mail.get_content()
    _, everything = guide.download(page.locator("#save-all"))
    assert everything.count(TYPED["name"]) >= page.locator(".letter-card").count()
    _, case = guide.download(page.locator("#save-case"))
    told = json.loads(case)
    assert (told["filiation"], told["version"]) == ("case", 1)
    assert told["draft"]["person"] == {
        "name": TYPED["name"],
        "reply_to": TYPED["reply_to"],
        "country": "FR",
        "represents": TYPED["represents"],
    }
    assert told["draft"]["observations"][0]["day"] == "2026-11-02"
    assert "mistralai" in told["parties"]
    draft, parties = read_case_file(case.encode())
    assert (draft.person.name, list(parties)) == (TYPED["name"], told["parties"])


def test_hostile_texts_stay_texts_in_every_form(guide):
    page = guide.page
    guide.walk()
    page.locator("#back-to-steps").click()
    guide.onward()
    guide.fill("what", "<img src=x onerror=window.ran=1> {name} \u202ecod $&")
    for _ in range(3):
        guide.onward()
    guide.fill("name", "</p><script>window.ran=1</script>")
    guide.onward()
    page.locator(".letter-card").first.wait_for()
    assert page.evaluate("window.ran") is None
    paper = page.locator(".letter-card .paper").first
    assert "{name}" in paper.inner_text()
    assert "\u202e" not in paper.inner_text()
    assert paper.locator("img, script").count() == 0
    _, whole = guide.download(page.locator("[data-do=html]").first)
    assert "<script" not in whole
    assert "<img" not in whole


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("a@example.org\r\nBcc: other@example.org", "x"),
        ("a@example.org", "x\r\nBcc: other@example.org\r\n\r\nbody"),
        ("a@example.org", "Löschung — article 17 « effacement » " * 20),
        ("", "=?utf-8?q?trick?="),
    ],
)
def test_a_mail_has_only_our_headers(guide, to, subject):
    address = guide.page.locator("link[rel=modulepreload]").first.get_attribute("href").rpartition("/")[0]
    told = guide.page.evaluate(
        "async ([address, letter]) => (await import(address + '/eml.js')).eml(letter)",
        [address, {"to": to, "subject": subject, "body": "one\ntwo – é\r\n.\r\n", "language": "fr"}],
    )
    head, _, body = told.partition("\r\n\r\n")
    assert all(len(line) <= 78 for line in told.split("\r\n"))
    assert "\n" not in told.replace("\r\n", "")
    mail = email.message_from_string(told, policy=email.policy.default)
    assert set(mail.keys()) <= {
        "X-Unsent", "To", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Language",
    }  # fmt: skip
    assert mail["To"] == (to if to == "a@example.org" else None)
    assert " ".join(mail["Subject"].split()) == " ".join(subject.split())
    assert base64.b64decode(body).decode() == "one\r\ntwo – é\r\n.\r\n"
    assert head.isascii()


def test_only_letters_are_printed(guide):
    page = guide.page
    guide.walk()
    page.emulate_media(media="print")
    assert (
        not page.locator(".site-header, .site-footer, h1, .saving, .letter-card .actions")
        .locator("visible=true")
        .count()
    )
    assert all(paper.is_visible() for paper in page.locator(".letter-card .paper").all())  # the folded ones too
    page.evaluate("window.print = () => { window.seen = document.querySelectorAll('.letter-card.unprinted').length; }")
    page.emulate_media(media="screen")
    page.locator(".letter-card [data-do=print]").first.click()
    assert page.evaluate("window.seen") == page.locator(".letter-card").count() - 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".unprinted").count() == 0


def test_leaving_before_saving_is_warned_of(browser, sample_site):
    context = browser.new_context(viewport=WIDE)
    try:
        page, asked = context.new_page(), []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.goto(f"{sample_site}/en{GUIDE}")
        page.locator("#step-1 [data-onward]").wait_for()
        page.locator("#g-file").press_sequentially("Q4")
        page.goto(f"{sample_site}/en/")
        assert asked == ["beforeunload"]
    finally:
        context.close()


@pytest.mark.parametrize(("language", "viewport"), [("en", WIDE), ("fr", NARROW)], ids=["en-wide", "fr-narrow"])
def test_every_step_is_clean(browser, sample_site, language, viewport):
    scheme = "light" if language == "en" else "dark"
    with visiting(browser, sample_site, viewport=viewport, color_scheme=scheme) as visitor:
        page = visitor.page
        visitor.go(f"/{language}{GUIDE}")
        page.locator("#step-1 [data-onward]").wait_for()
        guide = Guide(page)
        for number in range(5):
            assert findings(page) == [], number
            assert not is_too_wide(page), number
            page.evaluate("for (const one of document.querySelectorAll('.step:not([hidden]) details')) one.open = true")
            assert findings(page) == [], number
            if number == 1:
                guide.fill("what")
            if number < 4:
                guide.onward()
        guide.fill("name")
        guide.fill("reply_to")
        page.locator("#g-country").select_option("CH")
        guide.onward()
        page.locator("#letters .letter-card").first.wait_for()
        assert findings(page) == []
        assert not is_too_wide(page)
        page.locator("#save-all").click()  # so that it can be left


def test_targets_are_large_enough(guide):
    small = guide.page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea, summary, label.check')]
          .filter(one => one.checkVisibility()).map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([told]) => told)"""
    )
    assert small == []


def test_without_scripts_it_can_be_read_and_nothing_be_sent(browser, sample_site):
    with visiting(browser, sample_site, java_script_enabled=False) as visitor:
        page = visitor.page
        visitor.go(f"/en{GUIDE}")
        assert page.locator(".step:visible").count() == 5
        assert page.locator("main input:visible, main button:visible, main select:visible").count() == 0
        assert "[your name]" in page.locator("#blank").inner_text()


def test_it_is_found_from_the_name_of_a_model(visit):
    page = visit.page
    visit.go("/en/request")
    page.locator("#q").press_sequentially("mistralai/Mistral-7B-v0")
    page.locator("[role=option]", has_text=MODEL).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/request")
    assert page.locator("#step-1").is_visible()


def test_a_case_is_kept_where_there_is_a_strongroom(browser, tmp_path):
    with Observatory.open() as observatory:
        room = Strongroom(tmp_path / "vault", WallClock())
        with served(observatory, strongroom=room) as site, visiting(browser, site) as visitor:
            visitor.go(f"/en{GUIDE}")
            posted = []
            visitor.page.on("request", lambda request: posted.append(request) if request.method == "POST" else None)
            Guide(visitor.page).walk()
            visitor.page.locator("#keep button").click()
            visitor.page.wait_for_url("**/en/cases")
            assert [request.url for request in posted] == [f"{site}/en/cases"]
            told = parse_qs(posted[0].post_data)["case"][0]
            assert json.loads(told)["draft"]["person"]["name"] == TYPED["name"]


def test_the_picture_of_the_family_is_an_annex_on_paper_and_in_files(guide):
    page = guide.page
    guide.walk()
    card = page.locator(".letter-card").first
    drawn = card.locator(".annex svg").first
    assert "Annex 1: Family of" in card.locator(".annex").first.inner_text()
    assert not drawn.is_visible()
    card.locator(".annex summary").first.click()
    assert drawn.is_visible()
    assert "descendants" in drawn.get_attribute("aria-label")
    with page.expect_download() as saved:
        card.locator("[data-do=html]").click()
    html = saved.value.path().read_text(encoding="utf-8")
    assert 'role="img" aria-label="Family of' in html
    assert html.count("<svg") == 1
    assert "<path" in html
    with page.expect_download() as saved:
        card.locator("[data-do=txt]").click()
    assert "Annex 1: Family of" in saved.value.path().read_text(encoding="utf-8")
    page.locator("#g-language").select_option("fr")
    assert "Famille de" in page.locator(".letter-card").first.locator(".annex").first.inner_text()
    assert findings(page) == []
    page.emulate_media(media="print")
    assert page.locator(".letter-card .annex svg").first.is_visible()


def test_what_cannot_be_copied_is_said(guide):
    page = guide.page
    guide.walk()
    card = page.locator(".letter-card").first
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    card.locator("[data-do=copy]").click()
    card.locator("[data-of=uncopied]").wait_for()
    assert "Nothing was copied" in card.locator("[data-of=uncopied]").inner_text()


@pytest.mark.parametrize("answer", ["abort", "fail", "cut"])
def test_it_is_said_that_the_sentences_did_not_come(visit, answer):
    page = visit.page
    ways = {"abort": lambda r: r.abort(), "fail": lambda r: r.fulfill(status=503), "cut": lambda r: r.fulfill(body="{")}
    page.route("**/letters.json", ways[answer])
    page.goto(visit.site + f"/en{GUIDE}")
    page.locator("#no-letters").wait_for()
    assert "could not be loaded" in page.locator("#no-letters").inner_text()
    assert page.locator("#blank .paper").is_visible()
    visit.troubles.clear()  # the browser tells them too


def test_a_letter_tells_that_it_does_not_list_all(guide):
    page = guide.page
    told = page.evaluate(
        """async () => {
          const own = document.querySelector('link[rel=modulepreload]').href.replace(/[^/]*$/, '');
          const { card } = await import(own + 'letter_cards.js');
          const lists = { sender: [], recipient: [], blocks: [], annexes: [] };
          const plain = { frame: { subject: '', annex: '' }, dated: '', language: 'en', subject: '', picture: null };
          const letter = { ...lists, ...plain };
          const written = { letter, name: '', way: null, post: '', discussion: null, asking: '' };
          return [[20, 300], [7, 7]].map(([listed, total]) => {
            const place = card({ ...written, listed, total }, () => {}, false).querySelector('[data-of=listed]');
            return place.hidden ? '' : place.textContent;
          });
        }"""
    )
    assert told[1] == ""
    assert told[0].startswith("This letter lists 20 of their 300 models.")
