"""Choosing models: typed, picked from what was used before, or from a provider's own list; it asks nobody by itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.connections import Connection, connections, models_of
from studio.errors import StudioError
from studio.providers.local import LABEL
from studio.providers.model_file import what_is_missing
from studio.providers.recipients import recipients
from studio.providers.registry import provider_entry
from studio.providers.scripted import BEHAVIOURS
from studio.ui import opened
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.visible import visible

BUILT_IN = "local:smollm2"
_FOUND = "studio_models_found"


def model_words(address: str) -> str:
    """What people call a model: its address, or what it is where it is no real model."""
    provider, _, model = address.partition(":")
    if address == BUILT_IN:
        return LABEL
    return f"Scripted: {model}" if provider == "scripted" else address


def choose_models(
    label: str,
    *,
    key: str,
    used: Sequence[str],
    scripted: bool,
    most: int | None = None,
    more: Sequence[str] = (),
    help: str | None = None,
) -> list[str]:
    """One line of models: those last used are chosen until she chooses otherwise, else the built-in one."""
    if key not in st.session_state:
        st.session_state[key] = list(used) or [BUILT_IN]
    found = st.session_state.get(_FOUND, [])
    offered = dict.fromkeys(
        [*st.session_state[key], *used, BUILT_IN, *(_scripted() if scripted else []), *found, *more]
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.multiselect(
            label,
            options=list(offered),
            format_func=lambda address: visible(model_words(address)),
            key=key,
            accept_new_options=True,
            max_selections=most,
            select_all=False,
            wrap=True,
            placeholder="Choose, or type provider:model",
            help=help,
        )
        _finder(key)
    return [str(address) for address in chosen]


def model_notes(addresses: Sequence[str]) -> None:
    """What must be known of the chosen models: which are no evidence, and what is missing to run them."""
    if BUILT_IN not in addresses:
        return
    trouble = what_is_missing()
    if trouble is not None:
        show_error(trouble)


def refuse_unready(addresses: Sequence[str]) -> None:
    """Says which model cannot be asked, and what would help, before a run is started."""
    settings = opened.workspace().settings
    ready = {one.name: one for one in connections(opened.workspace())}
    for address in addresses:
        entry = provider_entry(address, settings=settings)
        if not ready[entry.name].is_ready:
            raise StudioError(
                happened=f"There is no key for {entry.label} yet.",
                safe="Nothing was sent.",
                to_do="Save one on the Settings page, or choose another model.",
            )


def leaves_line(addresses: Sequence[str], *, what: str) -> None:
    """One line on what leaves this machine, and to whom."""
    to = recipients(addresses, settings=opened.workspace().settings)
    if to:
        st.caption(
            f":material/public: Sent to {plain(' and '.join(to))}: {plain(what)}. Nothing else leaves this machine."
        )
    else:
        st.caption(":material/home: Nothing leaves this machine.")


def _scripted() -> list[str]:
    return [f"scripted:{name}" for name in BEHAVIOURS]


def _finder(key: str) -> None:
    with st.popover("Find models", icon=":material/search:", key=f"{key}_finder"):
        offered = {one.name: one for one in connections(opened.workspace()) if one.name != "scripted"}
        name = st.selectbox(
            "Ask", options=list(offered), format_func=lambda name: visible(offered[name].label), key=f"{key}_provider"
        )
        connection = offered[name]
        st.caption(plain(_readiness(connection)))
        if st.button("Show its models", key=f"{key}_ask", type="primary", disabled=not connection.is_ready):
            _ask(connection)


def _readiness(connection: Connection) -> str:
    if not connection.allowed:
        return "This workspace's settings do not let it be asked."
    if not connection.is_ready:
        return "There is no key for it yet. Save one on the Settings page."
    return "Runs on this machine." if connection.stays_here else "Asking for its list costs nothing."


def _ask(connection: Connection) -> None:
    try:
        with st.spinner(f"Asking {plain(connection.label)} …"):
            names = models_of(opened.workspace(), connection.name)
    except StudioError as error:
        show_error(error)
        return
    found = [f"{connection.name}:{name}" for name in names]
    st.session_state[_FOUND] = list(dict.fromkeys([*st.session_state.get(_FOUND, []), *found]))
    st.rerun()
