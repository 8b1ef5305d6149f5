"""Two people rate apart; `studio export --format ratings` and `studio import` bring their work together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from studio.records import Rater, Rating
from studio.store.ratings import RatingEvent, ratings
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC, studio


def workspace_with_items(folder: Path) -> Path:
    (folder / "rubrics").mkdir(parents=True)
    (folder / "rubrics" / "reply.yaml").write_text(RUBRIC.lstrip(), "utf-8")
    items = folder / "items.jsonl"
    rows = [{"item_id": f"i{n}", "input": f"Question {n}?", "output": f"Answer {n}"} for n in range(4)]
    items.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    studio("import", items, "--project", "shop", "--workspace", folder)
    return folder


def rate_all(folder: Path, *, rater: str, values: str) -> None:
    """This person passes or fails each item in turn (p, f), as the queue asked."""
    workspace = Workspace(folder)
    project = workspace.project("shop")
    workspace.save_project(replace(project, rubric="reply"))
    rubric = workspace.rubric_of(workspace.project("shop"))
    assert rubric is not None
    subjects = workspace.read(
        lambda database: [row[0] for row in database.conn.execute("select id from sample order by id")]
    )
    for place, sign in enumerate(values):
        event = RatingEvent(
            project="shop",
            rater=rater,
            subject=subjects[place],
            rubric_id=rubric.id,
            criterion="answers",
            value="pass" if sign == "p" else "fail",
            inclusion=1 / (4 - place),
            reason="disagree",
        )
        workspace.append_ratings([event], rater=Rater(id=rater, name=rater.title()), rubric=rubric)
    workspace.close()


def standing(folder: Path) -> list[Rating]:
    workspace = Workspace(folder, read_only=True)
    try:
        return workspace.read(lambda database: ratings(database, "shop"))
    finally:
        workspace.close()


def test_two_peoples_ratings_come_together_and_coming_twice_changes_nothing(tmp_path: Path) -> None:
    hers, his = workspace_with_items(tmp_path / "hers"), workspace_with_items(tmp_path / "his")
    rate_all(hers, rater="ada", values="pfp")
    rate_all(his, rater="ben", values="ffff")
    done = studio("export", "--project", "shop", "--format", "ratings", "--out", tmp_path / "out", "--workspace", his)
    assert done.returncode == 0, done.stderr
    for _ in range(2):
        studio("import", tmp_path / "out", "--project", "shop", "--workspace", hers)
        found = standing(hers)
        assert sorted((one.rater, one.value) for one in found) == [
            ("ada", "fail"),
            ("ada", "pass"),
            ("ada", "pass"),
            *[("ben", "fail")] * 4,
        ]
    assert {one.reason for one in found} == {"disagree"}, (
        "why the queue asked travels along: without it no fair weights"
    )
    assert all(one.inclusion for one in found)
