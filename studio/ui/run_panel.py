"""Following runs: the list of them, one run at this moment, and the buttons that stop it or go on with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from studio.errors import StudioError
from studio.judging.canaries import canary_words
from studio.judging.moved_on import moved_on
from studio.records import Run, RunKind
from studio.run_kinds import what_it_makes
from studio.runs.progress import RunProgress
from studio.runs.surroundings import Stop
from studio.store import judges, runs
from studio.store.canaries import swayed
from studio.ui import formats, opened
from studio.ui.messages import guarded, show_error
from studio.ui.plain import plain
from studio.ui.progress import RUN_MARKS, show_run_progress
from studio.ui.verdict_marks import failure_mark

SECONDS_BETWEEN_LOOKS = 1.0
MOST_RUNS = 20
STOPPED_MIDWAY = ("paused", "interrupted", "cancelled", "failed")
_TROUBLE = "studio_run_trouble"

NextStep = Callable[[Run], None]


def begin(start: Callable[[], int]) -> int | None:
    """Starts a run from a callback; what goes wrong is kept for the page to show."""
    try:
        return start()
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return None


def show_trouble() -> None:
    """Draws what went wrong when a run was to start or to go on, once."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        show_error(trouble)


def open_run(project_id: str, *, kind: RunKind, what: str | None = None) -> Run | None:
    """The newest run that is going on, or that stopped where it could go on; None when there is none."""
    newest = recent_runs(project_id, kind=kind, what=what)
    live = opened.workspace().jobs.live_runs()
    return next((run for run in newest if run.id in live or run.state in ("paused", "interrupted")), None)


def recent_runs(project_id: str, *, kind: RunKind, what: str | None = None) -> list[Run]:
    """The last runs of the project, the newest first."""
    return opened.workspace().read(
        lambda database: runs.runs(database, project_id, kind=kind, what=what, limit=MOST_RUNS)
    )


def runs_view(found: Sequence[Run], *, key: str, next_step: NextStep | None = None) -> None:
    """The list of runs on the left, the chosen one on the right; `key` is also the run's place in the address."""
    by_id = {run.id: run for run in found}
    if st.session_state.get(key) not in by_id:
        st.session_state.pop(key, None)
    left, right = st.columns([1, 3], gap="large")
    with left:
        chosen = st.radio(
            "Runs",
            options=list(by_id),
            # The address in the browser holds this text, so it must not change with the run's state.
            format_func=lambda run_id: f"Run {run_id}",
            captions=[_caption(run) for run in found],
            key=key,
            bind="query-params",
            label_visibility="collapsed",
        )
    with right:
        run_panel(by_id[chosen], key=key, next_step=next_step)


def run_panel(run: Run, *, key: str, next_step: NextStep | None = None) -> None:
    """One run; it looks again every second while the run is going on, and the page with it when that changes."""
    is_live = run.id in opened.workspace().jobs.live_runs()
    draw = st.fragment(_panel, run_every=SECONDS_BETWEEN_LOOKS if is_live else None)
    draw(run.id, key, is_live, next_step)


@guarded()
def _panel(run_id: int, key: str, was_live: bool, next_step: NextStep | None) -> None:
    workspace = opened.workspace()
    progress = workspace.progress(run_id)
    if was_live != (run_id in workspace.jobs.live_runs()):
        st.rerun()
    run = workspace.run(run_id)
    show_trouble()
    show_run_progress(progress)
    _moved_on(run)
    _buttons(run, progress, key=key)
    _canaries(run_id)
    _what_went_wrong(run_id)
    if next_step is not None and not progress.is_live:
        next_step(run)


