"""The plan she edits on the page and the file it is saved as are one and the same plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.generation.input_plan import cells, plan_of_json
from studio.generation.plan_draft import (
    HardWish,
    PlanDraft,
    draft_from_text,
    draft_of_plan,
    draft_text,
    plan_of_draft,
)
from studio.generation.plan_file import plan_from_text
from studio.generation.plan_folder import PlanFolder
from studio.generation.value_tree import as_written, outline_of, values_in
from studio.records import Criterion, Rubric

RUBRIC = Rubric(name="reply", title="Reply", criteria=(Criterion(id="tone", question="Is it kind?"),))
RUBRICS = {"reply": RUBRIC}
OUTLINE = """orders
  late
  lost, stolen
repairs:
  brakes
    - squeal
    - weak
  gears
billing"""
VALUES = (
    "orders > late",
    "orders > lost",
    "orders > stolen",
    "repairs > brakes > squeal",
    "repairs > brakes > weak",
    "repairs > gears",
    "billing",
)
DRAFT = PlanDraft(
    name="mails",
    kind="Short, but angrier",
    number=2,
    spread="per_cell",
    dimensions=(("topic", OUTLINE), ("mood", "calm\nangry")),
    leave_out="topic: billing, mood: angry",
    seeds="Where is it?\nI wait.\n\nIt broke.",
    hard_cases=(
        HardWish(kind="borderline", criterion="tone", value="fail", count=4),
        HardWish(kind="own", about="She is right and angry."),
    ),
    rubric="reply",
)


def test_an_outline_holds_the_ends_of_its_branches() -> None:
    assert values_in(OUTLINE) == VALUES
    assert values_in(outline_of(VALUES)) == VALUES
    assert values_in("a, b\n\nc") == ("a", "b", "c")
    assert values_in("") == ()


def test_values_out_of_order_stay_a_list() -> None:
    mixed = ["orders > late", "billing", "orders > lost"]
    assert as_written(mixed) == mixed
    assert as_written(["orders > late", "orders > lost", "billing"]) == {"orders": ["late", "lost"], "billing": None}


def test_a_draft_saved_and_opened_again_is_the_same_plan() -> None:
    plan = plan_of_draft(DRAFT, rubrics=RUBRICS)
    again = draft_from_text(draft_text(DRAFT), file="mails.yaml")
    assert plan_of_draft(again, rubrics=RUBRICS).id == plan.id
    assert plan_from_text(draft_text(DRAFT), file="mails.yaml", rubrics=RUBRICS) == plan
    # 7 topics times 2 moods without one combination, 2 each, and 4 + 3 hard ones.
    assert plan.count == 13 * 2 + 7
    assert plan.seeds == ("Where is it?\nI wait.", "It broke.")
    assert {cell.tags.get("hard case") for cell in cells(plan)} >= {"borderline: tone: fail"}


def test_a_plan_that_was_carried_out_can_be_had_again() -> None:
    plan = plan_of_draft(DRAFT, rubrics=RUBRICS)
    again = draft_of_plan(plan_of_json(plan.as_json()), name="again", rubric="reply")
    assert plan_of_draft(again, rubrics=RUBRICS).id == plan.id


def test_a_plan_of_hard_cases_alone_needs_no_number() -> None:
    draft = PlanDraft(number=0, hard_cases=(HardWish(kind="flattery", count=2),))
    assert plan_of_draft(draft, rubrics={}).count == 2


def test_a_dimension_without_values_is_said_by_name() -> None:
    with pytest.raises(StudioError) as refused:
        plan_of_draft(PlanDraft(dimensions=(("persona", " "),)), rubrics={})
    assert '"persona" has no values yet.' in refused.value.happened


def test_what_is_left_out_must_be_readable() -> None:
    with pytest.raises(StudioError) as refused:
        plan_of_draft(PlanDraft(leave_out="billing"), rubrics={})
    assert "Line 1" in refused.value.happened


def test_plans_lie_beside_the_rubrics_under_their_ids(tmp_path: Path) -> None:
    folder = PlanFolder(tmp_path)
    assert folder.names() == []
    path = folder.save(draft_text(DRAFT), name="mails")
    assert path == tmp_path / "plans" / "mails.yaml"
    assert folder.names() == ["mails"]
    assert draft_from_text(folder.text("mails"), file="mails.yaml").kind == "Short, but angrier"


@pytest.mark.parametrize("name", ["../mails", "Mails", "", "a/b", "mails.yaml"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StudioError):
        PlanFolder(tmp_path).save("plan: x", name=name)
    assert not list(tmp_path.rglob("*.yaml"))
