"""A small bicycle shop: its rubric, two judges, and candidates as the store would stream them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.agreement.figures import Figure
from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.formats.format import Format
from studio.curation.held_out import HeldOut
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import Recipe
from studio.curation.selecting import Selecting
from studio.curation.selection import Candidates, Group, Needs, Selection
from studio.curation.steps import STEP_TAG
from studio.records import (
    ONE_TO_FIVE,
    Criterion,
    Input,
    Judge,
    Pair,
    Prompt,
    Rating,
    Rubric,
    Sample,
    Value,
    Verdict,
)

RUBRIC = Rubric(
    name="support-reply",
    title="Support reply",
    task="Answers to customers of a bicycle shop.",
    criteria=(
        Criterion(
            id="answers",
            question="Does the reply answer what was asked?",
            anchors={"fail": "It evades.", "pass": "It answers."},
        ),
        Criterion(id="tone", question="Is the tone kind?", scale=ONE_TO_FIVE),
    ),
)
KIND = Prompt(name="kind", system="You are kind.", template="A customer writes: {{input}}")
GOOD = Judge(model="openai:good", rubric_id=RUBRIC.id)
WEAK = Judge(model="openai:weak", rubric_id=RUBRIC.id)
WELL_CHECKED = Figure(value=0.8, low=0.7, high=0.88, n=60)
BADLY_CHECKED = Figure(value=0.2, low=0.0, high=0.4, n=60)
PAPERS = Papers(
    rubric=RUBRIC,
    project="shop",
    project_title="Bicycle shop",
    judges=(
        JudgePaper(judge=GOOD, name="Good", exact_model="good-2026-11-01", agreement={"overall": WELL_CHECKED}),
        JudgePaper(judge=WEAK, name="Weak", agreement={"overall": BADLY_CHECKED}),
    ),
    licence="CC-BY-4.0",
    tool_version="0.1.0",
)

Said = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a recipe chose, as it was handed out, and what became of the rest."""

    groups: list[Group]
    selection: Selection

    @property
    def samples(self) -> list[str]:
        """The ids of the samples, in order."""
        return [sample.id for group in self.groups for sample in group.samples]

    @property
    def pairs(self) -> list[str]:
        """The ids of the pairs, in order."""
        return [pair.id for group in self.groups for pair in group.pairs]


def chosen(
    candidates: Candidates,
    *,
    needs: Needs = "samples",
    held_out: HeldOut | None = None,
    keeps_ties: bool = False,
    **parts: Any,
) -> Chosen:
    """What a recipe of these parts chooses."""
    selecting = Selecting(recipe=recipe(**parts), papers=PAPERS, needs=needs, held_out=held_out, keeps_ties=keeps_ties)
    return Chosen(groups=list(selecting.groups(candidates)), selection=selecting.selection())


def recipe(**parts: Any) -> Recipe:
    """A recipe of these parts, everything else as it stands."""
    return Recipe.model_validate({"recipe": "shop", **parts})


def ratings(subject: str, said: Said, *, rater: str = "ada", note: str = "", rubric: str = "") -> tuple[Rating, ...]:
    """What a person said of a sample or a pair, by criterion."""
    return tuple(
        Rating(rater=rater, subject=subject, rubric_id=rubric or RUBRIC.id, criterion=criterion, value=value, note=note)
        for criterion, value in said.items()
    )


def verdicts(subject: str, said: Said, *, judge: Judge = GOOD, **more: Any) -> tuple[Verdict, ...]:
    """What a judge said of a sample or a pair, by criterion."""
    return tuple(
        Verdict(subject=subject, judge_id=judge.id, criterion=criterion, value=value, **more)
        for criterion, value in said.items()
    )


def sample(
    name: str,
    *,
    of: str = "i1",
    text: str = "",
    output: str = "",
    rated: Said | None = None,
    judged: Said | None = None,
    prompt: Prompt | None = KIND,
    tags: Mapping[str, str] | None = None,
    **more: Any,
) -> Candidate:
    """A sample of an input, rated by Ada and judged by the good judge where values are given."""
    return Candidate(
        sample=Sample(
            id=name,
            project="shop",
            input_id=of,
            output=output or f"Answer {name}.",
            prompt_id=prompt.id if prompt else None,
            **{"system": "local:a", **more},
        ),
        input=Input(id=of, project="shop", text=text or f"Question {of}?", tags=tags or {}),
        prompt=prompt,
        ratings=ratings(name, rated or {}),
        verdicts=verdicts(name, judged or {}),
    )


def steps(name: str, *, texts: Sequence[str], values: Sequence[str], **more: Any) -> list[Candidate]:
    """An answer as it stood after each of these steps, each rated by Ada; an empty value is no rating."""
    made = []
    for number, value in enumerate(values, start=1):
        rated = {"answers": value, "tone": 4} if value else None
        so_far = sample(f"{name}{number}", output="\n\n".join(texts[:number]), rated=rated, **more)
        made.append(replace(so_far, sample=replace(so_far.sample, tags={STEP_TAG: str(number)})))
    return made


def stepped(inputs: int) -> list[Candidate]:
    """An answer to each of some inputs in three steps, of which the last is wrong."""
    texts, values = ["Three rows of 8 are 24.", "24 - 5 is 19.", "So 21 are there."], ["pass", "pass", "fail"]
    return [one for n in range(inputs) for one in steps(f"s{n:02}", of=f"i{n:02}", texts=texts, values=values)]


def filled(known: Format, *, inputs: int = 12) -> Sequence[Candidate | PairCandidate]:
    """What this format can be made of."""
    return stepped(inputs) if known.in_steps else shop(inputs)


def pair(a: Candidate, b: Candidate, *, rated: str = "", judged: Sequence[tuple[str, str]] = ()) -> PairCandidate:
    """Two samples with Ada's preference, and the good judge's in each (order, value)."""
    name = f"{a.id}-{b.id}"
    return PairCandidate(
        pair=Pair(id=name, project="shop", input_id=a.input.id, sample_a=a.id, sample_b=b.id),
        input=a.input,
        ratings=ratings(name, {"answers": rated}) if rated else (),
        verdicts=tuple(
            verdict for order, value in judged for verdict in verdicts(name, {"answers": value}, order=order)
        ),
    )


def shop(inputs: int = 12) -> list[Candidate | PairCandidate]:
    """A project half rated, wholly judged, with a pair an input."""
    found: list[Candidate | PairCandidate] = []
    for number in range(inputs):
        of, said = f"i{number:02}", {"answers": "pass", "tone": 4}
        rated = number < inputs // 2
        good = sample(f"s{number:02}a", of=of, rated=said if rated else None, judged=said, system="local:a")
        bad_said = {"answers": "fail", "tone": 1}
        bad = sample(f"s{number:02}b", of=of, rated=bad_said if rated else None, judged=bad_said, system="local:b")
        found += [good, bad, pair(good, bad, judged=[("AB", "A"), ("BA", "A" if number % 3 else "B")])]
    return found
