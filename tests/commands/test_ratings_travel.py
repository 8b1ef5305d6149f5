"""Two people rate apart; `studio export --format ratings` and `studio import` bring their work together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from studio.records import Rater, Rating
from studio.store.engine import Database
from studio.store.raters import rater_of
from studio.store.ratings import RatingEvent, events, last_event, ratings, undo_of
from studio.store.samples import pair_up
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC, studio
from tests.store.shelf import ask


def workspace_with_items(folder: Path, *, inputs: int = 4) -> Path:
    (folder / "rubrics").mkdir(parents=True)
    (folder / "rubrics" / "reply.yaml").write_text(RUBRIC.lstrip(), "utf-8")
    items = folder / "items.jsonl"
    rows = [{"item_id": f"i{n}", "input": f"Question {n % inputs}?", "output": f"Answer {n}"} for n in range(4)]
    items.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    studio("import", items, "--project", "shop", "--workspace", folder)
    return folder


def rate_all(folder: Path, *, rater: str, values: str, table: str = "sample") -> None:
    """This person passes or fails each item in turn (p, f), or prefers A or B, as the queue asked."""
    workspace = Workspace(folder)
    project = workspace.project("shop")
    workspace.save_project(replace(project, rubric="reply"))
    rubric = workspace.rubric_of(workspace.project("shop"))
    assert rubric is not None
    subjects = workspace.read(
        lambda database: [row[0] for row in database.conn.execute(f"select id from {table} order by id")]
    )
    for place, sign in enumerate(values):
        event = RatingEvent(
            project="shop",
            rater=rater,
            subject=subjects[place],
            rubric_id=rubric.id,
            criterion="answers",
            value={"p": "pass", "f": "fail"}.get(sign, sign),
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


def test_what_was_changed_taken_back_and_flagged_travels_too_in_both_directions(tmp_path: Path) -> None:
    hers, his = workspace_with_items(tmp_path / "hers"), workspace_with_items(tmp_path / "his")
    rate_all(hers, rater="ada", values="pp")
    rate_all(his, rater="ben", values="ppp")
    carry(his, to=hers)
    take_back_the_last(his, rater="ben")
    rate_all(his, rater="ben", values="f")
    flag_the_first(his, rater="ben", note="ask Ada")
    for _ in range(2):
        carry(his, to=hers)
        carry(hers, to=his)
        for folder in (hers, his):
            found = sorted((one.rater, one.value) for one in standing(folder))
            assert found == [("ada", "pass"), ("ada", "pass"), ("ben", "fail"), ("ben", "pass")]
    assert done_by(hers, "ben") == done_by(his, "ben")
    assert done_by(hers, "ada") == done_by(his, "ada")
    assert [action for action, _, _ in done_by(hers, "ben")].count("flag") == 1
    assert named(hers, "ben") == "Ben"


def carry(folder: Path, *, to: Path) -> None:
    """Exports the ratings of one workspace and takes them into another."""
    out = to / "out"
    sent = studio(
        "export", "--project", "shop", "--format", "ratings", "--out", out, "--replace", "--workspace", folder
    )
    assert sent.returncode == 0, sent.stderr
    taken = studio("import", out, "--project", "shop", "--workspace", to)
    assert taken.returncode == 0, taken.stderr
    assert "No line was skipped" in taken.stdout


def take_back_the_last(folder: Path, *, rater: str) -> None:
    _act(folder, rater, undo_of)


def flag_the_first(folder: Path, *, rater: str, note: str) -> None:
    _act(folder, rater, lambda last: replace(last, action="flag", value=None, criterion="", note=note, uid=uuid4().hex))


def _act(folder: Path, rater: str, event_after: Callable[[RatingEvent], RatingEvent]) -> None:
    workspace = Workspace(folder)
    rubric = workspace.rubric_of(workspace.project("shop"))
    last = workspace.read(lambda database: last_event(database, "shop", rater=rater))
    assert rubric is not None and last is not None
    workspace.append_ratings([event_after(last)], rater=Rater(id=rater, name=rater.title()), rubric=rubric)
    workspace.close()


def done_by(folder: Path, rater: str) -> list[tuple[str, str, str]]:
    """Everything this person did, whatever the order it came in."""
    workspace = Workspace(folder, read_only=True)
    try:
        found = workspace.read(lambda database: events(database, "shop", rater=rater))
    finally:
        workspace.close()
    return sorted((event.action, event.uid, event.note) for event in found)


def named(folder: Path, rater: str) -> str:
    workspace = Workspace(folder, read_only=True)
    try:
        found = workspace.read(lambda database: rater_of(database, rater))
    finally:
        workspace.close()
    assert found is not None
    return found.name


def test_samples_sent_to_a_second_person_stay_one_sample_each_and_her_pairs_come_back_rated(tmp_path: Path) -> None:
    hers, his = workspace_with_items(tmp_path / "hers", inputs=2), tmp_path / "his"
    rate_all(hers, rater="ada", values="p")
    hold(hers, lambda database: pair_up(database, "shop"))
    studio("export", "--project", "shop", "--format", "jsonl", "--out", tmp_path / "sent", "--workspace", hers)
    (his / "rubrics").mkdir(parents=True)
    (his / "rubrics" / "reply.yaml").write_text(RUBRIC.lstrip(), "utf-8")
    studio("import", tmp_path / "sent", "--project", "shop", "--workspace", his)
    assert [counted(folder) for folder in (hers, his)] == [{"sample": 4, "pair": 2}] * 2
    rate_all(his, rater="ben", values="AB", table="pair")
    carry(his, to=hers)
    assert better(hers) == better(his)
    assert len(better(hers)) == 2


def hold(folder: Path, action: Callable[[Database], object]) -> None:
    workspace = Workspace(folder)
    workspace.write(action)
    workspace.close()


def counted(folder: Path) -> dict[str, int]:
    return {table: ask(folder / "studio.db", f"select count(*) from {table}")[0][0] for table in ("sample", "pair")}


def better(folder: Path) -> set[str]:
    """The texts of the outputs that Ben prefers."""
    found = ask(
        folder / "studio.db",
        """select output from rating join pair on pair.id = rating.subject
           join sample on sample.id = case rating.value when 'A' then pair.sample_a else pair.sample_b end
           where rating.rater = 'ben'""",
    )
    return {text for (text,) in found}
