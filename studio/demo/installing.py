"""Puts the demo project into a workspace: recorded replies, two judges' verdicts, and ratings marked as examples."""

from __future__ import annotations

from studio.demo.content import DEMO, demo_inputs, demo_prompts, demo_rubric, rows
from studio.judging.judge_run import usual_settings
from studio.records import Judge, Rater, Rubric, Sample, Verdict, content_id
from studio.store import facts, inputs, judges, projects, prompts, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from studio.store.ratings import RatingEvent
from studio.workspace import Workspace

REPLIES_BY = "local:smollm2"
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
    prompt_ids = {prompt.name: prompt.id for prompt in demo_prompts()}
    asked = {one.text: one for one in demo_inputs()}
    return [
        Sample(
            id=samples.generated_sample_id(
                project=DEMO.id,
                input_id=asked[row["input"]].id,
                prompt_id=prompt_ids[row["prompt"]],
                model=REPLIES_BY,
                settings="temperature=0.7",
                repeat=0,
            ),
            project=DEMO.id,
            input_id=asked[row["input"]].id,
            prompt_id=prompt_ids[row["prompt"]],
            system=REPLIES_BY,
            output=row["output"],
            item=row["item"],
            tags=asked[row["input"]].tags,
        )
        for row in rows("replies.jsonl")
    ]


def _judges(rubric: Rubric) -> list[tuple[Judge, str]]:
    built_in = Judge(
        model=REPLIES_BY, rubric_id=rubric.id, settings=usual_settings(REPLIES_BY), name="Built-in demo model"
    )
    recorded = Judge(
        model="imported:careful-reader", rubric_id=rubric.id, name="Careful reader (recorded)", imported=True
    )
    return [(recorded, "recorded_verdicts.jsonl"), (built_in, "built_in_verdicts.jsonl")]


def _verdict(row: dict[str, object], judge: Judge, subject: str) -> Verdict:
    kept = ("criterion", "value", "failure", "explanation", "probabilities", "mass")
    fields = {name: row[name] for name in kept if row.get(name) is not None}
    return Verdict(subject=subject, judge_id=judge.id, **fields)  # type: ignore[arg-type]


def _event(row: dict[str, object], rubric: Rubric, subject: str) -> RatingEvent:
    return RatingEvent(
        uid=content_id("demo rating", [row["item"], row["criterion"]]),
        project=DEMO.id,
        rater=EXAMPLE_RATER.id,
        subject=subject,
        rubric_id=rubric.id,
        criterion=str(row["criterion"]),
        value=row["value"],  # type: ignore[arg-type]
        note=str(row.get("note", "")),
        reason="example",
    )
