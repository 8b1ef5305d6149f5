"""The form of a rubric: what is asked, in her words; every field is kept the moment she leaves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from studio.errors import StudioError
from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion, Example, Rubric, Scale
from studio.rubric.combining import combine_in_words, worked_example
from studio.rubric.reading import parse_rubric
from studio.rules.words import rule_in_words
from studio.ui import rubric_draft
from studio.ui.cards import scale_in_words
from studio.ui.plain import plain
from studio.ui.rubric_examples import examples_part
from studio.ui.verdict_marks import value_word, values_in_order

SCALES = {"Pass or fail": PASS_FAIL, "One to five": ONE_TO_FIVE}
COMBINE_WORDS = {
    "weighted_mean": "The weighted mean of all questions",
    "all_must_pass": "Everything must pass",
    "minimum": "The worst answer decides",
}


def rubric_form(rubric: Rubric, *, file: str) -> None:
    """Title, task and rule, then one part a criterion."""
    key = f"rubrics_{file}_{rubric_draft.revision(file)}"
    _text("Title", rubric.title, key=f"{key}_title", change=lambda text: replace_all(file, title=text))
    _text(
        "What is judged", rubric.task, key=f"{key}_task", change=lambda text: replace_all(file, task=text), height=110
    )
    for place, criterion in enumerate(rubric.criteria):
        _criterion_part(criterion, file=file, place=place)
    st.button("Add a question", key=f"{key}_add", icon=":material/add:", on_click=_add, args=(file,))
    st.selectbox(
        "Together they make",
        options=list(COMBINE_WORDS),
        index=list(COMBINE_WORDS).index(rubric.combine),
        format_func=COMBINE_WORDS.__getitem__,
        key=f"{key}_combine",
        on_change=lambda: replace_all(file, combine=st.session_state[f"{key}_combine"]),
    )
    st.caption(plain(combine_in_words(rubric)))
    example = worked_example(rubric)
    if example:
        st.caption(plain(example))


def _criterion_part(criterion: Criterion, *, file: str, place: int) -> None:
    key = f"rubrics_{file}_{rubric_draft.revision(file)}_{place}"

    def changed(**fields: Any) -> None:
        _change_criterion(file, place, **fields)

    with st.expander(plain(criterion.question or criterion.id), key=f"{key}_part", expanded=False):
        _text("Question", criterion.question, key=f"{key}_question", change=lambda text: changed(question=text))
        if criterion.rule:
            st.caption(f":material/rule: Answered by a rule, not by a model. {plain(rule_in_words(criterion.rule))}")
        else:
            _answers(criterion, file=file, place=place, key=key)
        _counting(criterion, file=file, place=place, key=key)
        if not criterion.rule:
            examples_part(criterion, key=key, change=partial(_change_examples, file, place))


def _answers(criterion: Criterion, *, file: str, place: int, key: str) -> None:
    """The scale and what its values mean."""

    def changed() -> None:
        scale = SCALES.get(st.session_state[f"{key}_scale"], criterion.scale)
        _change_criterion(file, place, scale=scale, anchors={})

    named = next((name for name, scale in SCALES.items() if scale == criterion.scale), None)
    options = [*SCALES, *([] if named else [_own(criterion.scale)])]
    st.segmented_control(
        "Answer",
        options=options,
        default=named or _own(criterion.scale),
        key=f"{key}_scale",
        required=True,
        on_change=changed,
    )
    for value in values_in_order(criterion.scale):
        _text(
            f"What {value_word(value)} means",
            criterion.anchors.get(value, ""),
            key=f"{key}_anchor_{value}",
            change=partial(_change_anchor, file, place, value),
        )


def _counting(criterion: Criterion, *, file: str, place: int, key: str) -> None:
    """How much it counts, and the way to take it out."""

    def changed(**fields: Any) -> None:
        _change_criterion(file, place, **fields)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.number_input(
            "Weight",
            min_value=0.0,
            max_value=100.0,
            value=float(criterion.weight),
            step=1.0,
            key=f"{key}_weight",
            width=140,
            on_change=lambda: changed(weight=st.session_state[f"{key}_weight"]),
        )
        st.checkbox(
            "Must pass",
            value=criterion.must_pass,
            key=f"{key}_must",
            on_change=lambda: changed(must_pass=st.session_state[f"{key}_must"]),
        )
        st.button("Remove this question", key=f"{key}_remove", type="tertiary", on_click=_remove, args=(file, place))


def replace_all(file: str, **fields: Any) -> None:
    """Changes fields of the whole rubric in the draft."""
    rubric = _readable(file)
    if rubric is not None:
        _keep(file, replace(rubric, **fields))


def _own(scale: Scale) -> str:
    return f"Its own: {scale_in_words(scale)}"


def _text(label: str, value: str, *, key: str, change: Callable[[str], None], height: int | None = None) -> None:
    def changed() -> None:
        change(str(st.session_state[key]).strip())

    if height:
        st.text_area(label, value=value, key=key, height=height, max_chars=8_000, on_change=changed)
    else:
        st.text_input(label, value=value, key=key, max_chars=2_000, on_change=changed)


def _change_criterion(file: str, place: int, **fields: Any) -> None:
    rubric = _readable(file)
    if rubric is not None and place < len(rubric.criteria):
        criteria = list(rubric.criteria)
        criteria[place] = replace(criteria[place], **fields)
        _keep(file, replace(rubric, criteria=tuple(criteria)))


def _change_examples(file: str, place: int, examples: tuple[Example, ...]) -> None:
    _change_criterion(file, place, examples=examples)


def _change_anchor(file: str, place: int, value: Any, text: str) -> None:
    rubric = _readable(file)
    if rubric is not None:
        anchors = {**rubric.criteria[place].anchors, value: text}
        _change_criterion(file, place, anchors={known: words for known, words in anchors.items() if words})


def _add(file: str) -> None:
    rubric = _readable(file)
    if rubric is not None:
        taken = {criterion.id for criterion in rubric.criteria}
        name = next(f"criterion_{n}" for n in range(1, 1_000) if f"criterion_{n}" not in taken)
        new = Criterion(id=name, question="Does the output …?", anchors={"pass": "It does.", "fail": "It does not."})
        _keep(file, replace(rubric, criteria=(*rubric.criteria, new)))
        rubric_draft.turn_over(file)


def _remove(file: str, place: int) -> None:
    rubric = _readable(file)
    if rubric is not None and len(rubric.criteria) > 1:
        _keep(file, replace(rubric, criteria=(*rubric.criteria[:place], *rubric.criteria[place + 1 :])))
        rubric_draft.turn_over(file)


def _readable(file: str) -> Rubric | None:
    draft = rubric_draft.draft_of(file)
    return None if draft is None else _parsed(draft.text, file)


def _parsed(text: str, file: str) -> Rubric | None:
    try:
        return parse_rubric(text, file=file)
    except StudioError:
        return None


def _keep(file: str, rubric: Rubric) -> None:
    try:
        rubric_draft.keep_rubric(file, rubric)
    except StudioError as error:
        st.session_state["rubrics_problem"] = error
