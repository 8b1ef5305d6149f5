"""The examples of one criterion: written by hand, or taken from a rated sample of the development part."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from studio.drafting.parts import subjects_in_part
from studio.records import Criterion, Example, Project, Rating
from studio.store import ratings
from studio.store.engine import Database
from studio.store.subjects import Subject, subjects_named
from studio.ui import opened
from studio.ui.plain import plain
from studio.ui.verdict_marks import value_word, values_in_order
from studio.ui.visible import visible

Change = Callable[[tuple[Example, ...]], None]
MOST_RATED = 60
LONGEST_LINE = 90


def examples_part(criterion: Criterion, *, key: str, change: Change) -> None:
    """Each example on a line with a way to remove it, and two ways to add one."""
    for place, example in enumerate(criterion.examples):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            words = f"Example, {value_word(example.value)}: {example.why or example.output[:LONGEST_LINE]}"
            st.caption(plain(words), width="content")
            rest = (*criterion.examples[:place], *criterion.examples[place + 1 :])
            st.button("Remove", key=f"{key}_unexample_{place}", type="tertiary", on_click=change, args=(rest,))
    with st.container(horizontal=True, gap="small"):
        with st.popover("Add an example", icon=":material/add:", key=f"{key}_example_open", on_change="rerun") as shown:
            if shown.open:
                _by_hand(criterion, key=f"{key}_example_{len(criterion.examples)}", change=change)
        with st.popover("From my ratings", key=f"{key}_rated_open", on_change="rerun") as shown:
            if shown.open:
                _from_ratings(criterion, key=f"{key}_rated_{len(criterion.examples)}", change=change)


def _by_hand(criterion: Criterion, *, key: str, change: Change) -> None:
    if not criterion.scale.values:
        st.caption("Examples on a scale without listed values are written in the source.")
        return
    value = st.segmented_control(
        "Value",
        options=list(values_in_order(criterion.scale)),
        format_func=lambda one: visible(value_word(one)),
        default=criterion.scale.values[-1],
        key=f"{key}_value",
        required=True,
    )
    asked = st.text_area("Input, if it matters", key=f"{key}_input", height=80, max_chars=8_000)
    output = st.text_area("Output", key=f"{key}_output", height=110, max_chars=8_000)
    why = st.text_input("Why", key=f"{key}_why", max_chars=1_000)
    if output.strip() and value is not None:
        new = Example(input=asked.strip(), output=output.strip(), value=value, why=why.strip())
        st.button("Add", key=f"{key}_add", type="primary", on_click=change, args=((*criterion.examples, new),))


def _from_ratings(criterion: Criterion, *, key: str, change: Change) -> None:
    project = opened.project()
    found = opened.workspace().read(lambda database: _rated(database, project, criterion)) if project else []
    if not found:
        st.caption("No rated sample of the development part fits. The test part is kept for measuring.")
        return
    place = st.selectbox(
        "Rated sample",
        options=range(len(found)),
        format_func=lambda one: _line(*found[one]),
        key=f"{key}_sample",
        width=520,
    )
    rating, subject = found[place]
    why = st.text_input("Why", value=rating.note, key=f"{key}_why_{place}", max_chars=1_000)
    assert rating.value is not None
    new = Example(input=subject.input_text, output=subject.outputs[0], value=rating.value, why=why.strip())
    st.button("Add", key=f"{key}_add", type="primary", on_click=change, args=((*criterion.examples, new),))


def _rated(database: Database, project: Project, criterion: Criterion) -> list[tuple[Rating, Subject]]:
    """Her ratings on this question, with the texts, from the development part alone, the newest first."""
    given = [
        one
        for one in ratings.ratings(database, project.id)
        if one.criterion == criterion.id and one.value is not None and criterion.scale.holds(one.value)
    ]
    last = {one.subject: one for one in given}
    kept = subjects_in_part(database, last, part="development")
    newest = [name for name in reversed(last) if name in kept][:MOST_RATED]
    texts = {one.id: one for one in subjects_named(database, newest, mode="direct")}
    return [(last[name], texts[name]) for name in newest if name in texts]


def _line(rating: Rating, subject: Subject) -> str:
    value = value_word(rating.value) if rating.value is not None else ""
    return visible(f"{value}: {' '.join(subject.outputs[0].split())[:LONGEST_LINE]}")
