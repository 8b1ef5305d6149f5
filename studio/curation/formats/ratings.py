"""Ratings and verdicts alone, so that several people's work can be merged; carries no inputs and no outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.candidate import Candidate, PairCandidate
from studio.curation.formats.format import Files, Format, Row
from studio.curation.interchange import RatingLines, dataset_file, history_lines
from studio.curation.selection import Group, Selection
from studio.curation.value import ValueRule

# The hyphen puts it before ratings.jsonl: an import reads what was taken back before what stands.
HISTORY = "ratings-history.jsonl"


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    lines = RatingLines(rule.papers)
    for group in groups:
        subjects: list[Candidate | PairCandidate] = [*group.samples, *group.pairs]
        for subject in subjects:
            yield from (("ratings.jsonl", line) for line in lines.of(subject))
            yield from ((HISTORY, line) for line in history_lines(subject))


def _files(selection: Selection) -> Files:
    yield "dataset.json", dataset_file(selection.rule.papers)


FORMAT = Format(
    name="ratings",
    title="Ratings and verdicts",
    description="Who said what of which sample, to bring into another studio; the same rating twice counts once.",
    purpose="hand_on",
    needs="both",
    rows=_rows,
    files=_files,
    with_history=True,
)
