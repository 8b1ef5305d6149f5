"""U27: what is written can be read in both themes, and pass and fail never rest on red against green."""

from __future__ import annotations

import tomllib

import pytest

from tests.launcher.serving import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
COLOURS = ("blue", "orange", "red", "yellow", "green", "violet", "gray")
BOTH = pytest.mark.parametrize("mode", ["light", "dark"])

# Streamlit draws captions and other quiet text in the text colour at this opacity, and writes white on primary buttons.
CAPTION_OPACITY = 0.6
ON_PRIMARY = "#ffffff"


def channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """(L1 + 0.05) / (L2 + 0.05) with the lighter colour on top: 21 for black on white, 1 for equal colours."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def faded(colour: str, *, on: str, opacity: float) -> str:
    mixed = [c * opacity + b * (1 - opacity) for c, b in zip(channels(colour), channels(on), strict=True)]
    return "#" + "".join(f"{round(c * 255):02x}" for c in mixed)


def backgrounds(mode: str) -> list[str]:
    theme = THEME[mode]
    return [
        theme["backgroundColor"],
        theme["secondaryBackgroundColor"],
        theme["sidebar"]["backgroundColor"],
        theme["sidebar"]["secondaryBackgroundColor"],
    ]


def test_the_contrast_formula_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The grey that is known as the lightest one readable on white: #767676 at 4.54.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@BOTH
def test_running_text_and_links_are_readable_everywhere(mode: str) -> None:
    for background in backgrounds(mode):
        assert contrast(THEME[mode]["textColor"], background) >= 7
        assert contrast(THEME[mode]["linkColor"], background) >= 4.5


@BOTH
def test_captions_are_readable_on_the_page_and_in_the_sidebar(mode: str) -> None:
    theme = THEME[mode]
    for background in (theme["backgroundColor"], theme["sidebar"]["backgroundColor"]):
        assert contrast(faded(theme["textColor"], on=background, opacity=CAPTION_OPACITY), background) >= 4.5


@BOTH
@pytest.mark.parametrize("colour", COLOURS)
def test_every_coloured_word_is_readable_on_the_page_and_in_its_badge(mode: str, colour: str) -> None:
    theme = THEME[mode]
    for background in (theme["backgroundColor"], theme["secondaryBackgroundColor"], theme[f"{colour}BackgroundColor"]):
        assert contrast(theme[f"{colour}TextColor"], background) >= 4.5


@BOTH
def test_what_stands_on_a_primary_button_is_readable_and_the_button_stands_out(mode: str) -> None:
    assert contrast(THEME[mode]["primaryColor"], ON_PRIMARY) >= 4.5
    assert contrast(THEME[mode]["primaryColor"], THEME[mode]["backgroundColor"]) >= 3


@pytest.mark.parametrize(("mode", "least"), [("light", 4.5), ("dark", 3.6)])
def test_the_chosen_part_of_a_switch_is_readable_as_far_as_streamlit_lets_it_be(mode: str, least: float) -> None:
    # Streamlit writes the chosen part in the primary colour on a tenth of it, and white on primary buttons. In the dark
    # both cannot be 4.5: white on it asks for a luminance of 0.183 at most, and (0.183 + 0.05) / 4.5 leaves 0.0018 for
    # the tint, when on pure black a tenth of such a colour has 0.0031 or more. The buttons come first.
    theme = THEME[mode]
    tint = faded(theme["primaryColor"], on=theme["backgroundColor"], opacity=0.1)
    assert contrast(theme["primaryColor"], tint) >= least


@BOTH
def test_table_headers_are_readable(mode: str) -> None:
    theme = THEME[mode]
    assert contrast(theme["dataframeHeaderTextColor"], theme["dataframeHeaderBackgroundColor"]) >= 4.5


@BOTH
def test_chart_marks_stand_out_from_the_page(mode: str) -> None:
    for colour in THEME[mode]["chartCategoricalColors"]:
        assert contrast(colour, THEME[mode]["backgroundColor"]) >= 3, colour


@BOTH
def test_pass_and_fail_differ_for_eyes_that_do_not_see_red_and_green_apart(mode: str) -> None:
    # Blue against yellow is the difference that remains with red-green colour blindness: blue must dominate the one
    # and be the weakest part of the other.
    theme = THEME[mode]
    for kind in ("Color", "TextColor"):
        red, green, blue = channels(theme[f"blue{kind}"])
        assert blue > max(red, green) + 0.1
        red, green, blue = channels(theme[f"orange{kind}"])
        assert blue < min(red, green)
    assert theme["chartCategoricalColors"][:2] == [theme["blueColor"], theme["orangeColor"]]


@BOTH
def test_the_scales_go_from_the_page_s_own_tone_to_full_colour(mode: str) -> None:
    steps = [contrast(colour, THEME[mode]["backgroundColor"]) for colour in THEME[mode]["chartSequentialColors"]]
    assert len(steps) == 10
    assert steps == sorted(steps)
    diverging = [contrast(colour, THEME[mode]["backgroundColor"]) for colour in THEME[mode]["chartDivergingColors"]]
    assert diverging[:5] == sorted(diverging[:5], reverse=True)
    assert diverging[5:] == sorted(diverging[5:])


def test_both_themes_set_the_same_things() -> None:
    assert set(THEME["light"]) == set(THEME["dark"])
    assert set(THEME["light"]["sidebar"]) == set(THEME["dark"]["sidebar"])
