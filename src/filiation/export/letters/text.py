"""Letters as plain text, for where nothing else can go."""

from collections.abc import Iterator
from textwrap import TextWrapper

from filiation.export.letters.annexes import day, line, lines, subject, titled
from filiation.facts.letters import Block, Letter, Table

WIDTH = 78
"""How many signs a line has at most; an address or a hash that is longer stays whole."""

_NARROW = 24  # the line under a heading, where nobody knows how wide lines are


def text(letter: Letter, *, width: int = WIDTH) -> str:
    """Return a letter as plain text, with its annexes behind it.

    `width` is how many signs a line has at most; 0: paragraphs are not broken into lines, whatever shows them does it.
    """
    parts = [
        *("\n".join(_wrapped(line(one), width) for one in them) for them in (letter.sender, letter.recipient) if them),
        *((day(letter), _wrapped(subject(letter), width)) if letter.subject else ()),
        *(_block(block, width) for block in letter.blocks),
    ]
    for title, annex in titled(letter):
        parts += [
            "",
            _underlined(_wrapped(title, width), "=", width),
            *(_table(annex, width) if isinstance(annex, Table) else (_wrapped(line(annex.alternative), width),)),
        ]
    return "\n\n".join(parts) + "\n"


def _block(block: Block, width: int) -> str:
    told = [line(sentence.text) for sentence in block.sentences]
    if block.form == "list":
        return "\n".join(_wrapped(one, width, f"{n}. ") for n, one in enumerate(told, 1))
    whole = _wrapped(" ".join(told), width)
    return _underlined(whole, "-", width) if block.form == "heading" else whole


def _underlined(told: str, sign: str, width: int) -> str:
    longest = max(map(len, told.splitlines()), default=0)
    return f"{told}\n{sign * min(longest, width or _NARROW)}"


def _table(table: Table, width: int) -> Iterator[str]:
    """Yield the rows, each as a numbered list of what it holds: columns of hashes have no room side by side."""
    if table.note:
        yield _wrapped(line(table.note), width)
    for number, row in enumerate(table.rows, 1):
        told = (_cell(head, value, width) for head, value in zip(table.header, row, strict=True) if value)
        yield "\n".join((f"[{number}]", *told))


def _cell(head: str, value: str, width: int) -> str:
    first, *rest = lines(value).split("\n")
    return "\n".join(
        (_wrapped(f"{line(head)}: {first}", width, "", "  "), *(_wrapped(one, width, "  ") for one in rest))
    )


def _wrapped(text: str, width: int, first: str = "", later: str | None = None) -> str:
    """Return a text in lines, the first of them after `first`, the others indented as far or after `later`."""
    if not width:
        return first + text
    indent = " " * len(first) if later is None else later
    wrapper = TextWrapper(
        width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return wrapper.fill(text) or first.rstrip()
