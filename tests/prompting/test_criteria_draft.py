from __future__ import annotations

import json
from typing import Any

import pytest

from studio.prompting.criteria_draft import draft_criteria_request, read_criteria
from studio.records import ONE_TO_FIVE, PASS_FAIL, Criterion

GOOD = {
    "id": "solves_it",
    "question": "Does the reply solve the problem?",
    "scale": "pass_fail",
    "anchors": [{"value": "pass", "meaning": "She can go on."}, {"value": "fail", "meaning": "She must write again."}],
    "must_pass": True,
}


def draft(*criteria: Any) -> str:
    return json.dumps({"criteria": list(criteria)})


def test_the_request_carries_her_sentence_and_the_product() -> None:
    request = draft_criteria_request(model="openai:gpt-x", wish="It should be {{warm}}.", task="A help desk.", count=4)
    assert request.model == "gpt-x"
    assert "It should be {{warm}}." in request.user[0]
    assert "A help desk." in request.user[0]
    assert "at most 4 criteria" in request.user[0]
    assert request.schema is not None
    assert request.schema["properties"]["criteria"]["items"]["additionalProperties"] is False


def test_a_drafted_criterion_becomes_a_criterion() -> None:
    found = read_criteria(draft(GOOD))
    assert found.problems == ()
    assert found.criteria == (
        Criterion(
            id="solves_it",
            question="Does the reply solve the problem?",
            scale=PASS_FAIL,
            anchors={"fail": "She must write again.", "pass": "She can go on."},
            must_pass=True,
        ),
    )


def test_anchors_of_numbers_and_an_untidy_id_are_put_right() -> None:
    anchors = [{"value": "5", "meaning": "All of it."}, {"value": "9", "meaning": "?"}, {"value": "1", "meaning": " "}]
    (criterion,) = read_criteria(
        draft(GOOD | {"id": " Solves It ", "scale": "one_to_five", "anchors": anchors})
    ).criteria
    assert (criterion.id, criterion.scale, criterion.anchors) == ("solves_it", ONE_TO_FIVE, {5: "All of it."})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scale": "percent"}, "scale"),
        ({"question": "  "}, "question"),
        ({"question": None}, "question"),
        ({"id": "!", "question": "???"}, "id"),
    ],
)
def test_a_criterion_that_does_not_hold_together_is_left_out_and_named(change: dict[str, Any], words: str) -> None:
    found = read_criteria(draft(GOOD, GOOD | {"id": "other"} | change))
    assert [criterion.id for criterion in found.criteria][:1] == ["solves_it"]
    assert len(found.problems) == 1
    assert found.problems[0].startswith("Criterion 2: ")
    assert words in found.problems[0]


@pytest.mark.parametrize(
    ("id", "expected"), [("../etc/passwd", "etc_passwd"), (None, "solve_the_problem"), ("x" * 300, "x" * 40)]
)
def test_an_id_that_no_file_could_have_is_made_anew(id: str | None, expected: str) -> None:
    question = "Does the reply solve the problem?"
    (criterion,) = read_criteria(draft(GOOD | {"id": id, "question": question})).criteria
    assert criterion.id == expected


def test_a_small_model_is_asked_for_a_list_and_only_its_questions_are_taken() -> None:
    request = draft_criteria_request(model="local:smollm2", wish="Warm.", count=3)
    assert request.schema is None and "Write 3 questions" in request.user[0]
    found = read_criteria(
        "Sure!\n1. Is it warm and kind?\n2) Does the reply end well?\n3. What is it?\nI hope so", form="lines"
    )
    assert [criterion.id for criterion in found.criteria] == ["is_it_warm_and_kind", "end_well"]
    assert read_criteria("Nothing.", form="lines").problems
    (unclear,) = read_criteria("1. What is the next step?", form="lines").problems
    assert "yes or no" in unclear


def test_an_id_is_taken_once() -> None:
    assert len(read_criteria(draft(GOOD, GOOD | {"question": "Another?"})).criteria) == 1


@pytest.mark.parametrize("text", ["", "Here you go: {}", "{}", '{"criteria": {}}', "[]"])
def test_a_reply_without_a_list_is_refused_in_words(text: str) -> None:
    found = read_criteria(text)
    assert found.criteria == ()
    assert len(found.problems) == 1


def test_a_list_of_other_things_gives_problems_and_no_criteria() -> None:
    assert read_criteria(draft("a", 1, None, [])).criteria == ()
