"""R5: one writing process for each workspace; the second hears who holds it; a dead holder holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.errors import StudioError, WorkspaceBusy
from studio.workspace_lock import announce_url, lock_owner, workspace_lock
from tests.launcher.serving import ROOT

HOLD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from studio.workspace_lock import workspace_lock
with workspace_lock(Path(sys.argv[1]), purpose="studio judge", url="http://127.0.0.1:9"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(tmp_path), str(ROOT)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_process_hears_at_once_who_holds_the_workspace(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    with pytest.raises(WorkspaceBusy) as refusal, workspace_lock(tmp_path, purpose="studio import"):
        pass
    assert time.monotonic() - began < 0.5
    assert (refusal.value.pid, refusal.value.url) == (holder.pid, "http://127.0.0.1:9")
    assert "studio judge" in refusal.value.happened
    assert lock_owner(tmp_path) is not None, "the refused process left the holder's note alone"


def test_a_lock_left_by_kill_9_is_taken_over(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with workspace_lock(tmp_path, purpose="studio import"):
        owner = lock_owner(tmp_path)
        assert owner is not None
        assert (owner.pid, owner.purpose, owner.url) == (os.getpid(), "studio import", None)


def test_the_lock_is_free_again_after_the_block_and_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), workspace_lock(tmp_path, purpose="first"):
        raise ZeroDivisionError
    assert lock_owner(tmp_path) is None
    with workspace_lock(tmp_path, purpose="second"):
        assert lock_owner(tmp_path) is not None


def test_one_process_may_take_its_own_lock_again_inside(tmp_path: Path) -> None:
    with workspace_lock(tmp_path, purpose="the studio"):
        announce_url(tmp_path, url="http://127.0.0.1:8501")
        with workspace_lock(tmp_path, purpose="an import on a page"):
            pass
        owner = lock_owner(tmp_path)
        assert owner is not None
        assert (owner.purpose, owner.url) == ("the studio", "http://127.0.0.1:8501")
    assert lock_owner(tmp_path) is None


def test_two_workspaces_do_not_know_each_other(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    with workspace_lock(tmp_path / "another", purpose="the studio"):
        assert holder.poll() is None


@pytest.mark.parametrize("note", ["", "{", "[]", "null", '{"pid": "x"}', '{"pid": 1}'])
def test_a_note_that_cannot_be_read_names_nobody(tmp_path: Path, holder: subprocess.Popen[str], note: str) -> None:
    (tmp_path / "studio.open.json").write_text(note)
    with pytest.raises(WorkspaceBusy) as refusal, workspace_lock(tmp_path, purpose="studio import"):
        pass
    assert (refusal.value.pid, refusal.value.url) == (None, None)
    assert holder.poll() is None


def test_a_folder_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StudioError) as refusal, workspace_lock(tmp_path / "file" / "workspace", purpose="the studio"):
        pass
    assert "cannot be written to" in refusal.value.happened
    assert "--workspace" in refusal.value.to_do
