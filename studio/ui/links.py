"""Ways from one page to another by the page's name; the list of pages lives in app."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import streamlit as st

from studio.bundle import bundled_path
from studio.ui.plain import plain


def page_file(page: str) -> Path:
    """The file of the page that is called "rate", "compare" and so on."""
    return bundled_path("pages") / f"{page}.py"


def go_to(page: str, *, query: Mapping[str, str] | None = None) -> NoReturn:
    """Leave this page for another one; not from a callback."""
    st.switch_page(page_file(page), query_params=dict(query or {}))


def link_to(page: str, *, label: str, icon: str | None = None, query: Mapping[str, str] | None = None) -> None:
    """Draw a link to another page."""
    st.page_link(page_file(page), label=plain(label), icon=icon, query_params=dict(query or {}))
