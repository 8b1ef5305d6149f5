"""The plan she is writing, kept for the session under one name a project; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from studio.generation.plan_draft import PlanDraft
from studio.records import Project
from studio.ui import state


def draft_of(project: Project) -> PlanDraft:
    """What she has written so far."""
    found = st.session_state.get(_key(project))
    return found if isinstance(found, PlanDraft) else PlanDraft(rubric=project.rubric)


def keep_draft(project: Project, draft: PlanDraft) -> None:
    """Keeps what the editor's fields say."""
    st.session_state[_key(project)] = draft


def change_draft(project: Project, change: Callable[[PlanDraft], PlanDraft]) -> None:
    """Changes the draft from outside of its fields, which are then filled anew; what she has just typed stays."""
    keep_draft(project, change(_as_typed(draft_of(project))))
    st.session_state[state.GENERATE_PLAN_TURN] = turn() + 1


def turn() -> int:
    """Counts how often the editor was filled from outside: part of its fields' keys."""
    return int(st.session_state.get(state.GENERATE_PLAN_TURN, 0))


def like_these(project: Project, texts: Sequence[str]) -> None:
    """Puts inputs into the plan as examples to write after."""

    def with_seeds(draft: PlanDraft) -> PlanDraft:
        known = [draft.seeds.strip()] if draft.seeds.strip() else []
        return replace(draft, seeds="\n\n".join([*known, *texts]))

    change_draft(project, with_seeds)


def field_key(field: str) -> str:
    """The key of one of the editor's fields."""
    return f"generate_plan_{turn()}_{field}"


def _as_typed(draft: PlanDraft) -> PlanDraft:
    """The draft with the fields as the browser last sent them: a button may be pressed before the page drew again."""

    def typed(field: str, known: str) -> str:
        return str(st.session_state.get(field_key(field)) or "") if field_key(field) in st.session_state else known

    return replace(
        draft,
        kind=typed("kind", draft.kind).strip(),
        seeds=typed("seeds", draft.seeds),
        leave_out=typed("leave_out", draft.leave_out),
        number=int(st.session_state.get(field_key("number"), draft.number)),
        dimensions=tuple(
            (name, typed(f"{place}_{name}", outline)) for place, (name, outline) in enumerate(draft.dimensions)
        ),
        hard_cases=tuple(
            replace(wish, about=typed(f"hard_{place}_about", wish.about).strip())
            for place, wish in enumerate(draft.hard_cases)
        ),
    )


def _key(project: Project) -> str:
    return f"{state.GENERATE_PLAN}_{project.id}"
