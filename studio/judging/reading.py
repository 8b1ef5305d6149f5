"""Reads a judge's reply into a value or a failure for each criterion; what is not plainly said is never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.calls import Failure, Reply, Request
from studio.judging.moderation import read_moderation_verdicts
from studio.judging.probabilities import Distribution, letter_probabilities, written_probabilities
from studio.judging.verdict_reading import Reading
from studio.prompting.criteria_text import POSITIONS, allowed_text
from studio.prompting.judge_request import JudgePrompt
from studio.prompting.strict_json import NotReadable, only_object
from studio.records import Criterion, FailureKind, Order, Scale, Value

RAW_CHARACTERS = 2_000
_SWAPPED: Mapping[Value, Value] = {"A": "B", "B": "A"}
_SPACE = re.compile(r"\s+")


def read_verdicts(reply: Reply, *, prompt: JudgePrompt, request: Request, order: Order = "") -> dict[str, Reading]:
    """A reading for each criterion that was asked; values of a pair always speak of output A and output B.

    The whole reply must be one JSON object. A verdict that stands word for word in the material is not taken.
    """
    if prompt.judge.settings.form == "moderation":
        return read_moderation_verdicts(reply, criteria=prompt.criteria)
    if prompt.options:
        (criterion,) = prompt.criteria
        return {criterion.id: _read_letter(reply, prompt=prompt, order=order)}
    try:
        said = only_object(reply.text)
    except NotReadable as problem:
        return {criterion.id: _failed("unreadable", str(problem), raw=reply.text) for criterion in prompt.criteria}
    shares = _written_shares(reply, prompt=prompt)
    material = [part for part in request.user if not part.startswith("<<<REPLY ")]
    readings = {}
    for criterion in prompt.criteria:
        try:
            reason, value = _reason_and_value(said, criterion=criterion, prompt=prompt)
            _refuse_copy(said, criterion=criterion, material=material)
            on_scale = _on_scale(value, criterion=criterion, prompt=prompt)
            readings[criterion.id] = _reading(
                on_scale, explanation=reason, shares=shares.get(criterion.id), order=order
            )
        except NotReadable as problem:
            kind: FailureKind = "out_of_scale" if isinstance(problem, _OutOfScale) else "unreadable"
            readings[criterion.id] = _failed(kind, str(problem), raw=_said_of(criterion, said=said, reply=reply))
    return readings


def failed_verdicts(failure: Failure, *, prompt: JudgePrompt) -> dict[str, Reading]:
    """The same failure for each criterion that was asked, when no usable reply came."""
    return {criterion.id: _failed(failure.kind, failure.message, raw=failure.text) for criterion in prompt.criteria}


class _OutOfScale(NotReadable):
    """A readable value that is not on the scale."""


def _reason_and_value(said: Mapping[str, Any], *, criterion: Criterion, prompt: JudgePrompt) -> tuple[str, object]:
    verdict = said.get(criterion.id)
    if not isinstance(verdict, dict) or "value" not in verdict:
        raise NotReadable(f'There is no object with a "value" under "{criterion.id}".')
    reason = verdict.get("reason")
    if prompt.judge.settings.reason == "none":
        return "", verdict["value"]
    if not isinstance(reason, str):
        raise NotReadable(f'There is no "reason" in words under "{criterion.id}".')
    return _storable(reason), verdict["value"]


def _refuse_copy(said: Mapping[str, Any], *, criterion: Criterion, material: Sequence[str]) -> None:
    key = f'"{criterion.id}"'
    suspects = [part for part in material if key in part]
    if not suspects:
        return
    verdict = _SPACE.sub("", f"{key}:{json.dumps(said[criterion.id], ensure_ascii=False)}")
    if any(verdict in _SPACE.sub("", part) for part in suspects):
        raise NotReadable(f'The verdict under "{criterion.id}" is a copy of one that stands in the material.')


def _on_scale(written: object, *, criterion: Criterion, prompt: JudgePrompt) -> Value:
    """The scale's own value that was written, so that 3.0 becomes the 3 of the scale."""
    scale = prompt.scale(criterion)
    value = _position(written) if prompt.judge.mode == "pairwise" else _typed(written, scale=scale)
    value = next((known for known in scale.values if known == value), value)
    if not scale.holds(value):
        allowed = allowed_text(criterion.scale, mode=prompt.judge.mode)
        raise _OutOfScale(f'The value for "{criterion.id}" is not one of: {allowed}.')
    return value


def _typed(written: object, *, scale: Scale) -> Value:
    in_words = bool(scale.values) and all(isinstance(value, str) for value in scale.values)
    in_numbers = not any(isinstance(value, str) for value in scale.values)
    if isinstance(written, str) and not in_numbers:
        return written
    if isinstance(written, int | float) and not isinstance(written, bool) and not in_words:
        return written
    raise NotReadable(f"The value is not {'a number' if in_numbers else 'a text'}, as the scale wants it.")


def _position(written: object) -> Value:
    if not isinstance(written, str):
        raise NotReadable("The value is not a text, as the scale wants it.")
    return POSITIONS.get(written, "")


def _written_shares(reply: Reply, *, prompt: JudgePrompt) -> Mapping[str, Distribution]:
    if not reply.token_choices:
        return {}
    if prompt.judge.mode == "pairwise":
        return written_probabilities(reply.token_choices, values={c.id: POSITIONS for c in prompt.criteria})
    values = {c.id: {str(value): value for value in c.scale.values} for c in prompt.criteria}
    return written_probabilities(reply.token_choices, values=values)


def _said_of(criterion: Criterion, *, said: Mapping[str, Any], reply: Reply) -> str:
    return json.dumps(said[criterion.id], ensure_ascii=False) if criterion.id in said else reply.text


def _read_letter(reply: Reply, *, prompt: JudgePrompt, order: Order) -> Reading:
    """The value with the largest probability; without probabilities the reply must be one of the letters, no more."""
    offered = ", ".join(prompt.options)
    if reply.token_choices:
        shares = letter_probabilities(reply.token_choices[0], options=prompt.options)
        if shares is None:
            return _failed("unreadable", f"The model gave no probability to any of: {offered}.", raw=reply.text)
        likeliest = max(shares.shares, key=lambda value: shares.shares[value])
        return _reading(likeliest, explanation="", shares=shares, order=order)
    letter = reply.text.strip().rstrip(".):").upper()
    if letter not in prompt.options:
        return _failed("unreadable", f"The reply is not one of: {offered}.", raw=reply.text)
    return _reading(prompt.options[letter], explanation="", shares=None, order=order)


def _reading(value: Value, *, explanation: str, shares: Distribution | None, order: Order) -> Reading:
    swap = _SWAPPED if order == "BA" else {}
    return Reading(
        value=swap.get(value, value),
        explanation=explanation,
        probabilities={str(swap.get(v, v)): share for v, share in shares.shares.items()} if shares else None,
        mass=shares.mass if shares else None,
    )


def _failed(kind: FailureKind, problem: str, *, raw: str) -> Reading:
    return Reading(failure=kind, explanation=problem, raw=_storable(raw[:RAW_CHARACTERS]))


def _storable(text: str) -> str:
    # A lone surrogate is legal in JSON and cannot be stored as UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")
