"""Pasted text becomes inputs by line or by paragraph, word for word."""

from __future__ import annotations

from studio.generation.pasted import likely_cut, pasted_inputs


def test_one_a_line_without_blank_lines_and_repeats() -> None:
    assert pasted_inputs("  Back?\r\n\r\nWhen?\nBack?\n", cut="line") == ["Back?", "When?"]


def test_a_blank_line_divides_paragraphs_that_keep_their_own_lines() -> None:
    text = "Hello,\nmy boots leak.\n \n\nWhere is\nmy parcel?"
    assert pasted_inputs(text, cut="paragraph") == ["Hello,\nmy boots leak.", "Where is\nmy parcel?"]


def test_the_likely_cut_is_by_paragraph_where_blank_lines_stand_between() -> None:
    assert likely_cut("One?\nTwo?\n\n") == "line"
    assert likely_cut("One\nmore?\n\nTwo?") == "paragraph"
