"""What changed between two versions of a rubric, criterion by criterion, and what it makes stale; draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from studio.records import Criterion, Example, Rubric, Value
from studio.rubric.scales import scale_in_words
from studio.rubric.spans import Span, word_spans
from studio.rules.words import rule_in_words

ChangeKind = Literal["added", "removed", "changed", "same"]

# A person's rating answers the question on its scale with its anchors; a judge is shown the examples and the task too.
_ASKED_OF_PEOPLE = ("question", "scale", "anchor")
_ASKED_OF_JUDGES = (*_ASKED_OF_PEOPLE, "example", "rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part of a rubric that reads differently."""

    part: str
    """`question`, `scale`, `anchor 3`, `example 1`, `weight`, `must_pass`, `id`; or `title`, `task`, `combine`."""
    before: str
    after: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """The two wordings compared word by word."""
        return word_spans(before=self.before, after=self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """What became of one criterion."""

    criterion: str
    """Its id in the new rubric, or in the old one if it was removed."""
    kind: ChangeKind
    changes: tuple[Change, ...] = ()
    before_id: str | None = None
    """Its id in the old rubric; another one if it was renamed, None if it was added."""
    verdicts_stale: bool = False
    ratings_stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDiff:
    """Everything that changed between two rubrics."""

    changes: tuple[Change, ...]
    """On the rubric as a whole."""
    criteria: tuple[CriterionChange, ...]
    """In the order of the new rubric, removed ones last."""
    reordered: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the two ask and count the same, in the same order."""
        return not self.changes and not self.reordered and all(c.kind == "same" for c in self.criteria)

    @property
    def stale_verdicts(self) -> tuple[str, ...]:
        """The criteria, by their new ids, on which old verdicts answer another question."""
        return tuple(c.criterion for c in self.criteria if c.verdicts_stale)

    @property
    def stale_ratings(self) -> tuple[str, ...]:
        """The criteria, by their new ids, on which old ratings answer another question."""
        return tuple(c.criterion for c in self.criteria if c.ratings_stale)


def diff_rubrics(*, old: Rubric, new: Rubric) -> RubricDiff:
    """The differences from the old to the new rubric; a criterion with a new id and the old question was renamed."""
    whole = tuple(_changes_of_the_whole(old, new))
    task_changed = any(change.part == "task" for change in whole)
    origins = _origins(old, new)
    criteria = [_criterion_change(origins.get(c.id), c, task_changed=task_changed) for c in new.criteria]
    kept = {origin.id for origin in origins.values()}
    criteria += [
        CriterionChange(criterion=c.id, kind="removed", before_id=c.id) for c in old.criteria if c.id not in kept
    ]
    order = [origins[c.id].id for c in new.criteria if c.id in origins]
    reordered = order != [c.id for c in old.criteria if c.id in kept]
    return RubricDiff(changes=whole, criteria=tuple(criteria), reordered=reordered)


def diff_in_words(diff: RubricDiff) -> str:
    """The change in two or three sentences, with what it makes stale."""
    if diff.is_empty:
        return "Nothing changed."
    counts = [f"{_criteria(diff, kind)} {kind}" for kind in ("changed", "added", "removed") if _count(diff, kind)]
    if diff.changes:
        counts.append(f"{' and '.join(f'`{change.part}`' for change in diff.changes)} changed")
    if diff.reordered:
        counts.append("criteria in another order")
    sentence = ", ".join(counts) + "."
    return f"{sentence[0].upper()}{sentence[1:]} {_stale_in_words(diff)}"


def _count(diff: RubricDiff, kind: ChangeKind) -> int:
    return sum(c.kind == kind for c in diff.criteria)


def _criteria(diff: RubricDiff, kind: ChangeKind) -> str:
    count = _count(diff, kind)
    return f"{count} {'criterion' if count == 1 else 'criteria'}"


def _stale_in_words(diff: RubricDiff) -> str:
    if not diff.stale_verdicts:
        return "All verdicts and ratings still answer the same questions."
    ratings = ", ".join(diff.stale_ratings)
    verdicts = ", ".join(diff.stale_verdicts)
    again = f"Rate again: {ratings}." if ratings else "Your ratings still count."
    return f"Judge again: {verdicts}. {again}"


def _changes_of_the_whole(old: Rubric, new: Rubric) -> Iterator[Change]:
    for part in ("title", "task", "combine"):
        yield from _change(part, str(getattr(old, part)), str(getattr(new, part)))


def _origins(old: Rubric, new: Rubric) -> dict[str, Criterion]:
    """New id -> the old criterion that it continues."""
    origins = {c.id: found for c in new.criteria if (found := old.criterion(c.id)) is not None}
    gone = {c.question: c for c in old.criteria if c.id not in origins}
    for c in new.criteria:
        if c.id not in origins and c.question in gone:
            origins[c.id] = gone.pop(c.question)
    return origins


def _criterion_change(old: Criterion | None, new: Criterion, *, task_changed: bool) -> CriterionChange:
    if old is None:
        return CriterionChange(criterion=new.id, kind="added", verdicts_stale=True, ratings_stale=True)
    changes = tuple(_changes(old, new))
    parts = {change.part.partition(" ")[0] for change in changes}
    return CriterionChange(
        criterion=new.id,
        kind="changed" if changes else "same",
        changes=changes,
        before_id=old.id,
        verdicts_stale=task_changed or not parts.isdisjoint(_ASKED_OF_JUDGES),
        ratings_stale=not parts.isdisjoint(_ASKED_OF_PEOPLE),
    )


def _changes(old: Criterion, new: Criterion) -> Iterator[Change]:
    yield from _change("id", old.id, new.id)
    yield from _change("question", old.question, new.question)
    yield from _change("scale", scale_in_words(old.scale), scale_in_words(new.scale))
    for value in _in_order(old.anchors, new.anchors):
        yield from _change(f"anchor {value}", old.anchors.get(value, ""), new.anchors.get(value, ""))
    for at in range(max(len(old.examples), len(new.examples))):
        yield from _change(f"example {at + 1}", _example(old, at), _example(new, at))
    yield from _change("weight", f"{old.weight:g}", f"{new.weight:g}")
    yield from _change("rule", rule_in_words(old.rule), rule_in_words(new.rule))
    yield from _change("must_pass", _yes_no(old.must_pass), _yes_no(new.must_pass))


def _change(part: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(part=part, before=before, after=after)


def _in_order(old: Mapping[Value, str], new: Mapping[Value, str]) -> list[Value]:
    return [*new, *(value for value in old if value not in new)]


def _example(criterion: Criterion, at: int) -> str:
    return _example_in_words(criterion.examples[at]) if at < len(criterion.examples) else ""


def _example_in_words(example: Example) -> str:
    parts = (f"Input: {example.input}" if example.input else "", f"Output: {example.output}")
    value = f"Value: {example.value}" + (f", because: {example.why}" if example.why else "")
    return "\n".join(part for part in (*parts, value) if part)


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"
