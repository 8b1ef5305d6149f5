"""Several raters: Fleiss' kappa and intraclass correlations against published tables and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from studio.agreement.intraclass import item_sums, one_way, two_way
from studio.agreement.ladder import Ladder
from studio.agreement.people import people_report
from studio.agreement.raters import all_but, majority_values, mean_values
from studio.agreement.resampling import Resampling

QUICK = Resampling(redraws=10)

# Shrout & Fleiss (1979), table 2: six targets, four judges.
TARGETS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float).T


def test_intraclass_correlations_of_shrout_and_fleiss() -> None:
    ratings = {f"judge{i}": row.astype(int).tolist() for i, row in enumerate(TARGETS)}
    report = people_report(ratings, values=tuple(range(1, 11)), level="interval", resampling=QUICK)
    published = {"icc1": 0.17, "icc2": 0.29, "icc3": 0.71, "icc1k": 0.44, "icc2k": 0.62, "icc3k": 0.91}
    assert {key: round(report[key].value or 0, 2) for key in published} == published


def test_one_way_correlation_with_unequal_numbers_of_raters_worked_by_hand() -> None:
    # Rows (1, 3), (5, 5, 8): N = 5, k0 = (5 - 13/5) / 1 = 2.4; means 2 and 6, grand 4.4
    # MSB = 2 * 2.4² + 3 * 1.6² = 19.2; MSW = (2 + 6) / 3; ICC(1) = (MSB - MSW) / (MSB + 1.4 MSW)
    values = np.array([[1.0, 5.0], [3.0, 5.0], [np.nan, 8.0]])
    inside = 8 / 3
    expected = (19.2 - inside) / (19.2 + 1.4 * inside)
    assert one_way(item_sums(values).sum(axis=0), averaged=False) == pytest.approx(expected)


def test_columns_that_are_not_people_have_no_two_way_correlation() -> None:
    slots = {name: [1, 2, 3, 4, 5, 3] for name in ("slot1", "slot2", "slot3")}
    report = people_report(slots, values=(1, 2, 3, 4, 5), level="ordinal", are_people=False, resampling=QUICK)
    assert report["icc2"].value is None
    assert "positions" in str(report["icc2"].why)
    assert report.pairs == {}
    assert report["icc1"].value == pytest.approx(1.0)


def test_two_way_correlations_need_complete_rows() -> None:
    ratings = {"a": [1, 2, 3, 4], "b": [1, 2, 4, None], "c": [2, 2, 3, 4]}
    report = people_report(ratings, values=(1, 2, 3, 4, 5), level="ordinal", resampling=QUICK)
    assert report["icc3"].value is None
    assert report["icc1"].value is not None


def test_constant_numbers_have_no_intraclass_correlation() -> None:
    sums = item_sums(np.full((3, 6), 4.0)).sum(axis=0)
    assert np.isnan(one_way(sums, averaged=False))
    assert np.isnan(two_way(sums, raters=3, fixed=True, averaged=False))


@pytest.mark.parametrize("seed", range(8))
def test_fleiss_kappa_is_that_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    truth, raters = random.integers(0, 4, 60), 3 + seed % 3
    table = np.where(random.random((raters, 60)) < 0.6, truth, random.integers(0, 4, (raters, 60)))
    ratings = {f"r{i}": row.tolist() for i, row in enumerate(table)}
    report = people_report(ratings, values=(0, 1, 2, 3), level="nominal", resampling=QUICK)
    counts = np.stack([(table == value).sum(axis=0) for value in range(4)], axis=1)
    assert report["fleiss_kappa"].value == pytest.approx(statsmodels_fleiss(counts))


def test_fleiss_kappa_of_the_published_example() -> None:
    # Fleiss' example as in Wikipedia: ten subjects, fourteen raters, five values: kappa 0.210
    counts = np.array(
        [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ]
    )
    rows = [np.repeat(np.arange(5), row) for row in counts]
    ratings = {f"r{i}": [int(row[i]) for row in rows] for i in range(14)}
    report = people_report(ratings, values=range(5), level="nominal", are_people=False, resampling=QUICK)
    assert report["fleiss_kappa"].value == pytest.approx(0.210, abs=5e-4)


def test_the_majority_leaves_ties_open_and_the_mean_takes_who_is_there() -> None:
    ratings = {"a": [1, 1, 2, None], "b": [1, 2, None, None], "c": [2, 3, 4, None]}
    assert majority_values(ratings) == [1, None, None, None]
    means = mean_values(ratings, ladder=Ladder(values=(1, 2, 3, 4), level="ordinal"))
    assert means[:3].tolist() == pytest.approx([4 / 3, 2, 3])
    assert np.isnan(means[3])
    assert list(all_but(ratings, rater="b")) == ["a", "c"]


def test_each_two_people_are_compared_like_a_judge() -> None:
    ratings = {"a": ["pass", "fail", "pass"], "b": ["pass", "fail", "fail"], "c": ["pass", None, "pass"]}
    report = people_report(ratings, values=("fail", "pass"), level="ordinal", resampling=QUICK)
    assert set(report.pairs) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert report.pairs["a", "b"]["accuracy"].value == pytest.approx(2 / 3)
    assert report.pairs["a", "c"].n == 2


def test_nobody_in_common_says_what_is_lacking() -> None:
    report = people_report({"a": [1, None], "b": [None, 2]}, values=(1, 2), level="ordinal", resampling=QUICK)
    assert {figure.value for figure in report.figures.values()} == {None}
    assert "two ratings" in str(report["fleiss_kappa"].why)
