"""Redraws by input: coverage by simulation, bundles of many inputs, seeds, undefined redraws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from studio.agreement.arrays import FloatArray
from studio.agreement.coefficients import possible_coefficients
from studio.agreement.distances import pearson
from studio.agreement.grouping import MOST_UNITS, grouping
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling, bca_interval, multipliers, redrawn
from tests.agreement.tables import cells_of, evidence_of, random_pair

NOMINAL = (0.935, 0.965)
TRIALS = 1_200
FEW = Resampling(redraws=400)
PASS_FAIL = np.array([[0.20, 0.10], [0.08, 0.62]])
ONE_TO_THREE = np.array([[0.20, 0.06, 0.02], [0.05, 0.25, 0.05], [0.02, 0.08, 0.27]])


def covered(joint: FloatArray, keys: tuple[str, ...], *, n: int, size: int, together: float) -> dict[str, float]:
    """How often each coefficient's interval holds its true value, for inputs of `size` samples that partly coincide."""
    random, values = np.random.default_rng(n + size), len(joint)
    groups = np.repeat(np.arange(n // size), size)
    held = dict.fromkeys(keys, 0)
    truth: dict[str, float] = {}
    for _ in range(TRIALS):
        own = random.choice(joint.size, p=joint.ravel(), size=n)
        shared = np.repeat(random.choice(joint.size, p=joint.ravel(), size=n // size), size)
        first, second = np.divmod(np.where(random.random(n) < together, shared, own).astype(float), values)
        evidence = evidence_of(first, second, values=values, groups=groups)
        wanted = {key: formula for key, formula in possible_coefficients(evidence).items() if key in keys}
        if not truth:
            exact = evidence.cells.weighing(joint.reshape(1, -1) * 1e6)
            truth = {key: float(formula(exact)[0]) for key, formula in wanted.items()}
        for key, draws in redrawn(evidence, wanted, FEW).items():
            low, high = bca_interval(draws, FEW, units=evidence.units)
            held[key] += low <= truth[key] <= high
    return {key: count / TRIALS for key, count in held.items()}


@pytest.mark.parametrize(
    ("joint", "n", "size", "together", "keys"),
    [
        (PASS_FAIL, 100, 1, 0.0, ("kappa", "ac1")),
        (ONE_TO_THREE, 120, 1, 0.0, ("kappa_quadratic", "spearman", "mae")),
        (PASS_FAIL, 240, 4, 0.5, ("kappa", "ac1")),
    ],
    ids=["pass or fail", "one to three", "four samples an input"],
)
def test_intervals_hold_the_truth_95_times_in_100(
    joint: FloatArray, n: int, size: int, together: float, keys: tuple[str, ...]
) -> None:
    for key, share in covered(joint, keys, n=n, size=size, together=together).items():
        assert NOMINAL[0] <= share <= NOMINAL[1], f"{key} holds the truth {share:.1%} of the time"


def test_the_interval_is_about_that_of_scipys_own_bootstrap() -> None:
    random = np.random.default_rng(3)
    first = random.normal(size=150)
    second = first + random.normal(size=150)
    scipys = stats.bootstrap(
        (first, second), lambda x, y: stats.pearsonr(x, y)[0], paired=True, vectorized=False, n_resamples=1_500, rng=1
    ).confidence_interval
    evidence = evidence_of(first, second, values=0)
    draws = redrawn(evidence, {"pearson": pearson}, Resampling())["pearson"]
    assert bca_interval(draws, Resampling(), units=150) == pytest.approx((scipys.low, scipys.high), abs=0.015)


def test_samples_of_one_input_widen_the_interval() -> None:
    first, second = random_pair(1, n=60, values=3)
    alike = np.repeat(first, 5), np.repeat(second, 5)
    together = agreement_report(*alike, values=(0, 1, 2), level="ordinal", groups=np.repeat(np.arange(60), 5).tolist())
    apart = agreement_report(*alike, values=(0, 1, 2), level="ordinal")
    for key in ("accuracy", "kappa", "spearman", "bias"):
        assert (together[key].width or 0) > 1.8 * (apart[key].width or 0)


def test_very_many_inputs_are_bundled_without_changing_the_width_much() -> None:
    first, second = random_pair(9, n=8_000, values=4)
    many = agreement_report(first, second, values=(0, 1, 2, 3), level="ordinal")
    assert grouping(None, counts=np.ones(8_000, dtype=bool)).units == MOST_UNITS
    error = 1.96 * np.sqrt(0.7 * 0.3 / 8_000)  # agreement is 0.6 + 0.4 / 4 = 0.7
    # dκ/dp_o = 1 / (1 - 1/4)
    assert many["kappa"].width == pytest.approx(2 * error / 0.75, rel=0.08)


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    first, second = random_pair(2, n=50, values=3)
    seeds = [
        agreement_report(first, second, values=(0, 1, 2), level="ordinal", resampling=Resampling(seed=seed))["kappa"]
        for seed in (0, 0, 1)
    ]
    assert seeds[0] == seeds[1]
    assert seeds[0].low != seeds[2].low


def test_each_redraw_takes_as_many_inputs_as_there_are() -> None:
    counts = multipliers(37, 50, 0)
    assert (counts[:51].sum(axis=1) == 37).all()
    assert (counts[51:].sum(axis=1) == 36).all()  # one input left out at a time


def test_too_many_undefined_redraws_leave_the_value_without_an_interval() -> None:
    # one fail among fifteen: every third redraw has no fail at all
    ratings, verdicts = ["pass"] * 14 + ["fail"], ["pass"] * 13 + ["fail", "fail"]
    figure = agreement_report(ratings, verdicts, values=("fail", "pass"), level="ordinal")["mcc"]
    assert figure.value == pytest.approx(0.6814, abs=1e-4)
    assert (figure.low, figure.high) == (None, None)
    assert "Too little varies" in str(figure.why)


def test_numbers_that_all_differ_are_redrawn_row_by_row() -> None:
    random = np.random.default_rng(0)
    first = random.normal(size=900)
    second = first + random.normal(size=900)
    report = agreement_report(first, second, values=(), level="interval", resampling=Resampling(redraws=300))
    assert report["kendall"].value == pytest.approx(stats.kendalltau(first, second)[0])
    assert report["spearman"].value == pytest.approx(stats.spearmanr(first, second)[0])
    # true tau 0.5, its standard error about 0.0167 by the delta method for n = 900
    assert report["kendall"].width == pytest.approx(0.067, abs=0.02)


def test_cells_of_single_pairs_are_as_good_as_cells_of_equal_pairs() -> None:
    first, second = random_pair(6, n=40, values=4)
    assert float(pearson(cells_of(first, second))) == pytest.approx(stats.pearsonr(first, second)[0])
