"""`studio.reward` gives what TRL's trainers call: the documented arguments in, one number or None a completion out."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import studio
from studio.calls import Failure
from studio.errors import NotFound, StudioError
from studio.providers.scripted import ScriptedProvider
from studio.records import Judge
from studio.reward_function import RewardFunction
from studio.rubric.reading import parse_rubric
from studio.workspace import Workspace
from tests.checked_judge import RUBRIC, Training, checked_workspace

ASK = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Where is it?"}]


def said(text: str) -> list[dict[str, str]]:
    return [{"role": "assistant", "content": text}]


def verdict(answers: str, warmth: int) -> str:
    return f'{{"answers": {{"reason": "r", "value": "{answers}"}}, "warmth": {{"reason": "r", "value": {warmth}}}}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return checked_workspace(tmp_path)


@pytest.fixture
def training(folder: Path) -> Iterator[Training]:
    opened = Training(folder)
    yield opened
    opened.workspace.close()


def test_it_answers_the_call_that_trl_documents(training) -> None:
    reward = training.reward(verdict("pass", 5), verdict("pass", 3))
    metrics: dict[str, float] = {}
    # Every keyword of TRL 1.16's GRPOTrainer._calculate_rewards, and a column of the dataset that is none of ours.
    given = reward(
        prompts=[ASK, ASK],
        completions=[said("Here."), said("No.")],
        completion_ids=[[1, 2], [3]],
        trainer_state=SimpleNamespace(global_step=3),
        log_extra=lambda *_: None,
        log_metric=metrics.__setitem__,
        ground_truth=["x", "y"],
    )
    assert sorted(given) == [0.75, 1.0]
    assert metrics == {"shop_fair/without_verdict": 0.0}
    assert reward.__name__ == "shop_fair"
    assert not inspect.iscoroutinefunction(reward) and not inspect.iscoroutinefunction(reward.__call__)


def test_a_criterion_that_must_be_passed_and_is_not_makes_no_reward_whatever_the_rest(folder, training) -> None:
    (folder / "rubrics" / "reply.yaml").write_text(
        RUBRIC.replace("scale: pass_fail", "scale: pass_fail\n    must_pass: true")
    )
    judge = Judge(model="scripted:fair", rubric_id="x", name="fair")
    rubric = parse_rubric((folder / "rubrics" / "reply.yaml").read_text())
    training.judge = ScriptedProvider([verdict("fail", 5)])
    reward = RewardFunction(training.workspace, project="shop", rubric=rubric, judge=judge)
    assert reward(prompts=[ASK], completions=[said("Here.")]) == [0.0]


def test_texts_are_taken_as_well_as_messages(training) -> None:
    reward = training.reward(verdict("pass", 3))
    assert reward(prompts=["Where is it?"], completions=["Here."]) == [pytest.approx(0.75)]


def test_the_same_completion_twice_in_a_batch_is_asked_about_once(training) -> None:
    reward = training.reward(verdict("pass", 5))
    assert reward(prompts=[ASK] * 3, completions=[said("Here.")] * 3) == [1.0, 1.0, 1.0]
    assert len(training.judge.asked) == 1


def test_a_batch_is_asked_at_once_and_not_one_after_the_other(training) -> None:
    reward = training.reward()
    training.judge = ScriptedProvider(seconds=0.2)
    reward(prompts=[ASK], completions=[said("the first goes alone")])
    began = time.monotonic()
    reward(prompts=[ASK] * 16, completions=[said(f"Answer {n}.") for n in range(16)])
    assert time.monotonic() - began < 16 * 0.2 / 2


def test_one_criterion_can_be_the_reward(training) -> None:
    reward = training.reward(verdict("fail", 4), criterion="warmth")
    assert reward(prompts=[ASK], completions=[said("Here.")]) == [0.75]


def test_a_completion_without_a_usable_verdict_has_no_reward_and_the_others_keep_theirs(training) -> None:
    reward = training.reward("I cannot say.", "Really, I cannot.", verdict("pass", 5))
    metrics: dict[str, float] = {}
    first = reward(prompts=[ASK], completions=[said("Odd.")], log_metric=metrics.__setitem__)
    assert (first, metrics) == ([None], {"shop_fair/without_verdict": 1.0})
    assert reward(prompts=[ASK], completions=[said("Here.")]) == [1.0]


def test_a_judge_that_cannot_be_asked_at_all_stops_the_training_in_words(training) -> None:
    reward = training.reward(Failure(kind="key_refused", message="The key was refused."))
    with pytest.raises(StudioError, match="The key was refused"):
        reward(prompts=[ASK, ASK], completions=[said("Here."), said("There.")])


def test_a_cap_is_held_and_stops_the_training_before_it_is_passed(training) -> None:
    training.price = 0.1
    reward = training.reward(*[verdict("pass", 5)] * 20, cap_usd=1.0)
    with pytest.raises(StudioError, match="money cap"):
        reward(prompts=[ASK] * 20, completions=[said(f"Answer {n}.") for n in range(20)])
    assert 0 < reward.spent_usd <= 1.0


def test_a_cap_cannot_hold_a_judge_of_unknown_price_so_it_is_not_asked(training) -> None:
    training.price = None
    reward = training.reward(verdict("pass", 5), cap_usd=1.0)
    with pytest.raises(StudioError, match="price of this model is unknown"):
        reward(prompts=[ASK], completions=[said("Here.")])
    assert not training.judge.asked


def test_it_is_safe_inside_a_running_event_loop_and_can_be_awaited_beside_others(training) -> None:
    reward = training.reward(*[verdict("pass", 5)] * 3)

    async def inside() -> list[list[float | None]]:
        called = reward(prompts=[ASK], completions=[said("one")])
        several = [
            reward.concurrently(prompts=[ASK], completions=[said(text)], completion_ids=[[1]]) for text in ("two", "3")
        ]
        return [called, *await asyncio.gather(*several)]

    assert inspect.iscoroutinefunction(reward.concurrently)
    assert asyncio.run(inside()) == [[1.0], [1.0], [1.0]]


def test_the_judge_sees_the_input_and_the_reference_of_the_studios_own_columns(training) -> None:
    reward = training.reward(verdict("pass", 5))
    columns = {
        "input": ["The bare question"],
        "reference": ["The right answer"],
        "rubric_id": [parse_rubric(RUBRIC).id],
    }
    reward(prompts=[ASK], completions=[said("Here.")], **columns)
    shown = "\n".join(training.judge.asked[0].user)
    assert "The bare question" in shown and "The right answer" in shown and "Here." in shown
    assert "Be kind." not in shown
    with pytest.raises(StudioError, match="asks for the rubric abc"):
        reward(prompts=[ASK], completions=[said("Here.")], rubric_id=["abc"])


def test_a_judge_she_has_not_checked_well_enough_is_refused_unless_she_says_so(training) -> None:
    with pytest.raises(StudioError, match="strict may not reward on answers"):
        training.reward(judge="strict")
    reward = training.reward(verdict("pass", 5), judge="strict", unchecked=True)
    assert reward(prompts=[ASK], completions=[said("Here.")]) == [1.0]


@pytest.mark.parametrize(
    ("judge", "criterion", "told"), [("nobody", "overall", "fair, strict"), ("fair", "x", "warmth")]
)
def test_an_unknown_judge_or_criterion_is_told_which_there_are(training, judge, criterion, told) -> None:
    with pytest.raises(NotFound, match=told):
        training.reward(judge=judge, criterion=criterion)


def test_it_works_by_the_folder_while_the_studio_has_the_workspace_open(folder) -> None:
    open_studio = Workspace(folder)
    reward = studio.reward("shop", "fair", workspace=folder)
    (given,) = reward(prompts=[ASK], completions=[said("Here.")])
    assert given is not None and 0 <= given <= 1
    reward.close()
    open_studio.close()
