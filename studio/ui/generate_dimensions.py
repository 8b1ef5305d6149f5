"""What inputs are spread over: one box a dimension with its values as an outline, grown by a model, pruned by her."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.errors import StudioError
from studio.generation.input_plan import BRANCH
from studio.generation.plan_draft import OFFERED, PlanDraft
from studio.generation.suggesting import Suggestion, ValuesWish, suggest
from studio.generation.value_tree import values_in
from studio.records import Project
from studio.ui import formats, opened
from studio.ui.generate_draft import change_draft
from studio.ui.messages import guarded, show_error, show_unexpected
from studio.ui.model_choice import model_words
from studio.ui.plain import plain

A_ROW = 3
SECONDS_BETWEEN_LOOKS = 0.5
_SUGGESTION = "generate_suggestion"


def dimensions_form(project: Project, draft: PlanDraft, *, key: str, model: str) -> PlanDraft:
    """The dimensions of the draft, and buttons for more."""
    st.markdown("Spread over", help="Every value gets its equal share, and the values are combined with each other.")
    found: list[tuple[str, str]] = []
    for start in range(0, len(draft.dimensions), A_ROW):
        for offset, column in enumerate(st.columns(A_ROW, gap="small")):
            if start + offset < len(draft.dimensions):
                with column:
                    found.append(_dimension(project, draft, place=start + offset, key=key, model=model))
    draft = replace(draft, dimensions=tuple(found))
    _more(project, draft)
    if len(draft.dimensions) > 1:
        left_out = st.text_area(
            "Combinations that make no sense, one a line",
            value=draft.leave_out,
            key=f"{key}_leave_out",
            height=68,
            placeholder="topic: billing, persona: racer",
        )
        draft = replace(draft, leave_out=left_out or "")
    return draft


def _dimension(project: Project, draft: PlanDraft, *, place: int, key: str, model: str) -> tuple[str, str]:
    name, outline = draft.dimensions[place]
    own = f"{key}_{place}_{name}"
    outline = (
        st.text_area(
            plain(name),
            value=outline,
            key=own,
            height=150,
            placeholder="One a line.\nIndented lines stand\n  below the one above.",
        )
        or ""
    )
    st.caption(formats.counted(len(values_in(outline)), "value"))
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Suggest",
            key=f"{own}_suggest",
            icon=":material/park:",
            type="tertiary",
            help=f"One call to {plain(model_words(model))} for more values. Delete the lines you do not want.",
            on_click=_suggest,
            args=(project, name, outline, model),
        )
        st.button("Remove", key=f"{own}_remove", type="tertiary", on_click=_remove, args=(project, name))
    _suggestion_of(project, name)
    return name, outline


def _more(project: Project, draft: PlanDraft) -> None:
    there = {name for name, _ in draft.dimensions}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for name in OFFERED:
            if name not in there:
                st.button(
                    name.capitalize(),
                    key=f"generate_add_{name}",
                    icon=":material/add:",
                    on_click=_add,
                    args=(project, name),
                )
        st.text_input(
            "A dimension of your own",
            key="generate_add_own",
            max_chars=60,
            placeholder="another one",
            label_visibility="collapsed",
            width=160,
            on_change=_add_own,
            args=(project, "generate_add_own"),
        )


def _add(project: Project, name: str) -> None:
    def added(draft: PlanDraft) -> PlanDraft:
        known = {one for one, _ in draft.dimensions}
        new = () if name in known else ((name, OFFERED.get(name, "")),)
        return replace(draft, dimensions=(*draft.dimensions, *new))

    change_draft(project, added)


def _add_own(project: Project, key: str) -> None:
    name = str(st.session_state.get(key) or "").strip()
    st.session_state[key] = ""
    if name:
        _add(project, name)


def _remove(project: Project, name: str) -> None:
    change_draft(
        project,
        lambda draft: replace(draft, dimensions=tuple(one for one in draft.dimensions if one[0] != name)),
    )


def _suggest(project: Project, name: str, outline: str, model: str) -> None:
    workspace = opened.workspace()
    wish = ValuesWish(
        task=project.task or "A product that answers its users.",
        dimension=name,
        there=[value.rpartition(BRANCH)[2] for value in values_in(outline)],
        model=model,
    )
    st.session_state[_SUGGESTION] = suggest(wish, jobs=workspace.jobs, store=workspace.store, price=workspace.price_usd)


def _suggestion_of(project: Project, name: str) -> None:
    suggestion = st.session_state.get(_SUGGESTION)
    if isinstance(suggestion, Suggestion) and suggestion.wish.dimension == name:
        is_live = not suggestion.ended.is_set()
        st.fragment(_show_suggestion, run_every=SECONDS_BETWEEN_LOOKS if is_live else None)(project, is_live)


@guarded()
def _show_suggestion(project: Project, was_live: bool) -> None:
    suggestion = st.session_state.get(_SUGGESTION)
    if not isinstance(suggestion, Suggestion):
        return
    if not suggestion.ended.is_set():
        st.caption(":material/hourglass_top: Asking …")
        return
    if suggestion.lines:
        _take_in(project, suggestion)
        st.rerun()
    if was_live:
        st.rerun()
    if isinstance(suggestion.error, StudioError):
        show_error(suggestion.error)
    elif suggestion.error is not None:
        show_unexpected(suggestion.error)


def _take_in(project: Project, suggestion: Suggestion) -> None:
    """What came is put below her own values, once."""
    name = suggestion.wish.dimension

    def grown(draft: PlanDraft) -> PlanDraft:
        dimensions = [
            (known, "\n".join([*filter(None, [outline.rstrip()]), *suggestion.lines]) if known == name else outline)
            for known, outline in draft.dimensions
        ]
        return replace(draft, dimensions=tuple(dimensions))

    change_draft(project, grown)
    st.session_state.pop(_SUGGESTION, None)
