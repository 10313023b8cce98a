"""Walking the guided path as a reader does, with plainly artificial data."""

from dataclasses import dataclass

MODEL = "mistralai/Mistral-7B-v0.1"
GUIDE = f"/models/{MODEL}/request"

TYPED = {
    "file": "mistral-7b.Q4_K_M.gguf",
    "what": "my private telephone number & where I live",
    "prompt": "Where does A. Person of Example Town live?",
    "output": "A. Person lives at 1 Example Street, telephone 555-0100.",
    "settings": "temperature 0, seed 4711",
    "situation": "Strangers ring at my door; I had to move once already.",
    "name": "A. Person-Example",
    "reply_to": "a.person+letters@example.org",
    "represents": "Ms. B. Example-Other",
}
"""What is typed into the fields; nothing of it may ever leave the browser."""


@dataclass
class Guide:
    """The guided path on a page of a browser."""

    page: object

    @property
    def step(self):
        """The section that is shown."""
        return self.page.locator(".step:visible")

    def onward(self):
        """Press the button that leads to the next step."""
        self.step.locator("[data-onward]").click()

    def fill(self, name, text=None):
        self.page.locator(f"#g-{name}").fill(TYPED[name] if text is None else text)

    def tick(self, name, value):
        self.page.locator(f"#g-{name} input[value={value}]").check()

    def walk(self):
        """Go all the way from the first step to the letters, by typing."""
        page = self.page
        page.locator("#step-1 [data-onward]").wait_for()
        self.fill("file")
        self.onward()
        self.tick("kinds", "contact")
        self.fill("what")
        for of in ("prompt", "output", "settings"):
            page.locator(f".pair-of [data-of={of}]").press_sequentially(TYPED[of])
        page.locator(".pair-of [data-of=day]").fill("2026-11-02")
        self.onward()
        self.tick("rights", "access")
        page.locator("#more-reasons > summary").click()
        self.fill("situation")
        self.onward()
        self.onward()
        page.locator("#g-name").press_sequentially(TYPED["name"])
        page.locator("#g-reply_to").press_sequentially(TYPED["reply_to"])
        page.locator("#g-country").select_option("FR")
        page.locator("#g-acts").check()
        self.fill("represents")
        page.locator("#g-represents").press("Enter")
        page.locator("#letters .letter-card").first.wait_for()

    def download(self, button):
        """Press a button that saves a file; gives its name and its text."""
        with self.page.expect_download() as waiting:
            button.click()
        return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")
