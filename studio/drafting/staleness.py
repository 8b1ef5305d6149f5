"""What a changed rubric makes stale, counted before she saves, and what stays when she does; it deletes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from studio.records import Rubric
from studio.rubric.diff import RubricDiff, diff_rubrics
from studio.store.carried import Carrying, carry_ratings, carry_verdicts, rating_counts, verdict_totals
from studio.store.engine import Database
from studio.store.rubric_standing import set_standing, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """How many answers a change leaves behind, in one project."""

    diff: RubricDiff
    verdicts: int
    """Verdicts of all judges that answer another question than the new one."""
    ratings: int
    """Ratings given on another wording."""
    ratings_reworded: int
    """How many of these are on a question that keeps its id and its scale: they hold if only the words changed."""
    ratings_kept: int
    """Ratings that answer the same question as before."""


def staleness(database: Database, project_id: str, *, old: Rubric, new: Rubric) -> Staleness:
    """What saving the new rubric in place of the old one would mean for this project."""
    diff = diff_rubrics(old=old, new=new)
    ratings = rating_counts(database, project_id, rubric_id=old.id)
    verdicts = verdict_totals(database, project_id, rubric_id=old.id, criteria=[c.id for c in old.criteria])
    same = _kept_criteria(diff)
    reworded = reworded_criteria(diff, old=old, new=new)
    all_verdicts = sum(verdicts.values())
    return Staleness(
        diff=diff,
        verdicts=0 if judges_are_asked_the_same(diff) else all_verdicts,
        ratings=sum(count for name, count in ratings.items() if name not in same),
        ratings_reworded=sum(ratings.get(name, 0) for name in reworded),
        ratings_kept=sum(ratings.get(name, 0) for name in same),
    )


def judges_are_asked_the_same(diff: RubricDiff) -> bool:
    """Whether every judge would be sent the very same words: only then do verdicts hold for the new content."""
    asked = any(c.kind in ("added", "removed") or c.verdicts_stale or c.before_id != c.criterion for c in diff.criteria)
    return not asked and not diff.reordered and not any(change.part == "task" for change in diff.changes)


def reworded_criteria(diff: RubricDiff, *, old: Rubric, new: Rubric) -> dict[str, str]:
    """Old id to new id of the questions whose words changed while their scale stayed."""
    found: dict[str, str] = {}
    for one in diff.criteria:
        before = old.criterion(one.before_id) if one.before_id else None
        after = new.criterion(one.criterion)
        if one.ratings_stale and before is not None and after is not None and before.scale == after.scale:
            found[before.id] = after.id
    return found


def ratings_that_hold(projects: Collection[str], *, old: Rubric | None, new: Rubric, reworded: bool) -> list[Carrying]:
    """What the new content takes over from the old one in each project; `reworded`: also where only words changed."""
    if old is None or old.id == new.id:
        return []
    diff = diff_rubrics(old=old, new=new)
    criteria = _kept_criteria(diff) | (reworded_criteria(diff, old=old, new=new) if reworded else {})
    return [Carrying(project=project, old_rubric=old.id, new_rubric=new.id, criteria=criteria) for project in projects]


def keep_version(database: Database, *, old: Rubric | None, new: Rubric, carryings: Collection[Carrying]) -> int:
    """Writes the saved content down and lets stay what still holds; returns how many ratings that were."""
    if old is not None and standing_of(database, old.id) not in ("saved", "trusted"):
        set_standing(database, old, standing="saved")
    set_standing(database, new, standing="saved")
    if old is None or old.id == new.id:
        return 0
    if judges_are_asked_the_same(diff_rubrics(old=old, new=new)):
        for carrying in carryings:
            carry_verdicts(database, carrying.project, old_rubric=old.id, new_rubric=new.id)
    return sum(carry_ratings(database, carrying) for carrying in carryings)


def is_in_use(database: Database, projects: Collection[str], *, rubric: Rubric) -> bool:
    """Whether anybody has rated or judged by this content."""
    names = [criterion.id for criterion in rubric.criteria]
    return any(
        rating_counts(database, project_id, rubric_id=rubric.id)
        or sum(verdict_totals(database, project_id, rubric_id=rubric.id, criteria=names).values())
        for project_id in projects
    )


def _kept_criteria(diff: RubricDiff) -> dict[str, str]:
    """Old id to new id of the questions that people are asked as before."""
    return {
        one.before_id: one.criterion
        for one in diff.criteria
        if one.before_id is not None and one.kind != "removed" and not one.ratings_stale
    }
