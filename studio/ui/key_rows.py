"""One row a provider on the Settings page: its key's state and place, and a test; the key itself never shows."""

from __future__ import annotations

import streamlit as st

from studio.connections import Connection, connections, drop_key, keep_key, models_of
from studio.errors import StudioError
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
