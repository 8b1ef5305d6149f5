"""What a sharpening curve says, in a sentence or two; it adds no figure that is not on the curve."""

from __future__ import annotations

from studio.agreement.best_of_n import SharpeningCurve
from studio.agreement.figures import TOO_FEW


def course_in_words(curve: SharpeningCurve) -> str:
    """Whether more answers help, up to where, and what grows beyond that."""
    if curve.rated < TOO_FEW or curve.course == "unknown":
        return (
            f"likes its own picks more the more it may choose from; whether you do is too early to tell with "
            f"{curve.rated} of its answers rated. Rate {TOO_FEW} or more, picked at random."
        )
    last, enough = len(curve.points), curve.enough or 1
    if curve.course == "helps":
        return f"picks better the more answers it may choose from, up to {last}; more may help still."
    if enough == 1:
        beginning = "picks no better than chance: one answer is as good as the best of several by its choice."
    else:
        beginning = f"is worth {enough} answers to choose from; more than {enough} do not clearly help."
    return f"{beginning} {_beyond(curve)}".strip()


def _beyond(curve: SharpeningCurve) -> str:
    if curve.course == "falls":
        return "Beyond that your rating of its picks falls while it likes them more: it is choosing against your taste."
    if curve.course == "only_liking":
        return "Beyond that only its own verdict grows, not your rating: it picks what it likes, not what you like."
    return ""
