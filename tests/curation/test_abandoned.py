"""What a killed export left beside its folder goes at the next export, and nothing that is still being written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.curation.dataset import write_dataset
from tests.curation.shop import PAPERS, recipe, shop

ROOT = Path(__file__).resolve().parents[2]
STUCK = """
import sys, time
from pathlib import Path
from studio.curation.dataset import write_dataset
from tests.curation.shop import PAPERS, recipe, shop

class Stuck:
    def __iter__(self):
        yield from shop()
        print("writing", flush=True)
        time.sleep(60)

write_dataset(folder=Path(sys.argv[1]), format="sft", candidates=Stuck(), recipe=recipe(), papers=PAPERS)
"""


def write(folder: Path) -> None:
    write_dataset(folder=folder, format="sft", candidates=shop(), recipe=recipe(), papers=PAPERS)


@contextmanager
def being_written(folder: Path) -> Iterator[Path]:
    """An export into the folder by another process, which is killed in the end."""
    command = [sys.executable, "-c", STUCK, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "writing\n"
        yield next(folder.parent.glob(f".{folder.name}.*.partial"))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_draft_of_a_killed_export_goes_at_the_next_one_and_not_while_it_is_written(tmp_path) -> None:
    with being_written(tmp_path / "out") as draft:
        write(tmp_path / "out")
        assert draft.is_dir()
    assert draft.is_dir()
    write(tmp_path / "out")
    assert names(tmp_path) == {"out"}


def test_a_replaced_dataset_stays_as_long_as_none_is_in_its_place(tmp_path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.0123abcd.old")
    write(tmp_path / "out")
    assert names(tmp_path) == {"out", ".out.0123abcd.old"}
    write(tmp_path / "out")
    assert names(tmp_path) == {"out"}


def test_what_only_looks_alike_and_drafts_of_other_folders_stay(tmp_path) -> None:
    hers = {".out.partial", ".out.mine.partial", ".other.0123abcd.partial", "out.0123abcd.partial"}
    for name in hers:
        (tmp_path / name).mkdir()
    write(tmp_path / "out")
    assert names(tmp_path) == {"out", *hers}
