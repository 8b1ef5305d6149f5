"""Foreign text on a page: whole, folded when long, never blank without a word."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_text_stands_as_it_is() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("# A line\n  **another** ![x](y)", key="t", label="Output")

    test = drawn(page)
    assert test.text[0].value == "# A line\n  **another** ![x](y)"
    assert test.caption[0].value == "Output"


def test_indentation_and_blank_lines_at_the_ends_are_kept() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("\n    indented\n    twice\n", key="t")

    assert drawn(page).text[0].value.strip("\u2060") == "\n    indented\n    twice\n"


def test_an_empty_text_says_so() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted(" \n", key="t")

    assert "(empty)" in read(drawn(page))


def test_a_long_text_is_folded_and_opens_whole() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("word " * 40_000, key="t")

    test = drawn(page)
    assert len(test.text[0].value) < 13_000
    assert test.button(key="t_fold").label == "Show all 200,000 characters"
    test.button(key="t_fold").click().run()
    assert test.text[0].value.strip("\u2060") == "word " * 40_000
    test.button(key="t_fold").click().run()
    assert len(test.text[0].value) < 13_000


def test_formatted_text_goes_through_our_markdown() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("# Hello\n![x](http://e.org/p.png)", key="t", look="formatted")

    assert drawn(page).markdown[0].value == "**Hello**\n\n\\[picture not shown\\: x\\]"


def test_monospace_text_is_as_it_stands_with_hidden_signs_shown() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("  <b>a</b>\u202e", key="t", look="monospace")

    (shown,) = drawn(page).code
    assert "  <b>a</b>" in shown.value and "\u202e" not in shown.value


def test_a_text_too_long_to_format_stays_text() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui.untrusted import show_untrusted

        st.session_state["t_unfolded"] = True
        show_untrusted("**a** " * 20_000, key="t", look="formatted")

    test = drawn(page)
    assert not test.markdown
    assert test.text[0].value.strip("\u2060") == "**a** " * 20_000


def test_right_to_left_lines_get_a_direction_of_their_own() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("שלום עולם 42.\nplain", key="t")

    assert drawn(page).text[0].value == "\u2068שלום עולם 42.\u2069\nplain"


def test_the_samples_own_direction_marks_are_shown_not_obeyed() -> None:
    def page() -> None:
        from studio.ui.untrusted import show_untrusted

        show_untrusted("pay \u202e001$\u202c", key="t")

    assert drawn(page).text[0].value == "pay ⟨U+202E⟩001$⟨U+202C⟩"
