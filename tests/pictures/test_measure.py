"""Widths of text, and cutting to a width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filiation.pictures.measure import TYPES, fit, width

KINDS = st.sampled_from(sorted(TYPES))


@given(st.text(max_size=200), st.floats(20, 500), KINDS)
def test_what_is_fitted_fits(text, room, kind):
    assert width(fit(text, room, kind), kind) <= room


@given(st.text(max_size=200), KINDS)
def test_what_fits_is_left_whole(text, kind):
    assert fit(text, width(text, kind), kind) == text


@given(st.text(min_size=20, max_size=200))
def test_what_is_cut_keeps_its_ends(text):
    room = width(text) * 0.6
    before, mark, after = fit(text, room).partition("…")
    if fit(text, room) != text and "…" not in text:
        assert mark
        assert text.startswith(before)
        assert text.endswith(after)


@given(st.text(max_size=50), st.text(max_size=50))
def test_widths_add_up(a, b):
    assert width(a) + width(b) == pytest.approx(width(a + b))


def test_letters_differ_in_width():
    assert width("iiii") < width("aaaa") < width("mmmm") < width("名名名名")
    assert width("a", "detail") < width("a") < width("a", "name")


# As the typeface Liberation Sans has them, in pixels at the size of the kind; an estimate may be wider, not narrower.
@pytest.mark.parametrize(
    ("text", "kind", "true"),
    [("openhermes-2.5-mistral-7b-GGUF", "name", 208.0), ("openhermes-2.5-mistral-7b-GGUF", "label", 182.7)],
)
def test_widths_are_those_of_common_faces_and_a_little_more(text, kind, true):
    assert true <= width(text, kind) <= true * 1.25
