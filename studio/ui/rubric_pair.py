"""Judging a few samples by two wordings of a rubric: which model, what it takes, the run; it decides on no samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from studio.drafting.versions import judge_models, judge_of_each
from studio.errors import StudioError
from studio.judging.estimate import estimated_judging
from studio.records import Judge, Project, Rubric
from studio.runs.outlook import Outlook
from studio.store.engine import Database
from studio.store.rubric_standing import set_standing
from studio.store.rubrics import rubric as rubric_of_id
from studio.store.rubrics import save_rubric
from studio.ui import opened, run_panel
from studio.ui.formats import counted
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, model_notes, refuse_unready
from studio.ui.outlook import cap_field, show_outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One model asked by two contents of a rubric, the former first; both may be the same."""

    project: Project
    first: Rubric
    second: Rubric
    judges: tuple[Judge, Judge]
    names: tuple[str, str] = ("Saved version", "Your draft")

    @property
    def asked(self) -> list[tuple[Rubric, Judge]]:
        """Each content once, with its judge."""
        both = {self.first.id: (self.first, self.judges[0]), self.second.id: (self.second, self.judges[1])}
        return list(both.values())


def choose_model(project: Project, *, name: str, key: str) -> str | None:
    """The model that judges: the last that judged by this rubric, unless she chooses another."""
    workspace = opened.workspace()
    used = workspace.read(lambda database: judge_models(database, project.id, name=name))[:1]
    chosen = choose_models("Judge", key=f"{key}_{project.id}_{name}", used=used, scripted=project.demo, most=1)
    return chosen[0] if chosen else None


def pair_of(
    project: Project,
    *,
    first: Rubric,
    second: Rubric,
    model: str,
    names: tuple[str, str] = ("Saved version", "Your draft"),
) -> Pair:
    """The same judge under both contents."""
    judges = opened.workspace().read(
        lambda database: judge_of_each(database, project.id, first=first, second=second, model=model)
    )
    return Pair(project=project, first=first, second=second, judges=judges, names=names)


def outlooks_of(pair: Pair, subjects: Sequence[str]) -> list[Outlook]:
    """What is still missing, for each content; verdicts that are there are not asked for again."""
    workspace = opened.workspace()
    jobs = [
        workspace.judge_job(pair.project, rubric=rubric, judge=judge, only=subjects) for rubric, judge in pair.asked
    ]
    slots = workspace.settings.local.slots
    found = workspace.read(lambda database: estimated_judging(database, jobs, local_slots=slots))
    names = pair.names[-len(found) :]
    return [replace(one, label=name) for one, name in zip(found, names, strict=True)]


def ask_and_begin(pair: Pair, subjects: Sequence[str], *, key: str, label: str, outlooks: Sequence[Outlook]) -> None:
    """The cost, what leaves the machine, and the button that starts the run."""
    model = pair.judges[0].model
    show_outlook(_together(outlooks), key=f"{key}_outlook")
    model_notes([model])
    if model == BUILT_IN:
        st.caption(":material/science: Built-in demo model: good for trying this out, no evidence.")
    leaves_line([model], what=f"the rubric, and the input and output of {counted(len(subjects), 'sample')}")
    try:
        refuse_unready([model])
    except StudioError as error:
        show_error(error)
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key=f"{key}_cap", outlooks=outlooks)
        st.button(
            label,
            key=f"{key}_begin",
            type="primary",
            icon=":material/gavel:",
            on_click=begin,
            args=(pair, tuple(subjects), key, cap),
        )


def begin(pair: Pair, subjects: tuple[str, ...], key: str, cap: float | None = None) -> None:
    """Starts judging by both contents; for callbacks."""
    run_id = run_panel.begin(lambda: _started(pair, subjects, cap))
    if run_id is not None:
        st.session_state[run_key(key)] = run_id


def run_key(key: str) -> str:
    """Where the number of the run that a part of the page has started is kept in this session."""
    return f"{key}_run"


def show_run(key: str) -> bool:
    """The run that this part has started, until it has ended well; returns whether it is still going on."""
    run_panel.show_trouble()
    run_id = st.session_state.get(run_key(key))
    if run_id is None:
        return False
    workspace = opened.workspace()
    run = workspace.run(run_id)
    is_live = run_id in workspace.jobs.live_runs()
    failed = any(lane.failed or lane.waiting for lane in workspace.progress(run_id).lanes)
    if is_live or failed or run.state != "done":
        run_panel.run_panel(run, key=run_key(key))
    return is_live


def _started(pair: Pair, subjects: tuple[str, ...], cap: float | None) -> int:
    workspace = opened.workspace()

    def action(database: Database) -> None:
        save_rubric(database, pair.first)
        if rubric_of_id(database, pair.second.id) is None:
            # Nothing that counts until she saves it: Compare and the history leave it out.
            set_standing(database, pair.second, standing="tried")

    workspace.write(action)
    judges = [judge for _, judge in pair.asked]
    return workspace.start_judging(pair.project, rubric=pair.second, judges=judges, only=subjects, cap_usd=cap)


def _together(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Without those that have nothing left to do."""
    return [one for one in outlooks if one.calls]
