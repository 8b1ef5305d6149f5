"""The panel of a run: how far each judge is, what failed, what it has cost; it reads a record and starts nothing."""

from __future__ import annotations

import streamlit as st

from studio.records import RunState
from studio.runs.progress import LaneProgress, RunProgress
from studio.ui import formats
from studio.ui.plain import plain
from studio.ui.verdict_marks import FAILURE_WORDS, Mark

RUN_MARKS: dict[RunState, Mark] = {
    "waiting": Mark(word="waiting", icon=":material/hourglass_empty:", colour="gray"),
    "running": Mark(word="running", icon=":material/play_arrow:", colour="primary"),
    "paused": Mark(word="paused", icon=":material/pause:", colour="orange"),
    "cancelling": Mark(word="cancelling", icon=":material/hourglass_top:", colour="gray"),
    "cancelled": Mark(word="cancelled", icon=":material/stop_circle:", colour="gray"),
    "interrupted": Mark(word="interrupted", icon=":material/power_off:", colour="orange"),
    "done": Mark(word="done", icon=":material/check:", colour="primary"),
    "failed": Mark(word="failed", icon=":material/error:", colour="orange"),
}
"""How the state of a run looks everywhere."""


def show_run_progress(progress: RunProgress) -> None:
    """The state of the run in words, then one row for each judge or model."""
    with st.container(border=True, gap="medium"):
        message = f" {plain(progress.message)}" if progress.message else ""
        st.markdown(f"{RUN_MARKS[progress.state].badge}{message}")
        for lane in progress.lanes:
            with st.container(gap="xsmall"):
                _row(lane, is_live=progress.is_live)
        if progress.is_live:
            st.caption("You can close this tab: the run goes on, and every result is stored as it comes in.")


def _row(lane: LaneProgress, *, is_live: bool) -> None:
    total = lane.done + sum(lane.failed.values()) + lane.waiting
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{plain(lane.label)}**", width="content")
        st.caption(plain(_cost_and_time(lane, is_live=is_live)), width="content")
    # What failed does not fill the bar: a full one would look like success.
    st.progress(lane.done / total if total else 1.0)
    st.caption(plain(_counts(lane, total=total)))
    if lane.message:
        st.caption(f":orange[:material/hourglass_top:] {plain(lane.message)}")


def _cost_and_time(lane: LaneProgress, *, is_live: bool) -> str:
    left = ""
    if is_live and lane.seconds_left is not None and lane.waiting:
        left = f"{formats.duration_range(*lane.seconds_left)} left"
    return " · ".join(part for part in (formats.money(lane.cost_usd), left) if part)


def _counts(lane: LaneProgress, *, total: int) -> str:
    """Refusals and cut-off replies stand apart from errors, each under its own word."""
    failed = [f"{lane.failed[kind]:,} {word}" for kind, word in FAILURE_WORDS.items() if lane.failed.get(kind)]
    waiting = [f"{lane.waiting:,} waiting"] if lane.waiting else []
    retries = [f"{formats.counted(lane.retries, 'call')} repeated"] if lane.retries else []
    return " · ".join([f"{formats.of(lane.done, total=total)} done", *failed, *waiting, *retries])
