"""OpenAI preference tuning: input, preferred and other output; where they come from stands in a second file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio.curation.formats.format import Format, Row, has_both_texts
from studio.curation.messages import answer, asked_of_both
from studio.curation.provenance import preference_origin
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for one in group.preferences:
            row = {
                "input": {"messages": asked_of_both(one, messages=rule.recipe.messages)},
                "preferred_output": [answer(one.chosen)],
                "non_preferred_output": [answer(one.rejected)],
            }
            yield f"{group.part}.jsonl", row
            yield f"{group.part}_provenance.jsonl", preference_origin(one)


FORMAT = Format(
    name="openai_preference",
    title="OpenAI preference tuning",
    description="Better and worse answers, for preference tuning at OpenAI and those that copy its format.",
    purpose="train",
    needs="pairs",
    rows=_rows,
    fits=has_both_texts,
    shows_the_prompt=True,
)
