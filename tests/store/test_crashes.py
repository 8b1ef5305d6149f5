"""kill -9, lost power and a full disk: what was acknowledged is there, and every copy of the files opens sound.

`STUDIO_SOAK=20 python -m pytest tests/store/test_crashes.py` kills as often as that; usually it is five times.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.store.ratings import append_events
from studio.store.store import Store
from tests.store.shelf import PROJECT, ask, filled, rating

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("STUDIO_SOAK", "5"))
VERDICTS = 20_000

# Says the number of each verdict only once its future has resolved.
WRITES = """
import sys
from pathlib import Path
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import PROJECT, verdict

store, first, last = Store(Path(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
waiting = []
for number in range(first, last):
    waiting.append((number, store.write_soon(
        lambda database, n=number: save_verdicts(database, [verdict(n)], project=PROJECT))))
    if len(waiting) == 32:
        for done, future in waiting:
            future.result()
            print(done, flush=True)
        waiting.clear()
"""


def writing(path: Path, *, first: int) -> subprocess.Popen[str]:
    """A process that writes verdicts from this number on and says which are saved."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path), str(first), str(VERDICTS)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def test_no_acknowledged_verdict_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    filled(path).close()
    chance, acknowledged, first = random.Random(7), set(), 0
    for _ in range(KILLS):
        process = writing(path, first=first)
        assert process.stdout is not None
        acknowledged.add(int(process.stdout.readline()))
        time.sleep(chance.uniform(0.0, 0.6))
        process.kill()
        acknowledged |= {int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")}
        process.wait()
        kept = {int(subject) for (subject,) in ask(path, "select subject from verdict")}
        assert acknowledged <= kept
        assert ask(path, "pragma integrity_check") == [("ok",)]
        first = max(kept) + 1
    assert ask(path, "select count(*) - count(distinct subject) from verdict") == [(0,)]


def test_copies_of_the_files_in_the_middle_of_a_run_open_sound(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    filled(path).close()
    process = writing(path, first=0)
    assert process.stdout is not None
    process.stdout.readline()
    copies = [_copied(path, tmp_path / f"copy{number}", writer=process.pid) for number in range(10)]
    process.kill()
    process.communicate()
    counts = []
    for copy in copies:
        assert ask(copy, "pragma integrity_check") == [("ok",)]
        assert ask(copy, "select count(*) from verdict where value is null and failure is null") == [(0,)]
        counts += [count for (count,) in ask(copy, "select count(*) from verdict")]
    assert counts == sorted(counts)


def _copied(path: Path, folder: Path, *, writer: int) -> Path:
    folder.mkdir()
    time.sleep(0.02)
    # Lost power stops both files at the same moment; a copy of a file that is being written does not.
    os.kill(writer, signal.SIGSTOP)
    for name in (path.name, f"{path.name}-wal"):
        shutil.copyfile(path.with_name(name), folder / name)
    os.kill(writer, signal.SIGCONT)
    return folder / path.name


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Three megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_in_words_and_writing_goes_on_once_there_is_room(small_disk: Path) -> None:
    store = filled(small_disk / "studio.db")
    ballast = small_disk / "ballast"
    saved = 0
    with pytest.raises(StudioError) as told:
        for number in range(2_000):
            store.write(lambda database, n=number: append_events(database, [rating(n % 20, note="x" * 2_000)]))
            saved += 1
            if number == 20:
                free = shutil.disk_usage(small_disk).free
                ballast.write_bytes(b"x" * max(0, free - 200_000))
    assert "disk is full" in told.value.happened and told.value.safe and told.value.to_do
    assert ask(store.path, f"select count(*) from rating_event where project = '{PROJECT}'") == [(saved,)]
    ballast.unlink()
    assert store.write(lambda database: append_events(database, [rating()])) == 1
    store.close()
    reopened = Store(small_disk / "studio.db")
    assert reopened.notices == []
    reopened.close()
