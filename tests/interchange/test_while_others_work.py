"""An import leaves room for everybody else, tells how far it is, and stays small."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest

from studio.interchange.importing import import_files
from studio.records import Project
from studio.store.facts import fact, save_fact
from studio.store.projects import project_counts, save_project
from studio.store.store import Store
from tests.bench.importing import LARGE_ROWS, measured, write_large_file
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_samples

# R20 of the expectations.
MOST_MEGABYTES = 600
MOST_SECONDS = 15


def rows_of(count: int, *, characters: int) -> list[dict[str, str]]:
    return [{"item_id": f"i{n}", "input": f"q{n}", "output": f"{n} " + "x" * characters} for n in range(count)]


def test_others_read_and_write_while_an_import_runs(store: Store, write: Write) -> None:
    store.write(lambda database: save_project(database, Project(id="mine", title="Mine")))
    path = write("a.jsonl", rows_of(30_000, characters=100))
    running = threading.Thread(target=import_files, kwargs={"store": store, "project_id": "p", "paths": [path]})
    running.start()
    ticks, seen, longest_seconds = 0, set(), 0.0
    while running.is_alive():
        ticks += 1
        begun = time.monotonic()
        store.write(partial(save_fact, key="tick", value=str(ticks)))
        longest_seconds = max(longest_seconds, time.monotonic() - begun)
        with store.reading() as database:
            assert fact(database, "tick") == str(ticks)
            seen.add(project_counts(database, "p")["samples"])
        time.sleep(0.01)
    running.join()
    assert seen - {0, 30_000}, "the samples should appear in pieces, with other writes between them"
    assert longest_seconds < 3


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
def test_a_hundred_megabytes_come_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    write_large_file(path)
    assert path.stat().st_size > 100_000_000 - 2_000_000
    # How long it takes and how much memory is the bench's business: `make bench ARGS=importing`.
    assert measured(path).items == LARGE_ROWS
