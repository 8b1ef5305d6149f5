"""How the judges of a run are asked: one answer or two, in which words, how often; it starts nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from studio.judge_settings import JudgeSettings
from studio.prompting import instructions
from studio.records import Project, Rubric
from studio.store import samples
from studio.store.subjects import Mode
from studio.ui import opened, state

MODES: tuple[Mode, ...] = ("direct", "pairwise")
CALLS: tuple[Literal["all_criteria", "one_criterion"], ...] = ("all_criteria", "one_criterion")
REASONS: tuple[Literal["before", "after", "none"], ...] = ("before", "after", "none")
EFFORTS: tuple[Literal["low", "medium", "high"], ...] = ("low", "medium", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What she has chosen about how judges are asked."""

    settings: JudgeSettings
    repeats: int
    again: bool
    canaries: bool


def asking_form(project: Project, rubric: Rubric) -> Asking:
    """What they look at and say on the left, how often and how freely on the right, her own words below."""
    left, right = st.columns(2, gap="large")
    with left:
        asked = _what_is_asked(project)
        examples = _examples(rubric)
    with right:
        temperature, effort = _how_freely()
        repeats, again = _how_often()
    probabilities = st.toggle(
        "Ask how sure they are",
        key="judge_probabilities",
        persist_state="session",
        help="Token probabilities, from OpenAI and compatible servers. Other models leave them out.",
    )
    canaries = _canaries(rubric)
    own = _instructions(st.session_state[state.JUDGE_MODE])
    settings = replace(
        asked,
        temperature=temperature,
        effort=effort,
        examples=examples,
        probabilities=probabilities,
        instructions=own,
    )
    return Asking(settings=settings, repeats=repeats, again=again, canaries=canaries)


def _examples(rubric: Rubric) -> bool:
    if not any(criterion.examples for criterion in rubric.criteria):
        return True
    return st.toggle(
        "Show them the rubric's examples",
        value=True,
        key="judge_examples",
        persist_state="session",
        help="Judged examples make a judge steadier and each call longer.",
    )


def _canaries(rubric: Rubric) -> bool:
    if not any(criterion.examples for criterion in rubric.criteria):
        return False
    return st.toggle(
        "Mix in samples whose verdict is known",
        key="judge_canaries",
        persist_state="session",
        help="The rubric's examples, and poor ones that order the judge to pass them. Reported, never counted.",
    )


def _how_freely() -> tuple[float | None, Literal["low", "medium", "high"] | None]:
    temperature = st.number_input(
        "Temperature",
        0.0,
        2.0,
        value=None,
        key="judge_temperature",
        placeholder="the model's own",
        step=0.1,
        persist_state="session",
    )
    effort = st.segmented_control(
        "Effort",
        options=EFFORTS,
        format_func=str.capitalize,
        key="judge_effort",
        persist_state="session",
        help="How long a model that thinks first may think. Nothing chosen: the model's own.",
    )
    return temperature, effort


def _what_is_asked(project: Project) -> JudgeSettings:
    st.segmented_control(
        "What they look at",
        options=MODES,
        format_func={"direct": "One answer at a time", "pairwise": "Two side by side"}.__getitem__,
        key=state.JUDGE_MODE,
        default="direct",
        required=True,
        persist_state="session",
        on_change=_pair_up,
        args=(project.id,),
        help="Two answers are shown in both orders; a judge that follows the order has no preference.",
    )
    calls = st.segmented_control(
        "Criteria",
        options=CALLS,
        format_func={"all_criteria": "All in one call", "one_criterion": "One call each"}.__getitem__,
        key="judge_calls",
        default="all_criteria",
        required=True,
        persist_state="session",
        help="One call each costs more and keeps criteria from colouring each other.",
    )
    reason = st.segmented_control(
        "Reason",
        options=REASONS,
        format_func={"before": "Before the verdict", "after": "After it", "none": "None"}.__getitem__,
        key="judge_reason",
        default="before",
        required=True,
        persist_state="session",
    )
    return JudgeSettings(calls=calls, reason=reason)


def _how_often() -> tuple[int, bool]:
    repeats = st.number_input(
        "Verdicts on each sample",
        1,
        20,
        value=1,
        key="judge_repeats",
        help="More than one shows how steady it is.",
        persist_state="session",
    )
    again = st.toggle(
        "Judge again what has a verdict",
        key="judge_again",
        persist_state="session",
        help="Asks and pays anew; the new verdict replaces the old.",
    )
    return int(repeats), again


def _pair_up(project_id: str) -> None:
    """Pairs are made when they are first wanted, so that they can be counted before the run."""
    if st.session_state.get(state.JUDGE_MODE) == "pairwise":
        make_pairs(project_id)


def make_pairs(project_id: str) -> None:
    """Every two different answers to one input that are no pair yet become one."""
    opened.workspace().write(lambda database: samples.pair_up(database, project_id))


def _instructions(mode: Mode) -> str:
    """Her own words to the judges; empty while they are the standard ones."""
    standard = instructions.PAIRWISE if mode == "pairwise" else instructions.DIRECT
    key = f"judge_instructions_{mode}"
    if key not in st.session_state:
        st.session_state[key] = standard
    text = st.text_area(
        "Instructions to the judges",
        key=key,
        height=220,
        persist_state="session",
        help="{{task}} and {{criteria}} are filled from the rubric. What protects a judge from the sample is added.",
    )
    own = (text or "").strip()
    if own in ("", standard.strip()):
        return ""
    st.button(
        "Back to the standard instructions",
        key="judge_reset",
        icon=":material/undo:",
        on_click=_reset,
        args=(key, standard),
    )
    return own


def _reset(key: str, standard: str) -> None:
    st.session_state[key] = standard
