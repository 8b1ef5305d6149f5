"""Prompt and completion SFT: what was asked and what was answered apart, so that only the answer is learnt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.formats.format import Format, Row, has_both_texts
from studio.curation.messages import answer, asked
from studio.curation.provenance import sample_origin
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for sample in group.samples:
            prompt = asked(sample, messages=rule.recipe.messages)
            row = {"prompt": prompt, "completion": [answer(sample)]}
            yield f"{group.part}.jsonl", {**row, **sample_origin(sample, rule=rule)}


FORMAT = Format(
    name="prompt_completion",
    title="Fine-tuning: prompt and completion",
    description="Good samples with prompt and answer apart, for TRL's SFT trainer with loss on the answer alone.",
    purpose="train",
    needs="samples",
    rows=_rows,
    fits=has_both_texts,
    shows_the_prompt=True,
)
