"""The workspace and the project that the pages work on: opened once a process, chosen once a session."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from studio.demo.installing import install_demo_if_new
from studio.records import Project, Rater
from studio.settings import workspace_folder
from studio.ui import state
from studio.workspace import Workspace, slug

_at_close: list[Callable[[], None]] = []


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """The workspace of this server; the same object for every session and fragment."""
    opened = Workspace(workspace_folder())
    install_demo_if_new(opened)
    _at_close.append(opened.close)
    return opened


def close_workspace() -> None:
    """Called when the server ends: runs stop where they are, writes are finished."""
    while _at_close:
        _at_close.pop()()


def project() -> Project | None:
    """The project she works on; the first one there is when she has not chosen."""
    known = {one.id: one for one in workspace().projects()}
    chosen = known.get(state.current_project() or "")
    return chosen or next(iter(known.values()), None)


def rater() -> Rater | None:
    """Who rates in this session: the name chosen here, or the one in the settings."""
    name = state.current_rater() or workspace().settings.rater
    return Rater(id=slug(name), name=name) if name else None
