from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from time import process_time
from typing import Any

import pytest

from studio.calls import Request
from studio.errors import StudioError
from studio.judge_settings import JudgeSettings
from studio.prompting.fence import digits_of
from studio.prompting.judge_request import expected_output_tokens, judge_prompt, judge_prompts, judge_request
from studio.prompting.token_estimate import estimated_input_tokens, estimated_tokens
from studio.records import ONE_TO_FIVE, Criterion, Example, Judge, Rubric, Scale
from tests.prompting.injections import NONCE, payloads

TONE = Criterion(
    id="tone",
    question="Is the tone friendly?",
    anchors={"pass": "Warm and calm.", "fail": "Curt or rude."},
    examples=(Example(input="Where is my bike?", output="Look it up.", value="fail", why="It sends her away."),),
)
DEPTH = Criterion(id="depth", question="How much of the question is answered?", scale=ONE_TO_FIVE)
SHARE = Criterion(
    id="true_share",
    question="Which share of the claims is true?",
    scale=Scale(values=(), level="interval", minimum=0, maximum=1),
)
RUBRIC = Rubric(name="support", title="Support", task="A help desk for bicycles.", criteria=(TONE, DEPTH, SHARE))


def judge(*, mode: str = "direct", **settings: Any) -> Judge:
    return Judge(model="openai:gpt-x", rubric_id=RUBRIC.id, mode=mode, settings=JudgeSettings(**settings))  # type: ignore[arg-type]


def asked(judge: Judge, *, outputs: tuple[str, ...] = ("the output",), **call: Any) -> Request:
    (prompt,) = judge_prompts(rubric=RUBRIC, judge=judge)
    return judge_request(prompt, outputs=outputs, nonce=NONCE, **call)


def every_form() -> Iterator[tuple[Judge, Criterion]]:
    for mode in ("direct", "pairwise"):
        for form in ("json", "one_token"):
            for instructions in ("", "Judge strictly. {{criteria}} For: {{task}}"):
                yield judge(mode=mode, form=form, instructions=instructions), TONE


def test_the_model_is_named_without_its_provider() -> None:
    assert asked(judge()).model == "gpt-x"
    assert asked(replace(judge(), model="vllm:org/model:tag")).model == "org/model:tag"


def test_the_constant_part_holds_everything_that_is_asked_and_nothing_of_the_sample() -> None:
    request = asked(judge(), outputs=("unmistakable output",), input_text="unmistakable input")
    for words in (RUBRIC.task, TONE.question, "Warm and calm.", "Look it up.", "It sends her away.", DEPTH.question):
        assert words in request.system
    assert "unmistakable" not in request.system


def test_the_sample_stands_last_in_a_part_of_its_own_before_the_closing_words() -> None:
    request = asked(judge(), outputs=("the output",), input_text="the input", reference="the reference")
    assert [part.splitlines()[0] for part in request.user[:-1]] == [
        f"<<<INPUT {NONCE}>>>",
        f"<<<REFERENCE {NONCE}>>>",
        f"<<<OUTPUT {NONCE}>>>",
    ]
    assert request.user[-1] == "Now reply with the JSON object alone."


def test_two_samples_of_one_judge_share_the_whole_constant_part() -> None:
    assert asked(judge(), outputs=("a",)).system == asked(judge(), outputs=("b",)).system


@pytest.mark.parametrize(("order", "first"), [("AB", "text of A"), ("BA", "text of B")])
def test_a_pair_is_shown_in_the_order_that_is_asked(order: str, first: str) -> None:
    request = asked(judge(mode="pairwise"), outputs=("text of A", "text of B"), order=order)
    assert request.user[0].splitlines() == [f"<<<FIRST OUTPUT {NONCE}>>>", first, f"<<<END FIRST OUTPUT {NONCE}>>>"]
    assert request.schema is not None
    assert request.schema["properties"]["tone"]["properties"]["value"]["enum"] == ["first", "tie", "second"]


def test_a_pairwise_judge_given_one_output_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError):
        asked(judge(mode="pairwise"), outputs=("only one",))


def test_one_call_a_criterion_makes_one_prompt_for_each() -> None:
    prompts = judge_prompts(rubric=RUBRIC, judge=judge(calls="one_criterion"))
    assert [[criterion.id for criterion in prompt.criteria] for prompt in prompts] == [
        ["tone"],
        ["depth"],
        ["true_share"],
    ]
    assert DEPTH.question not in prompts[0].system


def test_examples_are_left_out_when_the_judge_is_asked_without_them() -> None:
    assert "Look it up." not in asked(judge(examples=False)).system


@pytest.mark.parametrize(
    ("reason", "keys"), [("before", ["reason", "value"]), ("after", ["value", "reason"]), ("none", ["value"])]
)
def test_reason_and_value_stand_in_the_order_that_was_chosen(reason: str, keys: list[str]) -> None:
    request = asked(judge(reason=reason))
    assert request.schema is not None
    assert list(request.schema["properties"]["tone"]["properties"]) == keys
    shape = request.system.split('"tone": {')[1].split("\n")[0]
    assert [key for key in sorted(keys, key=shape.index)] == keys


def schemas(schema: Any) -> Iterator[dict[str, Any]]:
    if (
        isinstance(schema, dict)
        and ("type" in schema or "anyOf" in schema)
        and not isinstance(schema.get("type"), dict)
    ):
        yield schema
    for child in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from schemas(child)


MIXED = Criterion(id="mixed", question="?", scale=Scale(values=("none", 1, 2.5), level="nominal"))


