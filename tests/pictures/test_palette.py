"""The inks are legible on both grounds, tell relations apart, and are those of the site's stylesheet."""

import re
from importlib.resources import files
from itertools import combinations

import pytest

from filiation.facts.vocabulary import Relation, Standing
from filiation.pictures import palette
from filiation.pictures.palette import ALARM, EDGE, FOCUS, MUTED, PAPER, RELATION, SHADE, TEXT, TINT


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_in_the_guidelines():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", [TEXT, MUTED, ALARM, *RELATION.values()])
def test_text_and_letters_can_be_read_on_paper(ink, theme):
    assert contrast(getattr(ink, theme), getattr(PAPER, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", [SHADE, FOCUS, *TINT.values()])
def test_text_can_be_read_on_the_grounds_of_boxes(ground, theme):
    assert contrast(getattr(TEXT, theme), getattr(ground, theme)) >= 4.5
    assert contrast(getattr(MUTED, theme), getattr(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_and_lines_can_be_seen(theme):
    for ink in (EDGE, *RELATION.values()):
        assert contrast(getattr(ink, theme), getattr(PAPER, theme)) >= 3


def test_every_relation_has_inks_of_its_own():
    for table in (RELATION, TINT):
        assert set(table) == set(Relation)
        assert all(table[a] != table[b] for a, b in combinations(Relation, 2))


def test_every_standing_has_a_stroke_of_its_own_and_other_parents_have_another():
    assert set(palette.STROKE) == set(Standing)
    assert len({*palette.STROKE.values(), palette.SIDELONG}) == len(Standing) + 1


def test_the_stylesheet_of_the_site_has_the_same_inks():
    css = files("filiation").joinpath("web", "static", "site.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in css.split("prefers-color-scheme: dark")[:2]
    )
    ours = {
        "paper": PAPER,
        "ink": TEXT,
        "ink-soft": MUTED,
        "line-strong": EDGE,
        **{str(r): RELATION[r] for r in Relation},
    }
    for name, ink in ours.items():
        assert (light[name], dark[name]) == (ink.light, ink.dark)
