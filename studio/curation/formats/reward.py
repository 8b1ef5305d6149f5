"""Reward model: whole conversations with the better and the worse answer and the margin; ties in files of their own."""

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
            prompt = asked_of_both(one, messages=rule.recipe.messages)
            sides = ([*prompt, answer(one.chosen)], [*prompt, answer(one.rejected)])
            # A trainer that reads chosen and rejected would learn a preference from a tie that nobody has.
            name, columns = ("_ties", ("output_a", "output_b")) if one.tie else ("", ("chosen", "rejected"))
            yield f"{group.part}{name}.jsonl", {**dict(zip(columns, sides, strict=True)), **preference_origin(one)}


FORMAT = Format(
    name="reward",
    title="Reward model",
    description="Better and worse conversations with their margin, for TRL's reward trainer; ties are kept apart.",
    purpose="train",
    needs="pairs",
    rows=_rows,
    fits=has_both_texts,
    keeps_ties=True,
    shows_the_prompt=True,
)
