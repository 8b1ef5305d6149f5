"""A sample as a conversation: what the model was asked, and what it answered."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from studio.curation.candidate import Candidate
from studio.curation.preferences import Preference
from studio.prompting.templates import filled, names_in

Message = dict[str, str]
Asked = Literal["as_asked", "input_only"]


def asked(candidate: Candidate, *, messages: Asked) -> list[Message]:
    """The messages before the answer: system text and filled template, or the bare input."""
    if candidate.prompt is None or messages == "input_only":
        return [{"role": "user", "content": candidate.input.text}]
    user = {"role": "user", "content": user_text(template=candidate.prompt.template, text=candidate.input.text)}
    system = candidate.prompt.system
    return [{"role": "system", "content": system}, user] if system else [user]


def asked_of_both(preference: Preference, *, messages: Asked) -> list[Message]:
    """What both samples answer: their prompt when it is the same one, and otherwise the bare input."""
    same = preference.chosen.prompt == preference.rejected.prompt
    return asked(preference.chosen, messages=messages if same else "input_only")


def answer(candidate: Candidate) -> Message:
    """The sample's output as the assistant's message."""
    return {"role": "assistant", "content": candidate.sample.output}


@lru_cache(maxsize=16)  # the samples of one input ask one after the other
def user_text(*, template: str, text: str) -> str:
    """The template with the input in its place; other names in double braces stay as they are."""
    others = {name: f"{{{{{name}}}}}" for name in names_in(template)}
    return filled(template, values={**others, "input": text})
