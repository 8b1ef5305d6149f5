"""A foreign name inside our Markdown keeps its letters and loses its marks; the browser test shows the same drawn."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui.plain import WORD_JOINER, plain
from studio.ui.visible import visible


def read(markdown: str) -> str:
    """What a reader sees of escaped text."""
    return re.sub(r"\\(.)", r"\1", markdown).replace(WORD_JOINER, "")


@given(st.text() | st.text(alphabet=string.punctuation + " \n:w@a1"))
def test_every_mark_is_escaped_and_every_letter_is_kept(text: str) -> None:
    escaped = plain(text)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped))
    assert read(escaped) == (" ".join(visible(text).split()) or "(empty)")


@given(st.text(alphabet=":abz_+-/100 @w.<>=~"))
def test_what_is_looked_for_after_parsing_is_broken(text: str) -> None:
    shown = re.sub(r"\\(.)", r"\1", plain(text))
    assert not re.search(r":[\w+-]+:|://|www\.|@\w", shown, re.IGNORECASE)
    assert not re.search(r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)", shown)


@pytest.mark.parametrize("blank", ["", "   ", "\n\t"])
def test_a_blank_name_says_so(blank: str) -> None:
    assert read(plain(blank)) == "(empty)"


def test_a_number_is_taken_as_its_words() -> None:
    assert read(plain(4.5)) == "4.5"
