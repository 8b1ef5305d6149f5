"""Hugging Face datasets loads each folder as its card says: every split, every row, the stated types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.curation.formats import FORMATS
from tests.consumers.exported import exported

datasets = pytest.importorskip("datasets", reason="datasets is not installed here: run `make consumers`")
# Interchange, tables and configurations are for other readers; the rest is what a trainer loads.
LOADED = [
    known.name for known in FORMATS if known.name not in ("jsonl", "csv", "promptfoo", "inspect", "deepeval", "ratings")
]


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of the Hub, and what is cached goes with the test."""
    monkeypatch.setattr(datasets.config, "HF_DATASETS_OFFLINE", True)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")


@pytest.mark.parametrize("name", LOADED)
def test_the_folder_loads_with_its_splits_and_rows(tmp_path, name) -> None:
    folder = exported(name, folder=tmp_path / "out")
    rows = json.loads((folder / "manifest.json").read_text())["counts"]["rows"]
    loaded = datasets.load_dataset(str(folder), "default", cache_dir=str(tmp_path / "cache"))
    by_split = {Path(file).stem: count for file, count in rows.items() if Path(file).stem in ("train", "test")}
    assert {split: len(part) for split, part in loaded.items()} == by_split
    assert "train" in by_split and "test" in by_split


@pytest.mark.parametrize("name", ["huggingface", "huggingface_jsonl"])
def test_both_layouts_hold_the_same_rows_with_the_same_types(tmp_path, name) -> None:
    folder = exported(name, folder=tmp_path / "out")
    loaded = datasets.load_dataset(str(folder), "default", cache_dir=str(tmp_path / "cache"))
    features = loaded["train"].features
    assert features["overall"].dtype == "float64"
    texts = [row["output"] for part in loaded.values() for row in part]
    assert any("日本" in text and "\u2028" in text for text in texts)
    assert all(row["verdicts"][0]["judge"] for part in loaded.values() for row in part if row["verdicts"])


def test_steps_load_as_texts_with_a_yes_or_no_for_each(tmp_path) -> None:
    folder = exported("prm", folder=tmp_path / "out")
    rows = datasets.load_dataset(str(folder), "default", split="train", cache_dir=str(tmp_path / "cache"))
    assert rows.features["labels"].feature.dtype == "bool"
    assert rows.features["completions"].feature.dtype == "string"
    assert all(len(row["completions"]) == len(row["labels"]) == 3 for row in rows)


def test_ties_and_provenance_are_configurations_of_their_own(tmp_path) -> None:
    folder = exported("openai_sft", folder=tmp_path / "out")
    names = datasets.get_dataset_config_names(str(folder))
    assert set(names) == {"default", "provenance"}
