"""Errors as a person reads them: three parts, no key, one reference number on the page and in the log."""

from __future__ import annotations

import re

import pytest

from tests.ui.drawn import drawn, read


def test_a_foreseen_error_has_its_three_parts_and_draws_no_marks() -> None:
    def page() -> None:
        from studio.errors import StudioError
        from studio.ui.messages import guarded

        with guarded():
            raise StudioError(
                happened="The file :red[a.csv] is empty.", safe="Nothing was changed.", to_do="Choose another file."
            )

    words = read(drawn(page))
    assert words == "The file :red[a.csv] is empty.\nNothing was changed.\nChoose another file."


def test_an_unforeseen_error_gives_the_page_and_the_log_the_same_number_and_neither_a_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def page() -> None:
        from studio.ui.messages import guarded

        @guarded()
        def fails() -> None:
            raise ValueError("401 for key sk-ant-abcdef1234567890")

        fails()

    words = read(drawn(page))
    number = re.search(r"RS-[0-9A-F]{4}-[0-9A-F]{4}", words)
    assert number and number.group() in caplog.text
    assert "Everything saved so far is safe." in words
    assert "ValueError" in caplog.text
    assert "sk-ant" not in words + caplog.text
    assert "Traceback" not in words


def test_a_key_in_a_foreseen_error_is_taken_out() -> None:
    def page() -> None:
        from studio.errors import StudioError
        from studio.ui.messages import show_error

        show_error(StudioError(happened="Incorrect key: sk-abcdefgh12345678"))

    assert read(drawn(page)) == "Incorrect key: [key]"


def test_a_stop_inside_a_guard_still_stops_the_page() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui.messages import guarded

        with guarded():
            st.text("before")
            st.stop()
        st.text("after")

    assert read(drawn(page)) == "before"
