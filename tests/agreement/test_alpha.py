"""Krippendorff's alpha, against his own example and the krippendorff package, with missing cells."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest

from studio.agreement.people import people_report
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling

QUICK = Resampling(redraws=10)
LEVELS = ("nominal", "ordinal", "interval")

# Krippendorff (2011), data C: four observers, twelve units, missing cells.
OBSERVERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}


def test_krippendorffs_own_example() -> None:
    report = people_report(OBSERVERS, values=(1, 2, 3, 4, 5), level="interval", resampling=QUICK)
    assert report.n == 11
    assert report["alpha_nominal"].value == pytest.approx(0.743, abs=5e-4)
    assert report["alpha_ordinal"].value == pytest.approx(0.815, abs=5e-4)
    assert report["alpha_interval"].value == pytest.approx(0.849, abs=5e-4)


@pytest.mark.parametrize("seed", range(8))
def test_alpha_of_many_raters_with_missing_cells_is_that_of_the_package(seed: int) -> None:
    random = np.random.default_rng(seed)
    truth = random.integers(1, 6, 40)
    table = np.clip(truth + random.integers(-1, 2, size=(2 + seed % 4, 40)), 1, 5).astype(float)
    table[random.random(table.shape) < 0.3] = np.nan
    ratings = {f"r{i}": [None if np.isnan(v) else int(v) for v in row] for i, row in enumerate(table)}
    report = people_report(ratings, values=(1, 2, 3, 4, 5), level="interval", resampling=QUICK)
    for level in LEVELS:
        expected = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
        assert report[f"alpha_{level}"].value == pytest.approx(expected)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_of_a_judge_and_a_rater_is_that_of_the_package_also_off_the_scale(level: str) -> None:
    random = np.random.default_rng(1)
    hers = random.integers(1, 6, 50).astype(float)
    means = np.clip(hers + random.integers(-3, 4, 50) / 3, 1, 5)
    report = agreement_report(hers, means, values=(1, 2, 3, 4, 5), level="interval", resampling=QUICK)
    expected = krippendorff.alpha(reliability_data=np.stack([hers, means]), level_of_measurement=level)
    if level == "nominal":  # counts equal values, which means of runs rarely are
        assert report["alpha_nominal"].value is None
        assert "not rounded" in str(report["alpha_nominal"].why)
    else:
        assert report[f"alpha_{level}"].value == pytest.approx(expected)


def test_disagreement_beyond_luck_is_negative_and_not_clipped() -> None:
    report = agreement_report([1, 2, 1, 2, 1, 2], [2, 1, 2, 1, 2, 1], values=(1, 2), level="nominal", resampling=QUICK)
    # D_o = 1; pool 6 and 6 of 12: D_e = (144 - 72) / (12 * 11) = 6/11; alpha = 1 - 11/6
    assert report["alpha_nominal"].value == pytest.approx(1 - 11 / 6)


def test_one_and_the_same_value_everywhere_says_why() -> None:
    report = people_report({"a": [3, 3, 3], "b": [3, 3, None]}, values=(1, 2, 3), level="ordinal", resampling=QUICK)
    assert report["alpha_ordinal"].value is None
    assert report["alpha_ordinal"].why == "Every rating has the same value."
