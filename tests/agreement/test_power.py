"""How many more ratings: outlooks, stop signs, and the size of a paired comparison."""

from __future__ import annotations

import numpy as np
import pytest

from studio.agreement.figures import Figure
from studio.agreement.power import LOOKED_AT_OFTEN, Decision, outlooks, stop_sign
from studio.agreement.proportions import grouped_share, wilson_interval


def share(hits: int, n: int) -> Figure:
    return grouped_share(np.array([1.0] * hits + [0.0] * (n - hits)), np.ones(n), n=n, confidence=0.95, why="")


def test_the_next_ratings_narrow_the_interval_as_wilson_says() -> None:
    found = outlooks(share(32, 40))
    assert [outlook.n for outlook in found] == [50, 65, 90, 140]
    for outlook in found:
        assert (outlook.low, outlook.high) == pytest.approx(wilson_interval(0.8, n=outlook.n), abs=1e-3)


def test_samples_that_hang_together_narrow_it_more_slowly() -> None:
    grouped = grouped_share(np.array([5.0] * 8 + [0.0] * 2), np.full(10, 5.0), n=50, confidence=0.95, why="")
    assert outlooks(grouped)[0].width > 1.5 * outlooks(share(40, 50))[0].width


def test_coefficients_narrow_with_the_root_of_n() -> None:
    kappa = Figure(value=0.6, low=0.4, high=0.7, n=50, method="bootstrap")
    later = outlooks(kappa, more=(150,))[0]
    assert (later.low, later.high) == pytest.approx((0.5, 0.65))


def test_it_stops_when_the_decision_is_made_and_not_below_twenty() -> None:
    above, below = (stop_sign(share(hits, 100), Decision(at_least=0.7)) for hits in (90, 50))
    assert above.stop and "lies well above" in above.why
    assert below.stop and "lies well below" in below.why
    open_one = stop_sign(share(75, 100), Decision(at_least=0.7))
    assert not open_one.stop
    ends = [wilson_interval(0.75, n=100 + (open_one.more or 0) + apart)[0] for apart in (0, -2)]
    reached, before = (0.75 - (0.75 - low) * LOOKED_AT_OFTEN for low in ends)
    assert reached >= 0.7 - 1e-4 and before < 0.7
    few = stop_sign(share(12, 12), Decision(at_least=0.5))
    assert (few.stop, few.more) == (False, 8)


@pytest.mark.parametrize("line", [0.6, 0.8, 0.9])
def test_who_looks_every_five_ratings_is_seldom_told_to_stop_for_nothing(line: float) -> None:
    # The truth lies on the line, so any stop between 20 and 300 ratings is luck.
    random, stops = np.random.default_rng(int(10 * line)), 0
    for _ in range(400):
        hits = np.cumsum(random.random(300) < line)
        looks = (share(int(hits[n - 1]), n) for n in range(20, 301, 5))
        stops += any(
            _settled(figure.value, figure.low, figure.high, line=line) for figure in looks if figure.value is not None
        )
    assert stops / 400 <= 0.085


def _settled(value: float, low: float | None, high: float | None, *, line: float) -> bool:
    figure = Figure(value=value, low=low, high=high, n=100, method="given")
    return stop_sign(figure, Decision(at_least=line), most=1).stop


def test_what_lies_just_beyond_the_line_is_not_settled_yet() -> None:
    sign = stop_sign(share(88, 100), Decision(at_least=0.8))
    assert not sign.stop and sign.why.startswith("It looks settled")
    assert sign.more is not None and 0 < sign.more < 150


def test_a_width_is_reached_after_so_many_more_and_a_tie_never() -> None:
    wanted = stop_sign(share(80, 100), Decision(width=0.1))
    assert not wanted.stop
    low, high = wilson_interval(0.8, n=100 + (wanted.more or 0))
    assert high - low == pytest.approx(0.1, abs=1e-3)
    assert stop_sign(share(70, 100), Decision(at_least=0.7)).more is None


def test_no_value_is_no_stop() -> None:
    sign = stop_sign(Figure(value=None, n=30, why="Every rating has the same value."), Decision(width=0.1))
    assert (sign.stop, sign.why) == (False, "Every rating has the same value.")
    assert outlooks(Figure(value=None, n=0, why="Nothing.")) == ()
