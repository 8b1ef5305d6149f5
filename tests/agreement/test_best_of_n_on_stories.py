"""The figures on best of n that the docs give for stories people rated, from the data beside the checkout."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from statistics import fmean

import pytest

from studio.agreement.best_of_n import SharpeningCurve, sharpening_curve
from tests.agreement.reference import ONE_TO_FIVE, SHARED, ratings_of

FOLDER = SHARED / "hanna"
pytestmark = [
    pytest.mark.reproduce,
    pytest.mark.skipif(not FOLDER.exists(), reason="the shared data is not beside this checkout"),
]


@cache
def prompts() -> dict[str, str]:
    """The prompt of each story."""
    rows = map(json.loads, (FOLDER / "items_full.jsonl").read_text("utf-8").splitlines())
    return {row["item_id"]: row["input"] for row in rows}


def curve(judge: str, criterion: str) -> SharpeningCurve:
    """Best of 11 stories by one judge, held against the mean of the people."""
    hers: defaultdict[str, list[float]] = defaultdict(list)
    said: dict[str, float] = {}
    for one in ratings_of("hanna", "full"):
        if one.criterion != criterion or one.value is None or one.status != "ok":
            continue
        if one.kind == "human":
            hers[one.item].append(float(one.value))
        elif one.rater == judge:
            said[one.item] = float(one.value)
    stories = sorted(hers)
    return sharpening_curve(
        [fmean(hers[story]) for story in stories],
        [said.get(story) for story in stories],
        values=ONE_TO_FIVE,
        level="ordinal",
        groups=[prompts()[story] for story in stories],
        most=11,
    )


def test_the_best_judge_of_relevance_is_worth_one_and_a_half_points() -> None:
    found = curve("ChatGPT/p4", "Relevance")
    first, last = found.points[0].rating, found.points[-1].rating
    assert first.value == pytest.approx(2.62, abs=0.005)
    assert (last.value, last.low, last.high) == pytest.approx((4.18, 4.02, 4.33), abs=0.02)
    assert found.course == "helps"


def test_the_weakest_likes_its_own_picks_best() -> None:
    last = curve("Llama-13B/p1", "Relevance").points[-1]
    assert last.rating.value == pytest.approx(3.21, abs=0.01)
    assert last.liking.value == pytest.approx(4.22, abs=0.01)


def test_beyond_some_stories_only_a_judges_own_verdict_on_empathy_grows() -> None:
    found = curve("Llama-13B/p3", "Empathy")
    assert found.course == "only_liking"
    assert found.enough == 7
