"""Tails and quantiles of the normal, Student's t and the binomial, without scipy; it refuses everything else."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

NORMAL = NormalDist()
MOST_STEPS = 2_000


def regularized_beta(x: float, *, a: float, b: float) -> float:
    """I_x(a, b), the share of a Beta(a, b) below x, by Lentz's continued fraction (Press et al. 2007, 6.4)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - regularized_beta(1 - x, a=b, b=a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _beta_fraction(x, a, b) / a


def beta_quantile(probability: float, *, a: float, b: float) -> float:
    """The value with this share of a Beta(a, b) below it, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if regularized_beta(middle, a=a, b=b) < probability else (low, middle)
    return (low + high) / 2


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta, evaluated from the front."""
    tiny = 1e-300
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    total = d
    for step in range(1, MOST_STEPS):
        change = 1.0
        for coefficient in _beta_coefficients(x, a, b, step):
            d = 1 / _away_from_zero(1 + coefficient * d, tiny)
            c = _away_from_zero(1 + coefficient / c, tiny)
            total *= c * d
            change = c * d
        if abs(change - 1) < 1e-15:
            break
    return total


def _beta_coefficients(x: float, a: float, b: float, step: int) -> tuple[float, float]:
    """The even and the odd coefficient of one step of the fraction."""
    twice = a + 2 * step
    even = step * (b - step) * x / ((twice - 1) * twice)
    odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1))
    return even, odd


def _away_from_zero(number: float, tiny: float) -> float:
    return number if abs(number) > tiny else tiny


def normal_quantile(probability: float) -> float:
    """The normal deviate with this probability below it."""
    return NORMAL.inv_cdf(probability)


def student_below(t: float, *, degrees: float) -> float:
    """Probability that Student's t with these degrees of freedom is below t."""
    tail = regularized_beta(degrees / (degrees + t * t), a=degrees / 2, b=0.5) / 2
    return tail if t < 0 else 1 - tail


@lru_cache(maxsize=4096)
def student_quantile(probability: float, *, degrees: float) -> float:
    """The t with this probability below it, by bisection over the normal deviates that bring it near (Peiser 1943)."""
    low, high = -40.0, 40.0
    guess = normal_quantile(probability)
    while high - low > 1e-12:
        t = _stretched(guess, degrees)
        low, high = (guess, high) if student_below(t, degrees=degrees) < probability else (low, guess)
        guess = (low + high) / 2
    return _stretched((low + high) / 2, degrees)


def _stretched(deviate: float, degrees: float) -> float:
    """A normal deviate stretched to about the t of the same probability; monotone, which is all that is needed."""
    return deviate + (deviate**3 + deviate) / (4 * degrees)


def binomial_at_most(successes: int, *, trials: int, probability: float) -> float:
    """Probability of at most this many successes."""
    if successes >= trials:
        return 1.0
    return regularized_beta(1 - probability, a=trials - successes, b=successes + 1)


def highest_plausible_share(successes: int, *, trials: int, doubt: float) -> float:
    """Clopper and Pearson's (1934) upper bound: the share at which so few successes have only this probability."""
    if trials == 0 or successes >= trials:
        return 1.0
    low, high = successes / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        likely = binomial_at_most(successes, trials=trials, probability=middle) > doubt
        low, high = (middle, high) if likely else (low, middle)
    return high
