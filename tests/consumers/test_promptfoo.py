"""promptfoo runs the exported configuration and accepts the converted rubric; what a model would say is prepared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from studio.rubric.formats import write_foreign
from tests.consumers.exported import exported
from tests.curation.shop import RUBRIC

INSTALLED = Path(__file__).resolve().parents[2] / ".consumers" / "node_modules"
NODE = INSTALLED / "node" / "bin" / "node"
MAIN = INSTALLED / "promptfoo" / "dist" / "src" / "main.js"
GRADER = """
module.exports = class {
  id() { return 'grader'; }
  async callApi() { return { output: JSON.stringify({ pass: true, score: 1, reason: 'It does.' }) }; }
};
"""

pytestmark = pytest.mark.skipif(
    not MAIN.exists(), reason="promptfoo is not installed in .consumers: run `make consumers` (it needs npm)"
)


def promptfoo(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs promptfoo without telemetry, updates or anybody's keys."""
    node = str(NODE) if NODE.exists() else str(shutil.which("node"))
    quiet = {
        name: "1"
        for name in ("PROMPTFOO_DISABLE_TELEMETRY", "PROMPTFOO_DISABLE_UPDATE", "PROMPTFOO_DISABLE_REMOTE_GENERATION")
    }
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PROMPTFOO_CONFIG_DIR": str(folder / ".promptfoo"),
        **quiet,
    }
    return subprocess.run(
        [node, str(MAIN), *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def evaluated(folder: Path, config: str) -> dict[str, Any]:
    """The results of `promptfoo eval` with the grader in place of a model."""
    (folder / "grader.js").write_text(GRADER)
    done = promptfoo(
        *("eval", "-c", config, "--grader", "file://grader.js", "--no-cache", "--no-write", "-o", "results.json"),
        folder=folder,
    )
    assert (folder / "results.json").exists(), done.stdout[-2_000:] + done.stderr[-2_000:]
    results: dict[str, Any] = json.loads((folder / "results.json").read_text("utf-8"))["results"]
    return results


def test_the_exported_configuration_runs_on_every_input(tmp_path) -> None:
    folder = exported("promptfoo", folder=tmp_path / "out")
    rows = [
        line for part in ("train", "test") for line in (folder / f"{part}.jsonl").read_text("utf-8").split("\n") if line
    ]
    checked = promptfoo("validate", "config", "-c", "promptfooconfig.yaml", folder=folder)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    results = evaluated(folder, "promptfooconfig.yaml")
    assert results["stats"]["successes"] == len(rows)
    assert results["stats"]["errors"] == 0
    sent = {result["response"]["output"] for result in results["results"]}
    assert any("A customer writes: Question i0" in text for text in sent)


def test_the_converted_rubric_is_accepted_and_each_criterion_is_asked(tmp_path) -> None:
    text = write_foreign(RUBRIC, to="promptfoo").result
    (tmp_path / "promptfooconfig.yaml").write_text(
        text + "prompts: ['{{q}}']\nproviders: [echo]\ntests: [{vars: {q: Hello}}]\n", "utf-8"
    )
    results = evaluated(tmp_path, "promptfooconfig.yaml")
    (result,) = results["results"]
    assert result["success"]
    assert {one["assertion"]["metric"] for one in result["gradingResult"]["componentResults"]} == {"answers", "tone"}
