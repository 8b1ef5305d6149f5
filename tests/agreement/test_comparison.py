"""A against B on the same samples: differences, changed verdicts, and rating only those."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.changes import changed_verdicts
from studio.agreement.comparison import compare_judges
from studio.agreement.only_changed import difference_from_changes
from studio.agreement.report import agreement_report
from studio.agreement.resampling import Resampling
from tests.agreement.tables import random_pair

PASS_FAIL = ("fail", "pass")
QUICK = Resampling(redraws=200)


def test_the_difference_is_the_difference_of_the_two_reports() -> None:
    hers, first = random_pair(1, n=90, values=3, likeness=0.4)
    _, second = random_pair(1, n=90, values=3, likeness=0.8)
    found = compare_judges(hers, first, second, values=(0, 1, 2), level="ordinal", resampling=QUICK)
    before, after = (
        agreement_report(hers, side, values=(0, 1, 2), level="ordinal", resampling=QUICK) for side in (first, second)
    )
    for key in ("accuracy", "kappa", "spearman", "mae", "bias", "f1"):
        expected = (after[key].value or 0) - (before[key].value or 0)
        assert found.differences[key].value == pytest.approx(expected)
    assert found.n == 90


def test_pairing_makes_the_difference_surer_than_two_single_intervals() -> None:
    hers, first = random_pair(2, n=200, values=2, likeness=0.6)
    second = np.where(np.arange(200) % 20 == 0, 1 - first, first)  # one verdict in twenty changed
    found = compare_judges(hers, first, second, values=(0, 1), level="ordinal", resampling=QUICK)
    alone = agreement_report(hers, first, values=(0, 1), level="ordinal", resampling=QUICK)
    assert (found.differences["accuracy"].width or 0) < 0.7 * (alone["accuracy"].width or 0)


def test_only_samples_with_a_rating_and_both_verdicts_count() -> None:
    hers, first, second = (
        ["pass", "pass", None, "fail"],
        ["pass", None, "pass", "pass"],
        ["pass", "fail", "fail", "fail"],
    )
    found = compare_judges(hers, first, second, values=PASS_FAIL, level="ordinal", resampling=QUICK)
    assert found.n == 2
    assert (found.fixed, found.broken, found.moved, found.unrated) == (1, 0, 0, 1)


def test_changes_are_fixed_broken_moved_or_unrated_with_the_worst_first() -> None:
    hers, first, second = [1, 2, 3, 4, None, 5], [1, 1, 5, 4, 2, 4], [3, 2, 4, 4, 3, 1]
    changes = changed_verdicts(hers, first, second, values=(1, 2, 3, 4, 5), level="ordinal")
    assert [(c.kind, c.place, c.step) for c in changes] == [
        ("broken", 0, 2.0),
        ("fixed", 1, -1.0),
        ("moved", 5, 3.0),
        ("moved", 2, -1.0),
        ("unrated", 4, None),
    ]


def test_no_change_is_no_difference_and_says_how_sure_that_is() -> None:
    hers, first = random_pair(3, n=50, values=2)
    found = compare_judges(hers, first, first, values=(0, 1), level="nominal", resampling=QUICK)
    figure = found.differences["accuracy"]
    # Wilson's upper end of 0 / 50 is 0.0714
    assert (figure.value, figure.low, figure.high) == (
        0.0,
        pytest.approx(-0.0714, abs=1e-4),
        pytest.approx(0.0714, abs=1e-4),
    )
    assert (found.mcnemar, found.sign) == (1.0, None)


def test_means_off_the_scale_are_compared_by_distance_only() -> None:
    found = compare_judges(
        [1, 2, 3, 4],
        [1.5, 2.5, 3.5, 3.5],
        [1.25, 2.25, 3.25, 4],
        values=(1, 2, 3, 4),
        level="ordinal",
        resampling=QUICK,
    )
    assert found.differences["kappa"].value is None
    assert found.differences["mae"].value == pytest.approx(0.1875 - 0.5)
    assert found.sign == pytest.approx(2 / 2**4)


def test_rating_only_what_changed_gives_the_difference_exactly_once_all_are_rated() -> None:
    hers, first = random_pair(4, n=300, values=2, likeness=0.5)
    second = np.where(np.arange(300) % 10 == 0, 1 - first, first)
    before, after = (first == hers).mean(), (second == hers).mean()
    changes = changed_verdicts(hers, first, second, values=(0, 1), level="nominal")
    fixed, broken = (sum(change.kind == kind for change in changes) for kind in ("fixed", "broken"))
    found = difference_from_changes(total=300, fixed=fixed, broken=broken, moved=0, unrated=0)
    assert found.difference.value == pytest.approx(after - before)
    assert found.difference.width == 0
    assert found.left == 0


@pytest.mark.parametrize(
    ("total", "changed", "fixing", "breaking", "rated"), [(1_000, 80, 0.5, 0.2, 25), (400, 200, 0.3, 0.3, 40)]
)
def test_the_interval_from_some_of_the_changes_holds_the_difference_over_all_samples(
    total: int, changed: int, fixing: float, breaking: float, rated: int
) -> None:
    random, held = np.random.default_rng(rated), 0
    for _ in range(2_000):
        steps = random.choice([1, -1, 0], p=[fixing, breaking, 1 - fixing - breaking], size=changed)
        seen = [int((steps[:rated] == step).sum()) for step in (1, -1, 0)]
        found = difference_from_changes(
            total=total, fixed=seen[0], broken=seen[1], moved=seen[2], unrated=changed - rated
        ).difference
        held += found.low <= steps.sum() / total + 1e-12 and steps.sum() / total - 1e-12 <= found.high
    assert 0.935 <= held / 2_000 <= 0.975


def test_it_says_how_many_more_ratings_until_the_answer_is_clear() -> None:
    none = difference_from_changes(total=500, fixed=0, broken=0, moved=0, unrated=40)
    assert none.difference.value is None
    assert (none.left, none.more, none.clear) == (40, 8, False)  # eight fixes in a row would settle it
    some = difference_from_changes(total=500, fixed=5, broken=0, moved=0, unrated=35)
    assert (some.more, some.clear) == (3, False)
    done = difference_from_changes(total=500, fixed=8, broken=0, moved=0, unrated=32)
    assert (done.more, done.clear) == (0, True)
    even = difference_from_changes(total=500, fixed=6, broken=6, moved=3, unrated=25)
    assert (even.more, even.clear) == (None, False)


def test_nothing_changed_means_no_difference_at_all() -> None:
    found = difference_from_changes(total=500, fixed=0, broken=0, moved=0, unrated=0)
    assert (found.difference.value, found.difference.low, found.difference.high, found.left) == (0.0, 0.0, 0.0, 0)
