"""Hard cases of a plan: what makes them hard, how many, and for borderline ones the question and the value aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from studio.generation.plan_draft import HardWish, PlanDraft
from studio.prompting.hard_cases import HardCaseKind
from studio.records import Project, Rubric, Value
from studio.ui import opened
from studio.ui.generate_draft import change_draft
from studio.ui.verdict_marks import value_word
from studio.ui.visible import visible

KINDS: dict[HardCaseKind, str] = {
    "borderline": "Just at a value",
    "flattery": "Flattery and pressure",
    "prompt_injection": "Prompt injection",
    "policy_edge": "Edge of what is allowed",
    "own": "In your own words",
}
BETWEEN = "between two values"


def hard_cases_form(project: Project, draft: PlanDraft, *, rubrics: Mapping[str, Rubric], key: str) -> PlanDraft:
    """One line a case, and a button for more; they come on top of the number above."""
    rubric = rubrics.get(draft.rubric) or opened.workspace().rubric_of(project)
    wishes = tuple(
        _case(project, wish, place=place, rubric=rubric, key=f"{key}_hard_{place}")
        for place, wish in enumerate(draft.hard_cases)
    )
    with st.container(horizontal=True, gap="small"):
        for kind, words in KINDS.items():
            if kind != "borderline" or (rubric is not None and rubric.name in rubrics):
                st.button(
                    words,
                    key=f"generate_hard_add_{kind}",
                    icon=":material/add:",
                    on_click=_add,
                    args=(project, kind, rubric),
                )
    return replace(draft, hard_cases=wishes)


def _case(project: Project, wish: HardWish, *, place: int, rubric: Rubric | None, key: str) -> HardWish:
    kind, middle, number, away = st.columns([2, 4, 1.2, 0.8], gap="small", vertical_alignment="bottom")
    kind.markdown(f"**{KINDS[wish.kind]}**")
    with middle:
        if wish.kind == "borderline" and rubric is not None:
            wish = _aim(wish, rubric=rubric, key=key)
        else:
            about = st.text_input(
                "What makes it hard" if wish.kind == "own" else "More on it, if you like",
                value=wish.about,
                key=f"{key}_about",
                max_chars=1_000,
            )
            wish = replace(wish, about=(about or "").strip())
    count = number.number_input("How many", 1, 1_000, value=wish.count, key=f"{key}_count")
    away.button(
        "", key=f"{key}_remove", icon=":material/close:", help="Take it away", on_click=_remove, args=(project, place)
    )
    return replace(wish, count=int(count))


def _aim(wish: HardWish, *, rubric: Rubric, key: str) -> HardWish:
    questions = {one.id: one for one in rubric.criteria}
    left, right = st.columns(2, gap="small")
    criterion = left.selectbox(
        "On the question",
        options=list(questions),
        index=list(questions).index(wish.criterion) if wish.criterion in questions else 0,
        format_func=lambda one: visible(questions[one].question),
        key=f"{key}_criterion",
    )
    values: list[Value | None] = [None, *questions[criterion].scale.values]
    value = right.selectbox(
        "answers end",
        options=values,
        index=values.index(wish.value) if wish.value in values else 0,
        format_func=lambda one: BETWEEN if one is None else f"just at {visible(value_word(one))}",
        key=f"{key}_value_{criterion}",
    )
    return replace(wish, criterion=criterion, value=value)


def _add(project: Project, kind: HardCaseKind, rubric: Rubric | None) -> None:
    is_aimed = kind == "borderline" and rubric is not None
    criterion = rubric.criteria[0] if is_aimed and rubric else None
    wish = HardWish(
        kind=kind,
        criterion=criterion.id if criterion else "",
        value=criterion.scale.values[0] if criterion and criterion.scale.values else None,
    )

    def added(draft: PlanDraft) -> PlanDraft:
        named = replace(draft, rubric=rubric.name) if is_aimed and rubric else draft
        return replace(named, hard_cases=(*draft.hard_cases, wish))

    change_draft(project, added)


def _remove(project: Project, place: int) -> None:
    change_draft(
        project,
        lambda draft: replace(draft, hard_cases=draft.hard_cases[:place] + draft.hard_cases[place + 1 :]),
    )
