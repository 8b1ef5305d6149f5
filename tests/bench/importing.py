"""How long a hundred megabytes and the largest published set take to come in, and how much memory that needs."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
HANNA = ROOT.parent / "shared" / "data" / "hanna"
LARGE_ROWS = 50_000

# In a process of its own: the peak of memory is that of the import alone.
_SCRIPT = """
import resource, sys, time
from pathlib import Path
from studio.interchange.importing import import_files
from studio.store.store import Store
store = Store(Path(sys.argv[2]) / "studio.db")
begun = time.perf_counter()
report = import_files(store=store, project_id="p", paths=[Path(sys.argv[1])])
seconds = time.perf_counter() - begun
store.close()
used = resource.getrusage(resource.RUSAGE_SELF)
print(report.items, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One import: wall clock and processor seconds, and the most memory it held."""

    items: int
    seconds: float
    processor_seconds: float
    megabytes: float


def measured(path: Path) -> Measured:
    """Imports a file or folder into a new workspace."""
    with tempfile.TemporaryDirectory() as workspace:
        command = [sys.executable, "-c", _SCRIPT, str(path), workspace]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    items, seconds, processor_seconds, megabytes = done.stdout.split()
    return Measured(
        items=int(items),
        seconds=float(seconds),
        processor_seconds=float(processor_seconds),
        megabytes=float(megabytes),
    )


def write_large_file(path: Path) -> None:
    """A hundred megabytes in fifty thousand lines."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(LARGE_ROWS):
            row = {"item_id": f"i{number}", "input": f"Question {number}?", "output": f"{number} " + "word " * 390}
            file.write(json.dumps(row) + "\n")


def figures() -> Iterator[Figure]:
    """R20 of the expectations, and the published set with 145,000 ratings and verdicts where it is there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.jsonl"
        write_large_file(path)
        yield from _of("import of 100 MB in 50,000 lines", measured(path), seconds=15, megabytes=600)
    if HANNA.is_dir():
        yield from _of("import of the hanna set (145,728 rows)", measured(HANNA), seconds=10, megabytes=400)


def _of(name: str, found: Measured, *, seconds: float, megabytes: float) -> Iterator[Figure]:
    yield Figure(name=name, value=found.seconds, unit="s", at_most=seconds)
    yield Figure(name=f"{name}: processor time", value=found.processor_seconds, unit="s")
    yield Figure(name=f"{name}: most memory", value=found.megabytes, unit="MB", at_most=megabytes)
