"""A comparison in a notebook: rows, a drawing and a table of its own, and no chart library for any of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from studio.agreement.figures import Figure
from studio.comparing.comparison import Comparison
from studio.comparing.drawing import Dot, interval_drawing
from studio.records import Project
from studio.store.projects import save_project
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from studio.workspace import Workspace
from tests.store.shelf import PROJECT, RUBRIC, filled, rate, rating, verdict

DOCS = Path(__file__).parents[2] / "docs" / "agreement.md"


def shop(folder: Path) -> Store:
    store = filled(folder / "studio.db", count=40)
    store.write(lambda database: save_project(database, Project(id=PROJECT, title="Shop", rubric=RUBRIC.name)))
    rate(store, *[rating(n, value="pass" if n % 2 else "fail") for n in range(40)])
    said = [verdict(n, value="pass" if n % 2 or n < 6 else "fail") for n in range(40)]
    store.write(lambda database: save_verdicts(database, said, project=PROJECT))
    return store


@pytest.fixture
def compared(tmp_path: Path) -> Iterator[Comparison]:
    shop(tmp_path).close()
    workspace = Workspace(tmp_path, read_only=True)
    yield workspace.compare(workspace.project(PROJECT), rubric=RUBRIC)
    workspace.close()


def test_the_table_has_every_figure_with_its_ends(compared: Comparison) -> None:
    (row,) = compared.table()
    assert (row["criterion"], row["n"], row["accuracy"]) == ("answers", 40, 37 / 40)
    assert {"kappa", "kappa_low", "kappa_high", "bias", "mcc"} <= row.keys()


def test_the_chart_is_a_drawing_with_the_number_its_range_and_n(compared: Comparison, tmp_path: Path) -> None:
    chart = compared.chart()
    chart.save(tmp_path / "chart.svg")
    words = " ".join(ElementTree.fromstring((tmp_path / "chart.svg").read_text("utf-8")).itertext())
    assert "92 % [" in words and "n = 40" in words
    assert "answers" in words and "Anna" in words
    assert chart._repr_svg_() == chart.svg


def test_names_cannot_break_out_of_a_drawing_or_a_table(compared: Comparison) -> None:
    hostile = '"><script>alert(1)</script>'
    dot = Dot(group=hostile, label=hostile, figure=Figure(value=0.5, low=0.4, high=0.6, n=30))
    drawn = ElementTree.fromstring(interval_drawing([dot], title=hostile, shares=True).svg)
    assert not [element for element in drawn.iter() if element.tag.endswith("script")]
    assert "<script" not in compared._repr_html_()


def test_too_few_ratings_are_words_in_the_drawing() -> None:
    few = Dot(group="a", label="b", figure=Figure(value=0.9, low=0.5, high=1.0, n=12))
    assert "too few to tell" in interval_drawing([few], title="t", shares=True).svg


def test_what_the_documentation_says_runs_and_loads_no_chart_library(tmp_path: Path) -> None:
    (block,) = [code for code in re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.S) if "compare" in code]
    shop(tmp_path / "my-workspace").close()
    code = (
        f"import sys\nsys.path.insert(0, {str(DOCS.parents[1])!r})\n{block}"
        "\nimport sys\nassert not {'altair', 'streamlit', 'pandas'} & sys.modules.keys()\nassert found.judges\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kappa.svg").exists()
