"""The history of a rubric as a line: each version once, in its order, with its interval, its size and its cost."""

from __future__ import annotations

from tests.ui.drawn import drawn
from tests.ui.test_charts import chart_of, rows


def test_versions_stand_in_their_order_with_interval_size_and_an_unknown_price_in_words() -> None:
    def page() -> None:
        from studio.ui.charts.version_line import VersionMark, version_line

        marks = [
            VersionMark(name="v1", agreement=0.5, low=0.3, high=0.7, n=20, cost_usd=None),
            VersionMark(name="v2", agreement=0.9, low=None, high=None, n=24, cost_usd=2.0),
        ]
        version_line(marks, key="line", alt_text="Two versions")

    chart = chart_of(drawn(page))
    drawn_rows = [row for row in rows(chart) if "share" in row]
    assert [(row["name"], row["share"], row["n"]) for row in drawn_rows] == [("v1", 0.5, 20), ("v2", 0.9, 24)]
    assert [row["words"] for row in drawn_rows] == ["50 % [30–70]", "90 %"]
    assert [row["cost"] for row in drawn_rows] == ["price unknown", "about 2.00 USD"]
