"""What models did not make: every refusal and every reply that could not be read, with its reason, and a retry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.generation.input_lane import cell_subject
from studio.generation.input_plan import cells, plan_of_json
from studio.records import Project, Run
from studio.store.failed_calls import FailedCall, failed_calls
from studio.store.inputs import inputs_named
from studio.store.samples import samples_of
from studio.ui import formats, opened, run_panel
from studio.ui.cards import tag_words
from studio.ui.generate_runs import What, watch
from studio.ui.model_choice import model_words
from studio.ui.tables import Column, Row, table
from studio.ui.verdict_marks import FAILURE_WORDS

MOST_SHOWN = 200
MOST_RUNS = 8
CHARACTERS_SHOWN = 600
_COLUMNS = (
    Column(field="kind", heading="What"),
    Column(field="why", heading="Why", width="medium"),
    Column(field="wanted", heading="For", width="medium"),
    Column(field="reply", heading="What came back", width="large"),
    Column(field="model", heading="Model", width="small"),
)


def failures(project: Project, *, what: What) -> None:
    """The last runs that have failures, each with its list and one button."""
    found = run_panel.recent_runs(project.id, kind="generate", what=what)[:MOST_RUNS]
    with opened.workspace().reading() as database:
        failed = [(run, failed_calls(database, run.id, limit=MOST_SHOWN)) for run in found]
    if not any(calls for _, calls in failed):
        st.markdown(":material/check: Nothing was refused or unreadable in the last runs.")
        return
    for run, calls in failed:
        if calls:
            _run(run, calls, what=what)


def _run(run: Run, calls: Sequence[FailedCall], *, what: What) -> None:
    wanted = _cells(run) if what == "inputs" else _inputs(calls)
    st.markdown(f"**Run {run.id}** :gray[{formats.her_time(run.created_at)}, {formats.counted(len(calls), 'call')}]")
    table(
        [_row(call, wanted) for call in calls],
        columns=_COLUMNS,
        key=f"generate_failed_{run.id}",
        alt_text=f"Calls of run {run.id} that came to nothing",
    )
    is_live = run.id in opened.workspace().jobs.live_runs()
    st.button(
        "Try these again",
        key=f"generate_again_{run.id}",
        icon=":material/refresh:",
        disabled=is_live,
        on_click=_again,
        args=(run.id, what),
        help="Goes on with that run: only what is still missing is asked for.",
    )


def _again(run_id: int, what: What) -> None:
    if run_panel.begin(lambda: opened.workspace().resume(run_id)) is not None:
        watch(run_id, what=what)


def _row(call: FailedCall, wanted: Mapping[str, str]) -> Row:
    return {
        "kind": FAILURE_WORDS[call.failure],
        "why": call.message,
        "wanted": wanted.get(call.subject.rpartition(":")[0], "") or wanted.get(call.subject, ""),
        "reply": call.reply[:CHARACTERS_SHOWN],
        "model": model_words(call.model),
    }


def _cells(run: Run) -> dict[str, str]:
    """The tags that the inputs of a call were to have, by the beginning of its name."""
    planned = cells(plan_of_json(run.plan["inputs"]))
    return {cell_subject(cell): ", ".join(tag_words(cell.tags)) for cell in planned}


def _inputs(calls: Sequence[FailedCall]) -> dict[str, str]:
    """The input that a call was to answer, by the id of its sample."""

    with opened.workspace().reading() as database:
        found = samples_of(database, [call.subject for call in calls])
        asked = {one.id: one.text for one in inputs_named(database, [one.input_id for one in found.values()])}
    return {name: asked.get(sample.input_id, "") for name, sample in found.items()}
