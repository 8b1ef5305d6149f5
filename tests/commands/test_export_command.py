"""`studio export`: a recipe made on the page or sent by a friend is run again from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.cli import FINDING, OK, USAGE
from tests.commands.studio_command import RUBRIC, items, lines, studio, told

RECIPE = """
recipe: passes
keep: [{criterion: answers, any_of: [pass]}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with thirty rated samples of which ten pass, judged alike but for one, and ten unrated ones."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "reply.yaml").write_text(RUBRIC)
    (folder / "recipes").mkdir()
    (folder / "recipes" / "passes.yaml").write_text(RECIPE)
    opinion = {"criterion": "answers", "scale": "pass_fail"}
    values = ["pass" if n % 3 == 0 else "fail" for n in range(40)]
    said = [("anna", "human", values[:30]), ("strict", "judge", ["fail", *values[1:]])]
    rows = [
        {"item_id": f"i{n}", "rater_id": who, "rater_kind": kind, "label": value} | opinion
        for who, kind, values in said
        for n, value in enumerate(values)
    ]
    done = studio(
        *("import", items(folder, count=40), lines(folder / "opinions.jsonl", rows)),
        *("--project", "shop", "--workspace", folder, "--json"),
    )
    assert done.returncode == OK, done.stdout + done.stderr
    return folder


def export(folder: Path, *more: object):
    return studio("export", "--project", "shop", "--workspace", folder, "--format", "sft", *more)


def test_a_recipe_kept_in_the_workspace_is_run_by_its_name_and_a_file_by_its_path(folder, tmp_path) -> None:
    for recipe in ("passes", folder / "recipes" / "passes.yaml"):
        done = export(folder, "--recipe", recipe, "--out", tmp_path / "set", "--json")
        assert done.returncode == OK, done.stderr
        assert told(done)["chosen"] == 10
    assert told(done)["new"] is False


def test_an_unknown_recipe_is_told_which_there_are(folder, tmp_path) -> None:
    done = export(folder, "--recipe", "fails", "--out", tmp_path / "set")
    assert done.returncode == USAGE
    assert "passes" in done.stderr
    assert not (tmp_path / "set").exists()


def test_a_dry_run_says_what_would_go_in_and_why_not_the_rest_and_writes_nothing(folder, tmp_path) -> None:
    done = export(folder, "--recipe", "passes", "--dry-run")
    assert done.returncode == OK
    assert "10 samples of 10 inputs." in done.stdout
    assert "20 left out: answers: another value" in done.stdout
    assert "10 left out: answers: not rated, and the recipe lets no judge stand in" in done.stdout
    report = told(export(folder, "--recipe", "passes", "--dry-run", "--json"))
    assert sum(len(rows) for rows in report["first_rows"].values()) > 0
    assert not list(folder.glob("exports"))


def test_neither_a_folder_nor_a_dry_run_is_wrong_usage(folder) -> None:
    assert export(folder).returncode == USAGE


@pytest.mark.parametrize(("format", "told"), [("xml", "no format called")])
def test_a_format_that_cannot_be_made_is_refused_with_the_reason(folder, tmp_path, format, told) -> None:
    done = studio("export", "--project", "shop", "--workspace", folder, "--format", format, "--out", tmp_path / "x")
    assert done.returncode == USAGE
    assert told in done.stderr and "sft" in done.stderr


def test_what_stands_in_a_held_out_file_of_the_workspace_is_left_out(folder, tmp_path) -> None:
    (folder / "held-out").mkdir(exist_ok=True)
    inputs = [json.loads(line)["input"] for line in (folder / "items.jsonl").read_text().splitlines()]
    (folder / "held-out" / "test.txt").write_text(inputs[0] + "\n" + inputs[3])
    (tmp_path / "clean.yaml").write_text(RECIPE + "hygiene: {held_out: held-out/test.txt}\n")
    assert told(export(folder, "--recipe", tmp_path / "clean.yaml", "--dry-run", "--json"))["chosen"] == 8


def test_a_held_out_file_outside_the_workspace_is_not_read(folder, tmp_path) -> None:
    (tmp_path / "far.txt").write_text("Somebody else's text.")
    (tmp_path / "far.yaml").write_text(RECIPE + f"hygiene: {{held_out: '{tmp_path / 'far.txt'}'}}\n")
    done = export(folder, "--recipe", tmp_path / "far.yaml", "--dry-run")
    assert done.returncode == FINDING
    assert "outside the workspace" in done.stderr


def test_the_papers_name_the_rater_the_agreement_and_the_corrected_estimate(folder, tmp_path) -> None:
    assert export(folder, "--out", tmp_path / "set").returncode == OK
    manifest = json.loads((tmp_path / "set" / "manifest.json").read_text())
    (judge,) = manifest["judges"]
    (quality,) = manifest["corrected_quality"]
    assert manifest["compared_with"] == "anna"
    assert judge["agreement"]["answers"]["n"] == 30
    assert (quality["samples"], quality["share_that_passes"]["n"]) == (40, 30)
    # 14 of 40 pass: the judge says 13, and one of its fails in 30 is a pass of hers.
    assert quality["share_that_passes"]["low"] < 14 / 40 < quality["share_that_passes"]["high"]
    card = (tmp_path / "set" / "README.md").read_text()
    assert "of all 40 judged samples pass, by the verdicts of strict corrected with 30 ratings" in card
    assert "picked at random" in card
