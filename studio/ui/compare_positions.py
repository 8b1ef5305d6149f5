"""Whether judges of pairs follow the order in which the two are shown, on the pairs somebody has rated."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.agreement.words import METRICS
from studio.comparing.positions import Positions, positions
from studio.ui.compare_look import Look, judge_word, spaced, told
from studio.ui.metric_words import help_on
from studio.ui.tables import Column, table

MEASURES = ("same_in_both_orders", "first_shown")


def shown_both_ways(look: Look) -> tuple[str, ...]:
    """A table of them, and the numbers it holds; nothing where no judge was shown both orders."""
    found = positions(look.heard, subjects=look.subjects)
    if not found:
        return ()
    st.markdown("**When the two change places**")
    table(
        [_row(one) for one in found],
        columns=[
            Column(field="judge", heading="Judge"),
            Column(field="question", heading="Question"),
            Column(field="n", heading="Pairs", form="number"),
            *(Column(field=key, heading=METRICS[key].name, help=help_on(key)) for key in MEASURES),
        ],
        key="compare_positions",
        alt_text="How far each judge follows the order in which the two outputs are shown",
    )
    return MEASURES


def _row(one: Positions) -> Mapping[str, str | int | float | None]:
    return {
        "judge": judge_word(one.judge),
        "question": spaced(one.criterion.id),
        "n": one.report.same.n,
        "same_in_both_orders": told(one.report.same, shares=True),
        "first_shown": told(one.report.first_shown, shares=True),
    }
