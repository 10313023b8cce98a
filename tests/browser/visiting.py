"""A reader with a browser, who notes all that a page must never do."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@dataclass
class Visitor:
    """A browser page on a site, and what was noted: troubles told in the console, dialogs, requests elsewhere."""

    page: object
    site: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path, status=200):
        """Open a page of the site and return the answer."""
        answer = self.page.goto(self.site + path)
        assert answer.status == status, f"{path}: {answer.status}"
        return answer

    @property
    def place(self):
        """The path and query at which the page is."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def note_request(self, request):
        if not request.url.startswith((self.site + "/", "data:", "blob:")):
            self.troubles.append(f"asked elsewhere: {request.url}")

    def note_console(self, message):
        # A page that tells of an error has its status in the console too.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            self.troubles.append(f"{message.type}: {message.text}")

    def note_dialog(self, dialog):
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@contextmanager
def visiting(browser, site, **options):
    """Give a visitor of a site with a fresh browser profile, and check at the end that nothing was noted."""
    context = browser.new_context(viewport=options.pop("viewport", WIDE), **options)
    try:
        visitor = Visitor(context.new_page(), site)
        visitor.page.set_default_timeout(8000)
        context.on("request", visitor.note_request)
        context.on("console", visitor.note_console)
        context.on("dialog", visitor.note_dialog)
        context.on("weberror", lambda error: visitor.troubles.append(f"uncaught: {error.error}"))
        yield visitor
        assert visitor.troubles == []
    finally:
        context.close()


def is_too_wide(page):
    """Tell whether the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def focused(page):
    """Return what has the focus: its name, text or key."""
    return page.evaluate(
        """() => {
          const at = document.activeElement;
          return { tag: at.tagName.toLowerCase(), id: at.id, key: at.closest('[data-key]')?.dataset.key ?? null,
                   text: at.textContent.trim(), inside: at.closest('[data-region]')?.dataset.region ?? null };
        }"""
    )
