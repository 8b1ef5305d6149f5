"""Notices texts that were there before, letter by letter or nearly; the first one stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from studio.curation.candidate import Candidate
from studio.curation.split import input_key, text_key


def exact_duplicates() -> Callable[[Candidate], str]:
    """A question that answers with a reason from the second time on that an input has the same output."""
    seen: set[bytes] = set()

    def check(candidate: Candidate) -> str:
        key = text_key(f"{input_key(candidate.input)}\0{candidate.sample.output.strip()}")
        if key in seen:
            return "the same output to the same input is already there"
        seen.add(key)
        return ""

    return check


def near_duplicates(*, threshold: float, of: Literal["output", "input"]) -> Callable[[Candidate], str]:
    """A question that answers with a reason when a text is nearly one that is already there."""
    from studio.curation.near_duplicates import NearDuplicates

    there = NearDuplicates(threshold=threshold)
    judged: dict[str, bool] = {}

    def is_new(identity: str, text: str) -> bool:
        if there.closest(text) is not None:
            return False
        there.add(text_id=identity, text=text)
        return True

    def check_output(candidate: Candidate) -> str:
        return "" if is_new(candidate.id, candidate.sample.output) else "the output is nearly one that is already there"

    def check_input(candidate: Candidate) -> str:
        key = input_key(candidate.input)
        if key not in judged:
            judged[key] = is_new(candidate.input.id, candidate.input.text)
        return "" if judged[key] else "the input is nearly one that is already there"

    return check_output if of == "output" else check_input
