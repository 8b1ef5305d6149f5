"""Evaluation JSONL: items with their ratings and verdicts, in the studio's interchange form, exact to the character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.formats.format import Files, Format, Row
from studio.curation.interchange import RatingLines, dataset_file, item_line, pair_line
from studio.curation.selection import Group, Selection
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    lines = RatingLines(rule.papers)
    for group in groups:
        samples = {sample.id: sample for sample in group.samples}
        in_pairs = {side for pair in group.pairs for side in (pair.pair.sample_a, pair.pair.sample_b)}
        for sample in group.samples:
            if sample.id not in in_pairs or sample.ratings or sample.verdicts:
                yield "items.jsonl", item_line(sample, split=group.part)
                yield from (("ratings.jsonl", line) for line in lines.of(sample))
        for pair in group.pairs:
            a, b = samples[pair.pair.sample_a], samples[pair.pair.sample_b]
            yield "items.jsonl", pair_line(pair, a=a, b=b, split=group.part)
            yield from (("ratings.jsonl", line) for line in lines.of(pair))


def _files(selection: Selection) -> Files:
    yield "dataset.json", dataset_file(selection.rule.papers)


FORMAT = Format(
    name="jsonl",
    title="Evaluation set (JSONL)",
    description="Inputs and outputs with all ratings and verdicts; the studio and any script read it back exactly.",
    purpose="test",
    needs="both",
    rows=_rows,
    files=_files,
)
