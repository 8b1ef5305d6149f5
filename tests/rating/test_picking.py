"""The queue as a whole, over a real store: what each mode asks, how it counts later, and when it asks again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studio.agreement.draw_weights import draw_weights
from studio.comparing.rater_choice import RaterChoice
from studio.comparing.rating_weights import rating_weights
from studio.rating.deciding import between_two, consistency, nearest_judge
from studio.rating.picking import Pick
from studio.rating.queue_modes import Queue
from studio.store.rating_desk import answers_asked_again, answers_of
from studio.store.ratings import ratings
from studio.store.store import Store
from tests.rating.shelves import DESK, KIND, STRICT, answer, field_of, judge_them, next_of
from tests.store.shelf import ANNA, PROJECT, filled, name, rate, rating

COUNT = 60
FAILS = range(0, 60, 5)
BETTER = Queue(mode="better", a=KIND.id, b=STRICT.id)
TOMORROW = timedelta(days=1, minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=COUNT)
    judge_them(store, strict_fails=FAILS, count=COUNT)
    yield store
    store.close()


def answered(store: Store, *, count: int) -> list[Pick]:
    """The first picks for the better judge, each answered."""
    asked = []
    for _ in range(count):
        pick = next_of(store, BETTER)
        assert pick is not None
        asked.append(pick)
        answer(store, pick)
    return asked


def test_the_honest_estimate_goes_by_name_and_every_pick_is_an_even_one(store: Store) -> None:
    for number in range(3):
        pick = next_of(store, Queue())
        assert pick is not None
        assert (pick.subject, pick.reason) == (name(number), "random")
        assert pick.chance == pytest.approx(1 / (COUNT - number))
        answer(store, pick)


def test_finding_the_better_judge_asks_mostly_where_the_two_differ(store: Store) -> None:
    asked = answered(store, count=10)
    differing = {name(number) for number in FAILS}
    assert sum(pick.subject in differing for pick in asked) >= 7
    assert all(pick.reason in ("changed", "random") for pick in asked)
    assert len({pick.subject for pick in asked}) == 10


def test_the_same_ratings_ask_for_the_same_sample_and_passing_it_over_for_another(store: Store) -> None:
    first, again = next_of(store, BETTER), next_of(store, BETTER)
    assert first == again and first is not None
    other = next_of(store, BETTER, passed=first.subject)
    assert other is not None and other.subject != first.subject


def test_a_day_later_she_is_asked_again_and_her_former_answer_is_left_aside(store: Store) -> None:
    first = next_of(store, Queue())
    assert first is not None
    answer(store, first)
    assert next_of(store, Queue(mode="check")) is None
    again = next_of(store, Queue(mode="check"), now=datetime.now(UTC) + TOMORROW)
    assert again is not None
    assert (again.subject, again.reason, again.since) == (first.subject, "again", 1)
    assert again.chance == first.chance
    answer(store, again, "fail")
    with store.reading() as database:
        assert answers_asked_again(database, DESK) == [("pass", "fail")]
        found = consistency(answers_asked_again(database, DESK))
    assert (found.same, found.asked) == (0, 1)
    assert next_of(store, Queue(mode="check"), now=datetime.now(UTC) + TOMORROW) is None


def test_fifty_ratings_later_she_may_be_asked_again_too(store: Store) -> None:
    for number in range(51):
        rate(store, rating(number))
    again = next_of(store, Queue(mode="check"))
    assert again is not None and again.subject == name(0)


def test_about_one_in_ten_is_asked_again_while_she_rates_honestly(store: Store) -> None:
    for number in range(20):
        rate(store, rating(number))
    later = datetime.now(UTC) + TOMORROW
    passed = [next_of(store, Queue(), now=later, passed=f"{number}") for number in range(400)]
    share = sum(pick is not None and pick.reason == "again" for pick in passed) / 400
    assert 0.06 < share < 0.14


def test_what_the_queue_picked_on_purpose_is_weighed_in_comparing_and_an_even_pick_is_not(store: Store) -> None:
    choice, asked = RaterChoice(id=ANNA.id, kind="person"), answered(store, count=8)
    with store.reading() as database:
        weights = rating_weights(database, project=PROJECT, choice=choice, ratings=ratings(database, PROJECT))
    expected = draw_weights([pick.chance for pick in asked], population=COUNT)
    assert [weights[pick.subject].weight for pick in asked] == pytest.approx(expected.tolist())


def test_a_second_answer_leaves_a_sample_the_place_and_the_chance_of_the_first(store: Store) -> None:
    choice = RaterChoice(id=ANNA.id, kind="person")
    answered(store, count=8)
    with store.reading() as database:
        before = rating_weights(database, project=PROJECT, choice=choice, ratings=ratings(database, PROJECT))
    again = next_of(store, Queue(mode="check"), now=datetime.now(UTC) + TOMORROW)
    assert again is not None
    answer(store, again, "fail")
    with store.reading() as database:
        after = rating_weights(database, project=PROJECT, choice=choice, ratings=ratings(database, PROJECT))
    assert after == before


def test_what_holds_from_a_former_wording_keeps_its_chance(store: Store) -> None:
    pick = next_of(store, BETTER)
    assert pick is not None
    answer(store, pick)
    choice = RaterChoice(id=ANNA.id, kind="person")
    with store.reading() as database:
        carried = [replace(one, rubric_id="new wording") for one in ratings(database, PROJECT)]
        found = rating_weights(database, project=PROJECT, choice=choice, ratings=carried)
    assert not found[pick.subject].at_random


def test_the_honest_estimate_needs_no_weights(store: Store) -> None:
    for _ in range(5):
        pick = next_of(store, Queue())
        assert pick is not None
        answer(store, pick)
    with store.reading() as database:
        found = rating_weights(
            database,
            project=PROJECT,
            choice=RaterChoice(id=ANNA.id, kind="person"),
            ratings=ratings(database, PROJECT),
        )
    assert found == {}


def test_the_decision_becomes_clear_from_the_differences_alone(store: Store) -> None:
    field = field_of(store, BETTER)
    with store.reading() as database:
        before = between_two(field, answers_of(database, DESK))
    assert (before.left, before.clear) == (len(FAILS), False)
    assert before.more is not None and before.more < len(FAILS)
    for number in list(FAILS)[:10]:
        rate(store, rating(number, value="fail"))
    with store.reading() as database:
        after = between_two(field, answers_of(database, DESK))
    assert after.clear and after.more == 0
    assert after.difference.value is not None and after.difference.value > 0


def test_how_well_the_nearest_judge_is_known_counts_the_ratings(store: Store) -> None:
    for number in range(1, 21):
        rate(store, rating(number))
    with store.reading() as database:
        found = nearest_judge(field_of(store, Queue()), answers_of(database, DESK))
    assert found is not None
    assert (found.judge_id, found.agreement.value, found.agreement.n) == (KIND.id, 1.0, 20)
