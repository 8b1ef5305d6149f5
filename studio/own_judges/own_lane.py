"""Rules and tastes as lanes of a run: every verdict is made anew, which takes seconds and costs nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from studio.errors import StudioError
from studio.own_judges.kinds import asked_of, own_kind
from studio.own_judges.rule_verdicts import RuleBook
from studio.own_judges.taste_work import keep, taste_verdicts, trained_taste
from studio.records import FailureKind, Judge, Rubric, Verdict
from studio.runs.own_work import OwnLane, Writing
from studio.runs.work import Saved
from studio.store.engine import Database
from studio.store.store import OpenReading
from studio.store.subjects import subject_count, subject_pages
from studio.store.verdicts import save_verdicts, settled_count
from studio.taste.training import Trained


class _JudgingLane(OwnLane):
    def __init__(
        self,
        *,
        project: str,
        rubric: Rubric,
        judge: Judge,
        only: Collection[str] | None,
        reading: OpenReading,
        run_id: int | None,
    ) -> None:
        self.label, self.address = judge.name or judge.model, judge.model
        self._project, self._judge, self._reading, self._run_id = project, judge, reading, run_id
        self._only = None if only is None else frozenset(only)
        self._rubric = asked_of(rubric, model=judge.model)
        with reading() as database:
            subjects = len(self._only) if self._only is not None else subject_count(database, project, mode=judge.mode)
            self.settled = settled_count(database, project=project, judge_id=judge.id, repeats=1)
        self.expected = subjects * len(self._rubric.criteria)

    def open_failures(self) -> Mapping[FailureKind, int]:
        """None: what cannot be told stays so until the texts or the ratings change."""
        return {}

    def _saving(self, verdicts: list[Verdict]) -> Writing:
        return partial(_save, verdicts=verdicts, project=self._project, run_id=self._run_id)


class RuleLane(_JudgingLane):
    """The rules of a rubric."""

    def writings(self) -> Iterator[Writing]:
        """A page of verdicts at a time."""
        book = RuleBook(self._rubric, self._judge)
        only = None if book.needs_all else self._only
        for page in subject_pages(self._reading, self._project, mode="direct", only=only):
            found = book.verdicts(page)
            yield self._saving([one for one in found if self._only is None or one.subject in self._only])


class TasteLane(_JudgingLane):
    """Her taste, or all judges stacked: trained first, then asked."""

    def writings(self) -> Iterator[Writing]:
        """The model, then a page of verdicts at a time."""
        project, rubric, judge = self._project, self._rubric, self._judge
        trained, event_id = trained_taste(self._reading, project=project, rubric=rubric, judge=judge)
        yield partial(_keep, trained=trained, project=project, judge=judge, event_id=event_id)
        self._expect(trained)
        pages = taste_verdicts(self._reading, trained, project=project, rubric=rubric, judge=judge, only=self._only)
        yield from map(self._saving, pages)

    def _expect(self, trained: Trained) -> None:
        """Only criteria that could be learnt get verdicts; none at all is told as what is missing."""
        criteria = trained.model.criteria
        learnt = sum(one.fitted is not None for one in criteria.values())
        if not learnt:
            missing = next(iter(criteria.values())).missing
            raise StudioError(happened=missing, safe="No verdict was made up.", to_do="Rate on, then train it again.")
        self.expected = self.expected // len(criteria) * learnt


def own_lane(
    *,
    project: str,
    rubric: Rubric,
    judge: Judge,
    only: Collection[str] | None,
    reading: OpenReading,
    run_id: int | None = None,
) -> OwnLane:
    """The lane of a judge that needs no provider."""
    kind = RuleLane if own_kind(judge.model) == "rule" else TasteLane
    return kind(project=project, rubric=rubric, judge=judge, only=only, reading=reading, run_id=run_id)


def _save(database: Database, *, verdicts: list[Verdict], project: str, run_id: int | None) -> Saved:
    save_verdicts(database, verdicts, project=project, run_id=run_id, replace=True)
    failures = tuple(verdict.failure for verdict in verdicts if verdict.failure)
    return Saved(len(verdicts) - len(failures), failures)


def _keep(database: Database, *, trained: Trained, project: str, judge: Judge, event_id: int) -> Saved:
    keep(database, trained, project=project, judge=judge, event_id=event_id)
    return Saved(0)
