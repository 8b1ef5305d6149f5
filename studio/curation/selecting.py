"""One walk through the candidates: hands out what is chosen, input by input, and knows afterwards why not the rest."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from studio.curation.balance import Unit
from studio.curation.candidate import InputGroup, PairCandidate, by_input
from studio.curation.checked_judges import judge_notes
from studio.curation.choices import (
    HANDED_ON_STEPS,
    PREFERENCE_STEPS,
    checked_pairs,
    chosen_preferences,
    limits_all,
    units_of,
    whole_pairs,
    within_limits,
)
from studio.curation.conditions import refuse_unknown
from studio.curation.contents import Contents
from studio.curation.findings import Findings
from studio.curation.funnel import Tally
from studio.curation.held_out import HeldOut
from studio.curation.papers import Papers
from studio.curation.preferences import Preference
from studio.curation.recipe import Condition, Recipe
from studio.curation.screen import Check, choosing, cleaning, screened, valuing
from studio.curation.selection import Candidates, Group, Needs, Selection
from studio.curation.split import PARTS, input_key, part_of
from studio.curation.steps import STEPS_BEFORE, connected
from studio.curation.value import ValueRule
from studio.errors import StudioError
from studio.records import Prompt

PairCheck = Callable[[PairCandidate], str]


class Selecting:
    """A selection under way: walk its groups to the end, then ask for the selection."""

    def __init__(
        self,
        *,
        recipe: Recipe,
        papers: Papers,
        needs: Needs,
        keeps_ties: bool = False,
        in_steps: bool = False,
        fits: Check | None = None,
        held_out: HeldOut | None = None,
    ) -> None:
        _refuse_what_cannot_be(recipe, papers=papers, needs=needs, in_steps=in_steps)
        self.rule = ValueRule(recipe=recipe, papers=papers)
        self.contents = Contents(rule=self.rule, needs=needs)
        self._needs, self._keeps_ties, self._in_steps = needs, keeps_ties, in_steps
        self._findings, self._tally, self._pair_tally = Findings(), Tally(), Tally()
        self._steps = list(_steps(self.rule, needs=needs, held_out=held_out, findings=self._findings))
        if fits is not None:
            self._steps.insert(0, ("Format", fits))
        self._prompts: dict[Prompt, None] = {}

    def groups(self, candidates: Candidates) -> Iterator[Group]:
        """What is chosen, one input at a time; a recipe with limits over all inputs takes a second walk."""
        chosen = self._passing(candidates)
        if limits_all(self.rule.recipe, needs=self._needs):
            chosen = self._within_limits(chosen, candidates=candidates)
        for group in map(self._with_whole_pairs, chosen):
            if group.preferences or (group.samples and self._needs != "pairs"):
                self.contents.count(group)
                yield group

    def selection(self) -> Selection:
        """What was chosen, and what became of the rest; complete after the last group."""
        steps, of_pairs = [*(name for name, _ in self._steps), *self._last_steps], self._needs == "pairs"
        pair_steps = PREFERENCE_STEPS if of_pairs else HANDED_ON_STEPS
        return Selection(
            needs=self._needs,
            noun="preference pair" if of_pairs else "step" if self._in_steps else "sample",
            rule=self.rule,
            size=self.contents.parts.total(),
            only_class=self.contents.only_class,
            prompts=tuple(self._prompts),
            steps=self._tally.steps(steps, first="Samples"),
            pair_steps=self._pair_tally.steps(pair_steps, first="Pairs considered") if self._pair_tally.came_in else (),
            parts={part: self.contents.parts[part] for part in PARTS if self.contents.parts[part]},
            inputs=len(self.contents.inputs),
            cells=dict(sorted(self.contents.cells.items())),
            findings=tuple(self._findings.listed),
            finding_counts=dict(sorted(self._findings.counts.items())),
            notes=tuple(judge_notes(self.rule.recipe.values, papers=self.rule.papers)),
        )

    @property
    def _last_steps(self) -> Sequence[str]:
        return [STEPS_BEFORE] if self._in_steps else ["Balance"]

    def _passing(self, candidates: Candidates) -> Iterator[Group]:
        """What passes by itself, whatever else there is."""
        passing = screened(by_input(candidates), steps=self._steps, tally=self._tally)
        if self._in_steps:
            passing = connected(passing, tally=self._tally)
        check = partial(self._findings.of_pair, hygiene=self.rule.recipe.hygiene)
        for group, passed in passing:
            self._prompts.update((sample.prompt, None) for sample in passed if sample.prompt)
            yield self._group(group, {sample.id for sample in passed}, pair_check=check, tally=self._pair_tally)

    def _with_whole_pairs(self, group: Group) -> Group:
        if not group.pairs:
            return group
        whole = whole_pairs(group.pairs, samples=group.samples, tally=self._pair_tally)
        return replace(group, pairs=tuple(whole))

    def _within_limits(self, passing: Iterable[Group], *, candidates: Candidates) -> Iterator[Group]:
        """What is left of them when all are known; taken up in a second walk, because nobody can hold them all."""
        passed, units = set[str](), list[Unit]()
        for group in passing:
            passed.update(sample.id for sample in group.samples)
            passed.update(pair.id for pair in group.pairs)
            units += units_of(group, rule=self.rule, needs=self._needs)
        tally = self._pair_tally if self._needs == "pairs" else self._tally
        left = {unit.id for unit in within_limits(units, rule=self.rule, needs=self._needs, tally=tally)}
        for known in by_input(candidates):
            # Counted in the first walk, so not again.
            group = self._group(known, passed, pair_check=partial(_passed_before, passed=passed), tally=Tally())
            if self._needs == "pairs":
                yield replace(group, preferences=tuple(one for one in group.preferences if one.id in left))
            else:
                yield replace(group, samples=tuple(sample for sample in group.samples if sample.id in left))

    def _group(self, group: InputGroup, passed: set[str], *, pair_check: PairCheck, tally: Tally) -> Group:
        """What the format needs of one input."""
        samples = tuple(sample for sample in group.samples if sample.id in passed)
        pairs: Iterable[PairCandidate] = ()
        preferred: Iterable[Preference] = ()
        if self._needs == "both":
            pairs = checked_pairs(group, check=pair_check, tally=tally)
        elif self._needs == "pairs":
            preferred = chosen_preferences(samples, group, rule=self.rule, tally=tally, keeps_ties=self._keeps_ties)
        return Group(
            part=part_of(group.input, split=self.rule.recipe.split),
            input=input_key(group.input),
            samples=samples,
            pairs=tuple(pairs),
            preferences=tuple(preferred),
        )


def _passed_before(pair: PairCandidate, *, passed: Container[str]) -> str:
    return "" if pair.id in passed else "left out in the first walk"


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
            to_do="Add a condition to the recipe, such as keep: [{criterion: overall, at_least: 0.75}].",
        )
    if in_steps and recipe.balance:
        raise StudioError(
            happened="Steps cannot be balanced: an answer without one of its steps cannot be learnt from.",
            safe="Nothing was written.",
            to_do="Take the balance out of the recipe.",
        )
