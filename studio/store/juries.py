"""Juries: judges whose verdicts are worked out, whenever they are read, from those their members have given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import get_args

from studio.agreement.juries import JuryOpinion, jury_opinion
from studio.errors import StudioError
from studio.judge_settings import JudgeSettings, JuryRule
from studio.records import PREFERENCE, Criterion, Judge, Order, Scale, Value, Verdict
from studio.store.engine import Database
from studio.store.judges import judge_of, judges_where
from studio.store.rubrics import rubric

Place = tuple[str, Order]
"""A subject, and the order it was shown in."""
Voices = Mapping[Place, Mapping[str, Sequence[Value]]]
"""For each place the members that were asked, with the values each one gave."""


RULE_WORDS: Mapping[JuryRule, str] = {
    "majority": "majority",
    "mean": "mean",
    "median": "median",
    "any_fail": "any fail",
    "weighted": "weighted mean",
}


def new_jury(members: Sequence[Judge], *, rule: JuryRule, weights: Sequence[float] = (), name: str = "") -> Judge:
    """A jury of these judges, named after them if not otherwise; raises StudioError where they cannot sit together."""
    first = members[0] if members else None
    refusal = _why_not(members, rule=rule, weights=weights)
    if refusal or first is None:
        raise StudioError(happened=refusal, safe="Nothing was changed.", to_do="Choose other judges for the jury.")
    in_order = sorted(range(len(members)), key=lambda place: members[place].id)
    settings = JudgeSettings(
        members=tuple(members[place].id for place in in_order),
        weights=tuple(float(weights[place]) for place in in_order) if rule == "weighted" else (),
    )
    sitting = ", ".join(one.name or one.model for one in members) if len(members) <= 3 else f"{len(members)} judges"
    named = name or f"{RULE_WORDS[rule].capitalize()} of {sitting}"
    return Judge(model=f"jury:{rule}", rubric_id=first.rubric_id, mode=first.mode, settings=settings, name=named)


def rule_of(jury: Judge) -> JuryRule:
    """How this jury decides."""
    said = jury.model.partition(":")[2]
    return next((rule for rule in get_args(JuryRule) if rule == said), "majority")


def juries(database: Database) -> list[Judge]:
    """Every jury of the workspace."""
    return [judge for judge in judges_where(database, "model like 'jury:%'") if judge.is_jury]


def jury_of(database: Database, judge_id: str) -> Judge | None:
    """The jury of this id; None where it is a judge that is asked itself."""
    found = judge_of(database, judge_id)
    return found if found is not None and found.is_jury else None


def jury_scale(database: Database, jury: Judge, *, criterion: str) -> Scale:
    """What its verdicts on a criterion stand on."""
    if jury.mode == "pairwise":
        return PREFERENCE
    asked = rubric(database, jury.rubric_id)
    found = asked.criterion(criterion) if asked else None
    return (found or Criterion(id=criterion, question="")).scale


def opinions(jury: Judge, voices: Voices, *, scale: Scale) -> Iterator[tuple[Place, JuryOpinion]]:
    """What the jury says at each place where at least one of its members was asked."""
    rule, members, weights = rule_of(jury), jury.settings.members, jury.settings.weights
    for place, said in voices.items():
        values = [_one_of(said.get(member, ()), scale=scale) for member in members]
        yield place, jury_opinion(values, scale=scale, rule=rule, weights=weights)


def jury_verdicts(database: Database, given: Sequence[Verdict]) -> list[Verdict]:
    """What every jury makes of these verdicts of its members."""
    made: list[Verdict] = []
    for jury in juries(database):
        heard = [verdict for verdict in given if verdict.judge_id in jury.settings.members]
        made += _verdicts(_Bench.of(database, jury), heard) if heard else []
    return made


@dataclass(frozen=True, slots=True)
class _Bench:
    """A jury with what it needs to speak."""

    jury: Judge
    names: Mapping[str, str]
    scales: Mapping[str, Scale]

    @classmethod
    def of(cls, database: Database, jury: Judge) -> _Bench:
        known = [judge_of(database, member) for member in jury.settings.members]
        asked = rubric(database, jury.rubric_id)
        criteria = [criterion.id for criterion in asked.criteria] if asked else []
        return cls(
            jury,
            {judge.id: judge.name or judge.model for judge in known if judge is not None},
            {name: jury_scale(database, jury, criterion=name) for name in criteria},
        )


def _verdicts(bench: _Bench, heard: Sequence[Verdict]) -> Iterator[Verdict]:
    by_criterion: defaultdict[str, dict[Place, dict[str, list[Value]]]] = defaultdict(dict)
    for verdict in heard:
        said = by_criterion[verdict.criterion].setdefault((verdict.subject, verdict.order), {})
        said.setdefault(verdict.judge_id, []).extend([] if verdict.value is None else [verdict.value])
    for criterion, voices in by_criterion.items():
        scale = bench.scales.get(criterion)
        if scale is None:
            continue
        for (subject, order), opinion in opinions(bench.jury, voices, scale=scale):
            yield Verdict(
                subject=subject,
                judge_id=bench.jury.id,
                criterion=criterion,
                order=order,
                value=opinion.value,
                failure=None if opinion.value is not None else "undecided",
                explanation=_who_said_what(bench, voices[subject, order], opinion=opinion),
                probabilities=opinion.shares,
            )


def _who_said_what(bench: _Bench, said: Mapping[str, Sequence[Value]], *, opinion: JuryOpinion) -> str:
    words = []
    for member in bench.jury.settings.members:
        values = ", ".join(str(value) for value in said.get(member, ())) or "no verdict"
        words.append(f"{bench.names.get(member, member)}: {values}")
    return " ".join(part for part in (opinion.why_none, "; ".join(words) + ".") if part)


def _one_of(values: Sequence[Value], *, scale: Scale) -> Value | None:
    """A member's repeats as one voice: the middle one on scales of numbers, the most frequent on others."""
    numbers = [value for value in values if not isinstance(value, str)]
    if scale.level != "nominal" and numbers and len(numbers) == len(values):
        return median_low(numbers)
    return Counter(values).most_common(1)[0][0] if values else None


def _why_not(members: Sequence[Judge], *, rule: JuryRule, weights: Sequence[float]) -> str:
    if len({member.id for member in members}) < 2 or len({member.id for member in members}) < len(members):
        return "A jury needs at least two different judges."
    if any(member.is_jury for member in members):
        return "A jury cannot sit in another jury."
    if len({(member.rubric_id, member.mode) for member in members}) > 1:
        return "These judges do not judge by the same rubric in the same way."
    if rule == "weighted" and (len(weights) != len(members) or any(not 0 < weight < 1e6 for weight in weights)):
        return "A weighted jury needs a weight above 0 for each of its judges."
    return ""