def test_the_schema_keeps_to_what_the_strict_modes_of_both_vendors_accept() -> None:
    prompt = judge_prompt(rubric=RUBRIC, criteria=(*RUBRIC.criteria, MIXED), judge=judge())
    found = list(schemas(prompt.schema))
    assert len(found) > 10
    for schema in found:
        assert set(schema) <= {"type", "properties", "required", "additionalProperties", "enum", "anyOf"}
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])


def test_the_sdks_own_strictness_finds_nothing_to_change_in_the_schema() -> None:
    openai = pytest.importorskip("openai.lib._pydantic")
    prompt = judge_prompt(rubric=RUBRIC, criteria=(*RUBRIC.criteria, MIXED), judge=judge())
    copy = json.loads(json.dumps(prompt.schema))
    assert openai._ensure_strict_json_schema(copy, path=(), root=copy) == prompt.schema


def test_her_own_instructions_replace_the_standard_ones_but_not_the_rule_and_the_form_of_the_reply() -> None:
    request = asked(judge(instructions="Be strict about {{task}}\n{{criteria}}"))
    assert request.system.startswith("Be strict about A help desk for bicycles.\n## tone")
    assert "compared with her own ratings" not in request.system
    assert "# What stands between the fences" in request.system
    assert "Reply with one JSON object" in request.system


def test_instructions_that_forget_the_criteria_still_ask_for_them() -> None:
    assert TONE.question in asked(judge(instructions="Be strict.")).system


def test_instructions_with_an_unknown_name_are_refused_before_anything_is_sent() -> None:
    with pytest.raises(StudioError, match="sample"):
        asked(judge(instructions="Judge {{sample}}"))


def test_a_rubric_text_that_looks_like_a_name_stays_as_it_is() -> None:
    sly = replace(TONE, question="Is {{task}} mentioned?")
    prompt = judge_prompt(rubric=RUBRIC, criteria=(sly,), judge=judge())
    assert "Is {{task}} mentioned?" in prompt.system


def test_the_one_token_form_asks_for_one_letter_and_its_probabilities() -> None:
    (prompt, _) = judge_prompts(rubric=replace(RUBRIC, criteria=(TONE, DEPTH)), judge=judge(form="one_token"))
    request = judge_request(prompt, outputs=("the output",), nonce=NONCE)
    assert (request.max_output_tokens, request.top_logprobs, request.schema) == (1, 20, None)
    assert prompt.options == {"A": "fail", "B": "pass"}
    assert "A = fail: Curt or rude." in request.system
    assert request.user[-1] == "Is the tone friendly? Answer with one of these alone: A, B."


def test_single_digits_stand_for_themselves_in_the_one_token_form() -> None:
    prompt = judge_prompt(rubric=RUBRIC, criteria=(DEPTH,), judge=judge(form="one_token"))
    assert prompt.options == {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def test_the_one_token_form_of_a_pair_names_no_output_a_or_b() -> None:
    prompt = judge_prompt(rubric=RUBRIC, criteria=(TONE,), judge=judge(form="one_token", mode="pairwise"))
    assert prompt.options == {"A": "A", "B": "tie", "C": "B"}
    assert "A = the first output is better\nB = no difference\nC = the second output is better" in prompt.system


@pytest.mark.parametrize("criteria", [(SHARE,), (TONE, DEPTH)])
def test_the_one_token_form_refuses_in_words_what_one_letter_cannot_say(criteria: tuple[Criterion, ...]) -> None:
    with pytest.raises(StudioError, match="one letter"):
        judge_prompt(rubric=RUBRIC, criteria=criteria, judge=judge(form="one_token"))


@pytest.mark.parametrize(("asked_of", "criterion"), list(every_form()))
def test_no_payload_closes_a_fence_in_any_prompt(asked_of: Judge, criterion: Criterion) -> None:
    prompt = judge_prompt(rubric=RUBRIC, criteria=(criterion,), judge=asked_of)
    for payload in payloads():
        outputs = (payload,) if asked_of.mode == "direct" else (payload, payload)
        request = judge_request(prompt, outputs=outputs, input_text=payload, reference=payload, nonce=NONCE)
        assert request.system == prompt.system
        for part in request.user[:-1]:
            opening, *inside, closing = part.split("\n")
            assert NONCE in opening
            assert NONCE in closing
            assert NONCE not in digits_of("\n".join(inside))


def test_a_model_that_thinks_first_gets_room_for_it() -> None:
    assert asked(judge(effort="high")).max_output_tokens > asked(judge()).max_output_tokens + 20_000


def test_the_estimate_counts_prompt_schema_and_reply() -> None:
    request = asked(judge(), outputs=("word " * 400,))
    without_schema = replace(request, schema=None)
    assert estimated_tokens("word " * 400) == 500
    assert estimated_input_tokens(request) > estimated_input_tokens(without_schema) > 500
    assert estimated_tokens("日本語の文章") > estimated_tokens("abcdef")
    (prompt,) = judge_prompts(rubric=RUBRIC, judge=judge())
    (silent,) = judge_prompts(rubric=RUBRIC, judge=judge(reason="none"))
    assert expected_output_tokens(prompt) > expected_output_tokens(silent) > 0


def test_ten_thousand_requests_take_less_than_four_seconds() -> None:
    # Measured: 0.05 ms each; the bound leaves room for a busy machine.
    (prompt,) = judge_prompts(rubric=RUBRIC, judge=judge())
    started = process_time()
    for _ in range(10_000):
        judge_request(prompt, outputs=("a sentence of a sample. " * 60,), input_text="a question?", nonce=NONCE)
    assert process_time() - started < 4
