"""The rubric imported ratings and verdicts were given under: a known one, dataset.json's, or one read off the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from studio.interchange.dataset_file import DatasetFile
from studio.interchange.limits import MOST_VALUES
from studio.interchange.problems import quoted, refused
from studio.interchange.scale_guess import Given, guessed_scale, is_preference
from studio.interchange.values import Ruler
from studio.records import PREFERENCE, Criterion, Rubric, Scale
from studio.rubric.scales import scale_in_words
from studio.store.engine import Database
from studio.store.rubrics import rubric

Scales = Mapping[str, Given]
"""By the scale's name, the values given on it."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricChoice:
    """The rubric, and for each criterion the scale's name that its values must be on; empty where any will do."""

    rubric: Rubric
    scale_names: Mapping[str, str]


def chosen_rubric(
    database: Database,
    criteria: Mapping[str, Scales],
    *,
    paper: DatasetFile | None,
    title: str,
    candidates: Sequence[Rubric],
    tell: Tell,
) -> RubricChoice:
    """What the rows were rated under: the rubric they name, else dataset.json's, else a candidate, else a new one."""
    named = paper.rubric.id if paper and paper.rubric else ""
    found = rubric(database, named) if named else None
    found = found or next((one for one in candidates if one.id == named), None)
    if found is None and (paper is None or not (paper.criteria or paper.scales)):
        found = next((one for one in candidates if covers(one, criteria)), None)
    if found is None:
        return rubric_of(criteria, paper=paper, title=title, tell=tell)
    if not named:
        tell(f"ratings and verdicts stand under the rubric {quoted(found.name)}, which has their criteria")
    return RubricChoice(rubric=found, scale_names={})


def covers(candidate: Rubric, criteria: Mapping[str, Scales]) -> bool:
    """Whether the rubric asks every criterion, on a scale that at least one of the values stands on."""
    return all(_fits(candidate.criterion(name), scales) for name, scales in criteria.items())


def _fits(criterion: Criterion | None, scales: Scales) -> bool:
    if criterion is None:
        return False
    rulers = (Ruler(criterion.scale), Ruler(PREFERENCE))
    values = [value for given in scales.values() for value in given.seen]
    return not values or any(ruler.value(value) is not None for ruler in rulers for value in values)


def rubric_of(criteria: Mapping[str, Scales], *, paper: DatasetFile | None, title: str, tell: Tell) -> RubricChoice:
    """A rubric with every criterion the rows name, ids as given, in dataset.json's order; guesses are told."""
    described = paper.criteria if paper else {}
    # Where there is one scale only, a criterion that nobody rated yet can stand in the rubric too.
    is_clear = paper is not None and len(paper.scales) == 1
    names = [name for name in described if name in criteria or is_clear]
    names += [name for name in criteria if name not in described]
    scale_names = {name: _main_scale(name, criteria.get(name, {}), tell) for name in names}
    made = [
        Criterion(
            id=name,
            question=described.get(name) or name,
            scale=_scale(name, scale_name=scale_names[name], scales=criteria.get(name, {}), paper=paper, tell=tell),
        )
        for name in names
    ]
    return RubricChoice(
        rubric=Rubric(name=rubric_name(title), title=title, criteria=tuple(made)), scale_names=scale_names
    )


def rubric_name(title: str) -> str:
    """The title as a rubric's id may be written."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", title.casefold()).strip("-_")[:64]
    return plain or "imported"


def _main_scale(criterion: str, scales: Scales, tell: Tell) -> str:
    direct = sorted((name for name in scales if not is_preference(name)), key=bool, reverse=True)
    if len(direct) > 1 and direct[1]:
        others = ", ".join(quoted(name) for name in direct[1:])
        tell(f"{quoted(criterion)} is on several scales: {quoted(direct[0])} is taken, {others} not")
    return next(iter((*direct, *scales)), "")


def _scale(criterion: str, *, scale_name: str, scales: Scales, paper: DatasetFile | None, tell: Tell) -> Scale:
    known = paper.scales if paper else {}
    if scale_name in known:
        return known[scale_name].scale
    if not scale_name and len(known) == 1:
        return next(iter(known.values())).scale
    given = scales[scale_name]
    if given.is_free_text:
        happened = f"{quoted(criterion)} has no scale: it holds more than {MOST_VALUES} different texts."
        raise refused(happened, to_do="Map another column, or none, to the value.")
    scale = guessed_scale(scale_name, given)
    tell(f"the scale of {quoted(criterion)} is {scale_in_words(scale)}")
    return scale
