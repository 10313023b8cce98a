"""On a public site, nothing that a person types ever leaves the browser: all of its traffic is read."""

import base64
import re
from urllib.parse import quote, quote_plus

import pytest
from tests.browser.guided import GUIDE, TYPED, Guide
from tests.browser.visiting import NARROW, WIDE, visiting


def forms_of(text):
    """Return how a text may be written in an address, a header or a body."""
    words = [text, *re.split(r"[^\w@+.-]+", text)]
    for word in {word for word in words if len(word) > 6}:
        yield word
        yield from (quote(word), quote(word, safe=""), quote_plus(word))
        for cut in range(3):  # base64 of a longer text that holds it, wherever it begins
            told = base64.b64encode(b"x" * cut + word.encode()).decode()
            inner = told[4 if cut else 0 : len(told) // 4 * 4 - 4]
            if len(inner) > 6:
                yield inner


def told_of(request):
    """Return all that a request tells, in one text."""
    headers = "\n".join(f"{name}: {value}" for name, value in request.all_headers().items())
    body = (request.post_data_buffer or b"").decode("latin-1")
    return f"{request.method} {request.url}\n{headers}\n{body}"


@pytest.mark.parametrize(("language", "viewport"), [("en", WIDE), ("fr", NARROW)], ids=["en", "fr"])
def test_no_request_holds_what_was_typed(browser, sample_site, language, viewport):
    requests = []
    with visiting(
        browser, sample_site, viewport=viewport, permissions=["clipboard-read", "clipboard-write"]
    ) as visitor:
        page, guide = visitor.page, Guide(visitor.page)

        def note(request):
            requests.append(request)

        page.context.on("request", note)
        visitor.go(f"/{language}{GUIDE}")
        page.locator("#step-1 [data-onward]").wait_for()
        page.wait_for_load_state("networkidle")
        before = len(requests)
        guide.walk()
        saved = [guide.download(page.locator(f"#{button}")) for button in ("save-all", "save-case")]
        card = page.locator(".letter-card").first
        saved += [guide.download(card.locator(f"[data-do={form}]")) for form in ("txt", "html")]
        guide.download(card.locator("[data-do=eml]"))
        card.locator("[data-do=copy]").click()
        page.evaluate("window.print = () => { window.printed = true; }")
        page.locator("#print-all").click()
        page.locator("#g-language").select_option("fr" if language == "en" else "en")
        page.go_back()
        page.go_forward()
        page.wait_for_timeout(300)
        asked = [request for request in requests[before:] if not request.url.startswith("blob:")]
        assert {request.url for request in asked} == set()
        for _, text in saved:
            assert TYPED["name"] in text  # the test would see it
        visitor.go(f"/{language}/")  # nor does it leave with the next page
        everything = "\n".join(map(told_of, requests))
        for name, text in TYPED.items():
            for form in forms_of(text):
                assert form not in everything, name
        state = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])")
        assert state == '[{},{},""]'
    assert page.is_closed()


def test_the_forms_of_a_text_are_found():
    text = TYPED["output"]
    hidden = base64.b64encode(f"draft: {text}".encode()).decode()
    assert any(form in hidden for form in forms_of(text))
    assert any(form in f"?q={quote_plus(text)}" for form in forms_of(text))
