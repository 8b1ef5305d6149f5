"""Whether a judge that gives probabilities can be believed: how well they tell apart, and how often they come true."""

from __future__ import annotations

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.agreement.probability import ProbabilityReport
from studio.agreement.words import METRICS
from studio.ui.charts.calibration import CalibrationPoint, calibration_curve
from studio.ui.compare_numbers import told
from studio.ui.tables import Column, table
from studio.ui.verdict_marks import value_word

FEWEST_IN_A_BIN = 5


def chances(report: ProbabilityReport | None) -> None:
    """Closed until she opens it; nothing where the judge gives no probabilities."""
    if report is None:
        return
    with st.expander("How sure it is, and whether that comes true"):
        if report.n < TOO_FEW:
            st.caption(f"{report.n} rated verdicts with probabilities: too few to tell.")
            return
        _figures(report)
        last = report.per_value[-1]
        points = [
            CalibrationPoint(
                predicted=one.said,
                observed=one.happened.value,
                n=one.happened.n,
                low=one.happened.low,
                high=one.happened.high,
            )
            for one in last.calibration
            if one.happened.value is not None and one.happened.n >= FEWEST_IN_A_BIN
        ]
        if not points:
            st.caption(f"No group of {FEWEST_IN_A_BIN} verdicts has about the same probability yet.")
            return
        calibration_curve(
            points,
            key="compare_calibration",
            alt_text="How often verdicts of a probability came true",
            outcome=value_word(last.value),
        )


def _figures(report: ProbabilityReport) -> None:
    named = {"auc": report.auc, "brier": report.brier, "overconfidence": report.overconfidence}
    table(
        [
            {"number": METRICS[key].name, "value": told(figure), "n": figure.n, "meaning": METRICS[key].tooltip}
            for key, figure in named.items()
        ],
        columns=[
            Column(field="number", heading="Number", width="medium"),
            Column(field="value", heading="Value", width="medium"),
            Column(field="n", heading="Ratings", form="number"),
            Column(field="meaning", heading="What it means", width="large"),
        ],
        key="compare_chances",
        alt_text="How good the judge's probabilities are",
    )
