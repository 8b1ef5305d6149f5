"""Inspect loads the samples and the task beside them, and the scorer a rubric is made into; only its mock is asked."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from studio.rubric.formats import write_foreign
from tests.consumers.exported import exported
from tests.curation.shop import RUBRIC

inspect_ai = pytest.importorskip("inspect_ai", reason="inspect-ai is not installed here: run `make consumers`")

CALLS = 100


def module(path: Path) -> ModuleType:
    """A Python file, imported."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    found = module_from_spec(spec)
    sys.modules[path.stem] = found
    spec.loader.exec_module(found)
    return found


def answering(*texts: str) -> Any:
    """Inspect's mock, saying these in turn; with a usage, since counting tokens would need a download."""
    from inspect_ai.model import ModelOutput, ModelUsage, get_model

    said = [
        ModelOutput.from_content("mockllm/model", text).model_copy(update={"usage": ModelUsage()})
        for text in texts * CALLS
    ]
    return get_model("mockllm/model", custom_outputs=said, memoize=False)


def test_the_task_runs_on_the_exported_samples(tmp_path) -> None:
    folder = exported("inspect", folder=tmp_path / "out")
    task = module(folder / "task.py").rubric_support_reply()
    rows = [json.loads(line) for line in (folder / "train.jsonl").read_text("utf-8").split("\n") if line]
    assert [sample.id for sample in task.dataset] == [row["id"] for row in rows]
    assert task.dataset[0].metadata["model"] == "local:a"
    (log,) = inspect_ai.eval(
        task,
        model=answering("Here."),
        model_roles={"grader": answering("It does. GRADE: C")},
        log_dir=str(tmp_path / "logs"),
        display="none",
    )
    assert log.status == "success"
    assert len(log.results.scores) == len(RUBRIC.criteria)


def test_the_converted_rubric_is_a_scorer_that_runs(tmp_path) -> None:
    (tmp_path / "converted.py").write_text(write_foreign(RUBRIC, to="inspect").result, "utf-8")
    task = inspect_ai.Task(
        dataset=[inspect_ai.dataset.Sample(input="Where is it?")], scorer=module(tmp_path / "converted.py").rubric()
    )
    (log,) = inspect_ai.eval(
        task,
        model=answering("Here."),
        model_roles={"grader": answering("It does.\npass", "It is.\n5")},
        log_dir=str(tmp_path / "logs"),
        display="none",
    )
    assert log.status == "success", log.error
    assert log.samples[0].scores["rubric"].value == {"answers": 1.0, "tone": 1.0}
