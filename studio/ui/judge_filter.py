"""The wishes of a filter on the Judge page: which samples have that in common; it looks at no sample itself."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from studio.records import Project, Rubric
from studio.store.judges import judge_of, judges_used
from studio.store.subject_filter import SubjectFilter, failing_answers, failing_judges, writers_in_use
from studio.ui import opened
from studio.ui.visible import visible

Rated = Literal["either", "rated", "unrated"]
RATED: dict[Rated, str] = {"either": "Rated or not", "rated": "Rated", "unrated": "Not rated"}
LONGEST_WORDS = 200
_SEPARATOR = "\x1f"


def filter_form(project: Project, *, rubric: Rubric, tags: dict[str, list[str]]) -> SubjectFilter:
    """What she wishes; whatever she leaves open does not matter."""
    with opened.workspace().reading() as database:
        prompts, systems = writers_in_use(database, project.id)
        failing = {judge_id: judge_of(database, judge_id) for judge_id in failing_judges(database, project.id)}
        heard = judges_used(database, project.id, rubric_id=rubric.id)
    judges = {judge_id: judge.name or judge.model for judge_id, judge in failing.items() if judge is not None}
    stored = {judge.id: judge.name or judge.model for judge in heard if not judge.is_jury}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = st.text_input(
            "Text contains", key="judge_filter_words", max_chars=LONGEST_WORDS, width=240, persist_state="session"
        )
        prompt = _one("Prompt", {name: name for name in prompts}, key="judge_filter_prompt")
        system = _one("Written by", {name: name for name in systems}, key="judge_filter_system")
        tag = _one("Tag", {_joined(name, one): one for name in tags for one in tags[name]}, key="judge_filter_tag")
        failed = _one("Failure of", judges, key="judge_filter_failed")
        passed = _one("Passed by", stored, key="judge_filter_passed")
        least, most = _length()
        rated = st.selectbox("Ratings", list(RATED), format_func=RATED.__getitem__, key="judge_filter_rated", width=140)
    name, _, value = tag.partition(_SEPARATOR)
    return SubjectFilter(
        words=words,
        prompt=prompt,
        system=system,
        tag=(name, value),
        least_characters=least,
        most_characters=most,
        rated=None if rated == "either" else rated == "rated",
        failed_judges=(failed,) if failed else (),
        passed_judge=passed,
        failing_answers=failing_answers(rubric) if passed else (),
    )


def _joined(name: str, value: str) -> str:
    return f"{name}{_SEPARATOR}{value}"


def _one(label: str, options: dict[str, str], *, key: str) -> str:
    """The chosen one of these, or an empty text; nothing is drawn where there is nothing to choose."""
    if not options:
        return ""
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        format_func=lambda one: visible(one.replace(_SEPARATOR, ": ") if _SEPARATOR in one else options[one]),
        key=key,
        placeholder="any",
        width=200,
    )
    return chosen or ""


def _length() -> tuple[int, int | None]:
    least = st.number_input(
        "At least",
        0,
        value=None,
        key="judge_filter_least",
        placeholder="characters",
        width=140,
        persist_state="session",
    )
    most = st.number_input(
        "Characters, to", 0, value=None, key="judge_filter_most", placeholder="any", width=140, persist_state="session"
    )
    return int(least or 0), None if most is None else int(most)
