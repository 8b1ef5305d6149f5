"""One pick among many: its chance is what it says it is, and no sample is out of reach of every reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from studio.agreement.draw_weights import draw_weights
from studio.rating.draw import Draw, drawn
from studio.rating.queue_modes import SHARES, QueueMode
from tests.rating.coverage import missed

STRENGTHS = {"random": np.ones(4), "changed": np.array([0.0, 1.0, 3.0, 0.0])}
OPEN = np.array([True, True, True, False])


def test_a_pick_comes_as_often_as_its_chance_says() -> None:
    picks = [drawn(STRENGTHS, {"random": 0.5, "changed": 0.5}, open_=OPEN, seed=str(n)) for n in range(4000)]
    counts = Counter(pick.place for pick in picks if pick)
    chances = {pick.place: pick.chance for pick in picks if pick}
    # 0: 0.5 / 3; 1: 0.5 / 3 + 0.5 / 4; 2: 0.5 / 3 + 0.5 * 3 / 4
    assert chances == pytest.approx({0: 1 / 6, 1: 7 / 24, 2: 13 / 24})
    assert {place: count / 4000 for place, count in counts.items()} == pytest.approx(chances, abs=0.03)


def test_a_reason_that_speaks_for_nothing_leaves_its_share_to_chance() -> None:
    pick = drawn(
        {"random": np.ones(3), "changed": np.zeros(3)}, SHARES["better"], open_=np.ones(3, dtype=bool), seed=""
    )
    assert pick is not None
    assert (pick.reason, pick.chance) == ("random", pytest.approx(1 / 3))


def test_the_same_seed_picks_the_same_and_nothing_open_picks_nothing() -> None:
    assert drawn(STRENGTHS, SHARES["better"], open_=OPEN, seed="x") == drawn(
        STRENGTHS, SHARES["better"], open_=OPEN, seed="x"
    )
    assert drawn(STRENGTHS, SHARES["better"], open_=np.zeros(4, dtype=bool), seed="x") is None


@pytest.mark.parametrize("mode", list(SHARES))
def test_every_mode_keeps_a_random_part_and_its_shares_add_up(mode: QueueMode) -> None:
    assert SHARES[mode]["random"] > 0
    assert sum(SHARES[mode].values()) == pytest.approx(1)


def test_agreement_from_picks_on_purpose_is_unbiased_when_weighed_and_far_off_when_not() -> None:
    # 200 samples, the judge is right on 80 %; where it is wrong the judges mostly disagree, so those are picked more.
    random = np.random.default_rng(7)
    right = random.random(200) < 0.8
    disagree = np.where(right, random.random(200) < 0.1, random.random(200) < 0.7).astype(float)
    weighed, plain = [], []
    for repeat in range(300):
        picks = _session({"random": np.ones(200), "disagree": disagree}, count=60, seed=str(repeat))
        values = right[[pick.place for pick in picks]].astype(float)
        weighed.append(float((draw_weights([pick.chance for pick in picks], population=200) * values).mean()))
        plain.append(float(values.mean()))
    error = np.std(weighed) / np.sqrt(len(weighed))
    assert abs(np.mean(weighed) - right.mean()) < 3 * error
    assert abs(np.mean(plain) - right.mean()) > 0.1


@pytest.mark.parametrize("random_share", [1.0, 0.4, 0.1])
def test_the_weighted_interval_holds_the_truth_about_as_often_as_it_says(random_share: float) -> None:
    # 5 of 100 may miss; of 100 repeats more than 12 would miss by chance once in a thousand.
    assert missed(samples=400, ratings=50, random_share=random_share, repeats=100) <= 0.12


def _session(strengths: dict[str, np.ndarray], *, count: int, seed: str) -> list[Draw]:
    open_, picks = np.ones(len(strengths["random"]), dtype=bool), []
    for number in range(count):
        pick = drawn(strengths, {"random": 0.4, "disagree": 0.6}, open_=open_, seed=f"{seed}/{number}")
        assert pick is not None
        open_[pick.place] = False
        picks.append(pick)
    return picks
