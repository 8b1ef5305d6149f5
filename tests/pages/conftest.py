"""A studio on a workspace of its own for each page test, driven through the one entry, studio/app.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from studio.records import Judge, Project, Prompt, Rater, Sample, Verdict
from studio.rubric.reading import parse_rubric
from studio.settings import WORKSPACE_VARIABLE
from studio.store import inputs as stored_inputs
from studio.store import judges, prompts, raters, rubrics, samples, verdicts
from studio.ui import opened
from studio.workspace import Workspace

ROOT = Path(__file__).parents[2]
RUBRIC = """
rubric: reply
title: Reply
task: Answers to customers.
criteria:
  - id: answers
    question: Does it answer?
    scale: pass_fail
    anchors: {pass: It does., fail: It does not.}
  - id: warmth
    question: How warm is it?
    scale: one_to_five
"""


def words(app: AppTest) -> str:
    """Everything a person reads on the page, without the marks that keep foreign text harmless."""
    kinds = ("title", "subheader", "text", "markdown", "caption", "info", "success")
    told = "\n".join(
        [str(element.value) for kind in kinds for element in app.get(kind)]
        + [element.proto.text for element in app.get("progress")]
    )
    return told.replace("\\", "").replace("\u2060", "")


class Studio:
    """The app and its workspace, as a test sees them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def workspace(self) -> Workspace:
        """The very workspace the pages hold."""
        return opened.workspace()

    def page(self, name: str, **state: object) -> AppTest:
        """The app, switched to this page and run."""
        app = AppTest.from_file(str(ROOT / "studio" / "app.py"), default_timeout=30)
        for key, value in state.items():
            app.session_state[key] = value
        app.run()
        if name != "home":
            app.switch_page(str(ROOT / "pages" / f"{name}.py")).run()
        assert not app.exception
        return app

    def fill(self, *, samples_each: int = 2, judged: bool = True) -> Project:
        """A project with three inputs, two prompts, and the verdicts of two judges."""
        workspace = self.workspace
        workspace.rubrics.save_text(RUBRIC.lstrip())
        rubric = parse_rubric(RUBRIC)
        project = Project(id="shop", title="Shop", task="Answers", rubric="reply")
        workspace.save_project(project)
        asked = [stored_inputs.new_input(project="shop", text=f"Question {n}?", tags={"topic": "a"}) for n in range(3)]
        kinds = [Prompt(name="Short", system="Be short."), Prompt(name="Warm", system="Be warm.")][:samples_each]
        made = [
            Sample(
                id=f"{place}{kind}",
                project="shop",
                input_id=one.id,
                prompt_id=prompt.id,
                system="scripted:kind",
                output=f"Answer {place} {prompt.name}",
            )
            for place, one in enumerate(asked)
            for kind, prompt in enumerate(kinds)
        ]
        named = [Judge(model=f"scripted:{name}", rubric_id=rubric.id, name=name) for name in ("Kind", "Strict")]
        said = [
            Verdict(subject=sample.id, judge_id=judge.id, criterion=name, value=value, explanation=f"{judge.name} says")
            for sample in made
            for judge in named
            for name, value in (("answers", "pass" if judge.name == "Kind" else "fail"), ("warmth", 3))
        ]

        def action(database: object) -> None:
            stored_inputs.save_inputs(database, asked)
            for prompt in kinds:
                prompts.save_prompt(database, prompt, project_id="shop")
            samples.save_samples(database, made)
            rubrics.save_rubric(database, rubric)
            for judge in named:
                judges.save_judge(database, judge)
            if judged:
                verdicts.save_verdicts(database, said, project="shop")
            raters.save_rater(database, Rater(id="ada", name="Ada"))

        workspace.write(action)
        return project


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """An empty workspace without the demo."""
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path))
    st.cache_resource.clear()
    monkeypatch.setattr("studio.ui.opened.install_demo_if_new", lambda workspace: None)
    yield Studio(tmp_path)
    opened.close_workspace()
    st.cache_resource.clear()
