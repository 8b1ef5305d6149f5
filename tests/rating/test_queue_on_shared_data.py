"""Published judges and ratings: fifty ratings of the queue name the better judge where a hundred random ones do not."""

from __future__ import annotations

import pytest

from tests.rating.judge_pairs import SHARED, judge_pairs

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not beside the project")

# Judges that answer alike, so that a random sample mostly meets items on which nothing can be learnt.
ALIKE = (
    "llmbar_case: ChatGPT/Vanilla and LLaMA2/Vanilla, AB",
    "llmbar_case: Falcon/Vanilla and Falcon/CoT, AB",
    "llmbar_case: LLaMA2/Vanilla and LLaMA2/CoT, BA",
)


@pytest.mark.parametrize("name", ALIKE)
def test_fifty_ratings_name_the_better_judge_where_random_ones_need_more_than_a_hundred(name: str) -> None:
    pair = next(one for one in judge_pairs() if one.name == name)
    assert pair.found_by_the_queue(ratings=50, repeats=60) >= 0.95
    assert pair.found_at_random(ratings=100, repeats=600) < 0.95


def test_the_queue_reaches_what_any_method_could() -> None:
    # 145 fixed, 104 broken, 41 wrong before and after: no fifty of these 290 name the better judge more than 88 %.
    pair = next(one for one in judge_pairs() if one.name == "pandalm: gpt-3.5-turbo and pandalm-7b, AB")
    possible = pair.best_possible(ratings=50)
    assert possible == pytest.approx(0.883, abs=1e-3)
    assert pair.found_by_the_queue(ratings=50, repeats=300) == pytest.approx(possible, abs=0.06)
