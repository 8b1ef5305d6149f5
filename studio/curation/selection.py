"""Walks the candidates once and decides which go into a dataset, with the reasons; a second walk hands them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from studio.curation.candidate import Candidate, PairCandidate, by_input
from studio.curation.checked_judges import judge_notes
from studio.curation.choices import HANDED_ON_STEPS, PREFERENCE_STEPS, Choices, chosen_preferences, chosen_samples
from studio.curation.conditions import refuse_unknown
from studio.curation.findings import Findings
from studio.curation.funnel import Step, Tally
from studio.curation.held_out import HeldOut
from studio.curation.papers import Papers
from studio.curation.preferences import Preference, preferences
from studio.curation.recipe import Condition, Recipe
from studio.curation.scan import Finding
from studio.curation.screen import Check, choosing, cleaning, screened, valuing
from studio.curation.split import PARTS, Part, part_of
from studio.curation.steps import STEPS_BEFORE, connected
from studio.curation.value import ValueRule
from studio.errors import StudioError

Needs = Literal["samples", "labels", "pairs", "both"]
"""What a format is made of: kept samples; samples known good or bad; preferences; samples and pairs as they are."""
Candidates = Iterable[Candidate | PairCandidate]
"""Ordered by input; an iterable that can be walked twice, such as a list or an object that asks the store again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What was chosen, and what became of the rest."""

    needs: Needs
    noun: str
    """What one of the chosen is called."""
    rule: ValueRule
    choices: Choices
    steps: tuple[Step, ...]
    """The funnel of samples."""
    pair_steps: tuple[Step, ...]
    """The funnel of pairs, where the format takes them."""
    parts: Mapping[Part, int]
    """How many samples or preferences each split has."""
    inputs: int
    cells: Mapping[str, int]
    """How many there are of each cell the recipe balances over, or of hard and easy pairs."""
    findings: tuple[Finding, ...]
    """The first few hundred."""
    finding_counts: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many samples, or preferences where the format is made of them, were chosen."""
        return len(self.choices.units)

    @property
    def only_class(self) -> str:
        """Where the format marks good and bad and all are the same: which; else empty."""
        kinds = {unit.good for unit in self.choices.units} if self.needs == "labels" else set()
        return "" if len(kinds) != 1 else "good" if kinds.pop() else "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What goes into a dataset of one input."""

    part: Part
    samples: tuple[Candidate, ...]
    pairs: tuple[PairCandidate, ...]
    preferences: tuple[Preference, ...]


def select(
    *,
    candidates: Candidates,
    recipe: Recipe,
    papers: Papers,
    needs: Needs,
    keeps_ties: bool = False,
    in_steps: bool = False,
    fits: Check | None = None,
    held_out: HeldOut | None = None,
) -> Selection:
    """What the recipe chooses of the candidates, and why not the rest."""
    _refuse_what_cannot_be(recipe, papers=papers, needs=needs, in_steps=in_steps)
    rule = ValueRule(recipe=recipe, papers=papers)
    findings = Findings()
    steps = list(_steps(rule, needs=needs, held_out=held_out, findings=findings))
    if fits is not None:
        steps.insert(0, ("Format", fits))
    tally, pair_tally = Tally(), Tally()
    passing = screened(by_input(candidates), steps=steps, tally=tally)
    last_steps = ["Balance"]
    if in_steps:
        passing, last_steps = connected(passing, tally=tally), [STEPS_BEFORE]
    if needs == "pairs":
        choices = chosen_preferences(passing, rule=rule, tally=pair_tally, keeps_ties=keeps_ties)
    else:
        pair_check = partial(findings.of_pair, hygiene=recipe.hygiene) if needs == "both" else None
        choices = chosen_samples(
            passing,
            rule=rule,
            tally=tally,
            pair_tally=pair_tally,
            pair_check=pair_check,
            marks_good=needs == "labels",
        )
    pair_steps = PREFERENCE_STEPS if needs == "pairs" else HANDED_ON_STEPS
    parts = Counter(unit.part for unit in choices.units)
    return Selection(
        needs=needs,
        noun="preference pair" if needs == "pairs" else "step" if in_steps else "sample",
        rule=rule,
        choices=choices,
        steps=tally.steps([*(name for name, _ in steps), *last_steps], first="Samples"),
        pair_steps=pair_tally.steps(pair_steps, first="Pairs considered") if pair_tally.came_in else (),
        parts={part: parts[part] for part in PARTS if parts[part]},
        inputs=len({unit.input for unit in choices.units}),
        cells=dict(sorted(Counter(" · ".join(unit.cell) for unit in choices.units if unit.cell).items())),
        findings=tuple(findings.listed),
        finding_counts=dict(sorted(findings.counts.items())),
        notes=tuple(judge_notes(recipe.values, papers=papers)),
    )


def groups(candidates: Candidates, *, selection: Selection) -> Iterator[Group]:
    """What was chosen, one input at a time."""
    choices, rule = selection.choices, selection.rule
    for group in by_input(candidates):
        samples = tuple(sample for sample in group.samples if sample.id in choices.samples)
        pairs = tuple(pair for pair in group.pairs if pair.id in choices.pairs)
        preferred: tuple[Preference, ...] = ()
        if selection.needs == "pairs":
            made = preferences(samples, group.pairs, rule=rule, drop=_unheard)
            preferred = tuple(one for one in made if one.id in choices.preferences)
        if samples or pairs or preferred:
            part = part_of(group.input, split=rule.recipe.split)
            yield Group(part=part, samples=samples, pairs=pairs, preferences=preferred)


def _unheard(identity: str, *, reason: str, count: int = 1) -> None:
    """The first walk has already counted it."""


def _steps(
    rule: ValueRule, *, needs: Needs, held_out: HeldOut | None, findings: Findings
) -> Iterator[tuple[str, Check]]:
    yield from choosing(rule.recipe.choose, rule=rule, hands_on=needs == "both")
    if needs != "pairs":
        yield from valuing(rule, only_decided=needs == "labels")
    yield from cleaning(rule, held_out=held_out, findings=findings, hands_on=needs == "both")


def _refuse_what_cannot_be(recipe: Recipe, *, papers: Papers, needs: Needs, in_steps: bool) -> None:
    refuse_unknown(recipe.keep, papers=papers)
    named = [recipe.pairs.criterion, *([recipe.balance.criterion] if recipe.balance else [])]
    refuse_unknown([Condition(criterion=name, source="rating") for name in named], papers=papers)
    if needs == "labels" and not recipe.keep:
        raise StudioError(
            happened="This format says which samples are good, and the recipe does not say what good is.",
            safe="Nothing was written.",
            to_do='Add a condition under "keep", such as overall at least 0.75.',
        )
    if in_steps and recipe.balance:
        raise StudioError(
            happened="Steps cannot be balanced: an answer without one of its steps cannot be learnt from.",
            safe="Nothing was written.",
            to_do="Take the balance out of the recipe.",
        )
