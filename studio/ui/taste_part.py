"""Judges without a key: the rules of the rubric, her own taste, all judges together; trained and run from here."""

from __future__ import annotations

import streamlit as st

from studio.errors import StudioError
from studio.own_judges.kinds import OwnKind, asked_of, own_judge
from studio.own_judges.taste_report import TasteReport, taste_report
from studio.records import Judge, Project, Rubric
from studio.rules.words import rule_in_words
from studio.store import raters, subject_choice
from studio.store.subjects import Mode
from studio.ui import formats, opened, run_panel, state
from studio.ui.frame import section
from studio.ui.links import link_to
from studio.ui.messages import guarded
from studio.ui.plain import plain
from studio.ui.progress import show_run_progress
from studio.ui.taste_learnt import juror_table, show_learnt

MODE_WORDS = {"direct": "Single answers", "pairwise": "Pairs"}
MEASURE = 760


def own_judges_view(project: Project, rubric: Rubric) -> None:
    """Three judges that send nothing and cost nothing."""
    run_panel.show_trouble()
    st.markdown(":gray[These judges run on this machine in seconds, need no key and cost nothing.]", width=MEASURE)
    run_id = _live_run()
    busy = run_id is not None
    with st.container(width=900, gap="small"):
        if any(one.rule for one in rubric.criteria):
            _rules(project, rubric, busy=busy)
            _tastes(project, rubric, busy=busy)
        else:
            _tastes(project, rubric, busy=busy)
            _no_rules()
    if run_id is not None:
        _follow(run_id)


def _live_run() -> int | None:
    run_id = st.session_state.get(state.OWN_RUN)
    return run_id if run_id in opened.workspace().jobs.live_runs() else None


@st.fragment(run_every=1.0)
@guarded()
def _follow(run_id: int) -> None:
    progress = opened.workspace().progress(run_id)
    if not progress.is_live:
        st.rerun()
    show_run_progress(progress)


def _rules(project: Project, rubric: Rubric, *, busy: bool) -> None:
    section("Rules")
    for one in rubric.criteria:
        if one.rule is None:
            continue
        st.markdown(f"**{plain(one.question)}** {plain(rule_in_words(one.rule))}", width=MEASURE)
    _last_words(own_judge("rule", rubric=rubric))
    _button("rule", project, rubric, mode="direct", label="Judge all samples by the rules", first=False, busy=busy)


def _no_rules() -> None:
    section("Rules")
    st.markdown(
        "No question of this rubric has a rule yet. A rule answers what needs no opinion: a length, a format, "
        "a forbidden phrase. Write it as `rule:` into the rubric's file.",
        width=MEASURE,
    )
    link_to("rubrics", label="To the rubrics", icon=":material/edit_note:")


def _tastes(project: Project, rubric: Rubric, *, busy: bool) -> None:
    section(
        "Your taste", hint="A small model of your own ratings. It learns only from them, and shows what you look at."
    )
    mode = _mode(project)
    try:
        asked_of(rubric, model="taste:")
    except StudioError:
        st.markdown("Rules answer every question of this rubric, so there is no taste to learn.", width=MEASURE)
        return
    if mode is None:
        st.markdown("You have not rated anything yet. Twenty ratings are enough to begin.", width=MEASURE)
        link_to("rate", label="Rate some", icon=":material/star:")
        return
    rater, who = _rater(project)
    taste = _report("taste", project, rubric, mode=mode, rater=rater)
    if taste is not None:
        show_learnt(taste, rubric=rubric, rater=who)
    _train("taste", taste, project, rubric, mode=mode, rater=rater, busy=busy)
    section("All judges together", hint="One judge made of all others and your taste, each heard as far as it helps.")
    stack = _report("stack", project, rubric, mode=mode, rater=rater)
    if stack is not None:
        juror_table(stack, rubric=rubric, rater=who)
    _train("stack", stack, project, rubric, mode=mode, rater=rater, busy=busy)


