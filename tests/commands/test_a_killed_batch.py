"""R19: `studio judge --batch` is killed after the provider has made the batch and before the studio knows its name."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.commands.studio_command import ROOT, RUBRIC, environment, items, studio, words
from tests.runs.batch_server import Vendor, batch_server
from tests.runs.running import until
from tests.store.shelf import ask

SAMPLES = 12


def judge(folder: Path, server: Vendor, *more: str) -> subprocess.Popen[bytes]:
    """The command, under way."""
    keys = {f"{vendor}_API_KEY": "sk-test-0123456789abcdef" for vendor in ("OPENAI", "ANTHROPIC")}
    urls = {"OPENAI_BASE_URL": f"{server.url}/v1", "ANTHROPIC_BASE_URL": server.url}
    return subprocess.Popen(
        words("judge", "--project", "shop", "--workspace", folder, "--rubric", folder / "reply.yaml", *more),
        cwd=ROOT,
        env=environment(**keys, **urls),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("model", ["openai:fine", "anthropic:fine"])
def test_the_batch_is_found_again_and_not_paid_for_twice(tmp_path: Path, model: str) -> None:
    (tmp_path / "reply.yaml").write_text(RUBRIC)
    studio("import", items(tmp_path, count=SAMPLES), "--project", "shop", "--workspace", tmp_path)
    with batch_server(holds_after_making=1) as server:
        killed = judge(tmp_path, server, "--judge", model, "--batch")
        until(lambda: server.batches, seconds=60)
        killed.kill()
        killed.wait()
        server.release.set()
        assert ask(tmp_path / "studio.db", "select state, remote_id from batch") == [("handing_in", "")]
        assert judge(tmp_path, server, "--resume").wait(120) == 0
        assert len(server.batches) == 1
        assert max(Counter(server.requests).values()) == 1
    assert ask(tmp_path / "studio.db", "select count(*) from verdict where value = 'pass'") == [(SAMPLES,)]
    assert ask(tmp_path / "studio.db", "select count(*), count(distinct subject) from call") == [(SAMPLES, SAMPLES)]
    assert ask(tmp_path / "studio.db", "select state from run") == [("done",)]
