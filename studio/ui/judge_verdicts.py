"""Looking through verdicts: a list of one judge's verdicts on a criterion, and one of them opened whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from studio.records import PREFERENCE, Criterion, Judge, Project, Rubric
from studio.store import verdict_lines
from studio.store.judges import judges_used
from studio.store.ratings import ratings_of_subjects
from studio.store.verdict_lines import LookAt, VerdictLine
from studio.ui import formats, opened, state
from studio.ui.empty import empty_state
from studio.ui.judge_jury import jury_line, jury_maker
from studio.ui.judge_opened import opened_verdict
from studio.ui.messages import guarded
from studio.ui.tables import Column, Row, table
from studio.ui.verdict_marks import verdict_mark
from studio.ui.visible import visible

LINES_A_PAGE = 25
HIDDEN = "hidden"
TURNED = "changed with the order: a tie"
_COLUMNS = (
    Column(field="verdict", heading="Verdict", width="small"),
    Column(field="sample", heading="Sample", width="medium"),
)


@guarded()
def verdicts_view(project: Project, rubric: Rubric) -> None:
    """Choose a judge and a criterion, then a line of the list."""
    judges = opened.workspace().read(lambda database: judges_used(database, project.id, rubric_id=rubric.id))
    if not judges:
        empty_state(
            "No judge has given a verdict under this rubric yet.",
            button="Set up a run",
            key="judge_no_verdicts",
            on_click=_to_set_up,
        )
        return
    judge, criterion, look = _choices(project, rubric, judges)
    if judge.is_jury:
        jury_line(judge)
    count = opened.workspace().read(lambda database: verdict_lines.verdict_line_count(database, look))
    if not count:
        st.caption("No verdict is like that.")
        return
    turned = _flips(look) if judge.mode == "pairwise" and not judge.is_jury else frozenset()
    pages = -(-count // LINES_A_PAGE)
    page = st.pagination(pages, key="judge_look_page", bind="query-params") if pages > 1 else 1
    lines = opened.workspace().read(
        lambda database: verdict_lines.verdict_lines(
            database, look, limit=LINES_A_PAGE, offset=(min(page, pages) - 1) * LINES_A_PAGE
        )
    )
    view = _View(judge=judge, criterion=criterion, project=project, turned=turned)
    _list_and_opened(lines, view=view, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Whose verdicts on what are looked at."""

    judge: Judge
    criterion: Criterion
    project: Project
    turned: frozenset[str]
    """Pairs whose verdict changed with the order."""


def _flips(look: LookAt) -> frozenset[str]:
    """Says how often the order decided; which pairs those are."""
    found = opened.workspace().read(lambda database: verdict_lines.flips(database, look))
    if found.pairs:
        changed, pairs = len(found.changed), formats.counted(found.pairs, "pair")
        st.caption(
            f":material/swap_horiz: {changed:,} of {pairs} judged in both orders changed sides with the order. "
            "Each of them counts as a tie."
        )
    return found.changed


def _to_set_up() -> None:
    st.session_state[state.JUDGE_PART] = "new"


def _choices(project: Project, rubric: Rubric, judges: Sequence[Judge]) -> tuple[Judge, Criterion, LookAt]:
    by_id = {judge.id: judge for judge in judges}
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        judge_id = st.selectbox(
            "Judge",
            options=list(by_id),
            format_func=lambda one: visible(_judge_title(by_id[one], judges)),
            key="judge_look_judge",
            bind="query-params",
            width=300,
        )
        criterion_id = st.selectbox(
            "Question",
            options=list(criteria),
            format_func=lambda one: visible(criteria[one].question),
            key="judge_look_criterion",
            bind="query-params",
            width=360,
        )
        rater = opened.rater()
        shown = st.segmented_control(
            "Show",
            options=["all", "rated", "failed"] if rater else ["all", "failed"],
            format_func={"all": "All", "rated": "Rated by you", "failed": "Failed"}.__getitem__,
            key="judge_look_show",
            default="all",
            required=True,
            bind="query-params",
        )
        jury_maker(judges, names={one.id: _judge_title(one, judges) for one in judges})
    judge = by_id[judge_id]
    look = LookAt(
        project=project.id,
        judge_id=judge.id,
        criterion=criterion_id,
        mode=judge.mode,
        only_failed=shown == "failed" and not judge.is_jury,
        rated_by=rater.id if rater and shown == "rated" else None,
    )
    return judge, criteria[criterion_id], look


def _judge_title(judge: Judge, judges: Sequence[Judge]) -> str:
    """Its name; where two have the same, how they differ."""
    name = judge.name or judge.model
    if sum((other.name or other.model) == name for other in judges) == 1:
        return name
    changed = ["pairs"] if judge.mode == "pairwise" else []
    changed += [f"{setting} {str(value)[:20]}" for setting, value in judge.settings.changed().items()]
    return f"{name} ({', '.join(changed) or 'standard settings'})".replace("_", " ")


def _list_and_opened(lines: list[VerdictLine], *, view: _View, count: int) -> None:
    hidden = _hidden(lines)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.caption(f"{formats.counted(count, 'verdict')}. Choose one to see all of it.")
        picked = table(
            [_row(line, view=view, hide=line.verdict.subject in hidden) for line in lines],
            columns=_COLUMNS,
            key="judge_look_table",
            alt_text="Verdicts of one judge on one criterion",
            id_field="id",
            pick="one",
            height=620 if len(lines) > 16 else "content",
        )
    with right:
        chosen = next((line for line in lines if str(line.id) in picked), lines[0])
        opened_verdict(
            chosen,
            judge=view.judge,
            criterion=view.criterion,
            project=view.project,
            hide=chosen.verdict.subject in hidden,
        )


def _hidden(lines: Sequence[VerdictLine]) -> set[str]:
    """Subjects whose verdicts stay hidden: she has not rated them, and has not asked to see them."""
    unrated = _unrated(lines)
    if not unrated:
        return set()
    shown = st.toggle(
        "Show verdicts on samples you have not rated",
        key="judge_look_unrated",
        help="They are hidden so that your own ratings stay blind.",
        persist_state="session",
    )
    return set() if shown else unrated


def _unrated(lines: Sequence[VerdictLine]) -> set[str]:
    rater = opened.rater()
    subjects = sorted({line.verdict.subject for line in lines})
    given = opened.workspace().read(lambda database: ratings_of_subjects(database, subjects))
    rated = {rating.subject for rating in given if rater is not None and rating.rater == rater.id}
    return set(subjects) - rated


def _row(line: VerdictLine, *, view: _View, hide: bool) -> Row:
    verdict = line.verdict
    hide = hide and verdict.failure is None
    scale = PREFERENCE if view.judge.mode == "pairwise" else view.criterion.scale
    word = verdict_mark(value=verdict.value, failure=verdict.failure, scale=scale).word
    if verdict.subject in view.turned:
        word = f"{word} ({TURNED})"
    return {
        "id": str(line.id),
        "sample": line.excerpt or None,
        "verdict": HIDDEN if hide else word,
    }
