"""DPO: for one prompt the better and the worse answer, as TRL's DPO, ORPO and CPO trainers read them."""

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
                "prompt": asked_of_both(one, messages=rule.recipe.messages),
                "chosen": [answer(one.chosen)],
                "rejected": [answer(one.rejected)],
            }
            yield f"{group.part}.jsonl", {**row, **preference_origin(one)}


FORMAT = Format(
    name="dpo",
    title="Preferences (DPO, ORPO)",
    description="Better and worse answers to the same prompt, for TRL's DPO and ORPO trainers.",
    purpose="train",
    needs="pairs",
    rows=_rows,
    fits=has_both_texts,
    shows_the_prompt=True,
)
