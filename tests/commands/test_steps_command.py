"""`studio steps`, and steps that come from elsewhere: rated one by one and put together again by `studio export`."""

from __future__ import annotations

import json
from pathlib import Path

from studio.cli import OK, USAGE
from tests.commands.studio_command import lines, studio, told

ASKED = "3 rows of 8 books, 5 are lent out. How many are there?"
SO_FAR = ["24 books.", "24 books.\n\n24 - 5 is 21."]
RECIPE = "recipe: right\nkeep: [{criterion: last_step, any_of: [pass]}]\n"


def test_answers_are_split_once_and_only_new_ones_are_added(tmp_path: Path) -> None:
    rows = [{"item_id": "a", "input": ASKED, "output": SO_FAR[1], "system": "m"}]
    answers = lines(tmp_path / "answers.jsonl", rows)
    studio("import", answers, "--project", "sums", "--workspace", tmp_path / "work")
    words = ("steps", "--project", "sums", "--workspace", tmp_path / "work", "--json")
    assert told(studio(*words)) == {"project": "sums-steps", "answers": 1, "steps": 2, "undivided": 0}
    assert told(studio(*words))["steps"] == 0
    refused = studio(*words, "--by", "number")
    assert refused.returncode != OK and "with one step a paragraph" in refused.stderr


def test_steps_from_elsewhere_are_imported_with_their_ratings_and_exported_together(tmp_path: Path) -> None:
    opinion = {"criterion": "last_step", "scale": "pass_fail", "rater_id": "ada", "rater_kind": "human"}
    items = [
        {"item_id": f"a#{n}", "input": ASKED, "output": text, "system": "m", "tags": {"answer_step": str(n)}}
        for n, text in enumerate(SO_FAR, start=1)
    ]
    ratings = [{"item_id": f"a#{n}", "label": value} | opinion for n, value in ((1, "pass"), (2, "fail"))]
    files = lines(tmp_path / "items.jsonl", items), lines(tmp_path / "ratings.jsonl", ratings)
    work = tmp_path / "work"
    studio("import", *files, "--project", "sums", "--workspace", work)
    (tmp_path / "right.yaml").write_text(RECIPE)
    export = ("export", "--project", "sums", "--workspace", work, "--format", "prm")
    done = studio(*export, "--recipe", tmp_path / "right.yaml", "--out", tmp_path / "set")
    assert done.returncode == OK, done.stderr
    (row,) = [json.loads(line) for file in (tmp_path / "set").glob("*.jsonl") for line in file.open()]
    assert (row["completions"], row["labels"]) == (["24 books.", "24 - 5 is 21."], [True, False])


def test_a_project_nobody_knows_is_wrong_usage(tmp_path: Path) -> None:
    studio("demo", "--workspace", tmp_path)
    assert studio("steps", "--project", "nope", "--workspace", tmp_path).returncode == USAGE
