"""`studio best`: the picks of every judge, what they are worth, and their marks beside the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cli import FINDING, OK, USAGE
from studio.records import Project
from studio.store.inputs import inputs, new_input, save_inputs
from studio.store.variants import answers_to
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC, studio, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three inputs with two answers each, judged by one judge, rated by nobody."""
    folder = tmp_path_factory.mktemp("best")
    workspace = Workspace(folder)
    workspace.save_project(Project(id="shop", title="Shop", task="A shop answers its customers."))
    asked = [new_input(project="shop", text=f"Where is parcel {number}?") for number in range(3)]
    workspace.write(lambda database: save_inputs(database, asked))
    workspace.close()
    (folder / "reply.yaml").write_text(RUBRIC)
    (folder / "brief.txt").write_text("Be brief.")
    made = ("--model", "scripted:fair", "--prompt", folder / "brief.txt", "--per-input", 2)
    assert studio("generate", "--project", "shop", "--workspace", folder, *made).returncode == OK
    return folder


def best(folder: Path, *more: object) -> tuple[str, ...]:
    return ("best", "--project", "shop", "--rubric", folder / "reply.yaml", "--workspace", folder, "--json", *more)


def test_without_a_judge_there_is_nothing_to_pick_by_and_with_one_its_picks_can_be_marked(folder: Path) -> None:
    early = studio(*best(folder))
    assert early.returncode == FINDING and told(early)["judges"] == []

    judged = ("--rubric", folder / "reply.yaml", "--judge", "scripted:fair", "--workspace", folder)
    assert studio("judge", "--project", "shop", *judged).returncode == OK
    done = studio(*best(folder, "--mark", "scripted:fair"))
    (judge,) = told(done)["judges"]
    assert done.returncode == OK
    assert (judge["judge"], judge["inputs"], judge["course"], len(judge["picks"])) == ("scripted:fair", 3, "unknown", 3)
    assert [point["n"] for point in judge["curve"]] == [1, 2]
    workspace = Workspace(folder, read_only=True)
    with workspace.reading() as database:
        marked = {
            one.id: answer.sample.id
            for one in inputs(database, "shop")
            for answer in answers_to(database, one.id)
            if answer.pickers == ("scripted:fair",)
        }
    assert marked == judge["picks"]


def test_a_judge_nobody_knows_is_told_with_those_there_are(folder: Path) -> None:
    done = studio(*best(folder, "--mark", "gpt"))
    assert done.returncode == USAGE and "gpt has judged no answers" in told(done)["error"]
