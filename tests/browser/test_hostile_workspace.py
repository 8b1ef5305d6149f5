"""Every page of the real server, with hostile text in every field: nothing is fetched, nothing runs, nothing poses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.records import Criterion, Input, Judge, Project, Prompt, Rater, Rubric, Sample, Verdict
from studio.rubric.writing import new_rubric_text
from studio.store import inputs, judges, projects, prompts, raters, ratings, rubrics, samples, verdicts
from studio.store.ratings import RatingEvent
from studio.store.store import Store
from tests.browser.served import beacon, served_studio
from tests.chromium import browser_context

PAGES = ("", "rubrics", "generate", "rate", "judge", "compare", "curate", "settings")
pytestmark = pytest.mark.browser


def hostile(field: str, at: str) -> str:
    return (
        f"{field} ![x]({at}/{field}-image) <img src={at}/{field}-html onerror=alert(1)> "
        f"<script>document.title='owned'</script> [go](javascript:alert(1)) :red[FAIL] # Owned\n\n# Owned\n\n"
        f"<iframe src={at}/{field}-frame></iframe> $\\href{{{at}}}{{x}}$ \u202edetnwo"
    )


def fill(folder: Path, at: str) -> None:
    def text(field: str) -> str:
        return hostile(field, at)

    rubric = Rubric(
        name="hostile",
        title=text("title")[:200],
        task=text("task"),
        criteria=(
            Criterion(
                id="first", question=text("question"), anchors={"pass": text("anchor"), "fail": text("other-anchor")}
            ),
        ),
    )
    (folder / "rubrics").mkdir(parents=True)
    (folder / "rubrics" / "hostile.yaml").write_text(new_rubric_text(rubric), "utf-8")
    project = Project(id="hostile", title=text("project")[:200], task=text("project-task"), rubric="hostile")
    asked = [
        Input(id=f"i{n}", project="hostile", text=text(f"input{n}"), tags={text("tag"): text("tag-value")})
        for n in range(3)
    ]
    prompt = Prompt(name=text("prompt"), system=text("system"), template=text("template") + "{{input}}")
    made = [
        Sample(
            id=f"s{n}",
            project="hostile",
            input_id=f"i{n}",
            prompt_id=prompt.id,
            system=text("writer"),
            output=text("output"),
            tags={text("sample-tag"): "x"},
        )
        for n in range(3)
    ]
    judge = Judge(model=f"imported:{text('model')}", rubric_id=rubric.id, name=text("judge"), imported=True)
    said = [
        Verdict(subject="s0", judge_id=judge.id, criterion="first", value="fail", explanation=text("reason")),
        Verdict(subject="s1", judge_id=judge.id, criterion="first", failure="unreadable", raw=text("raw")),
    ]
    given = [
        RatingEvent(
            project="hostile",
            rater="eve",
            subject=f"s{n}",
            rubric_id=rubric.id,
            criterion="first",
            value="pass",
            note=text("note"),
        )
        for n in range(2)
    ]
    store = Store(folder / "studio.db")

    def action(database: object) -> None:
        projects.save_project(database, project)
        rubrics.save_rubric(database, rubric)
        prompts.save_prompt(database, prompt, project_id="hostile")
        inputs.save_inputs(database, asked)
        samples.save_samples(database, made)
        judges.save_judge(database, judge)
        verdicts.save_verdicts(database, said, project="hostile")
        raters.save_rater(database, Rater(id="eve", name=text("rater")))
        ratings.append_events(database, given)

    store.write(action)
    store.close()


def test_nothing_is_fetched_nothing_runs_and_no_text_poses_as_the_studio(tmp_path: Path) -> None:
    with beacon() as (at, asked), browser_context(viewport={"width": 1280, "height": 900}) as context:
        fill(tmp_path, at)
        with served_studio(tmp_path) as address:
            elsewhere: list[str] = []
            dialogs: list[str] = []
            page = context.new_page()
            page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
            page.on("request", lambda request: elsewhere.append(request.url))
            for name in PAGES:
                page.goto(f"{address}/{name}")
                page.wait_for_selector("h1", timeout=60_000)
                page.wait_for_timeout(1_500)
                assert page.title().strip() != "owned"
                headings = page.locator("h1, h2, h3").all_inner_texts()
                assert not [heading for heading in headings if heading.strip() == "Owned"], (name, headings)
                assert page.locator("iframe").count() == 0
                assert "Something went wrong" not in page.locator("body").inner_text(), name
            assert asked == []
            assert dialogs == []
            strangers = [url for url in elsewhere if not url.startswith((address, "data:", "blob:"))]
            assert strangers == [], json.dumps(strangers[:5])
