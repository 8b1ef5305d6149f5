"""KTO: each sample with a yes or no, where yes means that it is what the recipe keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.conditions import unmet
from studio.curation.formats.format import Format, Row, has_both_texts
from studio.curation.messages import answer, asked
from studio.curation.provenance import sample_origin
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for sample in group.samples:
            row = {
                "prompt": asked(sample, messages=rule.recipe.messages),
                "completion": [answer(sample)],
                "label": not unmet(rule.recipe.keep, candidate=sample, rule=rule),
            }
            yield f"{group.part}.jsonl", {**row, **sample_origin(sample, rule=rule)}


FORMAT = Format(
    name="kto",
    title="Good and bad (KTO)",
    description="Every sample of known value, marked good or bad by the recipe, for TRL's KTO trainer.",
    purpose="train",
    needs="labels",
    rows=_rows,
    fits=has_both_texts,
    shows_the_prompt=True,
)
