"""The run that a part of the Generate page has started, while it matters, and the earlier ones folded away."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from studio.records import Project, Run
from studio.ui import opened, run_panel

What = Literal["inputs", "samples"]


def watch(run_id: int, *, what: What) -> None:
    """Keeps this run in sight until she leaves, however quickly it ends."""
    st.session_state[_seen_key(what)] = run_id


def runs_of_part(project: Project, *, what: What) -> None:
    """The newest run, open while it goes on or waits; else all of them behind one line."""
    found = run_panel.recent_runs(project.id, kind="generate", what=what)
    if not found:
        return
    key = f"generate_{what}_run"
    newest = _that_matters(found, what=what)
    if newest is not None:
        run_panel.run_panel(newest, key=key)
    if newest is not None and len(found) == 1:
        return
    with st.expander("Earlier runs", icon=":material/history:", on_change="rerun", key=f"{key}s") as shown:
        if shown.open:
            run_panel.runs_view([run for run in found if run is not newest], key=f"{key}_earlier")


def _that_matters(found: list[Run], *, what: What) -> Run | None:
    """One that goes on, or the newest if it can go on, or that ended while she was looking."""
    live = set(opened.workspace().jobs.live_runs())
    going_on = next((run for run in found if run.id in live), None)
    if going_on is not None:
        watch(going_on.id, what=what)
        return going_on
    newest = found[0]
    was_seen = st.session_state.get(_seen_key(what)) == newest.id
    return newest if was_seen or newest.state in ("paused", "interrupted", "failed") else None


def _seen_key(what: What) -> str:
    return f"generate_{what}_run_seen"
