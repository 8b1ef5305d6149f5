"""Settings: keys, what may leave this machine, who rates, backups."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.connections import connections
from studio.errors import StudioError
from studio.settings import Server, save_settings
from studio.store.backups import backups
from studio.ui import opened
from studio.ui.formats import byte_size
from studio.ui.frame import page_frame, section
from studio.ui.key_rows import key_row
from studio.ui.messages import show_error
from studio.ui.plain import plain

MAIN_PROVIDERS = ("local", "openai", "anthropic")


def main() -> None:
    """What she needs first stands first."""
    page_frame("Settings")
    problem = st.session_state.pop("settings_problem", None)
    if problem is not None:
        show_error(problem)
    with st.container(width=820):
        _models()
        _privacy()
        _rater()
        _backups()


def _models() -> None:
    section(
        "Models", hint="The built-in model needs no key. It is for trying things out: its verdicts are no evidence."
    )
    found = [one for one in connections(opened.workspace()) if one.name != "scripted"]
    for connection in (one for one in found if one.name in MAIN_PROVIDERS):
        key_row(connection)
    with st.expander("Other servers: Ollama, vLLM, LM Studio, a gateway"):
        for connection in (one for one in found if one.name not in MAIN_PROVIDERS):
            key_row(connection)
        _new_server()


def _new_server() -> None:
    with st.popover("Add a server", icon=":material/add:"):
        st.text_input("Name", key="settings_server_name", placeholder="gateway", max_chars=64)
        st.text_input("Address", key="settings_server_url", placeholder="http://127.0.0.1:8000/v1", max_chars=300)
        st.text_input(
            "Name of its key", key="settings_server_key", placeholder="GATEWAY_API_KEY", help="Empty if it needs none"
        )
        st.button("Add", key="settings_server_add", type="primary", on_click=_add_server)


def _add_server() -> None:
    def text(key: str) -> str:
        return str(st.session_state.get(key) or "").strip()

    server = Server(
        name=text("settings_server_name"), base_url=text("settings_server_url"), key_name=text("settings_server_key")
    )
    settings = opened.workspace().settings
    _save(servers=(*settings.servers, server))


def _privacy() -> None:
    section("What leaves this machine")
    st.caption("Only what a model is asked: the rubric, the input and the output. Ratings, notes and names stay here.")
    st.toggle(
        "Nothing leaves this machine",
        value=opened.workspace().settings.local_only,
        key="settings_local_only",
        on_change=lambda: _save(local_only=bool(st.session_state["settings_local_only"])),
        help="Only models that run on this machine can be asked.",
    )


def _rater() -> None:
    section("Who rates")
    st.text_input(
        "Your name",
        value=opened.workspace().settings.rater,
        key="settings_rater",
        max_chars=60,
        on_change=lambda: _save(rater=str(st.session_state["settings_rater"]).strip()),
        help="Ratings are kept under it. Saved when you leave the field.",
        width=360,
    )


def _backups() -> None:
    section("Backups", hint="Made each day and before each update; the last seven are kept.")
    st.button(
        "Back up now",
        key="settings_backup",
        icon=":material/save:",
        on_click=_back_up,
    )
    kept = backups(opened.workspace().store.backup_folder)
    for path in kept:
        st.caption(f"{plain(path.name)} · {byte_size(path.stat().st_size)}")
    if kept:
        st.caption("To put one back: close the studio, then run studio restore with the name of its file.")


def _back_up() -> None:
    opened.workspace().store.back_up(reason="asked")


def _save(**changed: object) -> None:
    workspace = opened.workspace()
    try:
        save_settings(replace(workspace.settings, **changed), folder=workspace.folder)  # type: ignore[arg-type]
    except StudioError as error:
        st.session_state["settings_problem"] = error


main()
