"""Inputs written by a model: spread over the plan, compared as they come, resumed where they were."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from studio.calls import Failure
from studio.generation.input_plan import InputPlan
from studio.store.inputs import inputs, new_input, save_inputs
from studio.store.runs import last_failures
from tests.generation.writing import SHOP, ended, listed, opened, texts_in

FIVE = (
    "My boots leak after two days, can I send them back?",
    "Where is order 4711? It should have come on Friday.",
    "Do you have the green tent in a smaller size?",
    "I was charged twice for the same jacket.",
    "Which stove works above three thousand metres?",
)


def test_inputs_are_stored_with_their_origin_and_the_tags_of_their_cell(tmp_path: Path) -> None:
    workspace, provider = opened(tmp_path, listed(FIVE[:2]), listed(FIVE[2:4]))
    plan = InputPlan(count=4, kind="Short.", dimensions={"mood": ("calm", "annoyed")})
    progress = ended(workspace, workspace.start_writing_inputs(SHOP, inputs=plan, model="scripted:any"))
    made = workspace.read(lambda database: inputs(database, SHOP.id))
    assert progress.state == "done"
    assert Counter(one.tags["mood"] for one in made) == {"calm": 2, "annoyed": 2}
    assert {one.origin for one in made} == {"generated"}
    assert SHOP.task in provider.asked[0].system
    assert "Short." in provider.asked[0].user[0]
    workspace.close()


def test_a_near_duplicate_is_asked_for_once_more_and_the_second_try_sees_what_is_there(tmp_path: Path) -> None:
    again = "can I send them back? My boots leak after two days!"
    workspace, provider = opened(tmp_path, listed([FIVE[1], again]), listed([FIVE[2]]))
    there = new_input(project=SHOP.id, text=FIVE[0])
    workspace.write(lambda database: save_inputs(database, [there]))
    progress = ended(workspace, workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=2), model="scripted:any"))
    assert texts_in(workspace) == [FIVE[0], FIVE[1], FIVE[2]]
    assert progress.lanes[0].done == 2 and not progress.lanes[0].failed
    assert "Write 1 such inputs." in provider.asked[1].user[-1]
    assert any(FIVE[1] in part for part in provider.asked[1].user)
    workspace.close()


def test_what_only_repeats_is_counted_named_and_left_out(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, listed([FIVE[0]] * 3), listed([FIVE[0], FIVE[0].upper()]))
    run_id = workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=3), model="scripted:any")
    progress = ended(workspace, run_id)
    assert texts_in(workspace) == [FIVE[0]]
    assert progress.lanes[0].failed == {"repeated": 2}
    told = workspace.read(lambda database: last_failures(database, run_id))
    assert ("repeated", "2 of 3 inputs repeat others and were left out.") in [(kind, words) for kind, words, _ in told]
    workspace.close()


def test_a_near_duplicate_is_only_left_out_where_she_says_so(tmp_path: Path) -> None:
    workspace, provider = opened(tmp_path, listed([FIVE[0], FIVE[0].upper()]))
    run_id = workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=2), model="scripted:any", repeats="drop")
    assert ended(workspace, run_id).lanes[0].failed == {"repeated": 1}
    assert (texts_in(workspace), len(provider.asked)) == ([FIVE[0]], 1)
    workspace.close()


def test_a_refusal_is_listed_and_asking_again_writes_only_what_is_missing(tmp_path: Path) -> None:
    refusal = Failure(kind="refused", message="No.")
    workspace, provider = opened(tmp_path, listed(FIVE[:5]), refusal, listed(["One more about socks?"]))
    run_id = workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=6), model="scripted:any")
    assert ended(workspace, run_id).lanes[0].failed == {"refused": 1}
    progress = ended(workspace, workspace.resume(run_id))
    assert len(texts_in(workspace)) == 6
    assert (progress.lanes[0].done, progress.lanes[0].waiting, len(provider.asked)) == (6, 0, 3)
    workspace.close()


def test_a_run_that_another_process_left_is_counted_from_what_is_stored(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, listed(FIVE[:2]), Failure(kind="timeout", message="late"))
    run_id = workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=2), model="scripted:any")
    ended(workspace, run_id)
    workspace.close()
    again, _ = opened(tmp_path)
    (lane,) = again.progress(run_id).lanes
    assert (lane.done, lane.waiting, lane.calls) == (2, 0, 1)
    again.close()


def test_a_very_small_model_is_asked_for_a_numbered_list(tmp_path: Path) -> None:
    workspace, provider = opened(tmp_path, f"1. {FIVE[0]}\n2. {FIVE[1]}")
    ended(workspace, workspace.start_writing_inputs(SHOP, inputs=InputPlan(count=2), model="local:smollm2"))
    assert texts_in(workspace) == [FIVE[0], FIVE[1]]
    assert provider.asked[0].schema is None
    workspace.close()
