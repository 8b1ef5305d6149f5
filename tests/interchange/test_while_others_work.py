"""An import leaves room for everybody else, tells how far it is, and stays small."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from studio.interchange.importing import import_files
from studio.records import Project
from studio.store.facts import fact, save_fact
from studio.store.projects import save_project
from studio.store.samples import samples_page
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_samples

ROOT = Path(__file__).parents[2]
# Megabytes and seconds of R20, with room for a machine on which several people work.
MOST_MEGABYTES = 600
MOST_CPU_SECONDS = 15


def rows_of(count: int, *, characters: int) -> list[dict[str, str]]:
    return [{"item_id": f"i{n}", "input": f"q{n}", "output": f"{n} " + "x" * characters} for n in range(count)]


def test_others_read_and_write_while_an_import_runs(store: Store, write: Write) -> None:
    store.write(lambda database: save_project(database, Project(id="mine", title="Mine")))
    path = write("a.jsonl", rows_of(30_000, characters=100))
    running = threading.Thread(target=import_files, kwargs={"store": store, "project_id": "p", "paths": [path]})
    running.start()
    written, seen = 0, set()
    while running.is_alive():
        store.write(lambda database: save_fact(database, key="tick", value=str(written)))
        written += 1
        with store.reading() as database:
            assert fact(database, "tick") == str(written - 1)
            seen.add(len(samples_page(database, "p", limit=50_000)))
        time.sleep(0.01)
    running.join()
    assert written > 5
    assert len(seen - {0, 30_000}) >= 2, "the samples should appear in pieces"


def test_progress_goes_up_to_all_rows(write: Write, take: Import) -> None:
    told: list[tuple[int, int]] = []
    take(write("a.jsonl", rows_of(9_000, characters=1)), progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (9_000, 9_000)
    assert len(told) >= 3


def test_stopping_it_from_outside_keeps_what_is_written_and_the_same_command_completes_it(
    store: Store, write: Write, take: Import
) -> None:
    path = write("a.jsonl", rows_of(9_000, characters=1))

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        take(path, progress=stop)
    report = take(path)
    assert report.items == 9_000
    assert 0 < report.already_there["items"] < 9_000
    assert len(all_samples(store)) == 9_000


@pytest.mark.slow
def test_a_hundred_megabytes_come_in_within_the_time_and_memory_that_are_promised(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("w") as file:
        for row in rows_of(50_000, characters=2_000):
            file.write(json.dumps(row) + "\n")
    assert path.stat().st_size > 100_000_000
    script = f"""
import resource
from pathlib import Path
from studio.store.store import Store
from studio.interchange.importing import import_files
store = Store(Path({str(tmp_path / "w" / "studio.db")!r}))
report = import_files(store=store, project_id="p", paths=[Path({str(path)!r})])
store.close()
used = resource.getrusage(resource.RUSAGE_SELF)
print(report.items, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={**os.environ}, capture_output=True, text=True, check=True
    )
    items, cpu_seconds, megabytes = (float(number) for number in done.stdout.split())
    assert items == 50_000
    assert megabytes < MOST_MEGABYTES
    assert cpu_seconds < MOST_CPU_SECONDS
