"""The parts of the Judge page: setting a run up with its estimate, and the runs there were."""

from __future__ import annotations

import streamlit as st

from studio.errors import StudioError
from studio.judging.estimate import estimated_judging
from studio.own_judges.kinds import left_to_people
from studio.records import Project, Rubric, Run
from studio.runs.outlook import Outlook
from studio.ui import formats, opened, run_panel, state
from studio.ui.empty import empty_state
from studio.ui.judge_asking import make_pairs
from studio.ui.judge_preview import preview
from studio.ui.judge_setup import Setup, chosen_count, setup_form
from studio.ui.links import link_to
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, leaves_line, model_notes, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain
from studio.ui.rubric_trust import ask_first

BATCH = "judge_batch"
BATCH_PROVIDERS = ("openai:", "anthropic:")
PARTS = {"new": "New run", "own": "Without a key", "runs": "Runs", "verdicts": "Verdicts"}


def part_switch(project: Project) -> str:
    """Which part she looks at; a run that is going on, or that waits to be resumed, comes first."""
    if state.JUDGE_PART not in st.session_state and state.JUDGE_PART not in st.query_params:
        st.session_state[state.JUDGE_PART] = "runs" if run_panel.open_run(project.id, kind="judge") else "new"
    part = st.segmented_control(
        "Part",
        options=list(PARTS),
        format_func=PARTS.__getitem__,
        key=state.JUDGE_PART,
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    return part or "new"


def set_up(project: Project, rubric: Rubric) -> None:
    """The choices, what is sent, what it will take, and the one button."""
    run_panel.show_trouble()
    with st.container(width=900, gap="medium"):
        _going_on(project)
        st.caption(f"By the rubric {plain(rubric.title)}, {formats.counted(len(left_to_people(rubric)), 'question')}.")
        if not ask_first(rubric, key="judge_first_use"):
            return
        setup = setup_form(project, rubric)
        if not setup.judges:
            st.caption("Choose at least one judge.")
            return
        try:
            outlooks = _outlooks(setup)
        except StudioError as error:
            show_error(error)
            return
        with st.expander(
            "What exactly is sent", icon=":material/visibility:", key="judge_preview_open", on_change="rerun"
        ) as shown:
            if shown.open:
                preview(setup.jobs())
        _estimate_and_start(setup, outlooks)


def _going_on(project: Project) -> None:
    """A run in progress is not forgotten while she sets up another."""
    run = run_panel.open_run(project.id, kind="judge")
    if run is not None and run.id in opened.workspace().jobs.live_runs():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":material/play_arrow: Run {run.id} is going on.", width="content")
            st.button("Look at it", key="judge_to_live_run", type="tertiary", on_click=_look_at, args=(run.id,))


def _look_at(run_id: int) -> None:
    st.session_state[state.JUDGE_PART] = "runs"
    st.session_state[state.JUDGE_RUN] = run_id


def _outlooks(setup: Setup) -> list[Outlook]:
    workspace = opened.workspace()
    slots, as_batch = workspace.settings.local.slots, _is_batch(setup)
    return workspace.read(
        lambda database: estimated_judging(
            database, setup.jobs(), local_slots=slots, price_url=workspace.price_url, is_batch=as_batch
        )
    )


def _is_batch(setup: Setup) -> bool:
    return _takes_batches(setup) and bool(st.session_state.get(BATCH))


def _takes_batches(setup: Setup) -> bool:
    return all(judge.model.startswith(BATCH_PROVIDERS) for judge in setup.judges)


def _batch_switch(setup: Setup) -> None:
    if not _takes_batches(setup):
        return
    st.toggle(
        "As a batch: half the price, answered within a day",
        key=BATCH,
        persist_state="session",
        help="One sample is asked at once as a test. You may close the studio meanwhile and collect later.",
    )


def _estimate_and_start(setup: Setup, outlooks: list[Outlook]) -> None:
    models = [judge.model for judge in setup.judges]
    count = chosen_count(setup)
    noun = "pair" if setup.judges[0].mode == "pairwise" else "sample"
    with st.container(border=True, gap="small"):
        if not sum(one.calls for one in outlooks):
            st.markdown(_nothing_missing(count, noun=noun))
            return
        show_outlook(outlooks, key="judge_outlook")
        _batch_switch(setup)
        model_notes(models)
        if BUILT_IN in models:
            st.caption(":material/science: The built-in one is a demo model, not evidence.")
        leaves_line(models, what=f"your rubric, and the input and output of {formats.counted(count, noun)}")
        _start(setup, outlooks, label=f"Judge {formats.counted(count, noun)}")


def _start(setup: Setup, outlooks: list[Outlook], *, label: str) -> None:
    try:
        refuse_unready([judge.model for judge in setup.judges])
    except StudioError as error:
        show_error(error)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key="judge_cap", outlooks=outlooks)
        st.button(label, key="judge_begin", type="primary", icon=":material/gavel:", on_click=_begin, args=(setup, cap))


def _nothing_missing(count: int, *, noun: str) -> str:
    if not count:
        return "There is nothing to judge in this choice. Choose other samples."
    return "Nothing is missing: every chosen sample has its verdicts from these judges. Add a judge, or other samples."


def _begin(setup: Setup, cap: float | None) -> None:
    run_id = run_panel.begin(lambda: _started(setup, cap))
    if run_id is not None:
        _look_at(run_id)


def _started(setup: Setup, cap: float | None) -> int:
    if setup.judges[0].mode == "pairwise":
        make_pairs(setup.project.id)
    return opened.workspace().start_judging(
        setup.project,
        rubric=setup.rubric,
        judges=setup.judges,
        cap_usd=cap,
        repeats=setup.asking.repeats,
        only=setup.only,
        again=setup.asking.again,
        canaries=setup.asking.canaries,
        batch=_is_batch(setup),
    )


def show_runs(project: Project) -> None:
    """Every run of the project, and the chosen one as it stands."""
    found = run_panel.recent_runs(project.id, kind="judge")
    if not found:
        empty_state(
            "There has been no run in this project yet.",
            button="Set up a run",
            key="judge_no_runs",
            on_click=_to_set_up,
        )
        return
    run_panel.runs_view(found, key=state.JUDGE_RUN, next_step=_next_step)


def _to_set_up() -> None:
    st.session_state[state.JUDGE_PART] = "new"


def _next_step(run: Run) -> None:
    if run.state == "done":
        link_to("compare", label="See how far each judge agrees with you", icon=":material/compare_arrows:")
