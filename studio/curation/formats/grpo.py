"""GRPO: prompts without answers, with the rubric beside them as what the reward is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from studio.curation.candidate import Candidate
from studio.curation.formats.format import Files, Format, Row, has_input
from studio.curation.messages import asked
from studio.curation.rubric_content import rubric_content
from studio.curation.selection import Group, Selection
from studio.curation.value import ValueRule
from studio.records import Prompt


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    for group in groups:
        for sample in _one_each_prompt(group):
            row = {
                "prompt": asked(sample, messages=rule.recipe.messages),
                "input": sample.input.text,
                "reference": sample.input.reference or "",
                "rubric_id": rule.rubric_id,
                "input_id": sample.input.id,
                "prompt_name": sample.prompt.name if sample.prompt else "",
            }
            yield f"{group.part}.jsonl", row


def _one_each_prompt(group: Group) -> list[Candidate]:
    first: dict[Prompt | None, Candidate] = {}
    for sample in group.samples:
        first.setdefault(sample.prompt, sample)
    return list(first.values())


def _files(selection: Selection) -> Files:
    content = rubric_content(selection.rule.papers.rubric)
    yield "reward.json", json.dumps(content, ensure_ascii=False, indent=2) + "\n"


FORMAT = Format(
    name="grpo",
    title="Prompts with a reward (GRPO)",
    description="Each prompt once, for TRL's GRPO trainer; reward.json holds the rubric a reward function asks by.",
    purpose="train",
    needs="samples",
    rows=_rows,
    files=_files,
    fits=has_input,
    shows_the_prompt=True,
)
