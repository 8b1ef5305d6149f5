"""Best of n against every subset counted one by one, and its marks on worlds whose truth is known."""

from __future__ import annotations

from itertools import combinations
from statistics import fmean

import numpy as np
import pytest

from studio.agreement.best_of_n import SharpeningCurve, chances_of_pick, sharpening_curve
from studio.agreement.resampling import Resampling

QUICK = Resampling(redraws=400)
FIVE = (1, 2, 3, 4, 5)


def by_brute_force(liking: list[float], ratings: list[float], *, n: int) -> float:
    """The mean rating of the pick over all subsets of n samples; among equally liked ones the mean of them."""
    picks = []
    for subset in combinations(range(len(liking)), n):
        top = max(liking[place] for place in subset)
        picks.append(fmean(ratings[place] for place in subset if liking[place] == top))
    return fmean(picks)


def test_the_chance_to_be_picked_is_worked_by_hand() -> None:
    # Likings 1, 2, 2; of the subsets of two: {1,2a} 2a, {1,2b} 2b, {2a,2b} each by lot: 0, 1/2, 1/2.
    chances = chances_of_pick(np.array([2.0, 1.0, 2.0]), np.array([0, 0, 0]), most=3)
    assert chances[:, 0] == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert chances[:, 1] == pytest.approx([1 / 2, 0, 1 / 2])
    assert chances[:, 2] == pytest.approx([1 / 2, 0, 1 / 2])


@pytest.mark.parametrize("seed", range(6))
def test_with_every_sample_rated_it_is_the_mean_over_all_subsets(seed: int) -> None:
    chance = np.random.default_rng(seed)
    sizes = chance.integers(6, 10, size=7)
    groups = [name for name, size in enumerate(sizes) for _ in range(size)]
    liking = chance.integers(1, 6, size=len(groups)).tolist()
    ratings = chance.integers(1, 6, size=len(groups)).tolist()
    curve = sharpening_curve(ratings, liking, values=FIVE, level="ordinal", groups=groups, most=6, resampling=QUICK)
    for point in curve.points:
        expected = []
        for name in range(len(sizes)):
            rows = [place for place, group in enumerate(groups) if group == name]
            expected.append(by_brute_force([liking[r] for r in rows], [ratings[r] for r in rows], n=point.n))
        assert point.rating.value == pytest.approx(fmean(expected), abs=1e-6)


def test_the_judges_own_liking_never_falls() -> None:
    curve = world(agrees=0.0, rated=1.0)
    liked = [point.liking.value or 0.0 for point in curve.points]
    assert liked == sorted(liked)


def world(*, agrees: float, rated: float, seed: int = 0, inputs: int = 150, samples: int = 8) -> SharpeningCurve:
    """Ratings 1 to 5 from a quality; the judge sees that quality, mixed with something she does not care for."""
    chance = np.random.default_rng(seed)
    quality, charm = chance.normal(size=(2, inputs * samples))
    hers = np.clip(np.round(3 + quality), 1, 5)
    judged = np.clip(np.round(3 + agrees * quality + (1 - abs(agrees)) * charm), 1, 5)
    is_rated = chance.random(len(hers)) < rated
    return sharpening_curve(
        [int(value) if known else None for value, known in zip(hers, is_rated, strict=True)],
        [int(value) for value in judged],
        values=FIVE,
        level="interval",
        groups=np.repeat(np.arange(inputs), samples).tolist(),
        most=samples,
        resampling=QUICK,
    )


def test_a_judge_that_shares_her_taste_helps_and_keeps_helping() -> None:
    curve = world(agrees=0.9, rated=1.0)
    first, last = curve.points[0].rating, curve.points[-1].rating
    assert last.low is not None and first.high is not None and last.low > first.high
    assert curve.enough is not None and curve.enough >= 4


def test_a_judge_with_a_taste_of_its_own_only_pleases_itself() -> None:
    curve = world(agrees=0.0, rated=1.0)
    assert (curve.enough, curve.course) == (1, "only_liking")


def test_a_judge_that_likes_what_she_does_not_makes_things_worse() -> None:
    curve = world(agrees=-0.7, rated=1.0)
    assert (curve.enough, curve.course) == (1, "falls")


def test_with_few_ratings_the_interval_holds_what_all_ratings_would_say() -> None:
    """Of 40 worlds with a fifth of the samples rated, the 95 % interval misses few."""
    held = 0
    for seed in range(40):
        whole = world(agrees=0.6, rated=1.0, seed=seed, inputs=60).points[-1].rating.value
        part = world(agrees=0.6, rated=0.2, seed=seed, inputs=60).points[-1].rating
        assert whole is not None and part.low is not None and part.high is not None
        held += part.low <= whole <= part.high
    assert held >= 36


def test_verdicts_make_the_interval_narrower_than_ratings_alone() -> None:
    told = world(agrees=0.9, rated=0.15).points[0].rating
    blind = world(agrees=0.0, rated=0.15).points[0].rating
    assert told.width is not None and blind.width is not None and told.width < blind.width


def test_without_ratings_there_is_only_the_judges_liking_and_the_reason() -> None:
    curve = world(agrees=0.6, rated=0.0)
    assert curve.course == "unknown" and curve.enough is None
    assert curve.points[0].rating.value is None and "Rate samples" in (curve.points[0].rating.why or "")
    assert curve.points[0].liking.value is not None


def test_inputs_with_too_few_judged_samples_are_left_out() -> None:
    groups = ["a"] * 3 + ["b"] * 2 + ["c"] * 3
    judged: list[int | None] = [1, 2, 3, 1, 5, 2, None, 4]
    curve = sharpening_curve(judged, judged, values=FIVE, level="ordinal", groups=groups, most=3, resampling=QUICK)
    assert curve.inputs == 1
    nothing = sharpening_curve(judged, judged, values=FIVE, level="ordinal", groups=groups, most=4, resampling=QUICK)
    assert (nothing.inputs, nothing.points) == (0, ())


def test_unequal_chances_of_being_rated_are_made_good_by_their_weights() -> None:
    chance = np.random.default_rng(3)
    hers = chance.integers(1, 6, size=4000)
    picked = np.where(hers >= 4, 0.4, 0.1)
    rated = chance.random(4000) < picked
    curve = sharpening_curve(
        [int(value) if known else None for value, known in zip(hers, rated, strict=True)],
        chance.integers(1, 6, size=4000).tolist(),
        values=FIVE,
        level="interval",
        groups=np.repeat(np.arange(1000), 4).tolist(),
        most=2,
        weights=(1 / picked).tolist(),
        resampling=QUICK,
    )
    assert curve.points[0].rating.value == pytest.approx(float(hers.mean()), abs=0.15)
