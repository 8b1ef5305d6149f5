"""Probabilities of a judge, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.metrics import roc_curve as sklearn_roc

from studio.agreement.probability import roc_curve
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling

QUICK = Resampling(redraws=100)
PASS_FAIL = ("fail", "pass")


def judged(seed: int, n: int = 120) -> tuple[list[str], list[str], np.ndarray]:
    random = np.random.default_rng(seed)
    sure = np.round(random.random(n), 1)
    hers = ["pass" if random.random() < p else "fail" for p in sure]
    theirs = ["pass" if p >= 0.5 else "fail" for p in sure]
    return hers, theirs, np.stack([1 - sure, sure], axis=1)


@pytest.mark.parametrize("seed", range(5))
def test_area_and_brier_of_two_values_are_those_of_scikit_learn(seed: int) -> None:
    hers, theirs, chances = judged(seed)
    report = agreement_report(
        hers, theirs, values=PASS_FAIL, level="ordinal", probabilities=chances, resampling=QUICK
    ).probability
    passed = np.array([value == "pass" for value in hers])
    assert report.auc.value == pytest.approx(roc_auc_score(passed, chances[:, 1]))
    assert report.brier.value == pytest.approx(brier_score_loss(passed, chances[:, 1]))
    assert report.auc.low < report.auc.value < report.auc.high


def test_the_curve_is_that_of_scikit_learn() -> None:
    hers, _, chances = judged(1)
    passed = np.array([value == "pass" for value in hers], dtype=float)
    false_alarms, found, _ = sklearn_roc(passed, chances[:, 1], drop_intermediate=False)
    curve = roc_curve(chances[:, 1], passed, np.ones(len(passed)))
    assert curve.false_alarms == pytest.approx(false_alarms)
    assert curve.found == pytest.approx(found)


def test_three_values_give_the_mean_area_and_the_full_brier() -> None:
    random = np.random.default_rng(2)
    chances = random.dirichlet([1, 1, 1], 90)
    hers = [int(random.choice(3, p=row)) + 1 for row in chances]
    theirs = (chances.argmax(axis=1) + 1).tolist()
    report = agreement_report(
        hers, theirs, values=(1, 2, 3), level="ordinal", probabilities=chances, resampling=QUICK
    ).probability
    assert report.auc.value == pytest.approx(roc_auc_score(hers, chances, multi_class="ovr"))
    outcome = np.eye(3)[np.array(hers) - 1]
    assert report.brier.value == pytest.approx(((chances - outcome) ** 2).sum(axis=1).mean())
    right = np.array(hers) == np.array(theirs)
    assert report.overconfidence.value == pytest.approx(chances.max(axis=1).mean() - right.mean())


def test_the_calibration_curve_counts_per_tenth() -> None:
    hers = ["pass"] * 8 + ["fail"] * 2 + ["fail"] * 5
    theirs = ["pass"] * 10 + ["fail"] * 5
    chances = [[0.15, 0.85]] * 10 + [[0.95, 0.05]] * 5
    curve = agreement_report(
        hers, theirs, values=PASS_FAIL, level="ordinal", probabilities=chances, resampling=QUICK
    ).probability.per_value[1]
    low, high = curve.calibration
    assert (low.said, low.happened.value, low.happened.n) == (pytest.approx(0.05), 0.0, 5)
    assert (high.said, high.happened.value, high.happened.n) == (pytest.approx(0.85), 0.8, 10)


def test_verdicts_without_probabilities_are_left_out_of_this_part_only() -> None:
    hers, theirs = ["pass", "fail", "pass"], ["pass", "fail", "fail"]
    some = agreement_report(
        hers, theirs, values=PASS_FAIL, level="ordinal", probabilities=[[0.1, 0.9], None, [0.7, 0.3]], resampling=QUICK
    )
    assert (some.n, some.probability.n) == (3, 2)
    assert some.probability.auc.value is None  # both of these are passes
    none = agreement_report(hers, theirs, values=PASS_FAIL, level="ordinal", probabilities=[None] * 3, resampling=QUICK)
    assert none.probability is None
