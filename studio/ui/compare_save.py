"""The maps and curves of the Compare page as drawings and numbers to keep; it measures nothing."""

from __future__ import annotations

from collections.abc import Sequence

from studio.agreement.by_value import Confusion
from studio.agreement.figures import Figure
from studio.agreement.power import Outlook
from studio.comparing.drawing_curve import Frame, Point, curve_drawing
from studio.comparing.drawing_grid import Cell, grid_drawing
from studio.ui.charts.measured import Measured
from studio.ui.saving import save_chart
from studio.ui.verdict_marks import value_word


def save_map(measured: Sequence[Measured], *, title: str, shares: bool) -> None:
    """Every judge on every question, under the map."""
    cells = [
        Cell(down=one.judge, across=one.criterion, words=one.in_words(shares=shares), depth=one.value or 0.0)
        for one in measured
    ]
    save_chart(
        lambda: grid_drawing(cells, title=title),
        lambda: [
            {
                "judge": one.judge,
                "question": one.criterion,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "n": one.n,
            }
            for one in measured
        ],
        key="compare_map",
        file_name="agreement_map",
    )


def save_matrix(confusion: Confusion, *, title: str) -> None:
    """Which rating met which verdict how often, under the matrix."""
    values, counts = confusion.values, confusion.counts
    most = max(1, *(count for row in counts for count in row))
    met = [(mine, theirs, counts[i][j]) for i, mine in enumerate(values) for j, theirs in enumerate(values)]
    cells = [
        Cell(
            down=f"rated {value_word(mine)}",
            across=f"judged {value_word(theirs)}",
            words=f"{count:,}",
            depth=count / most,
            differs=mine != theirs,
        )
        for mine, theirs, count in met
    ]
    save_chart(
        lambda: grid_drawing(cells, title=title),
        lambda: [{"rating": mine, "verdict": theirs, "samples": count} for mine, theirs, count in met],
        key="compare_confusion",
        file_name="confusion",
    )


def save_outlook(figure: Figure, coming: Sequence[Outlook], *, measure: str, shares: bool) -> None:
    """What more ratings would buy, under the curve."""
    value = figure.value or 0.0
    points = [Point(x=figure.n, y=value, low=figure.low, high=figure.high)]
    points += [Point(x=one.n, y=value, low=one.low, high=one.high) for one in coming]
    frame = Frame(
        title=f"{measure} with more ratings", x_title="Ratings", y_title=measure, x_shares=False, y_shares=shares
    )
    save_chart(
        lambda: curve_drawing(points, frame=frame),
        lambda: [{"ratings": int(one.x), "value": one.y, "low": one.low, "high": one.high} for one in points],
        key="compare_outlook",
        file_name="more_ratings",
    )
