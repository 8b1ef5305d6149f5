"""Criteria that a model drafts, from a sentence of hers or from her ratings; she keeps what she likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from studio.drafting.draft_lane import Asks
from studio.drafting.draft_run import draft_job, draft_plan
from studio.drafting.estimate import estimated_draft
from studio.errors import StudioError
from studio.records import Project, Rubric
from studio.rubric.reading import parse_rubric
from studio.store import proposals
from studio.store.proposals import Proposal
from studio.ui import opened, run_panel
from studio.ui.cards import criterion_card
from studio.ui.formats import counted
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain
from studio.workspace import slug

Make = Callable[[Rubric], bool]
HONEST = (
    ":material/science: The built-in model is very small: it writes a few rough questions without meanings. "
    "Take them as a start, or choose another model."
)


def from_sentence(project: Project | None, *, make: Make) -> None:
    """She says what good means; a model drafts the questions."""
    if _drafted(project, asks="wish", make=make) or project is None:
        _needs_project(project)
        return
    title, name = titled(key="rubrics_sentence_title")
    wish = st.text_area(
        "What does good mean?",
        key="rubrics_sentence",
        height=110,
        max_chars=4_000,
        placeholder="It solves the problem in one go, sounds like a person, and never promises what we cannot keep.",
    ).strip()
    _ask(project, asks="wish", name=name, title=title, wish=wish, ready=bool(name and wish))


def from_ratings(project: Project | None, *, make: Make) -> None:
    """A model looks for what tells the outputs she liked from those she did not."""
    if _drafted(project, asks="ratings", make=make) or project is None:
        _needs_project(project)
        return
    st.caption("A model reads some of your rated samples and notes, and drafts questions that would explain them.")
    title, name = titled(key="rubrics_ratings_title")
    _ask(project, asks="ratings", name=name, title=title, wish="", ready=bool(name))


def _needs_project(project: Project | None) -> None:
    if project is None:
        st.caption("Start a project first: a run belongs to one.")


def titled(*, key: str) -> tuple[str, str]:
    """The field for a title, and the id that follows from it; both empty until she has written one."""
    title = st.text_input("Title", key=key, max_chars=60, placeholder="Release notes").strip()
    try:
        return title, slug(title) if title else ""
    except StudioError as error:
        st.caption(plain(error.happened))
        return "", ""


def _ask(project: Project, *, asks: Asks, name: str, title: str, wish: str, ready: bool) -> None:
    key = f"rubrics_{asks}"
    chosen = choose_models("Model", key=f"{key}_model_{project.id}", used=[], scripted=project.demo, most=1)
    if not chosen:
        return
    if asks == "ratings" and chosen[0].startswith("local:"):
        st.caption(":material/info: The built-in model is too small to read ratings. Choose another one.")
        return
    if chosen[0] == BUILT_IN:
        st.caption(HONEST)
    empty = Rubric(name=name or "new", title=title, task=project.task, criteria=())
    me = opened.rater()
    plan = draft_plan(asks=asks, model=chosen[0], rubric=empty, wish=wish, rater=me.id if me else None)
    try:
        with opened.workspace().reading() as database:
            job = draft_job(database, project.id, plan)
            outlooks = [estimated_draft(database, job)]
        refuse_unready(chosen)
    except StudioError as error:
        show_error(error)
        return
    show_outlook(outlooks, key=f"{key}_outlook")
    shown = "your sentence" if asks == "wish" else counted(len(job.cases), "rated sample")
    leaves_line(chosen, what=f"what your product does, and {shown}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key=f"{key}_cap", outlooks=outlooks)
        st.button(
            "Draft questions",
            key=f"{key}_begin",
            type="primary",
            icon=":material/edit_note:",
            disabled=not ready,
            on_click=_begin,
            args=(project, plan, cap, key),
        )


def _begin(project: Project, plan: dict[str, object], cap: float | None, key: str) -> None:
    run_id = run_panel.begin(lambda: opened.workspace().start_drafting(project, plan=plan, cap_usd=cap))
    if run_id is not None:
        st.session_state[f"{key}_run"] = run_id


def _drafted(project: Project | None, *, asks: Asks, make: Make) -> bool:
    """The newest draft of this kind while it is being made or waits for her; whether there is one to show."""
    run_panel.show_trouble()
    if project is None:
        return False
    workspace = opened.workspace()
    found = run_panel.recent_runs(project.id, kind="generate", what="rubric")
    run = next((run for run in found if run.plan.get("asks") == asks), None)
    if run is None:
        return False
    drafted = workspace.read(lambda database: proposals.proposals_of_run(database, run.id))
    waiting = next((one for one in drafted if one.state == "open"), None)
    if waiting is not None:
        _draft(waiting, make=make)
        return True
    is_live = run.id in workspace.jobs.live_runs()
    was_mine = st.session_state.get(f"rubrics_{asks}_run") == run.id
    if is_live or (was_mine and not drafted):
        run_panel.run_panel(run, key=f"rubrics_{asks}_run_panel")
    return is_live


def _draft(proposal: Proposal, *, make: Make) -> None:
    rubric = parse_rubric(str(proposal.body["text"]))
    st.markdown(
        f"**{plain(rubric.title)}**, a draft. Take away what you would not act on; you can change the words next."
    )
    kept = []
    for place, criterion in enumerate(rubric.criteria):
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            wanted = st.checkbox(
                f"Keep question {place + 1}",
                value=True,
                key=f"rubrics_keep_{proposal.id}_{place}",
                label_visibility="collapsed",
            )
            criterion_card(criterion)
        if wanted:
            kept.append(criterion)
    for problem in proposal.body.get("problems", []):
        st.caption(plain(problem))
    with st.container(horizontal=True, gap="small"):
        st.button(
            f"Make it with {counted(len(kept), 'question')}",
            key="rubrics_draft_make",
            type="primary",
            disabled=not kept,
            on_click=_make,
            args=(proposal.id, replace(rubric, criteria=tuple(kept)), make),
        )
        st.button("Throw it away", key="rubrics_draft_away", on_click=_decide, args=(proposal.id, "declined"))


def _make(proposal_id: int, rubric: Rubric, make: Make) -> None:
    if make(rubric):
        _decide(proposal_id, "accepted")


def _decide(proposal_id: int, decision: proposals.Decision) -> None:
    opened.workspace().write(lambda database: proposals.decide(database, proposal_id, decision=decision))
