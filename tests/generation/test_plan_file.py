from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest

from studio.errors import StudioError
from studio.generation.input_plan import Cell, InputPlan, cells, plan_of_json
from studio.generation.plan_draft import draft_from_text, draft_text
from studio.generation.plan_file import plan_from_text, read_plan
from studio.records import Criterion, Rubric

PLAN = """\
# What the help desk gets.
plan: support-inputs
title: Support inputs
task: What customers of a bicycle shop write to its help desk.
dimensions:
  topic:
    orders: [late, lost, wrong item]
    repairs:
      brakes: [squeal, weak]
      gears:
    billing:
  persona: [parent, commuter, racer]
  difficulty: [easy, tricky]
leave_out:
  - {topic: billing, persona: racer}
total: 20
seeds:
  - "Where is my bike?"
instructions: Short, as typed on a phone.
rubric: support
hard_cases:
  - {kind: borderline, criterion: tone, value: fail, count: 5}
  - {kind: prompt_injection, count: 3}
"""
RUBRIC = Rubric(
    name="support",
    title="Support",
    criteria=(Criterion(id="tone", question="Is the tone friendly?", anchors={"fail": "Curt or rude."}),),
)


def plan(text: str = PLAN) -> InputPlan:
    return plan_from_text(text, file="support.yaml", rubrics={"support": RUBRIC})


def ordinary(found: InputPlan) -> list[Cell]:
    return [cell for cell in cells(found) if cell.hard_case is None]


def test_a_tree_becomes_values_that_keep_their_way() -> None:
    assert plan().dimensions["topic"] == (
        "orders > late",
        "orders > lost",
        "orders > wrong item",
        "repairs > brakes > squeal",
        "repairs > brakes > weak",
        "repairs > gears",
        "billing",
    )


def test_a_plan_survives_writing_and_reading() -> None:
    again = plan(draft_text(draft_from_text(PLAN, file="support.yaml")))
    assert again == plan()
    assert again.id == plan().id


def test_a_plan_survives_the_run_that_writes_it_down() -> None:
    assert plan_of_json(json.loads(json.dumps(plan().as_json()))) == plan()


def test_a_plan_is_named_by_what_it_asks_and_not_by_what_it_is_called() -> None:
    assert plan(PLAN.replace("Support inputs", "Other title")).id == plan().id
    assert plan(PLAN.replace("total: 20", "total: 21")).id != plan().id


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("total: 20", "totl: 20", "line 16, column 1: `totl` is not a key"),
        ("count: 3", "amount: 3", "line 23, column 30: `hard_cases.1.amount` is not a key .* kind, count"),
        ("[parent, ", "[true, ", "line 12, column 3: `dimensions.persona`: has a value that is neither"),
        ("plan: ", "# ", "`plan` is missing"),
        ("total: 20", "total: 20\nper_cell: 2", "has both `total` and `per_cell`"),
        ("total: 20", "total: yes", "`total`: should be a valid integer"),
        ("total: 20", "total: 0", "`total`: should be greater than or equal to 1"),
        ("topic: billing, p", "topic: billig, p", "leaves out topic: billig"),
        ("prompt_injection", "evil", "`hard_cases.1.kind`: should be 'borderline'"),
        ("criterion: tone, value: fail, ", "", "a borderline case needs `criterion`"),
        ("criterion: tone", "criterion: warmth", 'the rubric "support" has no criterion "warmth"'),
        ("value: fail", "value: 7", '"7" is not a value of the criterion "tone"'),
        ("rubric: support", "rubric: other", 'the rubric "other" is not in this workspace'),
        ("rubric: support", "", "needs `rubric`"),
        ("kind: prompt_injection", "kind: own", "a hard case of your own needs `about`"),
        ("[late, lost,", "[late, late,", "`dimensions.topic`: names a value twice"),
        ("[easy, tricky]", "easy", "`dimensions.difficulty`: must be a list"),
        ("[easy, tricky]", "[]", "`dimensions.difficulty`"),
        ("plan: support-inputs", "plan: ../../etc", "`plan`: "),
        ("persona: [parent", "persona: &a [parent", "line 12"),
        ("[easy, tricky]", "!!python/name:os.system [easy]", "line 13"),
        ("difficulty:", "persona:", "line 13"),
    ],
)
def test_a_plan_that_is_wrong_is_refused_with_its_place(old: str, new: str, words: str) -> None:
    assert old in PLAN
    with pytest.raises(StudioError) as refused:
        plan(PLAN.replace(old, new, 1))
    assert refused.value.happened.startswith("support.yaml")
    assert re.search(words, refused.value.happened)
    assert refused.value.safe == "Nothing was sent and the file is untouched."


@pytest.mark.parametrize("text", ["", "- a list", "just text", "plan: [", "\x00"])
def test_what_is_no_plan_at_all_is_refused_in_words(text: str) -> None:
    with pytest.raises(StudioError, match=re.escape("support.yaml")):
        plan(text)


