"""Hiding characters become marks; everything a reader can see stays as it was."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui.visible import visible

# Cf characters with a glyph of their own, and the two joiners without which emoji and several scripts fall apart.
SEEN_OR_NEEDED = set(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)))
SEEN_OR_NEEDED |= {"\u200c", "\u200d", "\n", "\t"}


def test_every_control_and_format_character_of_unicode_is_shown() -> None:
    hidden = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in HIDING]
    missed = [f"U+{ord(sign):04X}" for sign in hidden if sign not in SEEN_OR_NEEDED and visible(sign) == sign]
    assert missed == []


HIDING = ("Cc", "Cf", "Cs", "Zl", "Zp")


@given(
    st.text(
        st.characters(
            exclude_categories=["C", "Zl", "Zp"], exclude_characters="\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
        )
    )
)
def test_text_without_hiding_characters_is_left_alone(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("nul\x00", "nul⟨U+0000⟩"),
        ("lone \ud800", "lone ⟨U+D800⟩"),
        ("tag \U000e0041", "tag ⟨U+E0041⟩"),
        ("one\r\ntwo\n\tthree", "one\ntwo\n\tthree"),
        ("old mac\rline", "old mac⟨U+000D⟩line"),
    ],
)
def test_a_hiding_character_reads_as_its_code_point(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "❤️", "می‌خواهم", "שלום"]
)
def test_emoji_flags_and_other_scripts_stay_whole(text: str) -> None:
    assert visible(text) == text
