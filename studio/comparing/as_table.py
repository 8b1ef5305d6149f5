"""A comparison as plain rows: for a notebook's data frame, a file, or the eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from studio.agreement.figures import Figure
from studio.comparing.judge_comparison import JudgeComparison

Cell = str | int | float | None
SHOWN = ("accuracy", "kappa", "ac1", "bias")


def table_of(compared: Sequence[JudgeComparison]) -> list[Mapping[str, Cell]]:
    """One row for each judge and criterion: who, how many, and every figure with the ends of its interval."""
    return [_row(one) for one in compared]


def html_of(compared: Sequence[JudgeComparison]) -> str:
    """The main figures as a small HTML table, every name escaped."""
    head = "".join(f"<th>{name}</th>" for name in ("judge", "criterion", "n", "no verdict", *SHOWN))
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in _shown(one)) + "</tr>" for one in compared
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(one: JudgeComparison) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {
        "judge": one.judge.name or one.judge.model,
        "judge_id": one.judge.id,
        "criterion": one.criterion.id,
        "order": one.order or None,
        "n": one.report.n,
        "errors": sum(one.failures.values()),
    }
    for key, figure in one.report.figures.items():
        row |= {key: figure.value, f"{key}_low": figure.low, f"{key}_high": figure.high}
    return row


def _shown(one: JudgeComparison) -> list[Cell]:
    name = (one.judge.name or one.judge.model) + (f" ({one.order})" if one.order else "")
    figures = [_words(one.report.figures.get(key)) for key in SHOWN]
    return [name, one.criterion.id, one.report.n, sum(one.failures.values()), *figures]


def _words(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "–"
    if figure.too_few:
        return "too few to tell"
    interval = "" if figure.low is None or figure.high is None else f" [{figure.low:.2f}, {figure.high:.2f}]"
    return f"{figure.value:.2f}{interval}"
