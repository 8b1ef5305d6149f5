"""Improve: a model reads where judge and rater differ and proposes edits; she decides; then the gain is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from studio.comparing.rater_choice import RaterChoice
from studio.comparing.two_judges import compare_two
from studio.drafting.draft_run import draft_job, draft_plan, rater_of_plan
from studio.drafting.estimate import estimated_draft
from studio.drafting.evidence import disagreement_counts
from studio.drafting.parts import subjects_in_part
from studio.drafting.versions import COMPUTED_JUDGES
from studio.errors import StudioError
from studio.records import Judge, Project, Rubric
from studio.rubric.diff import diff_rubrics
from studio.rubric.edits import edit_of_json, with_edit
from studio.store import proposals
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.proposals import Proposal
from studio.store.ratings import ratings_by_rubric
from studio.store.subject_choice import rated_subjects_of
from studio.ui import opened, rubric_draft, run_panel
from studio.ui.formats import counted
from studio.ui.frame import section
from studio.ui.links import link_to
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, model_words, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain
from studio.ui.rubric_diff_view import show_diff
from studio.ui.rubric_draft import Draft
from studio.ui.rubric_gain import show_gain
from studio.ui.rubric_pair import Pair, ask_and_begin, outlooks_of, pair_of, run_key, show_run
from studio.ui.visible import visible

TOO_SMALL = "The built-in model is too small to propose edits. Choose another one, or mend the wording by hand."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """What the part works on."""

    project: Project
    saved: Rubric
    judge: Judge
    rater: RaterChoice


def improve_part(draft: Draft, saved: Rubric, rubric: Rubric, *, project: Project | None) -> None:
    """Disagreements, proposals, her decisions; then what they are worth on ratings nobody has shown a model."""
    st.caption(
        "Where a judge differs from you, the wording may not say what you mean. A model reads some of these "
        "cases and proposes other words. You decide on each."
    )
    here = _here(project, saved)
    if here is None:
        return
    if not _proposals(here, draft, rubric):
        _ask(here)
    if rubric.id != saved.id:
        _gain(here, rubric)


def _here(project: Project | None, saved: Rubric) -> _Here | None:
    if project is None:
        st.caption("Start a project first: proposals come from your ratings.")
        return None
    workspace = opened.workspace()
    judges = [
        judge
        for judge in workspace.read(lambda database: judges_used(database, project.id, rubric_id=saved.id))
        if judge.mode == "direct" and not judge.model.startswith(COMPUTED_JUDGES)
    ]
    rated = workspace.read(lambda database: ratings_by_rubric(database, project.id)).get(saved.id, 0)
    if not rated:
        st.caption("There are no ratings under this wording yet.")
        link_to("rate", label="Rate some samples", icon=":material/thumbs_up_down:")
        return None
    if not judges:
        st.caption("No judge has judged by this wording yet.")
        link_to("judge", label="Ask a judge", icon=":material/gavel:")
        return None
    names = {judge.id: judge.name or model_words(judge.model) for judge in judges}
    chosen = st.selectbox(
        "Whose disagreements",
        options=list(names),
        format_func=lambda judge_id: visible(names[judge_id]),
        key=f"rubrics_improve_judge_{saved.name}",
        width=320,
    )
    judge = next(judge for judge in judges if judge.id == chosen)
    rater = workspace.read(lambda database: rater_of_plan(database, project.id, None))
    return _Here(project=project, saved=saved, judge=judge, rater=rater)


def _proposals(here: _Here, draft: Draft, rubric: Rubric) -> bool:
    """What waits for her decision; whether there is any."""
    workspace = opened.workspace()
    found = workspace.read(
        lambda database: proposals.open_edits(database, here.project.id, rubric_name=here.saved.name)
    )
    if found:
        section(counted(len(found), "proposal"))
    for proposal in found:
        _proposal(proposal, draft, rubric)
    return bool(found)


def _proposal(proposal: Proposal, draft: Draft, rubric: Rubric) -> None:
    edit = edit_of_json(proposal.body)
    with st.container(border=True, gap="small"):
        try:
            new = with_edit(rubric, edit)
        except StudioError as error:
            st.caption(f"This proposal no longer fits: {plain(error.happened)}")
            st.button("Remove", key=f"rubrics_gone_{proposal.id}", on_click=_decline, args=(proposal.id,))
            return
        show_diff(diff_rubrics(old=rubric, new=new), old=rubric, new=new)
        if edit.reason:
            st.markdown(f":material/lightbulb: {plain(edit.reason)}")
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Accept",
                key=f"rubrics_accept_{proposal.id}",
                icon=":material/check:",
                on_click=_accept,
                args=(draft.file, proposal),
            )
            st.button("Decline", key=f"rubrics_decline_{proposal.id}", on_click=_decline, args=(proposal.id,))


def _accept(file: str, proposal: Proposal) -> None:
    """Into the draft, never into the file."""
    draft = rubric_draft.draft_of(file)
    rubric = draft.rubric() if draft else None
    if not isinstance(rubric, Rubric):
        return
    try:
        rubric_draft.keep_rubric(file, with_edit(rubric, edit_of_json(proposal.body)))
    except StudioError as error:
        st.session_state["rubrics_problem"] = error
        return
    rubric_draft.turn_over(file)
    opened.workspace().write(lambda database: proposals.decide(database, proposal.id, decision="accepted"))


def _decline(proposal_id: int) -> None:
    opened.workspace().write(lambda database: proposals.decide(database, proposal_id, decision="declined"))


def _ask(here: _Here) -> None:
    """The cases there are, the model, the cost and the button."""
    key = "rubrics_improve"
    if show_run(key):
        return
    with opened.workspace().reading() as database:
        development, test = disagreement_counts(
            database, here.project.id, rubric=here.saved, judge=here.judge, rater=here.rater
        )
        decided = proposals.decided_counts(database, here.project.id, rubric_name=here.saved.name)
    st.markdown(
        f"**{counted(development, 'disagreement')}** to learn from. "
        f"Another {test:,} in the test part stay unseen, so that the gain can be measured."
    )
    if decided:
        st.caption(f"So far you accepted {decided.get('accepted', 0):,} and declined {decided.get('declined', 0):,}.")
    if development:
        _ask_form(here, key=key)


def _ask_form(here: _Here, *, key: str) -> None:
    chosen = choose_models("Model", key=f"{key}_model_{here.project.id}", used=[], scripted=here.project.demo, most=1)
    if not chosen:
        return
    if chosen[0] == BUILT_IN or chosen[0].startswith("local:"):
        st.caption(f":material/info: {TOO_SMALL}")
        return
    rater = here.rater.id if here.rater.kind == "person" else None
    plan = draft_plan(asks="disagreements", model=chosen[0], rubric=here.saved, judge_id=here.judge.id, rater=rater)
    try:
        with opened.workspace().reading() as database:
            job = draft_job(database, here.project.id, plan)
            outlooks = [estimated_draft(database, job)]
        refuse_unready(chosen)
    except StudioError as error:
        show_error(error)
        return
    show_outlook(outlooks, key=f"{key}_outlook")
    leaves_line(chosen, what=f"the rubric and {counted(len(job.cases), 'rated sample')} of the development part")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key=f"{key}_cap", outlooks=outlooks)
        st.button("Propose edits", key=f"{key}_begin", type="primary", on_click=_begin, args=(here.project, plan, cap))


def _begin(project: Project, plan: dict[str, object], cap: float | None) -> None:
    run_id = run_panel.begin(lambda: opened.workspace().start_drafting(project, plan=plan, cap_usd=cap))
    if run_id is not None:
        st.session_state[run_key("rubrics_improve")] = run_id


def _gain(here: _Here, rubric: Rubric) -> None:
    """Saved against draft on the test part; each look at a new result is counted."""
    workspace = opened.workspace()
    pair = pair_of(here.project, first=here.saved, second=rubric, model=here.judge.model)
    pair = replace(pair, judges=(here.judge, replace(here.judge, rubric_id=rubric.id)))

    def query(database: Database) -> tuple[list[str], int, bool]:
        rated = rated_subjects_of(database, here.project.id, mode="direct")
        test = sorted(subjects_in_part(database, rated, part="test"))
        opened_so_far = proposals.openings_of_test(database, here.project.id, rubric_name=here.saved.name)
        return test, opened_so_far, proposals.is_test_open(database, here.project.id, **_result(pair))

    test, count, is_open = workspace.read(query)
    section("Is the draft better?", hint=_test_words(len(test), count))
    if not test:
        st.caption("No rated sample is in the test part yet. Rate more.")
        return
    if show_run("rubrics_gain"):
        return
    outlooks = outlooks_of(pair, test)
    if sum(one.calls for one in outlooks):
        label = f"Judge {counted(len(test), 'test sample')} by both"
        ask_and_begin(pair, test, key="rubrics_gain", label=label, outlooks=outlooks)
    elif not is_open:
        st.button(
            "Open the test part",
            key="rubrics_open_test",
            icon=":material/lock_open:",
            on_click=_open_test,
            args=(here, pair),
        )
    else:
        found = workspace.read(
            lambda database: compare_two(
                database, project=here.project.id, first=pair.judges[0], second=pair.judges[1], subjects=set(test)
            )
        )
        show_gain(found, link=False)


def _test_words(count: int, openings: int) -> str:
    times = "never opened so far" if not openings else f"opened {counted(openings, 'time')} so far"
    worn = " Each look wears it out a little: a draft that is tried often enough looks good by luck." * (openings > 3)
    return f"Measured on {counted(count, 'rated sample')} that no model was shown. The test part was {times}.{worn}"


def _result(pair: Pair) -> dict[str, str]:
    return {"first_id": pair.first.id, "second_id": pair.second.id, "model": pair.judges[0].model}


def _open_test(here: _Here, pair: Pair) -> None:
    opened.workspace().write(
        lambda database: proposals.open_test(database, here.project.id, rubric_name=here.saved.name, **_result(pair))
    )
