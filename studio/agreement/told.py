"""A report as plain data for `studio compare --json`, notebooks and files; it refuses to drop a reason."""

from __future__ import annotations

from studio.agreement.by_value import ValueFigures
from studio.agreement.probability import ProbabilityReport
from studio.agreement.report import AgreementReport

ALPHAS = ("nominal", "ordinal", "interval")
SHARES = ("precision", "recall", "f1", "specificity")


def report_as_json(report: AgreementReport) -> dict[str, object]:
    """The report in the shape of CONTRACT section 4, without judge, criterion and order, which the caller knows."""
    plain = {key: figure.as_json() for key, figure in report.figures.items() if not key.startswith("alpha_")}
    told: dict[str, object] = {"n": report.n, "without_verdict": report.without_verdict, "inputs": report.groups}
    told |= plain
    told["alpha"] = {level: report[f"alpha_{level}"].as_json() for level in ALPHAS}
    told["per_value"] = [_value_as_json(found) for found in report.per_value]
    told["confusion"] = report.confusion and {
        "values": list(report.confusion.values),
        "counts": [list(row) for row in report.confusion.counts],
    }
    told["baselines"] = {
        b.name: {"value": b.value, "accuracy": b.accuracy, "mae": b.mae, "rmse": b.rmse} for b in report.baselines
    }
    if report.probability:
        told["probability"] = _probability_as_json(report.probability)
    told["notes"] = list(report.notes)
    return told


def _value_as_json(found: ValueFigures) -> dict[str, object]:
    figures = {name: getattr(found, name).as_json() for name in SHARES}
    return {"value": found.value, "rated": found.rated, "judged": found.judged, **figures}


def _probability_as_json(report: ProbabilityReport) -> dict[str, object]:
    return {
        "n": report.n,
        "auc": report.auc.as_json(),
        "brier": report.brier.as_json(),
        "overconfidence": report.overconfidence.as_json(),
        "per_value": [
            {
                "value": found.value,
                "auc": found.auc.as_json(),
                "roc": {"false_alarms": list(found.roc.false_alarms), "found": list(found.roc.found)},
                "calibration": [{"said": b.said, "happened": b.happened.as_json()} for b in found.calibration],
            }
            for found in report.per_value
        ],
    }
