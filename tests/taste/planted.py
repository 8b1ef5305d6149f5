"""Ratings with a taste planted in them, so that a test knows what is to be found."""

from __future__ import annotations

import random
from collections.abc import Mapping

from studio.records import Value
from studio.taste.feature_space import Text
from studio.taste.training import Rated

WORDS = [
    "parcel",
    "order",
    "refund",
    "week",
    "invoice",
    "address",
    "driver",
    "depot",
    "label",
    "return",
    "size",
    "colour",
    "shop",
    "ticket",
    "account",
    "password",
    "number",
    "street",
    "monday",
    "friday",
    "customer",
    "team",
    "reply",
    "system",
    "delay",
    "stock",
    "item",
    "price",
    "payment",
    "card",
]


def rated_answers(count: int, *, each: int = 3, noise: float = 0.05, seed: int = 0) -> list[Rated]:
    """Answers to `count / each` inputs: she passes long ones that do not apologise, but for some noise."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        apology = draw.random() < 0.3
        size = draw.choice((draw.randint(3, 15), draw.randint(35, 60)))
        words = [draw.choice(WORDS) for _ in range(size)] + (["sorry", "apologies"] if apology else [])
        good = size > 25 and not apology
        value = "pass" if good != (draw.random() < noise) else "fail"
        made.append(rated(number, f"Question {number // each} about {draw.choice(WORDS)}?", " ".join(words), value))
    return made


def rated(number: int, asked: str, output: str, value: Value, *, jurors: Mapping[str, float] | None = None) -> Rated:
    """One rated answer."""
    return Rated(
        subject=f"s{number:05}",
        group=asked,
        text=Text(asked, output),
        values={"good": value},
        jurors={"good": jurors} if jurors else {},
    )
