"""Makes the exact request a judge is asked with, constant part first, sample fenced and last; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.calls import Request
from studio.errors import StudioError
from studio.prompting import instructions
from studio.prompting.criteria_text import allowed_text, criterion_text, lettered, one_token_text
from studio.prompting.fence import FenceName, fenced
from studio.prompting.templates import filled, names_in
from studio.prompting.verdict_schema import verdict_schema
from studio.records import PREFERENCE, Criterion, Judge, Order, Rubric, Scale, Value

# Room to think for models that reason before they write; a limit costs nothing that is not used.
_THINKING_TOKENS = {None: 1024, "low": 2048, "medium": 8192, "high": 24576}
_REPLY_TOKENS_A_CRITERION = 512
_EXPECTED_REASON_TOKENS = 55
_EXPECTED_VALUE_TOKENS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgePrompt:
    """The constant part of what one judge is asked, rendered once for all samples."""

    judge: Judge
    criteria: tuple[Criterion, ...]
    """What one call asks about."""
    system: str
    closing: str
    """The last words of each request, after the sample."""
    schema: Mapping[str, Any] | None
    options: Mapping[str, Value]
    """One-token form only: what each letter stands for, in the order shown."""

    def scale(self, criterion: Criterion) -> Scale:
        """The scale a verdict on this criterion stands on."""
        return PREFERENCE if self.judge.mode == "pairwise" else criterion.scale


def judge_prompts(*, rubric: Rubric, judge: Judge) -> tuple[JudgePrompt, ...]:
    """One prompt for each call that a sample needs: all criteria in one call, or one call a criterion."""
    one_each = judge.settings.calls == "one_criterion" or judge.settings.form == "one_token"
    groups = [(criterion,) for criterion in rubric.criteria] if one_each else [rubric.criteria]
    return tuple(judge_prompt(rubric=rubric, criteria=group, judge=judge) for group in groups)


def judge_prompt(*, rubric: Rubric, criteria: Sequence[Criterion], judge: Judge) -> JudgePrompt:
    """The constant part for these criteria; her own instructions with an unknown `{{name}}` are refused in words."""
    if judge.settings.form == "moderation":
        return _moderation_prompt(criteria, judge=judge)
    if judge.settings.form == "one_token":
        return _one_token_prompt(rubric=rubric, criteria=criteria, judge=judge)
    asked = "\n\n".join(criterion_text(criterion, judge=judge) for criterion in criteria)
    standard = instructions.PAIRWISE if judge.mode == "pairwise" else instructions.DIRECT
    parts = [
        _instructions(standard, judge=judge, values={"task": rubric.task or rubric.title, "criteria": asked}),
        instructions.UNTRUSTED,
        _reply_form(criteria, judge=judge),
    ]
    return JudgePrompt(
        judge=judge,
        criteria=tuple(criteria),
        system="\n\n".join(parts),
        closing="Now reply with the JSON object alone.",
        schema=verdict_schema(criteria, judge=judge),
        options={},
    )


def judge_request(
    prompt: JudgePrompt,
    *,
    outputs: tuple[str, ...],
    nonce: str,
    input_text: str = "",
    reference: str | None = None,
    order: Order = "",
    top_logprobs: int = 0,
) -> Request:
    """The request for one sample, or for a pair given as (output A, output B) and shown in this order.

    `top_logprobs` is for models that give probabilities beside JSON; the one-token form always asks for 20.
    """
    judge = prompt.judge
    if judge.settings.form == "moderation":
        return Request(model=judge.model.partition(":")[2], user=outputs)
    shown = outputs[::-1] if order == "BA" else outputs
    names: tuple[FenceName, ...] = ("FIRST OUTPUT", "SECOND OUTPUT") if judge.mode == "pairwise" else ("OUTPUT",)
    parts = [fenced(input_text, name="INPUT", nonce=nonce)] if input_text else []
    if reference is not None:
        parts.append(fenced(reference, name="REFERENCE", nonce=nonce))
    parts += [fenced(text, name=name, nonce=nonce) for name, text in zip(names, shown, strict=True)]
    one_token = judge.settings.form == "one_token"
    return Request(
        model=judge.model.partition(":")[2],
        system=prompt.system,
        user=(*parts, prompt.closing),
        schema=prompt.schema,
        schema_name="verdict",
        max_output_tokens=1 if one_token else _most_output_tokens(prompt),
        temperature=judge.settings.temperature,
        effort=judge.settings.effort,
        top_logprobs=20 if one_token else top_logprobs,
    )


def expected_output_tokens(prompt: JudgePrompt) -> int:
    """About how many tokens the reply takes, for an estimate of cost; a model that thinks first takes more."""
    if prompt.judge.settings.form != "json":
        return 1
    reason = 0 if prompt.judge.settings.reason == "none" else _EXPECTED_REASON_TOKENS
    return len(prompt.criteria) * (reason + _EXPECTED_VALUE_TOKENS)


def _most_output_tokens(prompt: JudgePrompt) -> int:
    return _THINKING_TOKENS[prompt.judge.settings.effort] + _REPLY_TOKENS_A_CRITERION * len(prompt.criteria)


def _instructions(standard: str, *, judge: Judge, values: Mapping[str, str]) -> str:
    """The standard words or hers, filled; criteria that her words leave out follow them, or nobody would ask."""
    text = judge.settings.instructions.strip() or standard
    if "criteria" not in names_in(text):
        text += "\n\n# Criteria\n{{criteria}}"
    return filled(text, values=values)


def _reply_form(criteria: Sequence[Criterion], *, judge: Judge) -> str:
    reason = judge.settings.reason
    rows = [f'  "{c.id}": {{{_fields(allowed_text(c.scale, mode=judge.mode), reason=reason)}}}' for c in criteria]
    shape = "{\n" + ",\n".join(rows) + "\n}"
    return f"# Your reply\n{instructions.REASON[reason]}\n{instructions.JSON_FORM}\n{shape}"


def _fields(allowed: str, *, reason: str) -> str:
    fields = {
        "before": ['"reason": "..."', f'"value": {allowed}'],
        "after": [f'"value": {allowed}', '"reason": "..."'],
        "none": [f'"value": {allowed}'],
    }
    return ", ".join(fields[reason])


def _moderation_prompt(criteria: Sequence[Criterion], *, judge: Judge) -> JudgePrompt:
    """Nothing but the output is sent: what the endpoint looks for is its own."""
    if judge.mode == "pairwise":
        raise StudioError(
            happened="A moderation endpoint looks at one text at a time.",
            safe="Nothing was sent.",
            to_do="Let it judge one answer at a time, or choose another judge for pairs.",
        )
    return JudgePrompt(judge=judge, criteria=tuple(criteria), system="", closing="", schema=None, options={})


def _one_token_prompt(*, rubric: Rubric, criteria: Sequence[Criterion], judge: Judge) -> JudgePrompt:
    if len(criteria) != 1:
        raise StudioError(
            happened="A judge that answers with one letter was asked about several criteria at once.",
            safe="Nothing was sent.",
            to_do="Ask it one call a criterion, or choose the JSON form.",
        )
    (criterion,) = criteria
    scale = PREFERENCE if judge.mode == "pairwise" else criterion.scale
    options = lettered(scale, criterion_id=criterion.id)
    asked = one_token_text(criterion, judge=judge, options=options)
    standard = instructions.ONE_TOKEN_PAIRWISE if judge.mode == "pairwise" else instructions.ONE_TOKEN_DIRECT
    words = _instructions(standard, judge=judge, values={"task": rubric.task or rubric.title, "criteria": asked})
    return JudgePrompt(
        judge=judge,
        criteria=(criterion,),
        system=f"{words}\n\n{instructions.UNTRUSTED_BRIEF}",
        closing=f"{criterion.question} Answer with one of these alone: {', '.join(options)}.",
        schema=None,
        options=options,
    )
