"""A disk that fills up during a run: it is said in words, what is finished stays, and resuming does the rest."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.calls import Request
from tests.runs.running import CRITERIA, Acting, Shop


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Eight megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_pauses_the_run_in_words_and_resuming_asks_only_for_the_rest(small_disk: Path) -> None:
    ballast = small_disk / "ballast"

    async def fills_up(request: Request, number: int) -> None:
        if number == 100:
            ballast.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 40_000))

    acting = Acting(fills_up, max_in_flight=8)
    here = Shop(small_disk, acting, count=1_500)
    run_id = here.begin("acting:one")
    progress = here.end(run_id)
    assert progress.state == "paused"
    assert "disk is full" in progress.message and "saved earlier is still there" in progress.message
    kept, asked = here.count("verdict"), len(acting.asked)
    assert 90 * CRITERIA <= kept < 1_500 * CRITERIA
    assert progress.lanes[0].done == kept, "what is shown is what is stored"
    ballast.unlink()
    assert here.end(here.go_on(run_id)).state == "done"
    assert here.count("verdict where value is not null") == 1_500 * CRITERIA
    # Answers that could not be saved are asked for again, each once.
    assert len(acting.asked) - asked == 1_500 - kept // CRITERIA
    here.close()
