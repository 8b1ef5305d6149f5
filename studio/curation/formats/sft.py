"""Chat SFT: each good sample as a conversation, as TRL's SFT trainer reads it."""

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
            talk = [*asked(sample, messages=rule.recipe.messages), answer(sample)]
            yield f"{group.part}.jsonl", {"messages": talk, **sample_origin(sample, rule=rule)}


FORMAT = Format(
    name="sft",
    title="Fine-tuning: conversations",
    description="Good samples as chats, for supervised fine-tuning with TRL, Axolotl, Unsloth or LLaMA-Factory.",
    purpose="train",
    needs="samples",
    rows=_rows,
    fits=has_both_texts,
    shows_the_prompt=True,
)
