"""The recipe of a dataset as a form: what it is for, which samples, whose word counts, how it is split."""

from __future__ import annotations

import streamlit as st

from studio.curation.formats import FORMATS
from studio.curation.formats.format import Format
from studio.curation.recipe import Condition, Hygiene, Recipe, Split, Values
from studio.records import Judge
from studio.ui.visible import visible

# A whole rubric passes above the middle (see studio.rubric.combining); conditions count their limit in.
JUST_ABOVE_THE_MIDDLE = 0.501
WHICH = {
    "all": "All of them",
    "rated": "Those a person rated",
    "good": "Those that pass",
}
SPLITS = {
    "none": ("All in one file", Split(train=1.0, validation=0.0, test=0.0)),
    "test": ("Train and test, 80 to 20", Split(train=0.8, validation=0.0, test=0.2)),
    "three": ("Train, validation, test, 80 to 10 to 10", Split()),
}


def chosen_format() -> Format:
    """What the dataset is for."""
    named = {one.name: one for one in FORMATS}
    name = st.selectbox(
        "What is it for?",
        options=list(named),
        format_func=lambda key: named[key].title,
        key="curate_format",
        bind="query-params",
        width=480,
    )
    chosen = named[str(name)]
    st.caption(chosen.description)
    return chosen


def chosen_recipe(judges: list[Judge]) -> Recipe:
    """Three questions; everything else is a recipe file's business."""
    which = st.segmented_control(
        "Which samples?",
        options=list(WHICH),
        format_func=WHICH.__getitem__,
        default="all",
        required=True,
        key="curate_which",
        bind="query-params",
    )
    names = {judge.id: judge.name or judge.model for judge in judges if not judge.model.startswith("local:")}
    standing_in = st.multiselect(
        "Where nobody rated, these judges may stand in",
        options=list(names),
        format_func=lambda judge_id: visible(names[judge_id]),
        key="curate_judges",
        placeholder="Nobody: only your ratings count",
        help="Only judges that you have checked, and that agree with you often enough.",
        width=560,
    )
    least = 0.6
    if standing_in:
        least = st.slider(
            "They must agree with you on at least",
            min_value=0.5,
            max_value=1.0,
            value=0.7,
            step=0.05,
            format="percent",
            key="curate_least",
            help="The low end of the interval counts, not the number itself.",
            width=420,
        )
    split = st.selectbox(
        "Split",
        options=list(SPLITS),
        format_func=lambda key: SPLITS[key][0],
        key="curate_split",
        width=420,
        help="All samples of one input always go the same way.",
    )
    return Recipe(
        recipe="from-the-page",
        values=Values(judges=tuple(standing_in), least_agreement=least),
        keep=_conditions(str(which)),
        hygiene=Hygiene(),
        split=SPLITS[str(split)][1],
    )


def _conditions(which: str) -> tuple[Condition, ...]:
    if which == "rated":
        return (Condition(source="rating"),)
    if which == "good":
        return (Condition(at_least=JUST_ABOVE_THE_MIDDLE),)
    return ()
