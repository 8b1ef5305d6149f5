"""A page has one heading, and its sentences are words."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_a_page_begins_with_one_heading_and_its_leading_sentence() -> None:
    def page() -> None:
        from studio.ui.frame import page_frame, section

        page_frame("Compare", lead="gpt-*5* agrees with you on 84 %.")
        section("Judges", hint="Side by side.")

    test = drawn(page)
    assert [title.value for title in test.title] == ["Compare"]
    words = read(test)
    assert "gpt-*5* agrees with you on 84 %." in words
    assert "Side by side." in words
