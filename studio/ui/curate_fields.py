"""The fields of the recipe form: one kind of widget each, kept for the session, under a key of its project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from studio.curation.recipe import OVERALL
from studio.records import Judge, Project, Rubric
from studio.ui.curate_state import field_key
from studio.ui.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What there is to choose from in a project."""

    project: Project
    rubric: Rubric
    judges: Sequence[Judge]
    prompts: Sequence[str]
    models: Sequence[str]
    tags: Sequence[tuple[str, str]]
    raters: Mapping[str, str]
    """Names by id."""
    held_out: Sequence[str]

    def key(self, name: str) -> str:
        """The widget key of a field."""
        return field_key(name, project=self.project.id)

    def chosen(self, name: str) -> Any:
        """What stands in a field now; None before it was drawn."""
        return st.session_state.get(self.key(name))

    def judge_names(self) -> dict[str, str]:
        """How a recipe names each judge, with what she reads: the name, or the id where two have the same name."""
        names = [judge.name or judge.model for judge in self.judges]
        return {
            name if names.count(name) == 1 else judge.id: name if names.count(name) == 1 else f"{name} · {judge.id[:6]}"
            for judge, name in zip(self.judges, names, strict=True)
        }


def field(offer: Offer, draw: Callable[..., Any], label: str, *limits: Any, name: str, **how: Any) -> None:
    """A widget of this kind; its value stands in the session."""
    draw(label, *limits, key=offer.key(name), persist_state="session", **how)


def several(
    offer: Offer,
    label: str,
    *,
    name: str,
    options: Sequence[Any],
    words: Callable[[Any], str | None] = visible,
    placeholder: str = "any",
    **how: Any,
) -> None:
    """Some of these; what a recipe names and the project does not have is offered too, so that it is seen."""
    st.session_state.setdefault(offer.key(name), [])
    strange = [one for one in offer.chosen(name) if one not in options]
    field(
        offer,
        st.multiselect,
        label,
        name=name,
        options=[*options, *strange],
        format_func=lambda one: words(one) or str(one),
        placeholder=placeholder,
        **how,
    )


def one_of(offer: Offer, label: str, *, name: str, words: Mapping[Any, str], **how: Any) -> None:
    """One of these; what a recipe names and is not among them is offered too."""
    here = offer.chosen(name)
    options = [*words] if here in words else [*words, here]
    field(
        offer, st.selectbox, label, name=name, options=options, format_func=lambda one: words.get(one, str(one)), **how
    )


def criterion(offer: Offer, label: str, *, name: str) -> None:
    """One criterion of the rubric, or all of them together."""
    words = {OVERALL: "All criteria together", **{c.id: visible(c.id) for c in offer.rubric.criteria}}
    one_of(offer, label, name=name, words=words, width=260)
