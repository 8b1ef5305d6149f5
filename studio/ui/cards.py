"""Cards for a sample, a criterion and a verdict; each shows what it is given and hides who wrote what by default."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.records import Criterion, FailureKind, Sample, Scale, Value
from studio.ui import state
from studio.ui.plain import plain
from studio.ui.untrusted import MEASURE_PIXELS, show_untrusted
from studio.ui.verdict_marks import Mark, rating_mark, value_word, values_in_order, verdict_mark


def sample_card(
    sample: Sample,
    *,
    key: str,
    title: str = "Output",
    input_text: str | None = None,
    show_writer: bool = False,
    height: int | None = None,
) -> None:
    """The input in grey above, the output below; who wrote it and its tags only where the page allows it."""
    with st.container(border=True, gap="xsmall", height=height or "content"):
        # The words stand beside the texts, not in a box with each: at every key each box is one more to draw.
        if input_text is not None:
            st.caption("Input")
            show_untrusted(input_text, key=f"{key}_input", look=state.text_look())
        st.caption(title)
        show_untrusted(sample.output, key=f"{key}_output", look=state.text_look())
        if show_writer:
            writer_line(sample)


def writer_line(sample: Sample) -> None:
    """Who wrote the sample, and its tags."""
    words = ([sample.system] if sample.system else []) + tag_words(sample.tags)
    if words:
        st.caption(" · ".join(plain(word) for word in words))


def tag_words(tags: Mapping[str, str]) -> list[str]:
    """Tags as "topic: refund", in the order of their names."""
    return [f"{name}: {value}" if value else name for name, value in sorted(tags.items())]


def criterion_card(criterion: Criterion, *, numbered: bool = False) -> None:
    """The question and what each value means in her words, in the order of the rating buttons."""
    with st.container(border=True, gap="small"):
        st.markdown(f"**{plain(criterion.question)}**", width=MEASURE_PIXELS)
        for place, value in enumerate(values_in_order(criterion.scale), start=1):
            anchor = criterion.anchors.get(value)
            if anchor or not criterion.anchors:
                _anchor_line(value, anchor=anchor or "", criterion=criterion, place=place if numbered else None)
        if criterion.must_pass:
            st.caption(":material/priority_high: Must pass")


def _anchor_line(value: Value, *, anchor: str, criterion: Criterion, place: int | None) -> None:
    # A number on the scale is its own key; only words need the key beside them.
    key = f"`{place}` " if place is not None and value != place else ""
    meaning = f" {plain(anchor)}" if anchor else ""
    st.markdown(f"{key}{rating_mark(value, scale=criterion.scale).badge}{meaning}", width=MEASURE_PIXELS)


def verdict_card(
    *,
    judge: str,
    value: Value | None,
    failure: FailureKind | None,
    scale: Scale,
    explanation: str,
    key: str,
    note: str = "",
) -> None:
    """A judge's verdict with its reason, on pass as on fail; a failure says what kind it was."""
    with st.container(border=True, gap="xsmall"):
        mark_line(verdict_mark(value=value, failure=failure, scale=scale), who=judge, note=note)
        if explanation.strip():
            show_untrusted(explanation, key=f"{key}_reason")
        else:
            st.caption("No reason given.")


def mark_line(mark: Mark, *, who: str, note: str = "") -> None:
    """A mark, who gave it, and a quiet remark, on one line."""
    remark = f" :gray[{plain(note)}]" if note else ""
    st.markdown(f"{mark.badge} {plain(who)}{remark}")


def scale_in_words(scale: Scale) -> str:
    """The scale's values in the studio's order, such as "pass, fail" or "1, 2, 3, 4, 5"."""
    if not scale.values:
        return f"{scale.minimum:g} to {scale.maximum:g}"
    return ", ".join(value_word(value) for value in values_in_order(scale))
