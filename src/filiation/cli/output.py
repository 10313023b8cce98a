"""Writing answers: lines and tables for people, JSON for programs, numbers and dates."""

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from filiation.errors import printable
from filiation.facts.vocabulary import Relation

if TYPE_CHECKING:
    from rich.console import Console

_PLAIN = dict(zip("├└┌│─╞╘╒═╌~·▲▼“”«»’•\u00a0\u202f", '|++|-|++=.~-^v""""\'*  ', strict=True)) | {
    "…": "...",
    "–": "-",
    "œ": "oe",
    "Œ": "Oe",
}
_LEGIBLE = "filiation.legible"
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Signs that steer a terminal, turn the direction of writing, or are not seen at all."""
_GAP = "  "
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line, with a style for terminals; `right` aligns it to the right in a table."""

    text: str
    style: str = ""
    right: bool = False


STYLE: Mapping[Relation, str] = {
    Relation.FINETUNE: "green",
    Relation.ADAPTER: "cyan",
    Relation.QUANTIZED: "blue",
    Relation.MERGE: "magenta",
    Relation.COPY: "yellow",
    Relation.UNSPECIFIED: "",
    Relation.TRAINED_ON: "",
}
"""The color of a relation on terminals."""

Piece = str | Cell
"""What lines are made of."""


class Screen:
    """Standard output: plain text, in color on a terminal only; nothing is ever cut to the width of a terminal."""

    def __init__(self) -> None:
        """Write to the standard output of the moment."""
        self._console = _console(sys.stdout)

    def text(self, text: str = "") -> None:
        """Write one line of our own words."""
        self.line(text)

    def heading(self, text: str) -> None:
        """Write the heading of a part, after an empty line."""
        self.line()
        self.line(Cell(text, "bold"))

    def line(self, *pieces: Piece) -> None:
        """Write one line made of pieces."""
        cells = [p if isinstance(p, Cell) else Cell(p) for p in pieces]
        if self._console is None:
            sys.stdout.write("".join(cell.text for cell in cells).rstrip() + "\n")
            return
        from rich.text import Text

        line = Text.assemble(*((cell.text, cell.style) for cell in cells))
        self._console.print(line, soft_wrap=True)

    def table(self, rows: Sequence[Sequence[Piece]], indent: int = 2) -> None:
        """Write rows whose columns are as wide as their widest cell."""
        cells = [[p if isinstance(p, Cell) else Cell(p) for p in row] for row in rows]
        columns = max((len(row) for row in cells), default=0)
        widths = [max(_width(row[c].text) for row in cells if c < len(row)) for c in range(columns)]
        for row in cells:
            padded = [_padded(cell, width) for cell, width in zip(row, widths, strict=False)]
            pieces = [piece for cell in padded for piece in (_GAP, cell)][1:]
            if not row[-1].right:
                pieces[-1] = row[-1]
            self.line(" " * indent, *pieces)

    @property
    def is_wide(self) -> bool:
        """Whether two columns of text can be read side by side: on a terminal of a hundred columns or more."""
        return self._console is not None and self._console.width >= _WIDE

    def beside(self, columns: Sequence[Sequence[Sequence[Piece]]], indent: int = 2) -> None:
        """Write columns of lines: side by side where there is room, their lines broken, else one below the other."""
        if self._console is None or not self.is_wide:
            for lines in columns:
                for line in lines:
                    self.line(" " * indent, *line)
            return
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(*([""] * len(columns)), padding=(0, 4, 0, 0), expand=True)
        for column in grid.columns:
            column.ratio, column.overflow = 1, "fold"
        texts = [[Text.assemble(*map(_styled, line)) for line in lines] for lines in columns]
        grid.add_row(*(Text("\n").join(lines) for lines in texts))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def json(self, answer: object) -> None:
        """Write an answer as one JSON document (UTF-8, whatever the terminal); signs that are not seen are escaped."""
        import msgspec

        written = msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()
        click.echo(_UNSEEN.sub(_escaped, written).encode())


def note(text: str, style: str = "") -> None:
    """Write a line to standard error."""
    console = _console(sys.stderr)
    if console is None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
        return
    from rich.text import Text

    console.print(Text(text, style), soft_wrap=True)


def outside(value: object) -> str:
    """Return a text that is not ours so that it can be shown: on one line, and steering no terminal."""
    return str(printable(str(value)))


def legible() -> None:
    """Let both outputs write, in place of what their encoding lacks, what comes nearest to it.

    An output that the caller has closed takes what is written and forgets it.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (open to the end)
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (open to the end)
    codecs.register_error(_LEGIBLE, _nearest)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=_LEGIBLE)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that an encoding lacks: lines by ASCII lines, letters by letters without accents."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or _unaccented(c) for c in lost), error.end


def _unaccented(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return bare or letter.encode("ascii", "backslashreplace").decode()


def _console(stream: TextIO) -> "Console | None":
    """Return a console for a stream that is a terminal on which colors are welcome."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return None
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _escaped(sign: re.Match[str]) -> str:
    """Return a sign as JSON spells it in ASCII; such signs stand nowhere but in texts."""
    units = sign[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _styled(piece: Piece) -> tuple[str, str]:
    return (piece, "") if isinstance(piece, str) else (piece.text, piece.style)


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _padded(cell: Cell, width: int) -> Cell:
    space = " " * (width - _width(cell.text))
    return Cell(space + cell.text if cell.right else cell.text + space, cell.style, cell.right)
