"""DeepEval: goldens with the expected answer, as its evaluation dataset reads them from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.candidate import tags_of
from studio.curation.formats.best import best_sample, expected_answer
from studio.curation.formats.format import Format, Row, has_input
from studio.curation.provenance import sample_origin
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        best = best_sample(group, rule=rule)
        notes = [rating.note for rating in best.ratings if rating.note]
        row = {
            "input": best.input.text,
            "actual_output": best.sample.output,
            "expected_output": expected_answer(group, rule=rule),
            "name": best.input.id,
            "comments": " ".join(notes),
            "additional_metadata": {**sample_origin(best, rule=rule), "tags": dict(tags_of(best))},
        }
        yield f"{group.part}.json", row


FORMAT = Format(
    name="deepeval",
    title="DeepEval goldens",
    description="One golden an input, for `EvaluationDataset.add_goldens_from_json_file`.",
    purpose="test",
    needs="samples",
    rows=_rows,
    fits=has_input,
)
