"""The dataset formats: one file each, one line each in this list."""

from __future__ import annotations

from studio.curation.formats import (
    csv_for_excel,
    deepeval,
    dpo,
    grpo,
    huggingface,
    huggingface_jsonl,
    inspect_samples,
    jsonl,
    judge_training,
    kto,
    openai_preference,
    openai_sft,
    prm,
    prompt_completion,
    promptfoo,
    ratings,
    reward,
    sft,
)
from studio.curation.formats.format import Format
from studio.errors import NotFound

FORMATS: tuple[Format, ...] = (
    jsonl.FORMAT,
    csv_for_excel.FORMAT,
    promptfoo.FORMAT,
    inspect_samples.FORMAT,
    deepeval.FORMAT,
    sft.FORMAT,
    prompt_completion.FORMAT,
    dpo.FORMAT,
    reward.FORMAT,
    kto.FORMAT,
    prm.FORMAT,
    grpo.FORMAT,
    openai_sft.FORMAT,
    openai_preference.FORMAT,
    judge_training.FORMAT,
    ratings.FORMAT,
    huggingface.FORMAT,
    huggingface_jsonl.FORMAT,
)


def format_named(name: str) -> Format:
    """The format of this name."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise NotFound(
        happened=f'There is no format called "{name}".',
        safe="Nothing was written.",
        to_do=f"Use one of these: {', '.join(known.name for known in FORMATS)}.",
    )
