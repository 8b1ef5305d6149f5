"""What the charts are told to draw: the given numbers and no others; undefined ones as sentences."""

from __future__ import annotations

import json
from typing import Any

import pyarrow.ipc
from streamlit.testing.v1 import AppTest

from tests.ui.drawn import drawn, read


def chart_of(test: AppTest) -> Any:
    """The first chart on the page, as it is sent to the browser."""
    return test.get("vega_lite_chart")[0].proto


def rows(chart: Any) -> list[dict[str, Any]]:
    """Every row of data in the chart."""
    tables = [pyarrow.ipc.open_stream(dataset.data.data).read_all() for dataset in chart.datasets]
    return [row for table in tables for row in table.to_pylist()]


def test_an_undefined_number_is_a_sentence_and_never_a_mark() -> None:
    def page() -> None:
        from studio.ui import charts

        one = charts.Measured(judge="A", criterion="Tone", value=0.84, low=0.77, high=0.89, n=122)
        none = charts.Measured(
            judge="B", criterion="Tone", value=None, n=4, why="You rated 4 replies: too few to tell."
        )
        charts.interval_chart([one, none], key="i", alt_text="Agreement per judge")
        charts.heat_map([none], key="h", alt_text="Nothing to see")

    test = drawn(page)
    assert len(test.get("vega_lite_chart")) == 1
    assert [row["judge"] for row in rows(chart_of(test)) if "judge" in row] == ["A"]
    assert "B on Tone: You rated 4 replies: too few to tell." in read(test)
    assert "NaN" not in chart_of(test).spec


def test_a_number_carries_its_interval_and_size_in_words() -> None:
    def page() -> None:
        from studio.ui import charts

        one = charts.Measured(judge="A\u202e", criterion="Tone", value=0.84, low=0.77, high=0.89, n=122)
        charts.interval_chart([one], key="i", alt_text="Agreement per judge", ceiling=0.91)

    row = next(row for row in rows(chart_of(drawn(page))) if "judge" in row)
    assert (row["words"], row["size"], row["judge"]) == ("84 % [77–89]", "n = 122", "A⟨U+202E⟩")


def test_the_confusion_matrix_has_a_cell_for_every_pair_and_offers_it_for_a_click() -> None:
    def page() -> None:
        import streamlit as st

        from studio.ui import charts

        chosen = charts.confusion_matrix(values=[1, 2], counts=[[5, 1], [0, 3]], key="c", alt_text="Counts")
        st.text(str(chosen))

    test = drawn(page)
    chart = chart_of(test)
    cells = {(row["rater"], row["judge"]): row["count"] for row in rows(chart)}
    assert cells == {("1", "1"): 5, ("1", "2"): 1, ("2", "1"): 0, ("2", "2"): 3}
    assert [param["name"] for param in json.loads(chart.spec)["params"]] == ["cell"]
    assert read(test) == "None"


def test_the_words_of_a_chart_are_in_the_grey_that_can_be_read_and_shares_are_written_as_everywhere() -> None:
    def page() -> None:
        from studio.ui import charts
        from studio.ui.charts.palette import palette

        charts.curve_with_band(
            [charts.CurvePoint(x=1, y=0.5)], key="c", alt_text="A line", x_title=palette().quiet, y_title="Agreement"
        )

    spec = json.loads(chart_of(drawn(page)).spec)
    grey, config = spec["layer"][0]["encoding"]["x"]["title"], spec["config"]
    assert {config[part]["labelColor"] for part in ("axis", "legend", "header")} == {grey}
    assert config["locale"]["number"]["percent"] == "\N{NO-BREAK SPACE}%"


def test_every_chart_has_a_name_for_those_who_do_not_see_it() -> None:
    def page() -> None:
        from studio.ui import charts

        one = charts.Measured(judge="A", criterion="Tone", value=0.5, n=20)
        charts.interval_chart([one], key="i", alt_text="one")
        charts.heat_map([one], key="h", alt_text="two")
        charts.confusion_matrix(values=["a"], counts=[[1]], key="c", alt_text="three")
        charts.calibration_curve([charts.CalibrationPoint(predicted=0.5, observed=0.4, n=9)], key="k", alt_text="four")
        charts.curve_with_band(
            [charts.CurvePoint(x=1, y=0.5)], key="l", alt_text="five", x_title="Ratings", y_title="Agreement"
        )
        charts.histogram([charts.Bin(label="1", count=3)], key="b", alt_text="six", x_title="Rating")

    names = [chart.proto.alt for chart in drawn(page).get("vega_lite_chart")]
    assert names == ["one", "two", "three", "four", "five", "six"]
