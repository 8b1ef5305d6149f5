"""The frame of a page: browser title, one heading, one leading sentence; the page list and switching live in app."""

from __future__ import annotations

import streamlit as st

from studio.ui.plain import plain

STUDIO = "Rubric Studio"
LEAD_PIXELS = 760


def page_frame(title: str, *, lead: str | None = None) -> None:
    """Set the browser's title and draw the page's only top heading; the sidebar names the project."""
    st.set_page_config(page_title=f"{title} · {STUDIO}", layout="wide")
    st.title(plain(title), anchor=False)
    if lead:
        st.markdown(f":gray[{plain(lead)}]", width=LEAD_PIXELS)


def demo_badge() -> None:
    """The mark of the sample project."""
    st.markdown(
        ":gray-badge[:material/science: Demo]",
        width="content",
        help="A sample project to look around in. Remove it on Home.",
    )


def section(title: str, *, hint: str | None = None) -> None:
    """A part of a page: one quiet heading, with an optional sentence under it."""
    st.subheader(plain(title), anchor=False)
    if hint:
        st.caption(plain(hint), width=LEAD_PIXELS)
