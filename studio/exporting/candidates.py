"""A project's samples and pairs with everything said of them under one rubric, a page of inputs at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from studio.curation.candidate import Candidate, PairCandidate
from studio.records import Input, Pair, Prompt, Rating, Sample, Verdict
from studio.store.engine import Database
from studio.store.inputs import every_input
from studio.store.judges import judges_used
from studio.store.prompts import prompts
from studio.store.ratings import passed_events, ratings_of_subjects
from studio.store.samples import pairs_of_inputs, samples_of_inputs
from studio.store.verdicts import verdicts_of_subjects

PAGE = 100
T = TypeVar("T", Sample, Pair)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Can be walked as often as needed, and holds one page at a time."""

    project: str
    rubric_id: str
    reading: Callable[[], AbstractContextManager[Database]]
    with_history: bool = False
    """Whether each also brings what people did beside the ratings that stand."""

    def __iter__(self) -> Iterator[Candidate | PairCandidate]:
        with self.reading() as database:
            known_prompts = {prompt.id: prompt for prompt in prompts(database, self.project)}
            judge_ids = {judge.id for judge in judges_used(database, self.project, rubric_id=self.rubric_id)}
            asked = every_input(database, self.project)
            while page := list(islice(asked, PAGE)):
                yield from self._of_page(database, page, known_prompts, judge_ids)

    def _of_page(
        self, database: Database, page: Sequence[Input], known_prompts: dict[str, Prompt], judge_ids: set[str]
    ) -> Iterator[Candidate | PairCandidate]:
        names = [one.id for one in page]
        samples = _by_input(samples_of_inputs(database, names))
        pairs = _by_input(pairs_of_inputs(database, names))
        subjects = [s.id for group in samples.values() for s in group] + [p.id for g in pairs.values() for p in g]
        ratings, verdicts = self._said(database, subjects, judge_ids)
        history = self._history(database, subjects if self.with_history else [])
        for one in page:
            made = {
                sample.id: Candidate(
                    sample=sample,
                    input=one,
                    prompt=known_prompts.get(sample.prompt_id or ""),
                    ratings=tuple(ratings[sample.id]),
                    history=tuple(history[sample.id]),
                    verdicts=tuple(verdicts[sample.id]),
                )
                for sample in samples[one.id]
            }
            yield from made.values()
            for pair in pairs[one.id]:
                if pair.sample_a in made and pair.sample_b in made:
                    yield PairCandidate(
                        pair=pair,
                        input=one,
                        ratings=tuple(ratings[pair.id]),
                        history=tuple(history[pair.id]),
                        verdicts=tuple(verdicts[pair.id]),
                    )

    def _history(self, database: Database, subjects: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for start in range(0, len(subjects), 500):
            for event in passed_events(database, subjects[start : start + 500]):
                if event["rubric_id"] == self.rubric_id:
                    found[event["subject"]].append(event)
        return found

    def _said(
        self, database: Database, subjects: Sequence[str], judge_ids: set[str]
    ) -> tuple[dict[str, list[Rating]], dict[str, list[Verdict]]]:
        ratings: defaultdict[str, list[Rating]] = defaultdict(list)
        verdicts: defaultdict[str, list[Verdict]] = defaultdict(list)
        for start in range(0, len(subjects), 500):
            part = subjects[start : start + 500]
            for rating in ratings_of_subjects(database, part):
                if rating.rubric_id == self.rubric_id:
                    ratings[rating.subject].append(rating)
            for verdict in verdicts_of_subjects(database, part):
                if verdict.judge_id in judge_ids:
                    verdicts[verdict.subject].append(verdict)
        return ratings, verdicts


def _by_input(found: Iterable[T]) -> defaultdict[str, list[T]]:
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for one in found:
        groups[one.input_id].append(one)
    return groups
