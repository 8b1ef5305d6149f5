"""Makes the demo's replies and the built-in model's verdicts anew; run by hand when the model or the prompts change.

`python -m studio.demo.making FOLDER` writes `replies.jsonl` and `built_in_verdicts.jsonl`. With one slot and the same
model file the replies come out the same; what people wrote (inputs, ratings, second judge) is never touched.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from studio.demo.content import DEMO, demo_inputs, demo_prompts, demo_rubric
from studio.demo.installing import samples_by_hand
from studio.judging.judge_run import usual_settings
from studio.records import Judge
from studio.store.inputs import save_inputs
from studio.store.samples import samples_of_input, save_samples
from studio.store.verdicts import verdicts_of_subjects
from studio.workspace import Workspace

MODEL = "local:smollm2"


def make(folder: Path) -> None:
    """Asks the built-in model for everything, then writes it down in the order of the inputs."""
    rubric, prompts = demo_rubric(), demo_prompts()
    with TemporaryDirectory() as scratch:
        workspace = Workspace(Path(scratch))
        workspace.save_project(DEMO)
        workspace.write(lambda database: save_inputs(database, demo_inputs()))
        made = workspace.start_generating(
            DEMO,
            prompts_used=prompts,
            models=[MODEL],
            temperature=0.7,
            by_model={MODEL: {"max_output_tokens": 160}},
            most_in_flight=1,
        )
        workspace.jobs.wait(made)
        workspace.write(lambda database: save_samples(database, samples_by_hand()))
        judge = Judge(model=MODEL, rubric_id=rubric.id, settings=usual_settings(MODEL))
        judged = workspace.start_judging(DEMO, rubric=rubric, judges=[judge], most_in_flight=1)
        workspace.jobs.wait(judged)
        with workspace.reading() as database:
            samples = [one for asked in demo_inputs() for one in samples_of_input(database, asked.id)]
            verdicts = verdicts_of_subjects(database, [sample.id for sample in samples if not sample.failure])
        workspace.close()
    names = {prompt.id: prompt.name for prompt in prompts}
    texts = {one.id: one.text for one in demo_inputs()}
    order = {one.id: place for place, one in enumerate(demo_inputs())}
    item = {sample.id: sample.item or "" for sample in samples if sample.item}
    samples = [sample for sample in samples if not sample.item]
    samples.sort(key=lambda sample: (order[sample.input_id], names[sample.prompt_id or ""]))
    item |= {s.id: f"{order[s.input_id] + 1:02d}-{names[s.prompt_id or ''].lower()}" for s in samples}
    _write(
        folder / "replies.jsonl",
        [
            {
                "item": item[s.id],
                "input": texts[s.input_id],
                "prompt": names[s.prompt_id or ""],
                "output": s.output.strip(),
                "failure": s.failure,
            }
            for s in samples
        ],
    )
    verdicts.sort(key=lambda verdict: (item[verdict.subject], verdict.criterion))
    _write(
        folder / "built_in_verdicts.jsonl",
        [
            {
                "item": item[v.subject],
                "criterion": v.criterion,
                "value": v.value,
                "failure": v.failure,
                "probabilities": dict(v.probabilities or {}),
                "mass": v.mass,
            }
            for v in verdicts
        ],
    )


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
