"""Asks once more when a reply could not be read; one attempt, and what was readable the first time stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.calls import Reply, Request
from studio.judging.verdict_reading import Reading
from studio.prompting.fence import fenced

_REPEATED_CHARACTERS = 4_000


def problem_of(readings: Mapping[str, Reading]) -> str:
    """What a second attempt should mend, in words; empty when nothing is unreadable or out of scale."""
    failed = [r.explanation for r in readings.values() if r.failure in ("unreadable", "out_of_scale")]
    return " ".join(dict.fromkeys(failed))


def repair_request(request: Request, *, reply: Reply, problem: str, nonce: str) -> Request:
    """The same question with the unreadable reply and the problem at the end; its constant part stays cached."""
    shown = fenced(reply.text[:_REPEATED_CHARACTERS], name="REPLY", nonce=nonce)
    ask = (
        f"Your reply above could not be read. {problem} Judge again and reply in the form that was asked, nothing else."
    )
    return replace(request, user=(*request.user, shown, ask))


def repaired(readings: Mapping[str, Reading], *, again: Mapping[str, Reading]) -> dict[str, Reading]:
    """The readings with each failed one replaced by that of the second reply."""
    return {name: again[name] if reading.failure else reading for name, reading in readings.items()}
