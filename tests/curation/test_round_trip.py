"""What leaves as evaluation JSONL or as ratings comes back by the ordinary import, exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.curation.dataset import write_dataset
from studio.curation.papers import JudgePaper, Papers
from studio.curation.recipe import Recipe
from studio.interchange.importing import import_files
from studio.store.judges import judges_used
from studio.store.ratings import events
from studio.workspace import Workspace

# The import refuses half characters and zero bytes; what writing does with them is tested with the formats.
HOSTILE = "\x1b[31m red, \u202e right, \u2028 line, \r\n end, =1+1, <script>, {{x}}, 𝒳, e\u0301"
EVERYTHING = Recipe.model_validate({"recipe": "all", "hygiene": {"exact_duplicates": False, "secrets": "list"}})


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]


def write_lines(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    items = [
        {"item_id": f"s{n}", "input": f"Question {n}?", "output": f"{HOSTILE} {n}", "system": "a"} for n in range(3)
    ]
    items.append({"item_id": "p1", "input": "Question 0?", "output_a": "One.", "output_b": HOSTILE, "system_a": "a"})
    by_ada = {"rater_id": "ada", "rater_kind": "human", "status": "ok"}
    by_judge = {"rater_id": "gpt/p1", "rater_kind": "judge", "status": "ok"}
    tone = {"criterion": "tone", "scale": "five"}
    better = {"item_id": "p1", "criterion": "better", "scale": "preference"}
    rows = [
        {"item_id": "s0", **tone, **by_ada, "score": 4, "reason": HOSTILE},
        {"item_id": "s0", **tone, **by_judge, "score": 2, "reason": "Dry."},
        {"item_id": "s1", **tone, **by_judge, "status": "parse_error", "raw": "Hm"},
        {**better, **by_ada, "label": "B"},
        {**better, **by_judge, "order": "AB", "label": "A"},
        {**better, **by_judge, "order": "BA", "label": "A"},
    ]
    scales = {
        "five": {"type": "ordinal", "values": [1, 2, 3, 4, 5]},
        "preference": {"type": "pairwise", "values": ["A", "tie", "B"]},
    }
    (folder / "dataset.json").write_text(
        json.dumps({"criteria": {"tone": "Is it kind?", "better": "Which is better?"}, "scales": scales})
    )
    write_lines(folder / "items.jsonl", items)
    write_lines(folder / "ratings.jsonl", rows)
    return folder


def exported(workspace: Workspace, project: str, *, format: str, folder: Path) -> Path:
    found = workspace.project(project)
    rubric = workspace.rubric_of(found)
    assert rubric is not None
    judges = workspace.read(lambda database: judges_used(database, project, rubric_id=rubric.id))
    papers = Papers(
        rubric=rubric, project=project, judges=tuple(JudgePaper(judge=judge, name=judge.name) for judge in judges)
    )
    candidates = workspace.candidates(found, rubric=rubric)
    write_dataset(folder=folder, format=format, candidates=candidates, recipe=EVERYTHING, papers=papers)
    return folder


def said(folder: Path) -> list[tuple]:
    fields = ("item_id", "criterion", "rater_kind", "score", "label", "order", "reason", "raw", "status")
    return sorted(tuple(str(row.get(field)) for field in fields) for row in lines(folder / "ratings.jsonl"))


def texts(folder: Path) -> list[tuple]:
    fields = ("item_id", "input", "output", "output_a", "output_b", "system", "system_a")
    return sorted(tuple(str(row.get(field)) for field in fields) for row in lines(folder / "items.jsonl"))


def test_evaluation_jsonl_comes_back_exactly(tmp_path: Path, source: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    import_files(store=workspace.store, project_id="first", paths=[source])
    out = exported(workspace, "first", format="jsonl", folder=tmp_path / "out")
    assert texts(out) == texts(source)
    assert said(out) == said(source)
    workspace.close()
    elsewhere = Workspace(tmp_path / "elsewhere")
    import_files(store=elsewhere.store, project_id="second", paths=[out])
    again = exported(elsewhere, "second", format="jsonl", folder=tmp_path / "again")
    elsewhere.close()
    assert texts(again) == texts(out)
    assert said(again) == said(out)


def test_ratings_taken_in_twice_are_the_same_events(tmp_path: Path, source: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    import_files(store=workspace.store, project_id="first", paths=[source])
    before = workspace.read(lambda database: events(database, "first"))
    out = exported(workspace, "first", format="ratings", folder=tmp_path / "out")
    assert not (out / "items.jsonl").exists()
    import_files(store=workspace.store, project_id="first", paths=[out])
    after = workspace.read(lambda database: events(database, "first"))
    workspace.close()
    assert before == after
    assert len(before) == 2
