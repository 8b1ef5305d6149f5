"""What a session keeps: one name each, and what belongs to a project stays with it."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_each_project_keeps_its_own_sample() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui import state

        state.choose_project("one")
        state.open_sample("s1")
        state.choose_project("two")
        st.text(state.opened_sample())
        state.choose_project("one")
        st.text(state.opened_sample())
        state.open_sample(None)
        st.text(f"{state.opened_sample()} {state.current_rater()}")

    assert read(drawn(page)) == "None\ns1\nNone None"


def test_how_texts_are_shown_holds_for_every_text() -> None:
    def page() -> None:
        from studio.records import Sample
        from studio.ui import cards, state

        state.text_look_choice(key="look")
        cards.sample_card(Sample(id="s", project="p", input_id="i", output="**warm**"), key="c")

    test = drawn(page)
    assert test.text[0].value == "**warm**"
    test.segmented_control(key="look").set_value("formatted").run()
    assert not test.text
    assert "**warm**" in [markdown.value for markdown in test.markdown]
    test.segmented_control(key="look").set_value("monospace").run()
    assert [code.value for code in test.code] == ["**warm**"]
