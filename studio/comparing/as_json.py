"""The shape `studio compare --json` promises: full precision, each coefficient with its interval or its reason."""

from __future__ import annotations

from typing import Any

from studio.agreement.figures import Figure
from studio.comparing.comparison import Comparison
from studio.comparing.judge_comparison import JudgeComparison

_FIGURES = (
    "accuracy",
    "kappa",
    "kappa_linear",
    "kappa_quadratic",
    "ac1",
    "ac2",
    "mcc",
    "precision",
    "recall",
    "f1",
    "specificity",
    "spearman",
    "kendall",
    "pearson",
    "mae",
    "rmse",
    "bias",
)


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison as plain JSON."""
    return {
        "project": comparison.project,
        "rubric": {
            "id": comparison.rubric.id,
            "name": comparison.rubric.name,
            "version": comparison.rubric.version,
        },
        "rater": {"id": comparison.rater.id, "kind": comparison.rater.kind, "name": comparison.rater.name},
        "judges": [_judge_as_json(one) for one in comparison.judges],
    }


def _judge_as_json(one: JudgeComparison) -> dict[str, Any]:
    report = one.report
    told: dict[str, Any] = {
        "judge": one.judge.name or one.judge.model,
        "judge_id": one.judge.id,
        "model": one.judge.model,
        "criterion": one.criterion.id,
        "order": one.order or None,
        "n": report.n,
        "errors": sum(one.failures.values()),
        "errors_by_kind": dict(one.failures),
        "not_judged": report.without_verdict - sum(one.failures.values()),
    }
    told |= {key: figure.as_json() for key in _FIGURES if (figure := report.figures.get(key))}
    told["alpha"] = {
        level: _figure(report.figures.get(f"alpha_{level}")) for level in ("nominal", "ordinal", "interval")
    }
    told["per_value"] = {
        str(value.value): {
            "rated": value.rated,
            "judged": value.judged,
            "precision": value.precision.as_json(),
            "recall": value.recall.as_json(),
            "f1": value.f1.as_json(),
            "specificity": value.specificity.as_json(),
        }
        for value in report.per_value
    }
    confusion = report.confusion
    told["confusion"] = (
        {"values": list(confusion.values), "counts": [list(row) for row in confusion.counts]} if confusion else None
    )
    told["notes"] = list(report.notes)
    return told


def _figure(figure: Figure | None) -> dict[str, Any]:
    return figure.as_json() if figure else {"value": None, "why": "This is not defined for these values."}
