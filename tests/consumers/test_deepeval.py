"""DeepEval reads the goldens, and the rubric as G-Eval metrics."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from studio.rubric.formats import write_foreign
from tests.consumers.exported import exported
from tests.curation.shop import RUBRIC

pytest.importorskip("deepeval", reason="deepeval is not installed here: run `make consumers`")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It keeps files in the current folder, and calls home unless told not to."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEEPEVAL_TELEMETRY_OPT_OUT", "YES")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")


def test_goldens_are_read_with_their_answers(tmp_path) -> None:
    from deepeval.dataset import EvaluationDataset

    folder = exported("deepeval", folder=tmp_path / "out")
    dataset = EvaluationDataset()
    dataset.add_goldens_from_json_file(file_path=str(folder / "train.json"))
    assert dataset.goldens
    assert all(golden.input and golden.expected_output and golden.actual_output for golden in dataset.goldens)
    assert dataset.goldens[0].additional_metadata["model"] == "local:a"


def test_the_converted_rubric_makes_metrics(tmp_path) -> None:
    (tmp_path / "metrics.py").write_text(write_foreign(RUBRIC, to="deepeval").result, "utf-8")
    spec = spec_from_file_location("metrics", tmp_path / "metrics.py")
    assert spec is not None and spec.loader is not None
    found = module_from_spec(spec)
    sys.modules["metrics"] = found
    spec.loader.exec_module(found)
    from deepeval.metrics import GEval

    metrics = [one for value in vars(found).values() for one in (value if isinstance(value, list) else [value])]
    named = {one.name for one in metrics if isinstance(one, GEval)}
    assert named == {criterion.id for criterion in RUBRIC.criteria}
