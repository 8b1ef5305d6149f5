"""The agreement record that travels with a shared rubric: numbers of judges, and nobody's name, rating or sample."""

from __future__ import annotations

from typing import Any

from studio.comparing.as_json import comparison_as_json
from studio.comparing.comparison import Comparison


def shared_record(comparison: Comparison) -> dict[str, Any] | None:
    """The comparison without project and rater; None where there is nothing to tell."""
    if not any(one.report.n for one in comparison.judges):
        return None
    found = comparison_as_json(comparison)
    return {"rubric": found["rubric"], "rater": {"kind": found["rater"]["kind"]}, "judges": found["judges"]}
