"""The second walk through the files: each row becomes records, a few thousand at a time, ready to be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.interchange.batch import Batch, ReadItem
from studio.interchange.columns import Columns
from studio.interchange.event_rows import EventReader
from studio.interchange.item_records import ItemRecords, item_records
from studio.interchange.known_items import Known
from studio.interchange.opinions import Opinions
from studio.interchange.problems import BadLine, quoted
from studio.interchange.shapes import Fields, item_name, ratings_in, shaped, speaks_of_item
from studio.interchange.sources import Source, rows_of
from studio.interchange.survey import is_judges
from studio.interchange.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file whose columns are understood."""

    source: Source
    columns: Columns
    told_apart: bool = False
    """Whether its items' names stand for several outputs each, so that the content must tell them apart."""


class Walk:
    """Everything the rows are read against, and the counts they leave."""

    def __init__(
        self,
        *,
        project: str,
        known: Mapping[str, Known],
        rated: set[str],
        opinions: Opinions | None,
        events: EventReader,
        tally: Tally,
    ) -> None:
        self._project = project
        self._known = known
        self._rated = rated
        self._opinions = opinions
        self._events = events
        self._tally = tally
        self._batch = Batch(project=project)
        self._raters: set[str] = set()
        self._judges: set[str] = set()

    def batches(self, files: Sequence[ReadFile]) -> Iterator[Batch]:
        """Every row of the files in batches, the last one however small."""
        for file in files:
            skip = self._tally.skip(file.source.name)
            for line, row in rows_of(file.source, skip=skip):
                try:
                    self._read(row, file=file, line=line)
                except BadLine as problem:
                    skip(line, str(problem))
                self._batch.rows += 1
                if self._batch.is_full:
                    yield self._batch
                    self._batch = Batch(project=self._project)
        yield self._batch

    def _read(self, row: Fields, *, file: ReadFile, line: int) -> None:
        if file.columns.holds_events:
            self._read_event(row)
            return
        fields = shaped(row, file.columns)
        name = item_name(fields, told_apart=file.told_apart)
        if speaks_of_item(fields):
            self._read_item(fields, name=name, file=file.source.name, line=line)
        for rating in ratings_in(fields, by_column=file.columns.by_criterion):
            self._read_rating(rating, self._item(name))

    def _item(self, name: str) -> Known:
        item = self._known.get(name)
        if item is None:
            raise BadLine(f"the item {quoted(name)} is neither in these files nor in the project")
        return item

    def _read_item(self, fields: Fields, *, name: str, file: str, line: int) -> None:
        records = item_records(fields, project=self._project, name=name, is_rated=name in self._rated)
        self._batch.characters += len(records.input.text) + sum(len(sample.output) for sample in records.samples)
        if records.samples and not self._is_news(name, records):
            return
        item = self._known.get(name)
        if item and item.is_pair != (records.pair is not None) and records.samples:
            raise BadLine(f"the item {quoted(name)} is one output in one place and a pair in another")
        self._tally.inputs.add(records.input.id)
        if item and item.is_own:
            return
        self._batch.items.append(ReadItem(records=records, file=file, line=line))

    def _is_news(self, name: str, records: ItemRecords) -> bool:
        """Whether the item says more than its earlier rows; BadLine where it says something else."""
        # Marks instead of texts: a hundred megabytes of outputs must not stay in memory.
        outputs = tuple(None if text is None else format(hash(text), "x") for text in records.outputs)
        before = self._tally.items.get(name)
        if before is None:
            self._tally.items[name] = outputs
            self._tally.pairs += records.pair is not None
            return True
        if len(before) != len(outputs) or any(a != b for a, b in zip(before, outputs, strict=True) if a and b):
            raise BadLine(f"the item {quoted(name)} stood before with another output")
        self._tally.items[name] = tuple(b or a for a, b in zip(before, outputs, strict=True))
        return any(b and not a for a, b in zip(before, outputs, strict=True))

    def _read_rating(self, rating: Fields, item: Known) -> None:
        if self._opinions is None:
            return
        if not is_judges(rating):
            self._read_human(rating, item, self._opinions)
            return
        verdict, judge = self._opinions.verdict(rating, item, self._tally)
        self._batch.characters += len(verdict.explanation) + len(verdict.raw)
        if verdict.judge_id not in self._judges:
            self._judges.add(verdict.judge_id)
            self._batch.judges.append(judge)
        (self._batch.verdicts if judge.imported else self._batch.of_own_judges).append(verdict)

    def _read_human(self, rating: Fields, item: Known, opinions: Opinions) -> None:
        event, rater, is_dated = opinions.rating(rating, item, self._tally)
        if rater.id not in self._raters:
            self._raters.add(rater.id)
            self._batch.raters.append(rater)
        self._batch.characters += len(event.note)
        (self._batch.dated if is_dated else self._batch.events).append(event)

    def _read_event(self, row: Fields) -> None:
        event, rater = self._events.event(row, self._item, self._tally)
        if rater.id not in self._raters:
            self._raters.add(rater.id)
            self._batch.raters.append(rater)
        self._batch.events.append(event)
