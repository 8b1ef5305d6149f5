"""A few thousand rows on their way into the store in one transaction; only imported verdicts are ever replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from studio.interchange.item_records import ItemRecords
from studio.interchange.problems import quoted
from studio.interchange.tally import Tally
from studio.records import Judge, Rater, Verdict
from studio.store.engine import Database
from studio.store.inputs import save_inputs
from studio.store.judges import save_judge
from studio.store.prompts import save_prompt
from studio.store.raters import rater_of, save_rater
from studio.store.ratings import RatingEvent, append_events, ratings_of_subjects
from studio.store.samples import samples_of, save_pairs, save_samples
from studio.store.verdicts import save_verdicts, verdict_counts

MOST_ROWS = 4_000
MOST_CHARACTERS = 4_000_000
_SUBJECTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """An item with the place it was read from."""

    records: ItemRecords
    file: str
    line: int


@dataclass(slots=True, kw_only=True)
class Batch:
    """What is written next."""

    project: str
    items: list[ReadItem] = field(default_factory=list)
    raters: list[Rater] = field(default_factory=list)
    judges: list[Judge] = field(default_factory=list)
    events: list[RatingEvent] = field(default_factory=list)
    dated: list[RatingEvent] = field(default_factory=list)
    """Ratings whose moment is known: they never come after a newer one of the same person."""
    verdicts: list[Verdict] = field(default_factory=list)
    of_own_judges: list[Verdict] = field(default_factory=list)
    """Of judges that were run here: they fill gaps and replace no value."""
    rows: int = 0
    characters: int = 0

    @property
    def is_full(self) -> bool:
        """Whether it should be written now."""
        return self.rows >= MOST_ROWS or self.characters >= MOST_CHARACTERS

    def write(self, database: Database, tally: Tally) -> None:
        """Saves everything in the order in which one thing points to another."""
        self._write_items(database, tally)
        for rater in self.raters:
            _keep_rater(database, rater, tally)
        for judge in self.judges:
            # What this judge had before, so that the count after the last batch says what is new.
            tally.new["verdicts"] -= verdicts_there(database, judge, project=self.project)
            save_judge(database, judge)
        fresh = [*self.events, *_not_superseded(database, self.dated)]
        tally.new["ratings"] += append_events(database, fresh)
        save_verdicts(database, self.verdicts, project=self.project, replace=True)
        save_verdicts(database, self.of_own_judges, project=self.project)

    def _write_items(self, database: Database, tally: Tally) -> None:
        records = [item.records for item in self.items]
        for record in records:
            if record.prompt:
                save_prompt(database, record.prompt, project_id=self.project)
        tally.new["inputs"] += save_inputs(database, [record.input for record in records])
        samples = [sample for record in records for sample in record.samples]
        there = samples_of(database, [sample.id for sample in samples])
        tally.new["items"] += sum(record.samples[0].id not in there for record in records if record.samples)
        for item in self.items:
            for sample in item.records.samples:
                old = there.get(sample.id)
                if old and old.failure is None and sample.failure is None and old.output != sample.output:
                    reason = f"the item {quoted(sample.item)} is here already with another text, which stays"
                    tally.skip(item.file)(item.line, reason)
        save_samples(database, samples)
        save_pairs(database, [record.pair for record in records if record.pair])


def verdicts_there(database: Database, judge: Judge, *, project: str) -> int:
    """How many verdicts the judge has in the project, failures included."""
    counts = verdict_counts(database, project=project, judge_id=judge.id)
    return sum(count.verdicts + count.failures for count in counts)


def _keep_rater(database: Database, rater: Rater, tally: Tally) -> None:
    known = rater_of(database, rater.id)
    if known is None or (known.name == known.id != rater.name):
        save_rater(database, rater)
    elif known.is_slot != rater.is_slot:
        is_what = "a position that several people filled" if known.is_slot else "one person"
        tally.note(f"the rater {quoted(rater.id)} was known here before as {is_what} and stays so")


def _not_superseded(database: Database, events: Sequence[RatingEvent]) -> list[RatingEvent]:
    """Events that are newer than what the same person last said of the same thing."""
    subjects = list({event.subject for event in events})
    newest: dict[tuple[str, str, str, str], str] = {}
    for start in range(0, len(subjects), _SUBJECTS_AT_ONCE):
        for rating in ratings_of_subjects(database, subjects[start : start + _SUBJECTS_AT_ONCE]):
            newest[rating.rater, rating.subject, rating.rubric_id, rating.criterion] = rating.rated_at
    return [
        event
        for event in events
        if event.created_at > newest.get((event.rater, event.subject, event.rubric_id, event.criterion), "")
    ]
