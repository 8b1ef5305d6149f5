"""The manifest: everything a program needs to know where a dataset comes from; no times, so that it can be repeated."""

from __future__ import annotations

from typing import Any

from studio.curation.contents import Contents
from studio.curation.formats.format import Format
from studio.curation.funnel import Step
from studio.curation.held_out import HeldOut
from studio.curation.limits import known_limits
from studio.curation.papers import JudgePaper, Quality
from studio.curation.rubric_content import rubric_content
from studio.curation.selection import Selection
from studio.records import Prompt

MANIFEST_VERSION = 1


def manifest(
    *,
    format: Format,
    selection: Selection,
    contents: Contents,
    files: list[dict[str, Any]],
    held_out: HeldOut | None,
) -> dict[str, Any]:
    """The content of `manifest.json`."""
    rule = selection.rule
    papers, recipe = rule.papers, rule.recipe
    return {
        "manifest_version": MANIFEST_VERSION,
        "tool": {"name": "rubric-studio", "version": papers.tool_version},
        "project": papers.project,
        "title": papers.project_title,
        "format": format.name,
        "synthetic": True,
        "licence": papers.licence or None,
        "rubric": {**rubric_content(papers.rubric), "text": papers.rubric_text or None},
        "prompts": [_prompt(prompt) for prompt in selection.prompts],
        "agreement_measure": papers.agreement_measure,
        "judges": [_judge(judge, selection=selection) for judge in papers.judges],
        "compared_with": papers.rater or None,
        "corrected_quality": [_quality(one) for one in papers.corrected_quality],
        "recipe": {"id": recipe.id, **recipe.model_dump(mode="json")},
        "held_out": _held_out(held_out) if held_out and recipe.hygiene.held_out else None,
        "counts": {
            "rows": {file["name"]: file["rows"] for file in files if "rows" in file},
            "inputs": selection.inputs,
            "chosen": selection.size,
            "by_split": dict(selection.parts),
            "by_cell": dict(selection.cells),
            **contents.as_json(),
        },
        "steps": [_step(step) for step in selection.steps],
        "pair_steps": [_step(step) for step in selection.pair_steps],
        "split": {"seed": recipe.split.seed, "by": "input text"},
        "findings": dict(selection.finding_counts),
        "known_limits": known_limits(selection=selection, contents=contents),
        "files": files,
    }


def _prompt(prompt: Prompt) -> dict[str, Any]:
    return {"id": prompt.id, "name": prompt.name, "system": prompt.system, "template": prompt.template}


def _judge(paper: JudgePaper, *, selection: Selection) -> dict[str, Any]:
    checked = [c.id for c in selection.rule.papers.rubric.criteria if paper.judge.id in selection.rule.checked(c.id)]
    return {
        "id": paper.judge.id,
        "name": paper.name,
        "model": paper.judge.model,
        "exact_model": paper.exact_model or None,
        "mode": paper.judge.mode,
        "prompt_hash": paper.prompt_hash or None,
        "stands_in_on": checked,
        "agreement": {criterion: figure.as_json() for criterion, figure in paper.agreement.items()},
    }


def _quality(one: Quality) -> dict[str, Any]:
    told = {"criterion": one.criterion, "judge": one.judge, "samples": one.samples}
    return {**told, "share_that_passes": one.share.as_json(), "assumption": one.assumption}


def _held_out(held_out: HeldOut) -> dict[str, Any]:
    return {"name": held_out.name, "sha256": held_out.sha256, "texts": len(held_out.texts), "words": held_out.words}


def _step(step: Step) -> dict[str, Any]:
    dropped = [{"reason": d.reason, "count": d.count, "examples": list(d.examples)} for d in step.dropped]
    return {"name": step.name, "left": step.left, **({"dropped": dropped} if dropped else {})}
