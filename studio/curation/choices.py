"""Chooses among what passed the screen: pairs, preferences and their margins; balance and hardness over all inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from studio.curation.balance import Cell, Unit, cell_of, most_per_input, over_the_limit, wrong_share_of_hard
from studio.curation.candidate import Candidate, InputGroup, PairCandidate
from studio.curation.conditions import unmet
from studio.curation.funnel import Tally
from studio.curation.preferences import Preference, preferences
from studio.curation.recipe import Recipe
from studio.curation.selection import Group, Needs
from studio.curation.value import ValueRule

HANDED_ON_STEPS = ("Secrets and personal data", "Both samples")
PREFERENCE_STEPS = ("Made", "Ties", "Better sample", "Most per input", "Balance", "Hard and easy")


def checked_pairs(group: InputGroup, *, check: Callable[[PairCandidate], str], tally: Tally) -> Iterator[PairCandidate]:
    """The pairs of one input of which nothing was said that may not leave the house."""
    for pair in group.pairs:
        tally.came_in += 1
        if reason := check(pair):
            tally.drop(pair.id, step="Secrets and personal data", reason=reason)
        else:
            yield pair


def whole_pairs(
    pairs: Sequence[PairCandidate], *, samples: Sequence[Candidate], tally: Tally
) -> Iterator[PairCandidate]:
    """The pairs of which both samples are chosen."""
    chosen = {sample.id for sample in samples}
    for pair in pairs:
        if pair.pair.sample_a in chosen and pair.pair.sample_b in chosen:
            yield pair
        else:
            tally.drop(pair.id, step="Both samples", reason="one of its samples was dropped")


def chosen_preferences(
    samples: Sequence[Candidate], group: InputGroup, *, rule: ValueRule, tally: Tally, keeps_ties: bool
) -> Iterator[Preference]:
    """The preferences of one input that the recipe asks for, no more of them than it wants of one input."""

    def drop(identity: str, *, reason: str, count: int = 1) -> None:
        tally.came_in += count
        tally.drop(identity, step="Made", reason=reason, count=count)

    made = list(preferences(samples, group.pairs, rule=rule, drop=drop))
    tally.came_in += len(made)
    wanted = [one for one in made if _is_wanted(one, rule=rule, tally=tally, keeps_ties=keeps_ties)]
    most, seed = rule.recipe.pairs.most_per_input, rule.recipe.split.seed
    beyond = {one.id for one in most_per_input(wanted, most=most, seed=seed)}
    for one in wanted:
        if one.id in beyond:
            tally.drop(one.id, step="Most per input", reason="enough pairs of this input")
        else:
            yield one


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


def limits_all(recipe: Recipe, *, needs: Needs) -> bool:
    """Whether what is chosen of one input depends on all the others."""
    return recipe.balance is not None or (needs == "pairs" and recipe.pairs.hard_share is not None)


def units_of(group: Group, *, rule: ValueRule, needs: Needs) -> Iterator[Unit]:
    """The samples, or preferences, of one input as what limits over all of them count."""
    if needs == "pairs":
        hard_margin = rule.recipe.pairs.hard_margin
        for one in group.preferences:
            yield Unit(id=one.id, cell=_cell(one.chosen, rule=rule), hard=one.margin <= hard_margin)
    else:
        for sample in group.samples:
            yield Unit(id=sample.id, cell=_cell(sample, rule=rule))


def within_limits(units: Sequence[Unit], *, rule: ValueRule, needs: Needs, tally: Tally) -> Sequence[Unit]:
    """What balance and, among preferences, the share of hard ones leave."""
    seed, balance, share = rule.recipe.split.seed, rule.recipe.balance, rule.recipe.pairs.hard_share
    if balance is not None:
        beyond = over_the_limit(units, most=balance.most, seed=seed)
        reasons = {unit.id: f"more than enough of {' · '.join(unit.cell)}" for unit in beyond}
        units = _without(reasons, units=units, step="Balance", tally=tally)
    if needs == "pairs" and share is not None:
        beyond = wrong_share_of_hard(units, share=share, seed=seed)
        reasons = {unit.id: f"more {'hard' if unit.hard else 'easy'} pairs than wanted" for unit in beyond}
        units = _without(reasons, units=units, step="Hard and easy", tally=tally)
    return units


def _without(reasons: Mapping[str, str], *, units: Sequence[Unit], step: str, tally: Tally) -> Sequence[Unit]:
    for identity, reason in reasons.items():
        tally.drop(identity, step=step, reason=reason)
    return [unit for unit in units if unit.id not in reasons]


def _cell(sample: Candidate, *, rule: ValueRule) -> Cell:
    balance = rule.recipe.balance
    return cell_of(sample, balance=balance, rule=rule) if balance else ()
