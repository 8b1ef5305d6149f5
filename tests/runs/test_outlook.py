"""Estimates added up: one unknown price makes the sum unknown, and providers do not wait for each other."""

from __future__ import annotations

from studio.providers.prices import Guess
from studio.runs.outlook import mean, outlook, together_seconds, together_usd

GUESS = Guess(input_tokens=1_000, fewest_output_tokens=50, expected_output_tokens=100, most_output_tokens=400)


def test_the_sum_of_costs_is_unknown_when_one_of_them_is() -> None:
    known = outlook(label="a", model="openai:gpt-5-mini", calls=10, guess=GUESS)
    unknown = outlook(label="b", model="gateway:mystery", calls=10, guess=GUESS)
    assert together_usd([known, unknown]) is None
    usd = together_usd([known, known])
    assert known.cost is not None and usd is not None and usd[1] == 2 * known.cost.expected.usd


def test_models_of_one_provider_wait_for_each_other_and_providers_do_not() -> None:
    # 128 calls of 2 s, 64 at once: two rounds of 2 s, told as 0.8 to 1.5 times that.
    a, b, c = (
        outlook(label="x", model=model, calls=128, guess=GUESS, seconds_a_call=2.0)
        for model in ("openai:a", "openai:b", "anthropic:c")
    )
    assert a.seconds == (3.2, 6.0)
    assert together_seconds([a, c]) == (3.2, 6.0)
    assert together_seconds([a, b, c]) == (6.4, 12.0)


def test_fewer_calls_than_places_still_take_one_call() -> None:
    one = outlook(label="x", model="openai:a", calls=1, guess=GUESS, seconds_a_call=10.0)
    none = outlook(label="x", model="openai:a", calls=0, guess=GUESS, seconds_a_call=10.0)
    assert one.seconds == (8.0, 15.0)
    assert none.seconds == (0.0, 0.0)


def test_a_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0
    assert mean([1, 2]) == 2
