"""The published data beside the checkout: every value of reference.csv, by the code the studio uses."""

from __future__ import annotations

import pytest

from tests.agreement.reference import COMPUTED, SHARED, Row, reference_rows

pytestmark = [
    pytest.mark.reproduce,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside this checkout"),
]

# Published figures that the released data cannot give, with the reason that reference.csv itself names.
NOT_COMPARABLE = {"cannot be had", "DIFFERS"}


def rows_by_dataset() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in reference_rows() if SHARED.is_dir() else []:
        found.setdefault(f"{row['dataset']} {row['metric']}", []).append(row)
    return found


def test_there_is_a_computation_for_every_kind_of_row() -> None:
    assert {(row["dataset"], row["metric"]) for row in reference_rows()} == set(COMPUTED)


@pytest.mark.parametrize(("kind", "rows"), rows_by_dataset().items())
def test_every_reference_value_is_reproduced(kind: str, rows: list[Row]) -> None:
    for row in rows:
        value = COMPUTED[row["dataset"], row["metric"]](row)
        assert value == pytest.approx(float(row["value_full"]), abs=5e-9), row
        assert f"{value:.4f}" == row["value"] or abs(value - float(row["value"])) <= 5.0001e-5


def test_every_published_figure_that_the_data_allow_is_matched() -> None:
    for row in reference_rows():
        if row["published"] and row["verdict"] not in NOT_COMPARABLE:
            decimals = len(row["published"].partition(".")[2])
            value = COMPUTED[row["dataset"], row["metric"]](row)
            assert value == pytest.approx(float(row["published"]), abs=0.51 * 10**-decimals), row


def test_published_figures_that_cannot_be_compared_say_why() -> None:
    left_out = [row for row in reference_rows() if row["verdict"] in NOT_COMPARABLE]
    assert len(left_out) == 26
    assert all(row["note"] or row["source"] for row in left_out)
