"""An empty list, as one sentence and one button; it draws no blank charts and no bare zeros."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from studio.ui.links import go_to
from studio.ui.plain import plain


def empty_state(
    sentence: str,
    *,
    button: str,
    key: str,
    page: str | None = None,
    on_click: Callable[[], None] | None = None,
    icon: str = ":material/inbox:",
) -> None:
    """One sentence on what is missing and one button: to the page of this name, or to what `on_click` does."""
    with st.container(border=True, horizontal_alignment="center", gap="medium"):
        st.space("small")
        st.markdown(f":gray[{icon}]", width="content")
        st.markdown(plain(sentence), width=520, text_alignment="center")
        pressed = st.button(plain(button), key=key, type="primary", on_click=on_click)
        st.space("small")
    if pressed and page is not None:
        go_to(page)
