"""Pictures as PNG, for where SVG cannot go."""

from functools import cache

from filiation.errors import FiliationError
from filiation.locale import mark
from filiation.pictures.svg import FONT

LONGEST, MOST = 16_000, 40_000_000
"""The longest side of an image and the most pixels in it; larger pictures are drawn smaller."""

_PROBE = """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">
<text y="15" font-family="{font}">{text}</text></svg>"""


def png(svg: str, size: tuple[float, float], *, scale: float = 2) -> bytes:
    """Return a standalone SVG of a size (width, height) as a PNG image, `scale` pixels for each of its own."""
    from resvg_py import svg_to_bytes

    if not _letters_are_drawn():
        raise FiliationError(
            mark("This machine has no font with which to write on an image."),
            mark("Install one, such as Liberation Sans or DejaVu Sans, or ask for SVG instead."),
        )
    zoom = min(scale, LONGEST / max(size), (MOST / (size[0] * size[1])) ** 0.5)
    return svg_to_bytes(svg_string=svg, zoom=zoom)


@cache
def _letters_are_drawn() -> bool:
    """Whether a letter leaves a mark: without fonts, text is left out silently."""
    from resvg_py import svg_to_bytes

    with_letter, without = (svg_to_bytes(svg_string=_PROBE.format(font=FONT, text=text)) for text in ("M", ""))
    return with_letter != without
