"""Judge training: what the studio asks a judge, and the answer she would give, for a model that learns her taste."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studio.curation.candidate import Candidate
from studio.curation.formats.format import Format, Row
from studio.curation.selection import Group
from studio.curation.value import Decided, ValueRule
from studio.judge_settings import JudgeSettings
from studio.prompting.judge_request import JudgePrompt, judge_prompt, judge_request
from studio.records import Criterion, Judge, Rubric, content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    text: str
    by: str


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    prompts = _prompts(rule.papers.rubric)
    for group in groups:
        for sample in group.samples:
            for criterion in rule.papers.rubric.criteria:
                decided = rule.decided(sample, criterion=criterion.id)
                if decided.source == "rating":
                    row = _row(sample, criterion=criterion, decided=decided, prompts=prompts[criterion.id])
                    yield f"{group.part}.jsonl", row


def _row(
    sample: Candidate, *, criterion: Criterion, decided: Decided, prompts: Mapping[str, JudgePrompt]
) -> dict[str, Any]:
    reason = _reason(sample, criterion=criterion, decided=decided)
    prompt = prompts["before" if reason.text else "none"]
    # The fence around the sample must differ from row to row and be the same in every export.
    request = judge_request(
        prompt,
        outputs=(sample.sample.output,),
        nonce=content_id("fence", sample.id),
        input_text=sample.input.text,
        reference=sample.input.reference,
    )
    said = {"reason": reason.text, "value": decided.value} if reason.text else {"value": decided.value}
    reply = json.dumps({criterion.id: said}, ensure_ascii=False)
    return {
        "prompt": [
            {"role": "system", "content": request.system},
            {"role": "user", "content": "\n\n".join(request.user)},
        ],
        "completion": [{"role": "assistant", "content": reply}],
        "explanation": reason.text,
        "explanation_by": reason.by,
        "value": str(decided.value),
        "criterion": criterion.id,
        "rater": ", ".join(decided.by),
        "sample": sample.id,
    }


def _reason(sample: Candidate, *, criterion: Criterion, decided: Decided) -> _Reason:
    """Her note, or else the explanation of a judge that came to the same value."""
    for rating in sample.ratings:
        if rating.criterion == criterion.id and rating.value == decided.value and rating.note:
            return _Reason(text=rating.note, by=rating.rater)
    for verdict in sample.verdicts:
        if verdict.criterion == criterion.id and verdict.value == decided.value and verdict.explanation:
            return _Reason(text=verdict.explanation, by=verdict.judge_id)
    return _Reason(text="", by="")


def _prompts(rubric: Rubric) -> dict[str, dict[str, JudgePrompt]]:
    """For each criterion what a judge is asked, with and without a reason."""
    judges = {
        how: Judge(model="any:model", rubric_id=rubric.id, settings=JudgeSettings(calls="one_criterion", reason=how))
        for how in ("before", "none")
    }
    return {
        criterion.id: {
            how: judge_prompt(rubric=rubric, criteria=[criterion], judge=judge) for how, judge in judges.items()
        }
        for criterion in rubric.criteria
    }


FORMAT = Format(
    name="judge_training",
    title="Training a judge",
    description="Her ratings as answers to the studio's judge prompt, with reasons, to fine-tune a judge of her taste.",
    purpose="train",
    needs="samples",
    rows=_rows,
)
