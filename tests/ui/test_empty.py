"""An empty list is one sentence and one button that does something."""

from __future__ import annotations

from tests.ui.drawn import drawn, read


def test_the_button_leads_on() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui.empty import empty_state

        def make() -> None:
            st.session_state["made"] = True

        empty_state("You have no samples yet.", button="Make samples", key="e", on_click=make)
        if st.session_state.get("made"):
            st.text("made")

    test = drawn(page)
    assert "You have no samples yet." in read(test)
    assert len(test.button) == 1
    test.button(key="e").click().run()
    assert "made" in read(test)
