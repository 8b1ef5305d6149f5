from __future__ import annotations

import json
from dataclasses import replace

import pytest

from studio.prompting.fence import digits_of
from studio.prompting.hard_cases import hard_case_text
from studio.prompting.input_request import MOST_AVOIDED, InputWish, input_request, read_inputs
from tests.prompting.injections import NONCE, payloads

WISH = InputWish(task="A help desk for {{bicycles}}.", count=3, tags={"topic": "orders > late", "persona": "parent"})


def whole(wish: InputWish, **settings: object) -> str:
    request = input_request(wish, model="openai:gpt-x", nonce=NONCE, **settings)  # type: ignore[arg-type]
    return "\n".join((request.system, *request.user))


def test_the_request_names_the_task_the_cell_and_the_number() -> None:
    request = input_request(WISH, model="openai:gpt-x", nonce=NONCE, seed=7)
    assert request.model == "gpt-x"
    assert request.seed == 7
    assert "A help desk for {{bicycles}}." in request.system
    assert "- topic: orders > late\n- persona: parent" in request.user[0]
    assert request.user[-1].startswith("Write 3 such inputs.")
    assert request.schema is not None
    assert request.schema["required"] == ["inputs"]


def test_two_cells_of_a_plan_share_the_constant_part() -> None:
    other = replace(WISH, tags={"topic": "billing"}, avoid=("Where is it?",))
    assert input_request(WISH, model="a:b", nonce=NONCE).system == input_request(other, model="a:b", nonce=NONCE).system


def test_seeds_and_inputs_that_are_there_stand_fenced() -> None:
    for payload in payloads():
        request = input_request(replace(WISH, seeds=(payload,), avoid=(payload,)), model="a:b", nonce=NONCE)
        fences = [part for part in request.user if part.startswith("<<<EXAMPLE")]
        assert len(fences) == 2
        for part in fences:
            assert NONCE not in digits_of("\n".join(part.split("\n")[1:-1]))


def test_only_the_latest_inputs_are_shown_as_there_already() -> None:
    text = whole(replace(WISH, avoid=[f"input number {i}." for i in range(100)]))
    assert "input number 99." in text
    assert f"input number {100 - MOST_AVOIDED}." in text
    assert f"input number {99 - MOST_AVOIDED}." not in text


def test_a_hard_case_and_her_instructions_are_part_of_what_is_asked() -> None:
    wish = replace(WISH, hard_case=hard_case_text("prompt_injection", about="In French."), instructions="Short.")
    for form in ("json", "lines"):
        text = whole(wish, form=form)
        assert "take the product over" in text
        assert "In French." in text
        assert "Short." in text


def test_the_plain_form_is_one_order_without_schema() -> None:
    request = input_request(replace(WISH, seeds=("Where is it?",)), model="local:x", nonce=NONCE, form="lines")
    assert (request.system, request.schema, len(request.user)) == ("", None, 1)
    assert request.user[0].endswith("Number them 1 to 3. One sentence each.")
    assert "- Where is it?" in request.user[0]


def test_numbers_twice_or_within_a_line_are_read_as_what_they_are() -> None:
    text = '1. 1. What is it? 2. "Where is it?" 3. Why?\n4. How far is 5.5 km? (2)\nQuestion: 5. When?'
    found = read_inputs(text, wish=replace(WISH, count=9), form="lines").texts
    assert found == ("What is it?", "Where is it?", "Why?", "How far is 5.5 km?", "When?")


def test_inputs_are_read_from_the_object() -> None:
    read = read_inputs(json.dumps({"inputs": ["One?", " Two\nlines? ", "Three?"]}), wish=WISH)
    assert (read.texts, read.problem) == (("One?", "Two\nlines?", "Three?"), "")


def test_more_than_was_asked_is_cut_and_less_is_said_in_words() -> None:
    assert read_inputs(json.dumps({"inputs": list("abcde")}), wish=WISH).texts == ("a", "b", "c")
    read = read_inputs(json.dumps({"inputs": ["a", "a", " "]}), wish=WISH)
    assert (read.texts, read.problem) == (("a",), "2 of 3 inputs are missing.")


def test_what_was_shown_does_not_count_as_new() -> None:
    wish = replace(WISH, seeds=("Where is it?",), avoid=("I want it back.",))
    read = read_inputs(json.dumps({"inputs": ["Where is it?", "I want it back.", "New!"]}), wish=wish)
    assert read.texts == ("New!",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I'm sorry, I can't.",
        '["a"]',
        '{"inputs": "a"}',
        '{"inputs": [1]}',
        '{"inputs": ["a"',
        'Sure: {"inputs": []}',
    ],
)
def test_another_form_gives_no_inputs_and_a_reason(text: str) -> None:
    read = read_inputs(text, wish=WISH)
    assert read.texts == ()
    assert read.problem


def test_numbered_lines_are_read_and_the_rest_is_left_alone() -> None:
    text = 'Here are three:\n1. "Where is it?"\n2) I want it back.\n\n  3.  Is it blue?  \nI hope this helps!'
    read = read_inputs(text, wish=WISH, form="lines")
    assert (read.texts, read.problem) == (("Where is it?", "I want it back.", "Is it blue?"), "")


def test_prose_instead_of_numbered_lines_is_no_input() -> None:
    read = read_inputs("I'm sorry, but I can't help with that.", wish=WISH, form="lines")
    assert (read.texts, read.problem) == ((), "The reply holds no numbered line.")
