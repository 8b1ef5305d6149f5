"""The plan for inputs that a model writes: what kind, how many, spread over what; a draft until she saves it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.errors import StudioError
from studio.generation.input_plan import InputPlan, cells
from studio.generation.plan_draft import PlanDraft, Spread, plan_of_draft
from studio.generation.value_tree import values_in
from studio.records import Project, Rubric
from studio.store.input_pages import newest_texts
from studio.ui import formats, opened
from studio.ui.generate_dimensions import dimensions_form
from studio.ui.generate_draft import draft_of, keep_draft, like_these, turn
from studio.ui.generate_hard_cases import hard_cases_form
from studio.ui.generate_plan_file import plan_file_row
from studio.ui.messages import show_error
from studio.ui.plain import plain

SPREADS: dict[Spread, str] = {"total": "In all", "per_cell": "For each combination"}
SEEDS_TAKEN = 5


def plan_editor(project: Project, *, model: str) -> InputPlan | None:
    """Every field of the plan; None, with the reason on the page, while it cannot be carried out."""
    rubrics = {rubric.name: rubric for rubric in opened.workspace().rubrics.load().rubrics}
    draft = _form(project, draft_of(project), rubrics=rubrics, model=model)
    keep_draft(project, draft)
    plan_file_row(project, draft)
    empty = [name for name, outline in draft.dimensions if not values_in(outline)]
    if empty:
        st.caption(f"Still without values: {plain(', '.join(empty))}. Write some, one a line, or press Suggest.")
        return None
    try:
        plan = plan_of_draft(draft, rubrics=rubrics)
        st.caption(_in_words(plan))
        return plan
    except StudioError as error:
        show_error(error)
        return None


def _form(project: Project, draft: PlanDraft, *, rubrics: dict[str, Rubric], model: str) -> PlanDraft:
    key = f"generate_plan_{turn()}"
    kind = st.text_input(
        "What kind",
        value=draft.kind,
        key=f"{key}_kind",
        max_chars=1_000,
        placeholder="Short mails from annoyed customers, some with typing errors",
    )
    left, right = st.columns([1, 2], gap="medium", vertical_alignment="bottom")
    number = left.number_input("How many", 0, 10_000, value=draft.number, key=f"{key}_number")
    spread = right.segmented_control(
        "Counted",
        options=list(SPREADS),
        format_func=SPREADS.__getitem__,
        default=draft.spread,
        key=f"{key}_spread",
        required=True,
        label_visibility="collapsed",
    )
    draft = replace(draft, kind=(kind or "").strip(), number=int(number), spread=spread)
    draft = dimensions_form(project, draft, key=key, model=model)
    with st.expander("Examples to write after", icon=":material/format_quote:", expanded=bool(draft.seeds.strip())):
        draft = _seeds(project, draft, key=key)
    with st.expander("Hard cases", icon=":material/fitness_center:", expanded=bool(draft.hard_cases)):
        return hard_cases_form(project, draft, rubrics=rubrics, key=key)


def _seeds(project: Project, draft: PlanDraft, *, key: str) -> PlanDraft:
    seeds = st.text_area(
        "Real inputs, a blank line between them",
        value=draft.seeds,
        key=f"{key}_seeds",
        height=120,
        help="The model writes in their manner, but about other things. "
        "Say what should be different under What kind: more like these, but shorter.",
    )
    st.button(
        "Take the newest inputs",
        key=f"{key}_take",
        on_click=_take_newest,
        args=(project,),
        type="tertiary",
        icon=":material/add:",
    )
    return replace(draft, seeds=seeds or "")


def _take_newest(project: Project) -> None:
    texts = opened.workspace().read(lambda database: newest_texts(database, project.id, limit=SEEDS_TAKEN))
    like_these(project, texts)


def _in_words(plan: InputPlan) -> str:
    found = cells(plan)
    hard = sum(cell.count for cell in found if cell.hard_case)
    ordinary = [cell.count for cell in found if not cell.hard_case]
    words = [formats.counted(plan.count, "input")]
    if len(ordinary) > 1:
        few, many = min(ordinary), max(ordinary)
        each = f"{few}" if few == many else f"{few} or {many}"
        words.append(f"{formats.counted(len(ordinary), 'combination')} with {each} each")
    words += [formats.counted(hard, "hard case")] if hard else []
    return plain(f"{', '.join(words)}. Version {plan.id[:6]} of the plan.")
