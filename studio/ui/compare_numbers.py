"""Every number of a comparison as a table, each explained in plain words with its formula and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.agreement.words import INTERVAL, METRICS
from studio.comparing.as_table import table_of
from studio.comparing.judge_comparison import JudgeComparison
from studio.ui.compare_chances import chances
from studio.ui.compare_look import Look, in_full, judge_word, spaced, told
from studio.ui.compare_positions import shown_both_ways
from studio.ui.metric_words import help_on, meanings
from studio.ui.tables import Column, export_buttons, table

SHARES = ("accuracy", "precision", "recall", "f1", "specificity")
USUAL = ("accuracy", "kappa", "ac1", "bias")
USUAL_OF_AN_ORDER = ("spearman", "kendall", "bias")
"""Where values are never equal, such as a mean of raters against whole numbers, only their order can be compared."""
OTHERS = (
    "kappa_linear",
    "kappa_quadratic",
    "ac2",
    "alpha_nominal",
    "alpha_ordinal",
    "alpha_interval",
    "mcc",
    "precision",
    "recall",
    "f1",
    "specificity",
    "spearman",
    "kendall",
    "within_kendall",
    "pearson",
    "within_pearson",
    "mae",
    "rmse",
    "above_constant",
    "above_coin",
)


def draw(look: Look) -> None:
    """The usual four numbers, or all; what each one means stands in its heading's tooltip and below."""
    shown = [in_full(look, one) for one in look.heard]
    every = st.toggle("Show every number", key="compare_every_number", bind="query-params")
    usual = USUAL if any(_has(one, "accuracy") for one in shown) else USUAL_OF_AN_ORDER
    wanted = dict.fromkeys([*usual, *(OTHERS if every else ())])
    keys = [key for key in wanted if any(_has(one, key) for one in shown)]
    rows = [_row(one, keys) for one in shown]
    table(
        rows,
        columns=[
            Column(field="judge", heading="Judge"),
            Column(field="question", heading="Question"),
            Column(field="n", heading="Ratings", form="number"),
            *(
                [Column(field="failed", heading="No verdict", form="number")]
                if any(row["failed"] for row in rows)
                else []
            ),
            *(Column(field=key, heading=METRICS[key].name, help=help_on(key)) for key in keys),
        ],
        key="compare_figures",
        alt_text="Agreement figures by judge and question",
    )
    st.caption(f"In brackets the 95 % interval. {INTERVAL}", width=760)
    export_buttons(lambda: table_of(shown), key="compare_export", file_name="agreement")
    chances(shown)
    meanings([*keys, *shown_both_ways(look)])


def _has(one: JudgeComparison, key: str) -> bool:
    figure = one.report.figures.get(key)
    return figure is not None and figure.value is not None


def _row(one: JudgeComparison, keys: Sequence[str]) -> Mapping[str, str | int | float | None]:
    figures = one.report.figures
    return _of_whom(one) | {key: told(figures.get(key), shares=key in SHARES) for key in keys}


def _of_whom(one: JudgeComparison) -> dict[str, str | int | float | None]:
    return {
        "judge": judge_word(one.judge, order=one.order),
        "question": spaced(one.criterion.id),
        "n": one.report.n,
        "failed": sum(one.failures.values()),
    }
