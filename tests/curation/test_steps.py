"""Answers so far become answers in steps: each from its first step on, as far as step follows upon step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.curation.dataset import preview, write_dataset
from studio.curation.steps import chains, step_number, step_texts
from studio.errors import StudioError
from tests.curation.shop import PAPERS, recipe, sample, stepped, steps

KEEP = [{"criterion": "answers", "any_of": ["pass"]}]
SUM = ["Three rows of 8 are 24.", "24 - 5 is 19.", "So 19 are there."]


def reasons(candidates, **parts):
    """Why samples are left out, with how many."""
    found = preview(format="prm", candidates=candidates, recipe=recipe(keep=KEEP, **parts), papers=PAPERS)
    return {dropped.reason: dropped.count for step in found.selection.steps for dropped in step.dropped}


def test_an_answer_is_its_steps_in_order_whatever_order_they_come_in() -> None:
    (chain,) = chains(reversed(steps("a", texts=SUM, values=["pass"] * 3)))
    assert [one.id for one in chain] == ["a1", "a2", "a3"]
    assert step_texts(chain) == SUM


def test_answers_that_begin_alike_share_their_first_steps() -> None:
    other = [SUM[0], "24 - 5 is 21."]
    shared = [*steps("a", texts=SUM, values=["pass"] * 3), *steps("b", texts=other, values=["", "fail"])[1:]]
    assert [[one.id for one in chain] for chain in chains(shared)] == [["a1", "b2"], ["a1", "a2", "a3"]]


def test_a_step_without_a_value_ends_the_answer_and_what_follows_is_told() -> None:
    told = reasons(steps("a", texts=SUM, values=["pass", "", "pass"]))
    assert told["a step before it is missing or was left out"] == 1
    assert told["answers: not rated, and the recipe lets no judge stand in"] == 1


def test_a_whole_answer_is_no_step() -> None:
    assert reasons([sample("a", rated={"answers": "pass", "tone": 4})]) == {"it is not split into steps": 1}
    whole = sample("a").sample
    assert [step_number(replace(whole, tags={"answer_step": said})) for said in ("2", "two", "")] == [2, 0, 0]


def test_steps_of_one_input_go_into_one_split_and_are_counted_as_right_and_wrong(tmp_path) -> None:
    parts = recipe(keep=KEEP, split={"train": 0.5, "validation": 0, "test": 0.5})
    made = write_dataset(folder=tmp_path / "prm", format="prm", candidates=stepped(12), recipe=parts, papers=PAPERS)
    assert sum(made.rows.values()) == 12 and set(made.rows) == {"train.jsonl", "test.jsonl"}
    card = (tmp_path / "prm" / "README.md").read_text()
    assert "36 steps of 12 inputs" in card


def test_steps_are_not_balanced() -> None:
    with pytest.raises(StudioError, match="Steps cannot be balanced"):
        reasons(steps("a", texts=SUM, values=["pass"] * 3), balance={"over": ["value"], "criterion": "answers"})
