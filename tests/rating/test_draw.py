"""One pick among many: its chance is what it says it is, and no sample is out of reach of every reason."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from studio.agreement.draw_weights import draw_weights
from studio.rating.draw import Draw, drawn
from studio.rating.queue_modes import SHARES, QueueMode
from tests.rating.coverage import HELPFUL, USELESS, Field, coverage

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
def test_every_mode_that_speaks_of_all_samples_keeps_a_random_part_and_shares_add_up(mode: QueueMode) -> None:
    assert sum(SHARES[mode].values()) == pytest.approx(1)
    assert SHARES[mode].get("random", 0) > 0 or mode == "better"


def test_a_pick_beside_which_others_were_out_of_reach_has_no_chance_that_could_speak_for_them() -> None:
    for seed in range(20):
        pick = drawn(STRENGTHS, SHARES["better"], open_=OPEN, seed=str(seed))
        assert pick is not None and pick.place in (1, 2) and pick.chance == 0
    only_these = drawn(STRENGTHS, SHARES["better"], open_=np.array([False, True, True, False]), seed="")
    assert only_these is not None and only_these.chance == pytest.approx({1: 0.25, 2: 0.75}[only_these.place])


@pytest.mark.parametrize("order", ["changed first", "random first", "by turns"])
def test_agreement_is_unbiased_although_some_picks_left_most_samples_out_of_reach(order: str) -> None:
    random, off = np.random.default_rng(5), []
    steps = {"changed first": "c" * 40 + "r" * 30, "random first": "r" * 30 + "c" * 40, "by turns": "cr" * 35}[order]
    for _ in range(1_500):
        right = random.random(400) < 0.8
        differ = random.random(400) < np.where(right, 0.1, 0.7)
        open_, chances, values = np.ones(400, dtype=bool), [], []
        for step in steps:
            reach = np.flatnonzero(open_ & differ) if step == "c" and (open_ & differ).any() else np.flatnonzero(open_)
            place = random.choice(reach)
            chances.append(1 / len(reach) if open_.sum() == len(reach) else 0.0)
            values.append(float(right[place]))
            open_[place] = False
        off.append(float((draw_weights(chances, population=400) * values).mean() - right.mean()))
    assert abs(np.mean(off)) < 3.3 * np.std(off) / np.sqrt(len(off))


def test_agreement_from_picks_on_purpose_is_unbiased_when_weighed_and_far_off_when_not() -> None:
    # 200 samples, the judge is right on 80 %; where it is wrong the judges mostly disagree, so those are picked more.
    random = np.random.default_rng(7)
    right = random.random(200) < 0.8
    disagree = np.where(right, random.random(200) < 0.1, random.random(200) < 0.7).astype(float)
    weighed, plain = [], []
    for repeat in range(120):
        picks = _session({"random": np.ones(200), "disagree": disagree}, count=60, seed=str(repeat))
        values = right[[pick.place for pick in picks]].astype(float)
        weighed.append(float((draw_weights([pick.chance for pick in picks], population=200) * values).mean()))
        plain.append(float(values.mean()))
    error = np.std(weighed) / np.sqrt(len(weighed))
    assert abs(np.mean(weighed) - right.mean()) < 3 * error
    assert abs(np.mean(plain) - right.mean()) > 0.1


@pytest.mark.parametrize("where", [HELPFUL, USELESS])
@pytest.mark.parametrize(("random_share", "ratings"), [(1.0, 50), (0.4, 30), (0.2, 50), (0.1, 100)])
def test_the_weighted_interval_holds_the_truth_and_the_estimate_is_not_off(
    random_share: float, ratings: int, where: tuple[float, float]
) -> None:
    field = Field(right=0.8, disagree_if_right=where[0], disagree_if_wrong=where[1])
    found = coverage(field, ratings=ratings, random_share=random_share, repeats=250)
    # 5 of 100 may miss; of 250 sessions more than 24 would miss by chance once in a thousand. The long form, over many
    # numbers of ratings and qualities of the judge, is `python -m tests.bench weighted_interval`.
    assert found.held >= 1 - 24 / 250
    assert abs(found.off) < 3.3 * found.error_of_off + 0.005


def test_with_three_random_picks_among_thirty_nothing_is_said_of_all_samples() -> None:
    found = coverage(Field(right=0.8), ratings=30, random_share=0.1, repeats=200)
    assert found.refused > 0.95


def _session(strengths: dict[str, np.ndarray], *, count: int, seed: str) -> list[Draw]:
    open_, picks = np.ones(len(strengths["random"]), dtype=bool), []
    for number in range(count):
        pick = drawn(strengths, {"random": 0.4, "disagree": 0.6}, open_=open_, seed=f"{seed}/{number}")
        assert pick is not None
        open_[pick.place] = False
        picks.append(pick)
    return picks
