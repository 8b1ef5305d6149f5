"""Before inputs or samples are made: how many calls, and what is not known stays unknown."""

from __future__ import annotations

from pathlib import Path

from studio.generation.estimate import estimated_samples, input_estimate
from studio.generation.input_lane import InputJob
from studio.generation.input_plan import InputPlan
from studio.generation.sample_lane import SampleJob
from studio.records import Prompt
from studio.store.inputs import new_input, save_inputs
from studio.workspace_runs import price_usd
from tests.generation.writing import SHOP, ended, opened

PROMPT = Prompt(name="Plain", system="Be brief.")


def test_inputs_take_a_call_for_every_five_of_a_cell() -> None:
    # 12 inputs over two moods: 6 each, in calls of 5 and 1: 4 calls.
    plan = InputPlan(count=12, dimensions={"mood": ("calm", "annoyed")})
    job = InputJob(project="shop", task="A shop.", plan=plan, model="openai:gpt-5-mini")
    found = input_estimate(job)
    assert found.calls == 4
    assert found.cost is not None and 0 < found.cost.low.usd < found.cost.expected.usd < found.cost.high.usd


def test_a_model_nobody_has_a_price_for_is_unknown_and_not_free() -> None:
    job = InputJob(project="shop", task="A shop.", plan=InputPlan(count=5), model="gateway:mystery-9")
    assert input_estimate(job).cost is None


def test_samples_are_estimated_for_what_is_missing_only(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path)
    asked = [new_input(project=SHOP.id, text=f"Question {n}?") for n in range(4)]
    workspace.write(lambda database: save_inputs(database, asked))
    some = [one.id for one in asked[:3]]
    run_id = workspace.start_generating(SHOP, prompts_used=[PROMPT], models=["scripted:fair"], only=some)
    ended(workspace, run_id)
    job = SampleJob(project=SHOP.id, prompt=PROMPT, model="scripted:fair", per_input=2)
    (found,) = estimated_samples(workspace.reading, [job], price=price_usd, local_slots=2)
    # 4 inputs, 2 samples each, 3 there already.
    assert found.calls == 5
    (more,) = estimated_samples(workspace.reading, [job], price=price_usd, local_slots=2, more_inputs=10)
    assert more.calls == 25
    workspace.close()
