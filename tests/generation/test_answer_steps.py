"""Answers are split where a step ends, into a project of their own whose ratings stay when it is done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.curation.steps import STEP_TAG
from studio.errors import NotFound, StudioError
from studio.generation.answer_steps import answers_so_far
from studio.records import Project, Sample
from studio.store.inputs import new_input, save_inputs
from studio.store.samples import every_sample, save_samples
from studio.workspace import Workspace

ASKED = new_input(project="sums", text="3 rows of 8 books, 5 are lent out. How many are there?")


@pytest.mark.parametrize(
    ("step", "text", "so_far"),
    [
        ("paragraph", "One.\n\nTwo.\n \n\nThree.\n", ["One.", "One.\n\nTwo.", "One.\n\nTwo.\n \n\nThree."]),
        ("line", "One.\nTwo.\n\nThree.", ["One.", "One.\nTwo.", "One.\nTwo.\n\nThree."]),
        ("number", "1. One\nand more\n2) Two\nEnd", ["1. One\nand more", "1. One\nand more\n2) Two\nEnd"]),
        ("number", "Let me see.\n1. One\n2. Two", ["Let me see.\n1. One", "Let me see.\n1. One\n2. Two"]),
        ("number", "**Step 1**: One\n**Step 2**: Two", ["**Step 1**: One", "**Step 1**: One\n**Step 2**: Two"]),
        ("number", "I bought 3.\n5 apples", ["I bought 3.\n5 apples"]),
        ("paragraph", "  \n\nOnly one.", ["  \n\nOnly one."]),
    ],
)
def test_an_answer_is_cut_where_the_next_step_begins(step, text, so_far) -> None:
    assert answers_so_far(text, step=step) == so_far


@pytest.fixture
def workspace(tmp_path: Path):
    opened = Workspace(tmp_path)
    opened.save_project(Project(id="sums", title="Sums"))
    answer(opened, "a", "24 books.\n\n24 - 5 is 19.")
    answer(opened, "b", "24 books.\n\n24 - 5 is 21.")
    answer(opened, "c", "19.")
    yield opened
    opened.close()


def answer(workspace: Workspace, name: str, text: str) -> None:
    """One more answer to the same input."""
    workspace.write(lambda database: save_inputs(database, [ASKED]))
    made = Sample(id=name, project="sums", input_id=ASKED.id, output=text, system="local:a")
    workspace.write(lambda database: save_samples(database, [made]))


def test_steps_are_a_project_of_their_own_with_a_rubric_that_asks_of_them(workspace) -> None:
    made = workspace.split_into_steps(workspace.project("sums"), step="paragraph")
    # Both begin with the same step, which is there once.
    assert (made.answers, made.steps, made.undivided) == (2, 3, 1)
    steps = workspace.read(lambda database: list(every_sample(database, "sums-steps")))
    assert sorted((one.tags[STEP_TAG], one.output) for one in steps) == [
        ("1", "24 books."),
        ("2", "24 books.\n\n24 - 5 is 19."),
        ("2", "24 books.\n\n24 - 5 is 21."),
    ]
    rubric = workspace.rubric_of(workspace.project("sums-steps"))
    assert [criterion.id for criterion in rubric.criteria] == ["last_step"]
    assert len(workspace.read(lambda database: list(every_sample(database, "sums")))) == 3


def test_done_again_only_what_is_new_is_added(workspace) -> None:
    workspace.split_into_steps(workspace.project("sums"), step="paragraph")
    answer(workspace, "d", "8 + 8 + 8 is 24.\n\nMinus 5 is 19.")
    assert workspace.split_into_steps(workspace.project("sums"), step="paragraph").steps == 2


def test_another_cut_is_refused_where_steps_are_there(workspace) -> None:
    workspace.split_into_steps(workspace.project("sums"), step="paragraph")
    with pytest.raises(StudioError, match="with one step a paragraph"):
        workspace.split_into_steps(workspace.project("sums"), step="line")


def test_answers_of_one_step_make_no_project(workspace) -> None:
    with pytest.raises(NotFound, match="has more than one number"):
        workspace.split_into_steps(workspace.project("sums"), step="number")
    assert [project.id for project in workspace.projects()] == ["sums"]
