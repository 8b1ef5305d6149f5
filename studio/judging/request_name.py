"""What one request of a judge is called in a batch or a file: everything needed to put its answer in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.records import Order

# Anthropic takes letters, digits, - and _, 64 at the most; OpenAI takes these too.
_FORM = re.compile(r"([0-9a-f]{16})-([A-Za-z0-9]{1,24})-(AB|BA|x)-(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestName:
    """A judge, a subject, the order it is shown in, which repeat, and which call of several it is."""

    judge_id: str
    subject: str
    order: Order
    repeat: int
    place: int
    """Which of the judge's prompts: 0 where all criteria are asked in one call."""

    def __str__(self) -> str:
        return f"{self.judge_id}-{self.subject}-{self.order or 'x'}-{self.repeat}-{self.place}"


def parsed_name(text: str) -> RequestName | None:
    """The name that was written so; None for any other text."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    judge_id, subject, order, repeat, place = found.groups()
    shown: Order = "AB" if order == "AB" else "BA" if order == "BA" else ""
    return RequestName(judge_id=judge_id, subject=subject, order=shown, repeat=int(repeat), place=int(place))