def test_a_plan_of_hard_cases_alone_needs_no_total_and_an_empty_one_is_refused() -> None:
    assert [cell.count for cell in cells(plan("plan: p\nhard_cases: [{kind: flattery, count: 4}]"))] == [4]
    with pytest.raises(StudioError, match="says nowhere how many"):
        plan("plan: p\nseeds: [Hello]")


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=re.escape("The plan none.yaml cannot be read")):
        read_plan(tmp_path / "none.yaml")
    (tmp_path / "some.yaml").write_bytes(b"\xef\xbb\xbfplan: p\r\ntotal: 3\r\n")
    assert read_plan(tmp_path / "some.yaml").count == 3


def test_numbers_in_a_dimension_are_texts() -> None:
    assert plan("plan: p\ntotal: 3\ndimensions: {level: [1, 2.5, three]}").dimensions == {
        "level": ("1", "2.5", "three")
    }


def test_a_total_gives_every_value_its_share() -> None:
    assert plan().count == 28
    found = ordinary(plan())
    assert sum(cell.count for cell in found) == 20
    for name in plan().dimensions:
        shares = Counter(cell.tags[name] for cell in found for _ in range(cell.count))
        assert set(shares) == set(plan().dimensions[name])
        assert max(shares.values()) - min(shares.values()) <= 1


def test_a_total_above_the_number_of_cells_differs_by_one_at_most() -> None:
    found = cells(InputPlan(dimensions={"a": tuple("xyz"), "b": tuple("uv")}, count=20))
    assert sorted(cell.count for cell in found) == [3, 3, 3, 3, 4, 4]


def test_a_number_per_cell_fills_each_cell_that_is_not_left_out() -> None:
    found = ordinary(plan(PLAN.replace("total: 20", "per_cell: 2")))
    assert len(found) == 7 * 3 * 2 - 2
    assert {cell.count for cell in found} == {2}
    assert not any(cell.tags["topic"] == "billing" and cell.tags["persona"] == "racer" for cell in found)


def test_a_whole_branch_can_be_left_out() -> None:
    topics = ("orders > late", "orders > lost", "billing")
    found = cells(
        InputPlan(
            dimensions={"topic": topics, "who": ("a", "b")}, count=4, leave_out=({"topic": "orders", "who": "a"},)
        )
    )
    assert [(cell.tags["topic"], cell.tags["who"]) for cell in found] == [
        ("orders > late", "b"),
        ("orders > lost", "b"),
        ("billing", "a"),
        ("billing", "b"),
    ]


def test_hard_cases_come_last_with_their_own_numbers_names_and_words() -> None:
    borderline, injection = [cell for cell in cells(plan()) if cell.hard_case]
    assert (borderline.count, borderline.tags) == (5, {"hard case": "borderline: tone: fail"})
    assert (injection.count, injection.tags) == (3, {"hard case": "prompt injection"})
    assert borderline.hard_case is not None
    for words in ('just at "fail"', "Is the tone friendly?", "Curt or rude."):
        assert words in borderline.hard_case.words


def test_one_hard_case_twice_is_refused() -> None:
    with pytest.raises(StudioError, match="one hard case twice"):
        plan("plan: p\nhard_cases: [{kind: flattery, count: 4}, {kind: flattery, count: 2}]")


def test_a_plan_without_dimensions_is_one_cell() -> None:
    (cell,) = cells(InputPlan(count=12))
    assert (cell.count, cell.tags) == (12, {})


def test_the_same_plan_gives_the_same_cells() -> None:
    assert cells(plan()) == cells(plan(draft_text(draft_from_text(PLAN, file="support.yaml"))))


def test_more_combinations_than_can_be_listed_still_give_every_value_its_share() -> None:
    wide = InputPlan(dimensions={name: tuple(str(i) for i in range(30)) for name in "abc"}, count=300)
    found = cells(wide)
    assert sum(cell.count for cell in found) == 300
    for name in "abc":
        assert set(Counter(cell.tags[name] for cell in found for _ in range(cell.count)).values()) == {10}
    with pytest.raises(StudioError, match="cannot leave some out"):
        cells(replace(wide, leave_out=({"a": "1"},)))


def test_ten_thousand_cells_are_filled_within_two_seconds() -> None:
    started = process_time()
    found = cells(InputPlan(dimensions={name: tuple(str(i) for i in range(10)) for name in "abcd"}, count=5_000))
    assert len(found) == 5_000
    assert process_time() - started < 2


def test_leaving_everything_out_is_refused_in_words() -> None:
    with pytest.raises(StudioError, match="leaves out every combination"):
        cells(InputPlan(dimensions={"a": ("x",)}, count=1, leave_out=({"a": "x"},)))


def test_the_plan_in_the_documentation_can_be_read() -> None:
    page = Path(__file__).parents[2].joinpath("docs/generating.md").read_text(encoding="utf-8")
    found = plan_from_text(
        page.split("```yaml\n")[1].split("```")[0], file="generating.md", rubrics={"support-reply": RUBRIC}
    )
    assert found.count == 70
    assert len(found.hard_cases) == 3