def _mode(project: Project) -> Mode | None:
    """What she has rated: single answers, pairs, or what she chooses where it is both."""
    with opened.workspace().reading() as database:
        rated: list[Mode] = [
            mode for mode in ("direct", "pairwise") if subject_choice.rated_subjects_of(database, project.id, mode=mode)
        ]
    if len(rated) < 2:
        return rated[0] if rated else None
    chosen = st.segmented_control(
        "Learnt from",
        options=rated,
        default=rated[0],
        format_func=MODE_WORDS.__getitem__,
        key=state.OWN_MODE,
        required=True,
        persist_state="session",
    )
    return chosen


def _rater(project: Project) -> tuple[str, str]:
    """Her id where she is one of several who rated here, else the usual rater of the project; and what to call them."""
    people = opened.workspace().read(lambda database: raters.raters(database, project.id))
    me = opened.rater()
    if len(people) < 2:
        return "", "you"
    return (me.id, "you") if me is not None and me.id in {one.id for one in people} else ("", "the raters")


def _report(kind: OwnKind, project: Project, rubric: Rubric, *, mode: Mode, rater: str) -> TasteReport | None:
    judge = own_judge(kind, rubric=rubric, mode=mode, rater=rater)
    return opened.workspace().read(lambda database: taste_report(database, project=project.id, judge=judge))


def _train(
    kind: OwnKind,
    known: TasteReport | None,
    project: Project,
    rubric: Rubric,
    *,
    mode: Mode,
    rater: str,
    busy: bool,
) -> None:
    label = "Train it on your ratings" if kind == "taste" else "Put them together"
    has_learnt = known is not None and any(not one.missing for one in known.criteria.values())
    if known is not None:
        newer = f" with {formats.counted(known.newer_ratings, 'new rating')}" if known.newer_ratings else ""
        label = f"Train again{newer}"
    if known is None or has_learnt:
        _last_words(own_judge(kind, rubric=rubric, mode=mode, rater=rater))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        first = kind == "taste" and (known is None or known.newer_ratings > 0)
        _button(kind, project, rubric, mode=mode, rater=rater, label=label, first=first, busy=busy)
        if has_learnt:
            link_to("compare", label="Compare it with the other judges", icon=":material/compare_arrows:")
        elif known is not None:
            link_to("rate", label="Rate some", icon=":material/star:")


def _button(
    kind: OwnKind,
    project: Project,
    rubric: Rubric,
    *,
    mode: Mode,
    label: str,
    first: bool,
    busy: bool,
    rater: str = "",
) -> None:
    judge = own_judge(kind, rubric=rubric, mode=mode, rater=rater)
    st.button(
        label,
        key=f"own_run_{kind}",
        type="primary" if first else "secondary",
        disabled=busy,
        on_click=_begin,
        args=(project, rubric, judge),
    )


def _begin(project: Project, rubric: Rubric, judge: Judge) -> None:
    workspace = opened.workspace()
    run_id = run_panel.begin(lambda: workspace.start_judging(project, rubric=rubric, judges=[judge]))
    if run_id is not None:
        st.session_state[state.OWN_RUN] = run_id
        st.session_state[state.OWN_RUN_JUDGE] = judge.id


def _last_words(judge: Judge) -> None:
    """How the last run of this judge in this session ended, where it ended in words."""
    run_id = st.session_state.get(state.OWN_RUN)
    if run_id is None or st.session_state.get(state.OWN_RUN_JUDGE) != judge.id:
        return
    progress = opened.workspace().progress(run_id)
    if progress.is_live:
        return
    done = sum(lane.done for lane in progress.lanes)
    unsaid = sum(sum(lane.failed.values()) for lane in progress.lanes)
    if not done:
        st.markdown(f":orange[:material/info:] {plain(progress.message)}", width=MEASURE)
        return
    left = f" On {unsaid:,} it says nothing, and why." if unsaid else ""
    st.markdown(f":material/check: {formats.counted(done, 'verdict')}.{left}", width=MEASURE)
