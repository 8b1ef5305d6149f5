"""CSV for Excel: one line a sample, readable and safe; no cell can be taken for a formula, so it is not exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studio.curation.candidate import Candidate, tags_of
from studio.curation.formats.format import Format, Row
from studio.curation.papers import JudgePaper, Papers
from studio.curation.provenance import item_name, known_values
from studio.curation.selection import Group
from studio.curation.value import ValueRule


def _rows(groups: Iterable[Group], rule: ValueRule) -> Iterator[Row]:
    judges = {
        judge_id: _unique_name(paper, papers=rule.papers) for judge_id, paper in rule.papers.judges_by_id().items()
    }
    for group in groups:
        for sample in group.samples:
            cells = {**_origin(sample), "split": group.part, **_values(sample, rule=rule)}
            yield "samples.csv", {**cells, **_ratings(sample, rule=rule), **_verdicts(sample, rule=rule, judges=judges)}


def _origin(sample: Candidate) -> Mapping[str, Any]:
    return {
        "item": item_name(sample),
        "input": sample.input.text,
        "output": sample.sample.output,
        "model": sample.sample.system,
        "prompt": sample.prompt.name if sample.prompt else "",
        "tags": ", ".join(f"{name}: {value}" for name, value in tags_of(sample).items()),
        "created": sample.sample.created_at,
    }


def _values(sample: Candidate, *, rule: ValueRule) -> Mapping[str, Any]:
    decided = rule.all_decided(sample)
    known = known_values(decided)
    return {f"{name}: value": known.get(name, "") for name in decided} | {
        f"{name}: from": one.source or "" for name, one in decided.items()
    }


def _ratings(sample: Candidate, *, rule: ValueRule) -> Mapping[str, Any]:
    cells = {}
    for criterion in rule.papers.rubric.criteria:
        ratings = [r for r in sample.ratings if r.criterion == criterion.id and r.rubric_id == rule.rubric_id]
        said = [f"{r.rater}: {r.value}" if len(ratings) > 1 else r.value for r in ratings if r.value is not None]
        cells[f"{criterion.id}: rating"] = said[0] if len(said) == 1 else "; ".join(str(one) for one in said)
        cells[f"{criterion.id}: note"] = "; ".join(r.note for r in ratings if r.note)
    return cells


def _verdicts(sample: Candidate, *, rule: ValueRule, judges: Mapping[str, str]) -> Mapping[str, Any]:
    cells = {}
    for criterion in rule.papers.rubric.criteria:
        for judge_id, judge_name in judges.items():
            mine = [v for v in sample.verdicts if v.judge_id == judge_id and v.criterion == criterion.id]
            said = [v.value if v.value is not None else f"({v.failure})" for v in mine]
            name = f"{criterion.id}: {judge_name}"
            cells[name] = said[0] if len(said) == 1 else "; ".join(str(one) for one in said)
            cells[f"{name}, why"] = next((v.explanation for v in mine if v.explanation), "")
    return cells


def _unique_name(judge: JudgePaper, *, papers: Papers) -> str:
    """The judge's name, with a part of its id where another judge has the same name."""
    alike = sum(other.name == judge.name for other in papers.judges)
    return judge.name if alike == 1 else f"{judge.name} ({judge.judge.id[:6]})"


FORMAT = Format(
    name="csv",
    title="Table for Excel (CSV)",
    description="One line a sample with values, ratings, notes and verdicts, safe to open in a spreadsheet.",
    purpose="hand_on",
    needs="samples",
    rows=_rows,
)
