"""A workspace with a judge she has checked, opened as a training opens it; the judge answers what was prepared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import studio
from studio.providers.scripted import ScriptedProvider
from studio.records import Judge, Project, Rater, Sample, Verdict
from studio.reward_function import RewardFunction
from studio.rubric.reading import parse_rubric
from studio.runs.jobs import Jobs
from studio.store import inputs, judges, rubrics, samples, verdicts
from studio.store.ratings import RatingEvent
from studio.workspace import Workspace

RUBRIC = """
rubric: reply
title: Reply
task: Answers to customers.
criteria:
  - id: answers
    question: Does it answer?
    scale: pass_fail
  - id: warmth
    question: How warm is it?
    scale: one_to_five
"""
RATED = 40


def checked_workspace(folder: Path) -> Path:
    """A workspace with forty rated samples, a judge that said the same of all of them, and one that never did."""
    workspace = Workspace(folder)
    workspace.rubrics.save_text(RUBRIC.lstrip())
    rubric = parse_rubric(RUBRIC)
    workspace.save_project(Project(id="shop", title="Shop", rubric="reply"))
    asked = [inputs.new_input(project="shop", text=f"Question {n}?") for n in range(RATED)]
    values = [{"answers": "pass" if n % 2 else "fail", "warmth": 1 + n % 5} for n in range(RATED)]
    turned = [{"answers": "fail" if n % 2 else "pass", "warmth": 1 + (n + 2) % 5} for n in range(RATED)]
    named = [Judge(model=f"scripted:{name}", rubric_id=rubric.id, name=name) for name in ("fair", "strict")]
    kept = [
        Verdict(subject=f"s{n}", judge_id=judge.id, criterion=name, value=value)
        for judge, by in zip(named, (values, turned), strict=True)
        for n, one in enumerate(by)
        for name, value in one.items()
    ]

    def action(database: Any) -> None:
        inputs.save_inputs(database, asked)
        made = [Sample(id=f"s{n}", project="shop", input_id=one.id, output=f"A {n}") for n, one in enumerate(asked)]
        samples.save_samples(database, made)
        rubrics.save_rubric(database, rubric)
        for judge in named:
            judges.save_judge(database, judge)
        verdicts.save_verdicts(database, kept, project="shop")

    workspace.write(action)
    events = [
        RatingEvent(
            project="shop", rater="ada", rubric_id=rubric.id, criterion=name, subject=f"s{n}", action="rate", value=v
        )
        for n, one in enumerate(values)
        for name, v in one.items()
    ]
    workspace.append_ratings(events, rater=Rater(id="ada", name="Ada"), rubric=rubric)
    workspace.close()
    return folder


class Training:
    """A workspace as training opens it, with a judge that answers what was prepared, by the runs' own door."""

    def __init__(self, folder: Path) -> None:
        self.judge = ScriptedProvider()
        self.price: float | None = 0.0
        self.workspace = Workspace(folder, read_only=True)
        self.workspace.jobs = Jobs(
            store=self.workspace.store, open_provider=lambda _: self.judge, price=lambda *_: self.price
        )

    def reward(self, *replies: Any, judge: str = "fair", **how: Any) -> RewardFunction:
        """The judge as a reward function, once these replies are prepared."""
        self.judge = ScriptedProvider(replies)
        return studio.reward("shop", judge, workspace=self.workspace, **how)
