"""Letters for tests: plainly artificial people, and a drawing like those of families."""

from dataclasses import replace
from datetime import date

from filiation.facts.letters import Block, Letter, LetterKind, Picture, Sentence, Table

SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100" font-family="Arial">'
    "<title>Family</title>"
    '<a href="https://example.org/owner/model"><rect x="5" y="5" width="90" height="30" fill="#fff" stroke="#333"/>'
    '<text x="10" y="20" font-size="12">owner/model</text></a></svg>\n'
)
PICTURE = Picture("The family", SVG, "The family of owner/model. It has 2 descendants.")
MODELS = Table(
    "The models",
    ("model", "how it was made", "commit"),
    (("owner/model-GGUF", "quantized", "ab12" * 16), ("owner/" + "long-name-" * 9, "finetune", "")),
    "As read on 2026-11-22.",
)
SEEN = Table("What was said", ("asked", "answered"), (("Where does A. Person live?", "In\nExample Street\t1"),))


def block(form, *texts):
    return Block(f"{form}.x", form, tuple(Sentence(f"x.{n}", text) for n, text in enumerate(texts)))


LETTER = Letter(
    kind=LetterKind.REQUEST,
    language="en",
    day=date(2026, 11, 22),
    subject="Request under articles 17 and 21 of the GDPR",
    sender=("A. Person", "person@example.org"),
    recipient=("Example Labs", "Data protection"),
    to="privacy@example.org",
    blocks=(
        block("paragraph", "Dear Sir or Madam,"),
        block("heading", "What I ask"),
        block("list", "Erase the data.", "Tell me when it is done."),
        block("paragraph", "I am writing to you as the publisher.", "Please answer within one month."),
    ),
    sources=("gdpr:17(1)",),
    annexes=(PICTURE, MODELS, SEEN),
)


def saying(text, **changes):
    """Return a letter in which `text` stands wherever something can stand."""
    table = Table(text, (text, "other"), ((text, "x"), ("y", text)), text)
    blocks = tuple(block(form, text, text) for form in ("paragraph", "heading", "list"))
    annexes = (Picture(text, SVG, text), table)
    held = replace(LETTER, subject=text, sender=(text,), recipient=(text,), blocks=blocks, annexes=annexes)
    return replace(held, **changes)
