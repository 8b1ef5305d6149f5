"""The demo: everything in it belongs together, it never touches work, and making it anew makes the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.demo.content import DEMO, demo_inputs, demo_rubric, rows
from studio.demo.installing import EXAMPLE_RATER, install_demo, install_demo_if_new
from studio.records import Project
from studio.store.judges import judges_used
from studio.store.projects import delete_project, project_counts
from studio.store.ratings import events
from studio.workspace import Workspace
from tests.store.shelf import ask

OPINIONS = ("ratings.jsonl", "recorded_verdicts.jsonl", "built_in_verdicts.jsonl")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path)
    yield workspace
    workspace.close()


def test_every_reply_answers_an_input_and_every_opinion_is_of_a_reply() -> None:
    texts = {one.text for one in demo_inputs()}
    replies = [*rows("replies.jsonl"), *rows("replies_by_hand.jsonl")]
    assert {row["input"] for row in replies} <= texts
    names = [row["item"] for row in replies]
    assert len(names) == len(set(names))
    for file in OPINIONS:
        assert {row["item"] for row in rows(file)} <= set(names), file


@pytest.mark.parametrize("file", OPINIONS)
def test_every_value_stands_on_its_scale_and_no_place_is_taken_twice(file: str) -> None:
    rubric = demo_rubric()
    for row in rows(file):
        criterion = rubric.criterion(row["criterion"])
        assert criterion is not None, row
        if row.get("value") is not None:
            assert criterion.scale.holds(row["value"]), row
        else:
            assert row.get("failure"), row
    places = [(row["item"], row["criterion"]) for row in rows(file)]
    assert len(places) == len(set(places))


def test_it_has_inputs_samples_judges_and_ratings_marked_as_examples(workspace: Workspace) -> None:
    install_demo(workspace)
    counts = workspace.read(lambda database: project_counts(database, DEMO.id))
    assert counts["inputs"] >= 30 and counts["samples"] >= 60 and counts["ratings"] > 0
    with workspace.reading() as database:
        judges = judges_used(database, DEMO.id, rubric_id=demo_rubric().id)
        given = events(database, DEMO.id)
    assert len(judges) == sum(bool(rows(file)) for file in OPINIONS[1:]) >= 1
    assert {event.rater for event in given} == {EXAMPLE_RATER.id} and "example" in EXAMPLE_RATER.name
    assert {event.reason for event in given} == {"example"}


def test_every_opinion_has_its_sample_and_can_be_compared(workspace: Workspace) -> None:
    install_demo(workspace)
    path = workspace.store.path
    for table in ("rating_event", "verdict"):
        lost = f"select count(*) from {table} where subject not in (select id from sample where failure is null)"
        assert ask(path, lost) == [(0,)]
    assert all(one.report.n > 0 for one in workspace.compare(workspace.project(DEMO.id)).judges)


def test_making_it_anew_makes_the_same(workspace: Workspace) -> None:
    def held() -> list[object]:
        tables = ("input", "sample", "rating", "verdict", "prompt", "judge", "rater")
        return [ask(workspace.store.path, f"select count(*) from {table}") for table in tables] + [
            ask(workspace.store.path, "select subject, criterion, value from rating order by 1, 2"),
            ask(workspace.store.path, "select id from sample order by 1"),
        ]

    install_demo(workspace)
    first = held()
    install_demo(workspace)
    assert held() == first


def test_it_is_not_made_where_there_is_work(workspace: Workspace) -> None:
    workspace.save_project(Project(id="mine", title="Mine"))
    install_demo_if_new(workspace)
    assert [one.id for one in workspace.projects()] == ["mine"]


def test_once_removed_it_does_not_come_back_by_itself(workspace: Workspace) -> None:
    install_demo_if_new(workspace)
    assert [one.id for one in workspace.projects()] == [DEMO.id]
    workspace.write(lambda database: delete_project(database, DEMO.id))
    install_demo_if_new(workspace)
    assert workspace.projects() == []


def test_it_leaves_a_rubric_of_the_same_name_as_she_wrote_it(workspace: Workspace) -> None:
    file = next(path for path in (workspace.folder / "rubrics").glob("*.yaml") if "support-reply" in path.name)
    file.write_text(file.read_text("utf-8").replace("title:", "title: My own", 1), "utf-8")
    mine = file.read_text("utf-8")
    install_demo(workspace)
    assert file.read_text("utf-8") == mine