def _buttons(run: Run, progress: RunProgress, *, key: str) -> None:
    if progress.is_live:
        with st.container(horizontal=True, gap="small"):
            _button("Pause", "pause", run.id, key=key, icon=":material/pause:")
            _button("Cancel", "cancel", run.id, key=key, icon=":material/stop_circle:")
        return
    missing = sum(lane.waiting for lane in progress.lanes)
    failed = sum(sum(lane.failed.values()) for lane in progress.lanes)
    if missing and progress.state in STOPPED_MIDWAY:
        _resume(run, f"Resume: {formats.counted(missing, 'result')} missing", key=key, with_cap=True)
    elif failed or missing:
        which = (
            f"Retry only the failed ({failed:,})" if not missing else f"Retry what is missing ({failed + missing:,})"
        )
        _resume(run, which, key=key)


def _button(label: str, why: Stop, run_id: int, *, key: str, icon: str) -> None:
    st.button(label, key=f"{key}_{why}_{run_id}", on_click=_stop, args=(run_id, why), icon=icon)


def _resume(run: Run, label: str, *, key: str, with_cap: bool = False) -> None:
    cap_key = f"{key}_cap_{run.id}"
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if with_cap and run.cap_usd is not None:
            st.number_input(
                "Money cap in USD, for the whole run",
                min_value=0.0,
                value=run.cap_usd,
                key=cap_key,
                width=240,
                format="%.2f",
            )
        st.button(
            label,
            key=f"{key}_resume_{run.id}",
            type="primary",
            icon=":material/play_arrow:",
            on_click=_go_on,
            args=(run.id, cap_key),
        )


def _stop(run_id: int, why: Stop) -> None:
    opened.workspace().jobs.stop(run_id, why=why)


def _go_on(run_id: int, cap_key: str) -> None:
    cap_usd = st.session_state.get(cap_key)
    begin(lambda: opened.workspace().resume(run_id, cap_usd=cap_usd))


def _moved_on(run: Run) -> None:
    """Says when the rubric's file is no longer what the run's judges are asked."""
    workspace = opened.workspace()
    on_disk = {one.name: one for one in workspace.rubrics.load().rubrics}
    told = workspace.read(lambda database: moved_on(database, run, read_now=on_disk.get))
    if told:
        st.caption(f":material/edit_note: {plain(told)}")


def _canaries(run_id: int) -> None:
    """What the judges made of the samples whose verdict is known; a judge that was talked round is named."""
    found = opened.workspace().canaries(run_id)
    if not found:
        return
    talked_round = sorted({one.judge_id for one in swayed(found)})
    with opened.workspace().reading() as database:
        known = [judges.judge_of(database, judge_id) for judge_id in talked_round]
    names = ", ".join(plain(judge.name or judge.model) for judge in known if judge is not None)
    st.caption(f":material/flutter_dash: {plain(canary_words(found))}")
    if names:
        told = f"Talked round by a sample: {names}. Look at those verdicts with care."
        st.warning(told, icon=":material/warning:")


def _what_went_wrong(run_id: int) -> None:
    found = opened.workspace().read(lambda database: runs.last_failures(database, run_id, limit=12))
    if not found:
        return
    count = sum(times for _, _, times in found)
    with st.expander(f"What went wrong in {formats.counted(count, 'call')}, those that worked on another try included"):
        for kind, message, times in found:
            often = f" :gray[{times:,} times]" if times > 1 else ""
            st.markdown(f"{failure_mark(kind).badge} {plain(message)}{often}")


def _caption(run: Run) -> str:
    mark = RUN_MARKS[run.state]
    return f"{mark.icon} {plain(mark.word)}, {plain(run_words(run))}"


def run_words(run: Run) -> str:
    """When a run began, and with whom; of many only how many."""
    who = _who(run)
    several = "judges" if what_it_makes(run) == "judge" else "models"
    return f"{formats.her_time(run.created_at)}, {', '.join(who) if len(who) <= 2 else f'{len(who)} {several}'}"


def _who(run: Run) -> list[str]:
    if what_it_makes(run) != "judge":
        return [str(model) for model in run.plan["models"]]
    with opened.workspace().reading() as database:
        known = [judges.judge_of(database, judge_id) for judge_id in run.plan["judges"]]
    return [judge.name or judge.model for judge in known if judge is not None]
