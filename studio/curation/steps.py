"""Answers taken step by step: which samples are an answer so far, and which of them go together; it splits no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from studio.curation.candidate import Candidate, InputGroup
from studio.curation.funnel import Tally
from studio.records import Sample

STEP_TAG = "answer_step"
"""The tag of a sample that is an answer so far; its value is the number of its last step."""
STEPS_BEFORE = "Steps before"
Chain = tuple[Candidate, ...]


def step_number(sample: Sample) -> int:
    """Which step an answer so far ends with, counted from 1; 0 for a whole answer."""
    said = sample.tags.get(STEP_TAG, "")
    return int(said) if said.isdecimal() else 0


def chains(samples: Iterable[Candidate]) -> list[Chain]:
    """The answers of one input as their steps, each from the first on and as far as step follows upon step.

    An answer so far begins with the answer so far of the step before it. Answers that begin alike share these steps.
    """
    steps = _by_number(samples)
    ended: list[Chain] = []
    growing: dict[str, Chain] = {"": ()}
    number = 1
    while growing:
        longer, gone_on = _grown(growing, steps.get(number, {}))
        ended += [chain for text, chain in growing.items() if text and text not in gone_on]
        growing, number = longer, number + 1
    return ended


def step_texts(chain: Chain) -> list[str]:
    """What each step adds to the steps before it."""
    texts = ["", *(step.sample.output for step in chain)]
    return [text.removeprefix(before).strip() for before, text in pairwise(texts)]


def connected(
    groups: Iterable[tuple[InputGroup, Sequence[Candidate]]], *, tally: Tally
) -> Iterator[tuple[InputGroup, Sequence[Candidate]]]:
    """The same groups without the steps that follow upon nothing that is known."""
    for group, passed in groups:
        together = {step.id for chain in chains(passed) for step in chain}
        for step in passed:
            if step.id not in together:
                tally.drop(step.id, step=STEPS_BEFORE, reason="a step before it is missing or was left out")
        yield group, [step for step in passed if step.id in together]


def _by_number(samples: Iterable[Candidate]) -> dict[int, dict[str, Candidate]]:
    found: dict[int, dict[str, Candidate]] = {}
    for sample in samples:
        found.setdefault(step_number(sample.sample), {}).setdefault(sample.sample.output, sample)
    return found


def _grown(growing: dict[str, Chain], steps: dict[str, Candidate]) -> tuple[dict[str, Chain], set[str]]:
    """The chains that have a next step, and the texts these steps go on from."""
    longer: dict[str, Chain] = {}
    gone_on: set[str] = set()
    for text, step in steps.items():
        before = [known for known in growing if text.startswith(known) and text[len(known) :].strip()]
        if before:
            start = max(before, key=len)
            longer[text] = (*growing[start], step)
            gone_on.add(start)
    return longer, gone_on
