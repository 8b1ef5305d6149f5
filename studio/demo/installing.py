"""Puts the demo project into a workspace: recorded replies, two judges' verdicts, and ratings marked as examples."""

from __future__ import annotations

from typing import Any

from studio.demo.content import DEMO, demo_inputs, demo_prompts, demo_rubric, rows
from studio.judging.judge_run import usual_settings
from studio.records import Input, Judge, Rater, Rubric, Sample, Verdict, content_id
from studio.store import facts, inputs, judges, projects, prompts, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from studio.store.ratings import RatingEvent
from studio.workspace import Workspace

REPLIES_BY = "local:smollm2"
WRITTEN_BY = "written for the demo"
EXAMPLE_RATER = Rater(id="mara-example", name="Mara (example)")
MADE_FACT = "demo_made"


def install_demo_if_new(workspace: Workspace) -> None:
    """Makes the demo in a workspace that has no project and never had the demo."""
    made = workspace.read(lambda database: facts.fact(database, MADE_FACT))
    if made is None and not workspace.projects():
        install_demo(workspace)


def install_demo(workspace: Workspace) -> None:
    """Makes the demo project, or makes it anew."""
    rubric = demo_rubric()
    if rubric.name not in {known.name for known in workspace.rubrics.load().rubrics}:
        workspace.rubrics.save(rubric)
    workspace.store.write(lambda database: _fill(database, rubric), patience_seconds=None)


def _fill(database: Database, rubric: Rubric) -> None:
    projects.delete_project(database, DEMO.id)
    projects.save_project(database, DEMO)
    facts.save_fact(database, key=MADE_FACT, value="yes")
    rubrics.save_rubric(database, rubric)
    for prompt in demo_prompts():
        prompts.save_prompt(database, prompt, project_id=DEMO.id)
    inputs.save_inputs(database, demo_inputs())
    by_item = {sample.item: sample.id for sample in _samples()}
    samples.save_samples(database, _samples())
    for judge, file in _judges(rubric):
        judges.save_judge(database, judge)
        verdicts.save_verdicts(
            database, [_verdict(row, judge, by_item[row["item"]]) for row in rows(file)], project=DEMO.id
        )
    raters.save_rater(database, EXAMPLE_RATER)
    ratings.append_events(database, [_event(row, rubric, by_item[row["item"]]) for row in rows("ratings.jsonl")])


def _samples() -> list[Sample]:
    asked = {one.text: one for one in demo_inputs()}
    return [_by_model(row, asked[row["input"]]) for row in rows("replies.jsonl")] + samples_by_hand()


def samples_by_hand() -> list[Sample]:
    """One reply to each input that a person wrote for the demo: most of them good, some with a flaw worth finding."""
    asked = {one.text: one for one in demo_inputs()}
    return [_by_hand(row, asked[row["input"]]) for row in rows("replies_by_hand.jsonl")]


def _by_model(row: dict[str, Any], asked: Input) -> Sample:
    prompt_id = next(prompt.id for prompt in demo_prompts() if prompt.name == row["prompt"])
    name = samples.generated_sample_id(
        project=DEMO.id,
        input_id=asked.id,
        prompt_id=prompt_id,
        model=REPLIES_BY,
        settings="temperature=0.7",
        repeat=0,
    )
    return Sample(
        id=name,
        project=DEMO.id,
        input_id=asked.id,
        prompt_id=prompt_id,
        system=REPLIES_BY,
        output=row["output"],
        failure=row["failure"],
        item=row["item"],
        tags=asked.tags,
    )


def _by_hand(row: dict[str, Any], asked: Input) -> Sample:
    return Sample(
        id=samples.imported_sample_id(project=DEMO.id, item=row["item"]),
        project=DEMO.id,
        input_id=asked.id,
        system=WRITTEN_BY,
        output=row["output"],
        item=row["item"],
        tags=asked.tags,
    )


def _judges(rubric: Rubric) -> list[tuple[Judge, str]]:
    built_in = Judge(
        model=REPLIES_BY, rubric_id=rubric.id, settings=usual_settings(REPLIES_BY), name="Built-in demo model"
    )
    recorded = Judge(
        model="imported:careful-reader", rubric_id=rubric.id, name="Careful reader (recorded)", imported=True
    )
    return [(recorded, "recorded_verdicts.jsonl"), (built_in, "built_in_verdicts.jsonl")]


def _verdict(row: dict[str, Any], judge: Judge, subject: str) -> Verdict:
    kept = ("criterion", "value", "failure", "explanation", "probabilities", "mass")
    fields = {name: row[name] for name in kept if row.get(name) is not None}
    return Verdict(subject=subject, judge_id=judge.id, **fields)


def _event(row: dict[str, Any], rubric: Rubric, subject: str) -> RatingEvent:
    return RatingEvent(
        uid=content_id("demo rating", [row["item"], row["criterion"]]),
        project=DEMO.id,
        rater=EXAMPLE_RATER.id,
        subject=subject,
        rubric_id=rubric.id,
        criterion=str(row["criterion"]),
        value=row["value"],
        note=str(row.get("note", "")),
        reason="example",
    )
