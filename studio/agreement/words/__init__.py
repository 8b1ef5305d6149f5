"""Every number's short name, tooltip, formula and source, shared by pages and docs; no jargon in a tooltip."""

from __future__ import annotations

from studio.agreement.figures import TOO_FEW, Figure
from studio.agreement.words.agreement import AGREEMENT
from studio.agreement.words.decisions import DECISIONS
from studio.agreement.words.order import ORDER, PROBABILITY
from studio.agreement.words.people import PEOPLE
from studio.agreement.words.wording import Words

__all__ = ["GROUPS", "INTERVAL", "METRICS", "Words", "tooltip"]

INTERVAL = "If you rated another set like this, 9 times in 10 the result would land in this range."
GROUPS: dict[str, dict[str, Words]] = {
    "Agreement": AGREEMENT,
    "Order and distance": ORDER,
    "Probabilities": PROBABILITY,
    "Several people": PEOPLE,
    "Deciding": DECISIONS,
}
"""The numbers in the order of the docs page."""
METRICS: dict[str, Words] = AGREEMENT | ORDER | PROBABILITY | PEOPLE | DECISIONS


def tooltip(key: str, figure: Figure | None = None) -> str:
    """What a number means, and with a figure what is known about its true value."""
    told = METRICS[key].tooltip
    if figure is None:
        return told
    if figure.value is None:
        return f"{told} {figure.why}"
    if figure.n < TOO_FEW:
        return f"{told} {figure.n} ratings are too few to tell."
    if figure.low is None or figure.high is None:
        return f"{told} {figure.why}"
    return (
        f"{told} With {figure.n:,} ratings the true value is probably between {figure.low:.2f} and {figure.high:.2f}."
    )
