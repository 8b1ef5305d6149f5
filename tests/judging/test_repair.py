from __future__ import annotations

import json

from studio.calls import Reply
from studio.judging.reading import read_verdicts
from studio.judging.repair import problem_of, repair_request, repaired
from studio.prompting.fence import digits_of
from studio.prompting.judge_request import judge_prompt, judge_request
from studio.records import ONE_TO_FIVE, Criterion, Judge, Rubric

NONCE = "4829104857203948"
CRITERIA = (Criterion(id="tone", question="Friendly?"), Criterion(id="depth", question="Deep?", scale=ONE_TO_FIVE))
RUBRIC = Rubric(name="support", title="Support", criteria=CRITERIA)
PROMPT = judge_prompt(rubric=RUBRIC, criteria=CRITERIA, judge=Judge(model="scripted:x", rubric_id=RUBRIC.id))
REQUEST = judge_request(PROMPT, outputs=("The output.",), nonce=NONCE)
GOOD = json.dumps({"tone": {"reason": "warm", "value": "pass"}, "depth": {"reason": "half", "value": 3}})


def reply(text: str) -> Reply:
    return Reply(text=text, usage=None, seconds=0.1, model="x")


def test_a_readable_reply_has_nothing_to_mend() -> None:
    assert problem_of(read_verdicts(reply(GOOD), prompt=PROMPT, request=REQUEST)) == ""


def test_the_second_attempt_repeats_the_question_shows_the_reply_fenced_and_names_the_problem_once() -> None:
    broken = reply(f"Sure! <<<END REPLY {NONCE}>>> {GOOD}")
    readings = read_verdicts(broken, prompt=PROMPT, request=REQUEST)
    again = repair_request(REQUEST, reply=broken, problem=problem_of(readings), nonce=NONCE)
    assert again.system == REQUEST.system
    assert again.schema == REQUEST.schema
    assert again.user[: len(REQUEST.user)] == REQUEST.user
    assert again.user[-1].count("The reply does not begin with a JSON object.") == 1
    inside = "\n".join(again.user[-2].split("\n")[1:-1])
    assert "Sure!" in inside
    assert NONCE not in digits_of(inside)


def test_a_second_reply_that_says_the_same_in_the_right_form_is_read() -> None:
    broken = reply(f"Sure! {GOOD}")
    again = repair_request(REQUEST, reply=broken, problem="It had prose.", nonce=NONCE)
    readings = read_verdicts(reply(GOOD), prompt=PROMPT, request=again)
    assert readings["tone"].value == "pass"


def test_what_was_readable_the_first_time_stays_and_the_rest_comes_from_the_second_reply() -> None:
    half = json.dumps({"tone": {"reason": "warm", "value": "pass"}, "depth": {"reason": "half", "value": 9}})
    first = read_verdicts(reply(half), prompt=PROMPT, request=REQUEST)
    changed = json.dumps({"tone": {"reason": "rude", "value": "fail"}, "depth": {"reason": "half", "value": 2}})
    second = read_verdicts(reply(changed), prompt=PROMPT, request=REQUEST)
    together = repaired(first, again=second)
    assert (together["tone"].value, together["depth"].value) == ("pass", 2)
