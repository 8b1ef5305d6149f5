"""The alternative annotator test, against the paper's procedure written out with scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from studio.agreement.alternative_annotator import EPSILON, alternative_annotator_test
from studio.agreement.resampling import Resampling
from studio.records import Level

QUICK = Resampling(redraws=20)


def crowd(seed: int, *, people: int = 4, n: int = 80, judge: float = 0.7) -> tuple[dict[str, list], list]:
    random = np.random.default_rng(seed)
    truth = random.integers(1, 6, n)
    table = np.where(random.random((people, n)) < 0.65, truth, random.integers(1, 6, (people, n)))
    missing = random.random((people, n)) < 0.2
    ratings = {
        f"p{i}": [None if gone else int(v) for v, gone in zip(row, out, strict=True)]
        for i, (row, out) in enumerate(zip(table, missing, strict=True))
    }
    verdicts = np.where(random.random(n) < judge, truth, random.integers(1, 6, n))
    return ratings, [int(v) for v in verdicts]


def by_the_paper(ratings: dict[str, list], verdicts: list, *, level: Level, epsilon: float) -> tuple[list, list]:
    """p-values and advantage per person, as the paper's algorithm reads."""
    p_values, advantages = [], []
    for name, hers in ratings.items():
        judge_wins, person_wins = [], []
        for i, (value, verdict) in enumerate(zip(hers, verdicts, strict=True)):
            others = [values[i] for other, values in ratings.items() if other != name and values[i] is not None]
            if value is None or not others:
                continue
            if level == "nominal":
                near = [np.mean([side == other for other in others]) for side in (verdict, value)]
            else:
                near = [-np.sqrt(np.mean([(side - other) ** 2 for other in others])) for side in (verdict, value)]
            judge_wins.append(near[0] >= near[1])
            person_wins.append(near[1] >= near[0])
        gap = np.array(person_wins, dtype=float) - np.array(judge_wins, dtype=float)
        p_values.append(stats.ttest_1samp(gap, epsilon, alternative="less").pvalue)
        advantages.append(np.mean(judge_wins))
    return p_values, advantages


@pytest.mark.parametrize("level", ["nominal", "interval"])
@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_papers_procedure(seed: int, level: Level) -> None:
    ratings, verdicts = crowd(seed)
    epsilon = EPSILON["skilled"]
    found = alternative_annotator_test(
        ratings, verdicts, values=(1, 2, 3, 4, 5), level=level, epsilon=epsilon, resampling=QUICK
    )
    p_values, advantages = by_the_paper(ratings, verdicts, level=level, epsilon=epsilon)
    assert [trial.p_value for trial in found.trials] == pytest.approx(p_values)
    assert [trial.judge_as_good for trial in found.trials] == pytest.approx(advantages)
    assert found.advantage_probability.value == pytest.approx(np.mean(advantages))
    # Benjamini-Yekutieli over four people: harmonic sum 25/12
    ranked = sorted(p_values)
    fallen = max([rank for rank in range(1, 5) if ranked[rank - 1] <= rank / 4 * 0.05 / (25 / 12)], default=0)
    assert found.winning_rate == pytest.approx(fallen / 4)
    assert found.passes == (fallen >= 2)


def test_a_judge_better_than_people_passes_and_a_coin_does_not() -> None:
    good, bad = (crowd(9, judge=likeness) for likeness in (0.95, 0.0))
    for (ratings, verdicts), passes in ((good, True), (bad, False)):
        found = alternative_annotator_test(
            ratings, verdicts, values=(1, 2, 3, 4, 5), level="nominal", epsilon=0.1, resampling=QUICK
        )
        assert found.passes is passes


def test_two_people_or_too_few_samples_are_not_tested() -> None:
    ratings, verdicts = crowd(1, people=2)
    two = alternative_annotator_test(ratings, verdicts, values=(1, 2, 3, 4, 5), level="nominal", epsilon=0.1)
    assert (two.winning_rate, two.passes) == (None, None)
    assert "needs 3 people" in str(two.why)
    ratings, verdicts = crowd(1, n=25)
    short = alternative_annotator_test(ratings, verdicts, values=(1, 2, 3, 4, 5), level="nominal", epsilon=0.1)
    assert "30 samples" in str(short.why)
    assert len(short.skipped) == 4
