"""What she chooses before she rates: one by one, pairs or side by side; what is asked next; how texts are shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import streamlit as st

from studio.own_judges.kinds import left_to_people
from studio.rating.queue_modes import Queue, QueueMode
from studio.records import Judge, Project, Rater, Rubric
from studio.store.judges import judge_of, judges_used
from studio.store.subjects import Mode
from studio.ui import opened, state
from studio.ui.rate_keys import keys_of, keys_panel
from studio.ui.rate_seat import EVERY_CRITERION
from studio.ui.visible import visible

View = Literal["samples", "pairs", "together", "flagged"]
VIEWS: dict[View, str] = {"samples": "One by one", "pairs": "Pairs", "together": "Side by side", "flagged": "Flagged"}
MODES: dict[QueueMode, str] = {
    "honest": "Honest estimate",
    "better": "Find the better judge",
    "check": "Check myself",
    "all": "A bit of everything",
}
MODE_MEANS: dict[QueueMode, str] = {
    "honest": "Picked at random, for numbers that hold for all samples.",
    "better": "Where two judges differ: only there ratings tell which is better.",
    "check": "What you answered a while ago, to see how steady you are.",
    "all": "Also where judges disagree or are unsure, rare verdicts, tags hardly rated.",
}


def chosen_view() -> View:
    """How samples are laid before her; kept in the address."""
    _from_address("view", options=VIEWS, key=state.RATE_VIEW, standard="samples")
    chosen: View | None = st.segmented_control(
        "View",
        options=list(VIEWS),
        format_func=VIEWS.__getitem__,
        key=state.RATE_VIEW,
        label_visibility="collapsed",
        required=True,
    )
    _to_address("view", chosen or "samples", standard="samples")
    return chosen or "samples"


def chosen_queue(*, view: View) -> Queue:
    """What is asked next; kept in the address as `queue`."""
    if view in ("together", "flagged"):
        return Queue()
    _from_address("queue", options=MODES, key=state.RATE_QUEUE, standard="honest")
    chosen: QueueMode = st.session_state[state.RATE_QUEUE]
    with st.popover(MODES[chosen], width="content", key="rate_queue_open"):
        mode: QueueMode = st.radio(
            "What is asked next",
            options=list(MODES),
            format_func=MODES.__getitem__,
            captions=list(MODE_MEANS.values()),
            key=state.RATE_QUEUE,
        )
        st.caption("The numbers on Compare stay fair in each: how likely each pick was is kept with your rating.")
    _to_address("queue", mode, standard="honest")
    return Queue(mode=mode)


def display_choices(rater: Rater, rubric: Rubric, *, view: View) -> str:
    """Judges shown or hidden, and behind one button how texts are drawn and the keys; the question of this pass."""
    question = EVERY_CRITERION
    if view in ("samples", "pairs"):
        st.toggle(
            "Show judges", key="rate_show_judges", help="Off keeps your ratings blind: that makes them worth most."
        )
    if view == "together":
        question = _one_question(rubric, label_visibility="collapsed")
    with st.popover("Options", width="content"):
        if view == "samples":
            question = _question_or_all(rubric)
        if view == "pairs":
            question = _one_question(rubric)
        state.text_look_choice(key="rate_look")
        if view in ("pairs", "together"):
            st.toggle("Mark differences", key="rate_differences", help="Words that only one of the answers has.")
        st.divider()
        keys_panel(rater.id, keys_of(rater.id))
    return question


def _question_or_all(rubric: Rubric) -> str:
    """All questions on each sample, or one question through all samples."""
    questions = _questions(rubric)
    if len(questions) < 2:
        return EVERY_CRITERION
    words = {EVERY_CRITERION: "All questions on each sample", **questions}
    chosen: str = st.selectbox(
        "Questions", options=list(words), format_func=words.__getitem__, key=state.RATE_CRITERION, bind="query-params"
    )
    return chosen


def _one_question(rubric: Rubric, *, label_visibility: Literal["visible", "collapsed"] = "visible") -> str:
    """The question on which answers are compared; choosing it here leaves the choice for single samples alone."""
    questions = _questions(rubric)
    if len(questions) < 2:
        return EVERY_CRITERION
    chosen: str = st.selectbox(
        "Question",
        options=list(questions),
        format_func=questions.__getitem__,
        key=state.RATE_QUESTION,
        bind="query-params",
        label_visibility=label_visibility,
        width=300,
    )
    return chosen


def _questions(rubric: Rubric) -> dict[str, str]:
    return {criterion.id: visible(criterion.question) for criterion in left_to_people(rubric)}


def chosen_judges(queue: Queue, project: Project, rubric: Rubric, *, view: View) -> Queue:
    """The two judges between whom she wants to decide, where that is what she rates for."""
    if queue.mode != "better":
        return queue
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        a, b = (_judge_choice(name, project, rubric, kind="pairwise" if view == "pairs" else "direct") for name in "ab")
    return Queue(mode="better", a=a, b=b)


def _judge_choice(name: str, project: Project, rubric: Rubric, *, kind: Mode) -> str:
    named = _judges(project, rubric, kind=kind, wanted=st.query_params.get(name, ""))
    if not named:
        return ""
    place = list(named).index(st.query_params[name]) if st.query_params.get(name) in named else "ab".index(name)
    chosen: str = st.selectbox(
        "First judge" if name == "a" else "Second judge",
        options=list(named),
        index=min(place, len(named) - 1),
        format_func=lambda judge_id: visible(named[judge_id].name or named[judge_id].model),
        key=f"rate_judge_{name}",
        width=300,
    )
    _to_address(name, chosen, standard="")
    return chosen


def _judges(project: Project, rubric: Rubric, *, kind: Mode, wanted: str) -> dict[str, Judge]:
    """The judges asked under this rubric, and the one the address names, under whatever wording."""
    with opened.workspace().reading() as database:
        found = judges_used(database, project.id, rubric_id=rubric.id)
        named = judge_of(database, wanted) if wanted else None
    return {judge.id: judge for judge in [*found, *([named] if named else [])] if judge.mode == kind}


def _from_address(name: str, *, options: Collection[str], key: str, standard: str) -> None:
    """Chooses what the address asks for, as long as she has chosen nothing here."""
    if key not in st.session_state:
        asked = st.query_params.get(name, standard)
        st.session_state[key] = asked if asked in options else standard


def _to_address(name: str, chosen: str, *, standard: str) -> None:
    # By hand: the widget's own binding would write the words on the screen there.
    if st.query_params.get(name, standard) != chosen:
        st.query_params[name] = chosen
