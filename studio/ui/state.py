"""The names of everything the studio keeps in a browser session, each named once; facts live in the store, not here."""

from __future__ import annotations

import streamlit as st

from studio.ui.untrusted import Look

PROJECT = "project"
RATER = "studio_rater"
SAMPLE = "studio_sample"
TEXT_LOOK = "studio_text_look"
LOOKS: dict[Look, str] = {"plain": "Plain", "formatted": "Formatted", "monospace": "Monospace"}
RATE_TURN = "rate_turn"
RATE_WANT = "rate_want"
RATE_STEP = "rate_step"
RATE_PROBLEM = "rate_problem"
RATE_WAITING = "rate_waiting"
RATE_ANSWERED = "rate_answered"
RATE_INPUT = "rate_input"
RATE_REASONS = "rate_reasons_given"
RATE_QUEUE = "rate_queue"
RATE_VIEW = "rate_view"
RATE_CRITERION = "rate_criterion"
RATE_QUESTION = "rate_question"
RATE_NOTE = "rate_note"
RATE_OPEN = "rate_open"
RATE_CARD = "rate_card"
RATE_FLAGS = "rate_flags"
TOLD = "studio_told"
JUDGE_PART = "judge_part"
JUDGE_RUN = "judge_run"
JUDGE_MODE = "judge_mode"
JUDGE_WHICH = "judge_which"
OWN_RUN = "own_run"
OWN_RUN_JUDGE = "own_run_judge"
OWN_MODE = "own_mode"
GENERATE_PART = "generate_part"
GENERATE_INPUT = "generate_input"
GENERATE_VIEW = "generate_view"
GENERATE_OPEN = "generate_open"
GENERATE_PLAN = "generate_plan"
GENERATE_PLAN_TURN = "generate_plan_turn"


def current_project() -> str | None:
    """The id of the project she works on, if she has chosen one."""
    return _text(PROJECT)


def choose_project(project_id: str) -> None:
    """Work on this project; for callbacks, because the switch in the sidebar has the same key."""
    st.session_state[PROJECT] = project_id


def current_rater() -> str | None:
    """The name of the person who rates, if she has said who she is."""
    return _text(RATER)


def choose_rater(name: str) -> None:
    """Rate under this name."""
    st.session_state[RATER] = name


def opened_sample() -> str | None:
    """The id of the sample of the current project that a page was asked to open."""
    return _text(_here(SAMPLE))


def open_sample(sample_id: str | None) -> None:
    """Ask the pages to open this sample; None closes it."""
    st.session_state[_here(SAMPLE)] = sample_id


def _here(key: str) -> str:
    return f"{key}_{current_project() or ''}"


def text_look() -> Look:
    """How she reads sample texts: as they stand, formatted, or in letters of one width."""
    chosen: Look = st.session_state.get(TEXT_LOOK, "plain")
    return chosen


def text_look_choice(*, key: str) -> None:
    """Her choice of how texts are shown; it holds on every page."""

    def keep() -> None:
        st.session_state[TEXT_LOOK] = st.session_state[key]

    st.segmented_control(
        "Text",
        options=list(LOOKS),
        format_func=LOOKS.__getitem__,
        default=text_look(),
        key=key,
        on_change=keep,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _text(key: str) -> str | None:
    value = st.session_state.get(key)
    return value if isinstance(value, str) and value else None
