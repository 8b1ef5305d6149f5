"""Draws the next subject from a mixture of reasons, and says how likely that was; the same seed draws the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.agreement.arrays import FloatArray
from studio.rating.queue_modes import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One pick."""

    place: int
    chance: float
    """With which probability this subject was picked just now, all reasons together.

    0 where another open subject could not have been picked at all: then this pick tells of nothing but itself.
    """
    reason: Reason


def drawn(
    strengths: Mapping[Reason, FloatArray],
    shares: Mapping[Reason, float],
    *,
    open_: npt.NDArray[np.bool_],
    seed: str,
) -> Draw | None:
    """A reason by its share, then a subject by its strength for that reason, among the open ones; None with none open.

    The chance is Σ over reasons of share · strength / Σ strength; a reason that speaks for no open subject leaves its
    share to `random`.
    """
    if not open_.any():
        return None
    by_reason = _by_reason(strengths, open_)
    kept = {reason: share for reason, share in shares.items() if reason in by_reason}
    kept["random"] = kept.get("random", 0.0) + max(0.0, 1.0 - sum(kept.values()))
    random, reasons = generator(seed), list(kept)
    reason = reasons[random.choice(len(reasons), p=np.array(list(kept.values())))]
    place = int(random.choice(len(open_), p=by_reason[reason]))
    chances = np.sum([share * by_reason[one] for one, share in kept.items()], axis=0)
    is_possible = bool((chances[open_] > 0).all())
    return Draw(place=place, chance=min(float(chances[place]), 1.0) if is_possible else 0.0, reason=reason)


def generator(seed: str) -> np.random.Generator:
    """Random numbers that are the same for the same words, on every machine."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))


def _by_reason(strengths: Mapping[Reason, FloatArray], open_: npt.NDArray[np.bool_]) -> dict[Reason, FloatArray]:
    """For each reason that speaks for anything open: the probability of each subject, should that reason be drawn."""
    found: dict[Reason, FloatArray] = {"random": open_ / open_.sum()}
    for reason, strength in strengths.items():
        usable = np.where(open_, strength, 0.0)
        if reason != "random" and usable.sum() > 0:
            found[reason] = usable / usable.sum()
    return found
