"""The panel of a run: how far each judge is, what failed, what it has cost; it reads a record and starts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import streamlit as st

from studio.ui import formats
from studio.ui.plain import plain
from studio.ui.verdict_marks import FAILURE_WORDS


class JudgeProgress(Protocol):
    """What the panel needs to know of one judge in a run."""

    @property
    def judge(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def failed(self) -> Mapping[str, int]: ...
    @property
    def waiting(self) -> int: ...
    @property
    def cost_usd(self) -> float | None: ...
    @property
    def seconds_left(self) -> tuple[float, float] | None: ...
    @property
    def message(self) -> str: ...


def show_progress(judges: Sequence[JudgeProgress]) -> None:
    """One row a judge: name, bar, counts in words, cost and time left."""
    for progress in judges:
        with st.container(gap="xsmall"):
            _row(progress)


def _row(progress: JudgeProgress) -> None:
    failed = sum(progress.failed.values())
    total = progress.done + failed + progress.waiting
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{plain(progress.judge)}**", width="content")
        st.caption(_cost_and_time(progress), width="content")
    st.progress((progress.done + failed) / total if total else 1.0)
    st.caption(plain(_counts(progress, total=total)))
    if progress.message:
        st.caption(f":orange[:material/hourglass_top:] {plain(progress.message)}")


def _cost_and_time(progress: JudgeProgress) -> str:
    left = f"{formats.duration_range(*progress.seconds_left)} left" if progress.seconds_left else ""
    return plain(" · ".join(part for part in (formats.money(progress.cost_usd), left) if part))


def _counts(progress: JudgeProgress, *, total: int) -> str:
    parts = [f"{formats.of(progress.done, total=total)} done"]
    parts += [f"{progress.failed[kind]:,} {word}" for kind, word in FAILURE_WORDS.items() if progress.failed.get(kind)]
    if progress.waiting:
        parts.append(f"{progress.waiting:,} waiting")
    return " · ".join(parts)
