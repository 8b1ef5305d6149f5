"""Choices that stand in the page's address by their id, not by the words on the screen; the first one is standard."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.ui.visible import visible


def addressed_choice(label: str, *, options: Mapping[str, str], key: str, name: str, width: int = 320) -> str:
    """A select box over ids with their words; the standard one leaves the address alone."""
    _from_address(options, key=key, name=name)
    chosen: str = st.selectbox(
        label, options=list(options), format_func=lambda one: visible(options[one]), key=key, width=width
    )
    _to_address(chosen, options, key=key, name=name)
    return chosen


def addressed_part(label: str, *, options: Mapping[str, str], key: str, name: str) -> str:
    """A row of parts of the page, of which one is open."""
    _from_address(options, key=key, name=name)
    chosen: str | None = st.segmented_control(
        label,
        options=list(options),
        format_func=lambda one: options[one],
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    part = chosen or next(iter(options))
    _to_address(part, options, key=key, name=name)
    return part


def _from_address(options: Mapping[str, str], *, key: str, name: str) -> None:
    """The address says what is chosen at first, and whenever it was changed from outside: by a link, or by Back."""
    asked = st.query_params.get(name, "")
    if st.session_state.get(key) not in options or asked != st.session_state.get(_told(key), ""):
        st.session_state[key] = asked if asked in options else next(iter(options))


def _to_address(chosen: str, options: Mapping[str, str], *, key: str, name: str) -> None:
    told = "" if chosen == next(iter(options)) else chosen
    if told:
        st.query_params[name] = told
    elif name in st.query_params:
        del st.query_params[name]
    st.session_state[_told(key)] = told


def _told(key: str) -> str:
    """Where it is kept what the address was last told."""
    return f"{key}_address"
