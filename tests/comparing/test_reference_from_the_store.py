"""The published sets through the studio's own path, imported, stored and read back, held against reference.csv.

What the studio counts otherwise on purpose is listed as skipped, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from studio.agreement.resampling import Resampling
from studio.comparing.comparison import compare
from studio.interchange.importing import import_files
from studio.store.rubrics import rubrics_used
from studio.store.store import Store
from tests.agreement.reference import SHARED, Row, ratings_of, reference_rows
from tests.comparing.stored_sets import SETS, reference_of, stored_rows

pytestmark = [
    pytest.mark.reproduce,
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside this checkout"),
]

NOT_COMPARABLE = {"cannot be had", "DIFFERS"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("sets")
    return reference_of({name: stored_rows(folder, name) for name in SETS})


@cache
def spoilt() -> Counter[tuple[str, str, str]]:
    """HANNA's means below the scale, by subset, criterion and judge: the studio keeps each as a failure."""
    return Counter(
        (subset, rated.criterion, rated.rater)
        for subset in ("full", "text96")
        for rated in ratings_of("hanna", subset)
        if rated.status == "below_scale"
    )


def is_spoilt(row: Row) -> bool:
    return row["dataset"] == "hanna" and (row["subset"], row["criterion"], row["rater_2"]) in spoilt()


def kinds() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in reference_rows() if SHARED.is_dir() else []:
        found.setdefault(f"{row['dataset']} {row['metric']}", []).append(row)
    return found


def left_out() -> Iterator[str]:
    """What does not apply, in words."""
    for kind, rows in kinds().items():
        if lost := sum(is_spoilt(row) for row in rows):
            yield (
                f"{kind}: {lost} of {len(rows)} values include means below the scale, "
                "which the studio keeps as failures and leaves out"
            )
    unmatched: dict[str, list[str]] = {}
    for row in reference_rows() if SHARED.is_dir() else []:
        if row["published"] and row["verdict"] in NOT_COMPARABLE:
            which = " ".join(part for part in (row["metric"], row["criterion"], row["rater_2"]) if part)
            unmatched.setdefault(f"{row['dataset']}: {row['note'] or row['source']}", []).append(which)
    for why, figures in unmatched.items():
        yield f"{len(figures)} published figures of {why} ({'; '.join(figures)})"


@pytest.mark.parametrize(("kind", "rows"), kinds().items())
def test_every_value_that_applies_comes_out_of_the_store(stored: ModuleType, kind: str, rows: list[Row]) -> None:
    for row in rows:
        if not is_spoilt(row):
            value = stored.COMPUTED[row["dataset"], row["metric"]](row)
            assert value == pytest.approx(float(row["value_full"]), abs=5e-9), row


def test_spoilt_means_are_few_and_each_is_a_failure_in_the_store(stored: ModuleType) -> None:
    failures = Counter(r.status for r in stored.ratings_of("hanna", "full") if r.kind == "judge" and r.value is None)
    assert failures == {"below_scale": 1051}


@pytest.mark.parametrize("reason", list(left_out()))
def test_what_does_not_apply_is_listed(reason: str) -> None:
    pytest.skip(reason)


def test_the_command_s_comparison_gives_the_published_agreement(tmp_path: Path) -> None:
    store = Store(tmp_path / "studio.db")
    import_files(store=store, project_id="p", paths=[SHARED / "pandalm"])
    with store.reading() as database:
        (rubric,) = rubrics_used(database, "p")
        found = compare(database, project="p", rubric=rubric, rater="majority", resampling=Resampling(redraws=20))
    store.close()
    judges = {one.judge.name: one.report for one in found.judges}
    wanted = {
        (row["metric"], row["rater_2"]): float(row["value_full"])
        for row in reference_rows()
        if row["dataset"] == "pandalm" and row["rater_1"] == "majority" and row["metric"].endswith("(unparsed dropped)")
    }
    assert wanted
    for (metric, judge), value in wanted.items():
        key = "accuracy" if metric.startswith("accuracy") else "kappa"
        assert judges[judge][key].value == pytest.approx(value, abs=5e-9)
