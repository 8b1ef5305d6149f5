"""Compare: how far each judge shares her taste, how sure that is, and where they differ."""

from __future__ import annotations

import streamlit as st

from studio.comparing.comparison import Comparison
from studio.records import Project, Rubric
from studio.store import facts, raters, ratings
from studio.ui import compare_view, opened
from studio.ui.checklist import compared_key
from studio.ui.empty import empty_state
from studio.ui.formats import counted
from studio.ui.frame import page_frame, section
from studio.ui.visible import visible

EVERYTHING = ""


def main() -> None:
    """Guard, choose, look."""
    project = opened.project()
    page_frame("Compare", demo=bool(project and project.demo))
    if project is None:
        empty_state("There is no project yet.", button="Start one", key="compare_start", page="home")
        return
    rubric = opened.workspace().rubric_of(project)
    if rubric is None:
        empty_state("Choose a rubric first.", button="To the rubrics", key="compare_rubric", page="rubrics")
        return
    _other_wordings(project, rubric)
    comparison = compare_view.comparison_of(project, rubric=rubric, rater=_rater(project))
    if not any(comparison.rated.values()):
        empty_state("You have not rated anything yet.", button="Rate some", key="compare_rate", page="rate")
        return
    if not comparison.judges:
        empty_state("No judge has seen these samples yet.", button="To the judges", key="compare_judge", page="judge")
        return
    _remember(project)
    _show(comparison)


def _rater(project: Project) -> str | None:
    people = opened.workspace().read(lambda database: raters.raters(database, project.id))
    if len(people) < 2:
        return None
    names = {person.id: person.name for person in people}
    options = [*names, "majority", "mean"]
    current = opened.rater()
    return str(
        st.selectbox(
            "Compared with",
            options=options,
            index=options.index(current.id) if current and current.id in options else len(names),
            format_func=lambda key: visible(names.get(key, f"the {key} of all raters")),
            key="compare_rater",
            bind="query-params",
            width=320,
        )
    )


def _other_wordings(project: Project, rubric: Rubric) -> None:
    kept = opened.workspace().read(lambda database: ratings.ratings_by_rubric(database, project.id))
    elsewhere = sum(count for name, count in kept.items() if name != rubric.id)
    if elsewhere:
        st.caption(
            f":material/history: {counted(elsewhere, 'rating')} belong to another wording of the rubric "
            "and are not counted here."
        )


def _show(comparison: Comparison) -> None:
    asked = {one.criterion.id: one.criterion.question for one in comparison.judges}
    chosen = EVERYTHING
    if len(asked) > 1:
        chosen = st.selectbox(
            "Question",
            options=[EVERYTHING, *asked],
            format_func=lambda key: visible(asked[key]) if key else "Every question",
            key="compare_criterion",
            bind="query-params",
            width=560,
        )
    shown = [one for one in comparison.judges if chosen in (EVERYTHING, one.criterion.id)]
    compare_view.sentences(comparison, shown)
    compare_view.chart(shown)
    with st.expander("All numbers"):
        compare_view.figures_table(shown)
    section("Where you differ")
    names = {f"{one.judge.id}.{one.order}.{one.criterion.id}": one for one in shown}
    key = st.selectbox(
        "Judge and question",
        options=list(names),
        format_func=lambda name: visible(
            f"{compare_view.judge_name(names[name])} · {names[name].criterion.id.replace('_', ' ').capitalize()}"
        ),
        key="compare_pick",
        width=560,
    )
    if key:
        compare_view.detail(names[key])


def _remember(project: Project) -> None:
    workspace, key = opened.workspace(), compared_key(project.id)
    if workspace.read(lambda database: facts.fact(database, key)) is None:
        workspace.write(lambda database: facts.save_fact(database, key=key, value="yes"))


main()
