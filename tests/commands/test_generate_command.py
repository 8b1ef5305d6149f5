"""`studio generate`, and what generate and judge say before they would ask anybody."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from studio.cli import FINDING, OK, USAGE
from studio.records import Project, Prompt
from studio.settings import MinuteLimits, Settings, save_settings
from studio.store.inputs import inputs, new_input, save_inputs
from studio.store.samples import every_sample
from studio.workspace import Workspace
from tests.commands.studio_command import RUBRIC, studio, told

PLAN = """
plan: help-desk
total: 4
dimensions:
  mood: [calm, annoyed]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a project that has two inputs, a plan, two prompt files and a rubric file."""
    workspace = Workspace(tmp_path)
    workspace.save_project(Project(id="shop", title="Shop", task="A shop answers its customers."))
    asked = [new_input(project="shop", text=text) for text in ("Where is my parcel?", "Can I send the boots back?")]
    workspace.write(lambda database: save_inputs(database, asked))
    workspace.close()
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "brief.txt").write_text("Be brief.")
    (tmp_path / "kind.txt").write_text("A customer writes:\n{{input}}\nAnswer kindly.")
    (tmp_path / "reply.yaml").write_text(RUBRIC)
    return tmp_path


def generate(folder: Path, *more: object) -> tuple[int, dict[str, Any]]:
    done = studio("generate", "--project", "shop", "--workspace", folder, "--json", *more)
    return done.returncode, told(done)


def test_samples_are_made_once_for_every_prompt_and_model(folder: Path) -> None:
    words = ("--model", "scripted:fair", "--prompt", folder / "brief.txt", "--prompt", folder / "kind.txt")
    code, report = generate(folder, *words)
    lanes = report["samples"]["models"]
    assert code == OK
    assert [(lane["name"], lane["done"]) for lane in lanes] == [
        ("brief · scripted:fair", 2),
        ("kind · scripted:fair", 2),
    ]
    again, report = generate(folder, *words)
    assert (again, [lane["calls"] for lane in report["samples"]["models"]]) == (OK, [0, 0])
    workspace = Workspace(folder, read_only=True)
    assert len(workspace.read(lambda database: list(every_sample(database, "shop")))) == 4


def test_limits_a_minute_are_kept_with_the_run_for_whoever_resumes_it(folder: Path) -> None:
    limits = ("--requests-per-minute", "600", "--tokens-per-minute", "90000")
    code, _ = generate(folder, "--model", "scripted:fair", "--prompt", folder / "brief.txt", *limits)
    workspace = Workspace(folder, read_only=True)
    (run,) = workspace.runs("shop", kind="generate")
    assert (code, run.plan["per_minute"]) == (OK, {"requests": 600, "tokens": 90_000})


def test_without_a_word_of_limits_those_of_the_settings_hold(folder: Path) -> None:
    save_settings(Settings(minute_limits=(MinuteLimits(provider="scripted", requests=60),)), folder=folder)
    workspace = Workspace(folder)
    began = time.monotonic()
    run_id = workspace.start_generating(
        workspace.project("shop"),
        prompts_used=[Prompt(name="brief", system="Be brief.")],
        models=["scripted:fair"],
        per_input=2,
    )
    workspace.jobs.wait(run_id)
    took = time.monotonic() - began
    assert workspace.progress(run_id).lanes[0].done == 4
    workspace.close()
    # Four calls, one a second; a second's worth may go at once.
    assert took >= 2.0


def test_without_prompt_files_the_projects_own_prompts_are_used(folder: Path) -> None:
    generate(folder, "--model", "scripted:fair", "--prompt", folder / "brief.txt")
    code, report = generate(folder, "--model", "scripted:fair", "--per-input", "2")
    assert code == OK
    assert [lane["name"] for lane in report["samples"]["models"]] == ["brief · scripted:fair"]


def test_a_plan_writes_inputs_with_the_tags_of_their_cell_and_says_what_repeated(folder: Path) -> None:
    code, report = generate(folder, "--model", "scripted:fair", "--plan", folder / "plan.yaml", "--inputs-only")
    (lane,) = report["inputs"]["models"]
    workspace = Workspace(folder, read_only=True)
    made = [one for one in workspace.read(lambda database: inputs(database, "shop")) if one.origin == "generated"]
    assert lane["done"] == len(made) and {one.tags["mood"] for one in made} <= {"calm", "annoyed"}
    assert sum(lane["failed"].values()) == 4 - len(made)
    assert code == (OK if len(made) == 4 else FINDING)


def test_a_dry_run_counts_inputs_yet_to_come_and_asks_nobody(folder: Path) -> None:
    words = ("--model", "openai:gpt-5-mini", "--plan", folder / "plan.yaml", "--prompt", folder / "brief.txt")
    code, report = generate(folder, *words, "--dry-run")
    assert code == OK
    # 4 inputs in two calls, then 2 + 4 samples.
    assert [part["calls"] for part in report["parts"]] == [2, 6]
    assert Workspace(folder, read_only=True).runs("shop") == []


def test_a_dry_run_of_judging_tells_an_unknown_price_from_a_known_one(folder: Path) -> None:
    generate(folder, "--model", "scripted:fair", "--prompt", folder / "brief.txt")
    done = studio(
        *("judge", "--project", "shop", "--workspace", folder, "--rubric", folder / "reply.yaml", "--json"),
        *("--judge", "openai:gpt-5-mini", "--judge", "gateway:mystery", "--dry-run"),
    )
    known, unknown = told(done)["parts"]
    assert done.returncode == OK
    assert (known["calls"], unknown["calls"]) == (2, 2)
    assert known["cost_usd"]["low"] <= known["cost_usd"]["expected"] <= known["cost_usd"]["high"]
    assert unknown["cost_usd"] is None and told(done)["cost_usd"] is None


def test_what_is_missing_or_unknown_is_a_sentence(folder: Path) -> None:
    done = studio("generate", "--project", "shop", "--workspace", folder, "--model", "scripted:fair")
    assert done.returncode == USAGE and "has no prompt yet" in done.stderr
    (folder / "odd.txt").write_text("{{input}} in the {{weather}}")
    done = studio(
        *("generate", "--project", "shop", "--workspace", folder, "--model", "scripted:fair"),
        *("--prompt", folder / "odd.txt"),
    )
    assert done.returncode == FINDING and "{{weather}}" in done.stderr
