"""Whether a judge that gives probabilities can be believed: how well they tell apart, and how often they come true."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.agreement.probability import CalibrationBin, ProbabilityReport, ValueProbability
from studio.agreement.words import METRICS
from studio.comparing.drawing_curve import Frame, Point, curve_drawing
from studio.comparing.judge_comparison import JudgeComparison
from studio.ui.addressed import addressed_choice
from studio.ui.charts.calibration import CalibrationPoint, calibration_curve
from studio.ui.charts.roc import roc_curve_chart
from studio.ui.compare_look import judge_word, spaced, told
from studio.ui.saving import save_chart
from studio.ui.tables import Column, Row, table
from studio.ui.verdict_marks import value_word

FEWEST_IN_A_BIN = 5


def chances(shown: Sequence[JudgeComparison]) -> None:
    """Closed until she opens it; nothing where no judge gives probabilities."""
    known = {f"{one.judge.id}.{one.criterion.id}.{one.order}": one for one in shown if one.report.probability}
    if not known:
        return
    with st.expander("How sure it is, and whether that comes true", key="compare_chances_of"):
        names = {
            key: f"{judge_word(one.judge, order=one.order)} · {spaced(one.criterion.id)}" for key, one in known.items()
        }
        chosen = next(iter(known))
        if len(known) > 1:
            chosen = addressed_choice("Judge", options=names, key="compare_sure", name="sure", width=480)
        if (report := known[chosen].report.probability) is not None:
            _of_one(report)


def _of_one(report: ProbabilityReport) -> None:
    if report.n < TOO_FEW:
        st.caption(f"{report.n} rated verdicts with probabilities: too few to tell.")
        return
    _figures(report)
    last = report.per_value[-1]
    left, right = st.columns(2, gap="large")
    with left:
        _calibration(last)
    with right:
        _told_apart(last)


def _calibration(found: ValueProbability) -> None:
    outcome, bins = value_word(found.value), [one for one in found.calibration if one.happened.n >= FEWEST_IN_A_BIN]
    st.caption("Does it come true? On the diagonal the judge means what it says.")
    if not bins:
        st.caption(f"No group of {FEWEST_IN_A_BIN} verdicts has about the same probability yet.")
        return
    points = [
        CalibrationPoint(
            predicted=one.said,
            observed=one.happened.value or 0.0,
            n=one.happened.n,
            low=one.happened.low,
            high=one.happened.high,
        )
        for one in bins
    ]
    alt_text = "How often verdicts of a probability came true"
    calibration_curve(points, key="compare_calibration", alt_text=alt_text, outcome=outcome)
    frame = Frame(
        title="Calibration",
        x_title=f"The judge's chance of {outcome}",
        y_title=f"Rated {outcome}",
        joined=False,
        diagonal=True,
    )
    drawn = [Point(x=one.predicted, y=one.observed, low=one.low, high=one.high) for one in points]
    save_chart(
        lambda: curve_drawing(drawn, frame=frame),
        lambda: [_row(one) for one in bins],
        key="compare_calibration",
        file_name="calibration",
    )


def _row(one: CalibrationBin) -> Row:
    share = one.happened
    return {"said": one.said, "happened": share.value, "low": share.low, "high": share.high, "n": share.n}


def _told_apart(found: ValueProbability) -> None:
    roc, outcome = found.roc, value_word(found.value)
    st.caption("Does it tell apart? The further above the diagonal, the better.")
    if not roc.found:
        st.caption(found.auc.why or "All ratings have the same value.")
        return
    alt_text = f"Share of {outcome} found against false alarms, at every threshold (ROC curve)"
    roc_curve_chart(roc.found, roc.false_alarms, key="compare_roc", alt_text=alt_text, outcome=outcome)
    frame = Frame(
        title="ROC curve", x_title=f"Others taken for {outcome}", y_title=f"Found of {outcome}", diagonal=True
    )
    pairs = list(zip(roc.thresholds, roc.false_alarms, roc.found, strict=True))
    save_chart(
        lambda: curve_drawing([Point(x=alarms, y=hits) for _, alarms, hits in pairs], frame=frame),
        lambda: [{"threshold": line, "false_alarms": alarms, "found": hits} for line, alarms, hits in pairs],
        key="compare_roc",
        file_name="roc",
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
