"""Chooses among what passed the screen: balance for samples; margins, ties and hardness for preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from studio.curation.balance import Unit, cell_of, most_per_input, over_the_limit, wrong_share_of_hard
from studio.curation.candidate import Candidate, InputGroup, PairCandidate
from studio.curation.conditions import unmet
from studio.curation.funnel import Tally
from studio.curation.preferences import Preference, preferences
from studio.curation.split import input_key, part_of
from studio.curation.value import ValueRule
from studio.records import Pair, Prompt

Screened = Iterable[tuple[InputGroup, Sequence[Candidate]]]
HANDED_ON_STEPS = ("Secrets and personal data", "Both samples")
PREFERENCE_STEPS = ("Made", "Ties", "Better sample", "Most per input", "Balance", "Hard and easy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen, by id."""

    units: tuple[Unit, ...]
    """The samples or preferences that make the rows, in order."""
    samples: frozenset[str]
    pairs: frozenset[str] = frozenset()
    preferences: frozenset[str] = frozenset()
    prompts: tuple[Prompt, ...] = ()
    """The prompts the samples were written under."""


def chosen_samples(
    groups: Screened,
    *,
    rule: ValueRule,
    tally: Tally,
    pair_tally: Tally,
    pair_check: Callable[[PairCandidate], str] | None,
    marks_good: bool = False,
) -> Choices:
    """The samples that balance leaves and, for formats that check pairs, the pairs of which both samples are left."""
    units: list[Unit] = []
    pairs: list[Pair] = []
    prompts: dict[Prompt, None] = {}
    for group, passed in groups:
        prompts.update((sample.prompt, None) for sample in passed if sample.prompt)
        # Where nothing is marked, all that passed is what the recipe keeps: no need to ask again.
        units.extend(
            _unit(sample, identity=sample.id, rule=rule, good=not marks_good or _is_kept(sample, rule=rule))
            for sample in passed
        )
        if pair_check is not None:
            pairs.extend(_checked_pairs(group, check=pair_check, tally=pair_tally))
    left = _balanced(units, rule=rule, tally=tally)
    samples = frozenset(unit.id for unit in left)
    whole = _whole_pairs(pairs, samples=samples, tally=pair_tally)
    return Choices(units=left, samples=samples, pairs=whole, prompts=tuple(prompts))


def chosen_preferences(groups: Screened, *, rule: ValueRule, tally: Tally, keeps_ties: bool) -> Choices:
    """The preferences that the recipe's limits leave, and the samples they were made of."""
    units: list[Unit] = []
    samples: set[str] = set()
    prompts: dict[Prompt, None] = {}
    for group, passed in groups:
        prompts.update((sample.prompt, None) for sample in passed if sample.prompt)
        samples.update(sample.id for sample in passed)
        units.extend(_preference_units(group, passed=passed, rule=rule, tally=tally, keeps_ties=keeps_ties))
    left = _right_share(_balanced(units, rule=rule, tally=tally), rule=rule, tally=tally)
    ids = frozenset(unit.id for unit in left)
    return Choices(units=left, samples=frozenset(samples), preferences=ids, prompts=tuple(prompts))


def _checked_pairs(group: InputGroup, *, check: Callable[[PairCandidate], str], tally: Tally) -> Iterator[Pair]:
    for candidate in group.pairs:
        tally.came_in += 1
        if reason := check(candidate):
            tally.drop(candidate.id, step="Secrets and personal data", reason=reason)
        else:
            yield candidate.pair


def _whole_pairs(pairs: Sequence[Pair], *, samples: frozenset[str], tally: Tally) -> frozenset[str]:
    whole = {pair.id for pair in pairs if pair.sample_a in samples and pair.sample_b in samples}
    for pair in pairs:
        if pair.id not in whole:
            tally.drop(pair.id, step="Both samples", reason="one of its samples was dropped")
    return frozenset(whole)


def _preference_units(
    group: InputGroup, *, passed: Sequence[Candidate], rule: ValueRule, tally: Tally, keeps_ties: bool
) -> Iterator[Unit]:
    def drop(identity: str, *, reason: str, count: int = 1) -> None:
        tally.came_in += count
        tally.drop(identity, step="Made", reason=reason, count=count)

    made = list(preferences(passed, group.pairs, rule=rule, drop=drop))
    tally.came_in += len(made)
    wanted = [one for one in made if _is_wanted(one, rule=rule, tally=tally, keeps_ties=keeps_ties)]
    limits = rule.recipe.pairs
    beyond = {p.id for p in most_per_input(wanted, most=limits.most_per_input, seed=rule.recipe.split.seed)}
    for one in wanted:
        if one.id in beyond:
            tally.drop(one.id, step="Most per input", reason="enough pairs of this input")
        else:
            yield _unit(one.chosen, identity=one.id, rule=rule, hard=one.margin <= limits.hard_margin)


def _is_wanted(preference: Preference, *, rule: ValueRule, tally: Tally, keeps_ties: bool) -> bool:
    if preference.tie and not keeps_ties:
        tally.drop(preference.id, step="Ties", reason="neither is better")
        return False
    if not rule.recipe.keep:
        return True
    reason = unmet(rule.recipe.keep, candidate=preference.chosen, rule=rule)
    if reason:
        tally.drop(preference.id, step="Better sample", reason=reason)
    return not reason


def _is_kept(sample: Candidate, *, rule: ValueRule) -> bool:
    return not unmet(rule.recipe.keep, candidate=sample, rule=rule)


def _unit(sample: Candidate, *, identity: str, rule: ValueRule, hard: bool = False, good: bool = True) -> Unit:
    balance = rule.recipe.balance
    cell = cell_of(sample, balance=balance, rule=rule) if balance else ()
    part = part_of(sample.input, split=rule.recipe.split)
    return Unit(id=identity, cell=cell, part=part, input=input_key(sample.input), hard=hard, good=good)


def _balanced(units: Sequence[Unit], *, rule: ValueRule, tally: Tally) -> tuple[Unit, ...]:
    balance = rule.recipe.balance
    if balance is None:
        return tuple(units)
    beyond = set()
    for unit in over_the_limit(units, most=balance.most, seed=rule.recipe.split.seed):
        beyond.add(unit.id)
        tally.drop(unit.id, step="Balance", reason=f"more than enough of {' · '.join(unit.cell)}")
    return tuple(unit for unit in units if unit.id not in beyond)


def _right_share(units: Sequence[Unit], *, rule: ValueRule, tally: Tally) -> tuple[Unit, ...]:
    share = rule.recipe.pairs.hard_share
    if share is None:
        return tuple(units)
    beyond = set()
    for unit in wrong_share_of_hard(units, share=share, seed=rule.recipe.split.seed):
        beyond.add(unit.id)
        tally.drop(unit.id, step="Hard and easy", reason=f"more {'hard' if unit.hard else 'easy'} pairs than wanted")
    return tuple(unit for unit in units if unit.id not in beyond)
