"""Select boxes whose choice stands in the page's address by its id, not by the words on the screen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.ui.visible import visible


def addressed_choice(
    label: str, *, options: Mapping[str, str], key: str, name: str, width: int = 320, help: str | None = None
) -> str:
    """Draw the box over ids with their words; the first one is standard and leaves the address alone."""
    known, standard = list(options), next(iter(options))
    if st.session_state.get(key) not in known:
        asked = st.query_params.get(name, standard)
        st.session_state[key] = asked if asked in known else standard
    chosen: str = st.selectbox(
        label, options=known, format_func=lambda one: visible(options[one]), key=key, width=width, help=help
    )
    if chosen != st.query_params.get(name, standard):
        st.query_params[name] = chosen
    elif chosen == standard and name in st.query_params:
        del st.query_params[name]
    return chosen
