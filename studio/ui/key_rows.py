"""One row a provider on the Settings page: its key's state and place, and a test; the key itself never shows."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.connections import Connection, connections, drop_key, keep_key, models_of
from studio.errors import StudioError
from studio.settings import MinuteLimits, save_settings
from studio.ui import opened
from studio.ui.formats import counted
from studio.ui.messages import guarded, show_error
from studio.ui.plain import plain


def key_row(connection: Connection) -> None:
    """Name, state, and what can be done about it."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"**{plain(connection.label)}**  :gray[{_where(connection)}]", width="content")
            st.markdown(_state(connection), width="content")
        if not connection.allowed:
            return
        with st.container(horizontal=True, gap="small"):
            if connection.key_name:
                _key_popover(connection)
            if connection.is_ready:
                _test_button(connection.name)
            if connection.is_ready and connection.name != "local":
                _limits_popover(connection.name)
        _told(connection.name)


def _where(connection: Connection) -> str:
    if connection.stays_here:
        return "stays on this machine"
    return "samples and rubrics are sent there"


def _state(connection: Connection) -> str:
    if not connection.allowed:
        return ":gray-badge[:material/block: switched off]"
    if not connection.key_name:
        return ":gray-badge[no key needed]"
    if connection.key_source is None:
        return ":gray-badge[no key yet]"
    ending = f" ···{plain(connection.last_four)}" if connection.last_four else ""
    return f":primary-badge[:material/key: {connection.key_source}{ending}]"


def _key_popover(connection: Connection) -> None:
    field = f"settings_key_{connection.name}"
    with st.popover("Change the key" if connection.key_source else "Add a key"):
        st.text_input("Key", key=field, type="password", autocomplete="off")
        st.caption("Kept in this computer's key store, or in a file only you can read. Never in the project.")
        st.button(
            "Save", key=f"settings_save_{connection.name}", type="primary", on_click=_save, args=(connection.name,)
        )
        if connection.key_source in ("key store", "secrets file"):
            st.button("Delete it", key=f"settings_delete_{connection.name}", on_click=_delete, args=(connection.name,))


def _test_button(provider: str) -> None:
    if st.button("Test", key=f"settings_test_{provider}", help="Asks for the list of models: one call, free of charge"):
        with st.spinner("Asking …"), guarded():
            found = models_of(opened.workspace(), provider)
            st.caption(f":material/check: It answers with {counted(len(found), 'model')}.")


def _limits_popover(provider: str) -> None:
    limits = opened.workspace().settings.limits_of(provider)
    with st.popover("Limits a minute"):
        st.caption("For each model. 0 for no limit of yours; the provider's own are kept in any case.")
        for name, value in (("requests", limits.requests), ("tokens", limits.tokens)):
            st.number_input(name.capitalize(), min_value=0, value=value, step=1, key=f"settings_{name}_{provider}")
        st.button("Save", key=f"settings_limits_{provider}", type="primary", on_click=_save_limits, args=(provider,))


def _save_limits(provider: str) -> None:
    workspace = opened.workspace()
    settings = workspace.settings
    requests, tokens = (int(st.session_state[f"settings_{name}_{provider}"]) for name in ("requests", "tokens"))
    others = [one for one in settings.minute_limits if one.provider != provider]
    hers = [MinuteLimits(provider=provider, requests=requests, tokens=tokens)] if requests or tokens else []
    try:
        save_settings(replace(settings, minute_limits=(*others, *hers)), folder=workspace.folder)
    except StudioError as error:
        st.session_state[f"settings_problem_{provider}"] = error


def _told(provider: str) -> None:
    problem = st.session_state.pop(f"settings_problem_{provider}", None)
    if problem is not None:
        show_error(problem)


def _save(provider: str) -> None:
    secret = str(st.session_state.pop(f"settings_key_{provider}", ""))
    try:
        keep_key(opened.workspace(), connection=_named(provider), secret=secret)
    except StudioError as error:
        st.session_state[f"settings_problem_{provider}"] = error


def _delete(provider: str) -> None:
    try:
        drop_key(opened.workspace(), connection=_named(provider))
    except StudioError as error:
        st.session_state[f"settings_problem_{provider}"] = error


def _named(provider: str) -> Connection:
    return next(one for one in connections(opened.workspace()) if one.name == provider)
