"""Each format, whole, against files kept in the repository: what others have loaded must not change unnoticed.

After a change that is meant: `python -m tests.curation.test_golden` writes them anew, and the diff shows what changed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studio.curation.dataset import write_dataset
from studio.curation.formats import FORMATS
from studio.curation.formats.format import Format
from tests.curation.shop import PAPERS, filled, recipe

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "curation"
# Parquet's bytes are pyarrow's own and change with its version; its rows are held by the tests of formats.
KNOWN = [known for known in FORMATS if known.name != "huggingface"]
RECIPE = recipe(
    values={"judges": ["Good", "Weak"]},
    keep=[{"criterion": "answers", "any_of": ["pass"]}],
    split={"train": 0.5, "validation": 0.25, "test": 0.25},
)


def write(known: Format, *, folder: Path) -> None:
    write_dataset(folder=folder, format=known.name, candidates=filled(known, inputs=4), recipe=RECIPE, papers=PAPERS)


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_a_format_is_written_as_it_was(tmp_path: Path, known: Format) -> None:
    write(known, folder=tmp_path / "out")
    assert texts(tmp_path / "out") == texts(GOLDEN / known.name)


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for one in KNOWN:
        write(one, folder=GOLDEN / one.name)
