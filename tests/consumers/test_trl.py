"""TRL's own trainers take the rows as they are: each prepares them with its own checks and makes one step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checked_judge import Training, checked_workspace
from tests.consumers.exported import exported

pytest.importorskip("torch", reason="torch is not installed here: run `make consumers`")
trl = pytest.importorskip("trl", reason="trl is not installed here: run `make consumers`")
datasets = pytest.importorskip("datasets", reason="datasets is not installed here: run `make consumers`")

from tests.consumers import tiny_model  # noqa: E402


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    opened = Training(checked_workspace(tmp_path / "workspace"))
    yield opened
    opened.workspace.close()


def rows(name: str, *, folder: Path) -> Any:
    """The training rows of a format."""
    made = exported(name, folder=folder / "out")
    return datasets.load_dataset(str(made), "default", split="train", cache_dir=str(folder / "cache"))


def arguments(config: Any, *, folder: Path, **more: Any) -> Any:
    """One step on the processor, nothing reported, nothing kept."""
    return config(
        output_dir=str(folder / "trained"),
        max_steps=1,
        per_device_train_batch_size=2,
        use_cpu=True,
        bf16=False,
        report_to=[],
        save_strategy="no",
        disable_tqdm=True,
        **more,
    )


def step(trainer: Any) -> float:
    """The loss of one step."""
    return float(trainer.train().training_loss)


@pytest.mark.parametrize("name", ["sft", "prompt_completion", "openai_sft", "judge_training"])
def test_sft_takes_conversations_and_prompts_with_completions(tmp_path, name) -> None:
    args = arguments(trl.SFTConfig, folder=tmp_path, max_length=4_096)
    trainer = trl.SFTTrainer(
        model=tiny_model.model(),
        args=args,
        train_dataset=rows(name, folder=tmp_path),
        processing_class=tiny_model.tokenizer(),
    )
    assert step(trainer) > 0


def test_dpo_takes_preferences(tmp_path) -> None:
    args = arguments(trl.DPOConfig, folder=tmp_path, max_length=512)
    trainer = trl.DPOTrainer(
        model=tiny_model.model(),
        ref_model=tiny_model.model(),
        args=args,
        train_dataset=rows("dpo", folder=tmp_path),
        processing_class=tiny_model.tokenizer(),
    )
    assert step(trainer) > 0


def test_orpo_takes_the_same_preferences(tmp_path) -> None:
    orpo = pytest.importorskip("trl.experimental.orpo", reason="this trl has no ORPO")
    args = arguments(orpo.ORPOConfig, folder=tmp_path, max_length=512)
    trainer = orpo.ORPOTrainer(
        model=tiny_model.model(),
        args=args,
        train_dataset=rows("dpo", folder=tmp_path),
        processing_class=tiny_model.tokenizer(),
    )
    assert step(trainer) > 0


def test_the_reward_trainer_takes_whole_conversations(tmp_path) -> None:
    args = arguments(trl.RewardConfig, folder=tmp_path, max_length=512)
    trainer = trl.RewardTrainer(
        model=tiny_model.reward_model(),
        args=args,
        train_dataset=rows("reward", folder=tmp_path),
        processing_class=tiny_model.tokenizer(),
    )
    assert step(trainer) > 0


def test_kto_takes_good_and_bad(tmp_path) -> None:
    args = arguments(trl.KTOConfig, folder=tmp_path, max_length=512)
    found = rows("kto", folder=tmp_path)
    assert set(found["label"]) == {True, False}
    trainer = trl.KTOTrainer(
        model=tiny_model.model(),
        ref_model=tiny_model.model(),
        args=args,
        train_dataset=found,
        processing_class=tiny_model.tokenizer(),
    )
    assert step(trainer) >= 0


def test_grpo_asks_the_studios_judge_for_its_rewards(tmp_path, training) -> None:
    """The prompts of an export, one training step, and the checked judge between them."""
    args = arguments(trl.GRPOConfig, folder=tmp_path, num_generations=2, max_completion_length=8)
    reward = training.reward()
    trainer = trl.GRPOTrainer(
        model=tiny_model.model(),
        reward_funcs=reward,
        args=args,
        train_dataset=rows("grpo", folder=tmp_path).remove_columns(["rubric_id"]),
        processing_class=tiny_model.tokenizer(),
    )
    step(trainer)
    assert len(training.judge.asked) > 0
    logged = {name for entry in trainer.state.log_history for name in entry}
    assert any(name.startswith("rewards/shop_fair") for name in logged)
