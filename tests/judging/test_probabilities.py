from __future__ import annotations

import json
from math import log

import pytest

from studio.calls import Reply, TokenChoice
from studio.judge_settings import JudgeSettings
from studio.judging.probabilities import expected_value, letter_probabilities, value_places, written_probabilities
from studio.judging.reading import read_verdicts
from studio.judging.verdict_reading import Reading
from studio.prompting.judge_request import judge_prompt, judge_request
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Criterion, Judge, Rubric, Scale

TONE = Criterion(id="tone", question="Is the tone friendly?")
DEPTH = Criterion(id="depth", question="How much is answered?", scale=ONE_TO_FIVE)
RUBRIC = Rubric(name="support", title="Support", criteria=(TONE, DEPTH))


def weighed(**probabilities: float) -> TokenChoice:
    return choice(probabilities)


def choice(probabilities: dict[str, float], *, token: str | None = None) -> TokenChoice:
    alternatives = tuple((text, log(p)) for text, p in probabilities.items())
    return TokenChoice(token=token or alternatives[0][0], alternatives=alternatives)


def plain(*tokens: str) -> list[TokenChoice]:
    return [TokenChoice(token=token, alternatives=((token, 0.0),)) for token in tokens]


def read_one_token(alternatives: dict[str, float], *, order: str = "") -> Reading:
    mode = "pairwise" if order else "direct"
    judge = Judge(model="local:x", rubric_id=RUBRIC.id, mode=mode, settings=JudgeSettings(form="one_token"))  # type: ignore[arg-type]
    prompt = judge_prompt(rubric=RUBRIC, criteria=(TONE,), judge=judge)
    request = judge_request(prompt, outputs=("a", "b") if order else ("a",), nonce="1" * 16, order=order)  # type: ignore[arg-type]
    reply = Reply(text="x", usage=None, seconds=0.1, model="x", token_choices=(choice(alternatives),))
    return read_verdicts(reply, prompt=prompt, request=request, order=order)["tone"]  # type: ignore[arg-type]


def test_spellings_of_one_letter_are_taken_together_and_the_rest_is_left_out_of_the_shares() -> None:
    # A: 0.10 + 0.06 = 0.16, B: 0.20 + 0.03 + 0.01 = 0.24; together 0.40, so 0.4 and 0.6.
    tokens = {" A": 0.1, "a": 0.06, "B": 0.2, " b": 0.03, "B.": 0.01, "The": 0.5, "\n": 0.1}
    found = letter_probabilities(choice(tokens), options={"A": "fail", "B": "pass"})
    assert found is not None
    assert found.shares == pytest.approx({"fail": 0.4, "pass": 0.6})
    assert found.mass == pytest.approx(0.4)


def test_the_value_of_a_one_token_verdict_is_the_likeliest_and_not_what_was_drawn() -> None:
    reading = read_one_token({"A": 0.3, "B": 0.5, "Sure": 0.2})
    assert reading.value == "pass"
    assert reading.probabilities == pytest.approx({"fail": 0.375, "pass": 0.625})
    assert reading.mass == pytest.approx(0.8)


def test_a_model_that_weighed_none_of_the_letters_gives_no_verdict() -> None:
    reading = read_one_token({"The": 0.9, "I": 0.1})
    assert (reading.value, reading.failure) == (None, "unreadable")


def test_probabilities_of_a_pair_are_turned_back_with_its_order() -> None:
    shown = {"A": 0.6, "B": 0.1, "C": 0.3}  # A: the first is better, B: no difference, C: the second is better
    assert read_one_token(shown, order="AB").probabilities == pytest.approx({"A": 0.6, "tie": 0.1, "B": 0.3})
    turned = read_one_token(shown, order="BA")
    assert turned.value == "B"
    assert turned.probabilities == pytest.approx({"B": 0.6, "tie": 0.1, "A": 0.3})


def test_places_of_values_are_found_whatever_the_reasons_hold() -> None:
    said = {"tone": {"reason": 'says "value": "fail", {"value": 1} \\', "value": "pass"}, "depth": {"value": 3}}
    for text in (json.dumps(said), json.dumps(said, indent=2), f"```json\n{json.dumps(said)}\n```"):
        places = value_places(text)
        assert text[places["tone"] :].startswith('pass"')
        assert text[places["depth"] :].startswith("3")


WORDS = {"fail": "fail", "pass": "pass"}


@pytest.mark.parametrize(
    ("before", "alternatives"),
    [
        (['{"tone":', ' {"value":', ' "'], {"pass": 0.7, "fail": 0.2, "good": 0.1}),
        (['{"tone":', ' {"value":'], {' "pass': 0.7, ' "fail': 0.2, ' "good': 0.1}),
        (['{"tone":{"value":'], {'"pass"': 0.7, '"fail"': 0.2, "{": 0.1}),
        (['{"tone":{"value":"'], {"pa": 0.7, "fa": 0.2, "go": 0.1}),
    ],
)
def test_the_shares_of_a_written_value_are_found_however_its_tokens_are_cut(
    before: list[str], alternatives: dict[str, float]
) -> None:
    value_token = next(iter(alternatives))
    rest = '{"tone":{"value":"pass"}}'[len("".join(before).replace(" ", "") + value_token.strip()) :]
    choices = [*plain(*before), choice(alternatives), *plain(rest)]
    found = written_probabilities(choices, values={"tone": WORDS}).get("tone")
    assert found is not None
    assert found.shares == pytest.approx({"pass": 7 / 9, "fail": 2 / 9})
    assert found.mass == pytest.approx(0.9)


def test_numbers_are_shared_out_too() -> None:
    values = {str(value): value for value in ONE_TO_FIVE.values}
    choices = [*plain('{"depth": {"value": '), weighed(**{"4": 0.5, "5": 0.25, "3": 0.25}), *plain("}}")]
    found = written_probabilities(choices, values={"depth": values}).get("depth")
    assert found is not None
    assert found.shares == pytest.approx({1: 0, 2: 0, 3: 0.25, 4: 0.5, 5: 0.25})


def test_a_one_that_may_be_the_beginning_of_ten_gives_no_shares_unless_ten_is_a_token() -> None:
    values = {str(value): value for value in range(1, 11)}
    split = [*plain('{"depth": {"value": '), weighed(**{"1": 0.6, "2": 0.4}), *plain("0}}")]
    assert written_probabilities(split, values={"depth": values}) == {}
    whole = [*plain('{"depth": {"value": '), weighed(**{"1": 0.6, "10": 0.3, "2": 0.1}), *plain("}}")]
    found = written_probabilities(whole, values={"depth": values}).get("depth")
    assert found is not None
    assert found.shares[10] == pytest.approx(0.3)


def test_two_words_with_one_beginning_are_not_told_apart_by_a_guess() -> None:
    values = {"partly": "partly", "pass": "pass", "fail": "fail"}
    choices = [*plain('{"tone":{"value":"'), weighed(pa=0.8, fail=0.2), *plain('rtly"}}')]
    assert written_probabilities(choices, values={"tone": values}) == {}


def test_a_json_verdict_keeps_its_written_value_and_carries_the_shares() -> None:
    judge = Judge(model="vllm:x", rubric_id=RUBRIC.id)
    prompt = judge_prompt(rubric=RUBRIC, criteria=(TONE,), judge=judge)
    request = judge_request(prompt, outputs=("a",), nonce="1" * 16, top_logprobs=5)
    assert request.top_logprobs == 5
    tokens = plain('{"tone": {"reason": "', "caf", "\\xc3\\xa9", '", "value": "')
    value = choice({"fail": 0.6, "pass": 0.4}, token="pass")
    reply = Reply(
        text='{"tone": {"reason": "café", "value": "pass"}}',
        usage=None,
        seconds=0.1,
        model="x",
        token_choices=(*tokens, value, *plain('"}}')),
    )
    reading = read_verdicts(reply, prompt=prompt, request=request)["tone"]
    assert (reading.value, reading.explanation) == ("pass", "café")
    assert reading.probabilities == pytest.approx({"fail": 0.6, "pass": 0.4})


def test_the_expected_value_is_a_x() -> None:
    # 1 x 0.5 + 5 x 0.5 = 3; for words the rank counts from 0: 0 x 0.25 + 1 x 0.75 = 0.75.
    assert expected_value({"1": 0.5, "5": 0.5}, scale=ONE_TO_FIVE) == pytest.approx(3)
    assert expected_value({"fail": 0.25, "pass": 0.75}, scale=PASS_FAIL) is None
    assert expected_value({"A": 1.0}, scale=PREFERENCE) is None
    assert expected_value({}, scale=Scale(values=(), level="interval", minimum=0, maximum=1)) is None
