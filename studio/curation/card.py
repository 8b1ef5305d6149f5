"""The README of a dataset: what a person reads before using it, with the front matter that Hugging Face reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from studio.curation.checked_judges import in_words
from studio.curation.columns import hub_features
from studio.curation.formats.format import Format
from studio.curation.funnel import Step
from studio.curation.papers import JudgePaper, Papers, Quality
from studio.curation.selection import Selection
from studio.curation.split import PARTS

_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def card(
    *, format: Format, selection: Selection, rows: Mapping[str, int], counts: Mapping[str, Any], limits: Sequence[str]
) -> str:
    """The whole README."""
    papers = selection.rule.papers
    title = papers.project_title or papers.project
    parts = [
        _front_matter(format, papers=papers, rows=rows, title=title),
        f"# {_plain(title)}: {format.title}",
        f"{format.description} Made with Rubric Studio {papers.tool_version}".strip() + ".",
        _contents(selection, rows=rows, counts=counts),
        _rubric(papers),
        _judges(papers, selection=selection),
        _quality(papers),
        _funnel(selection),
        "## What to know before using it\n\n" + "\n".join(f"- {_plain(limit)}" for limit in limits),
        f"## Licence\n\n{_plain(papers.licence) or 'None was stated: ask before you hand it on.'}",
        "`manifest.json` says all of this to programs, with the hash of each file and the recipe to make it again.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(format: Format, *, papers: Papers, rows: Mapping[str, int], title: str) -> str:
    """YAML, written as JSON values: a title may hold any sign."""
    size = sum(rows.values())
    fields: dict[str, Any] = {
        "pretty_name": title,
        **({"license": papers.licence.lower()} if papers.licence else {}),
        "size_categories": [_size_category(size)],
        "tags": ["synthetic", "rubric-studio"],
        "configs": list(_configs(rows)),
        **({"dataset_info": {"features": hub_features(format.columns)}} if format.columns else {}),
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=True)}" for name, value in fields.items()]
    return "\n".join(["---", *lines, "---"])


def _configs(rows: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """One for the splits, one for the splits' ties or provenance, and one for each other file: their columns differ."""
    configs: dict[str, list[dict[str, str]]] = {}
    for name in rows:
        part, _, kind = PurePosixPath(name).stem.partition("_")
        if part in PARTS:
            configs.setdefault(kind or "default", []).append({"split": part, "path": name})
        else:
            configs.setdefault(PurePosixPath(name).stem, []).append({"split": "train", "path": name})
    for name, files in configs.items():
        yield {"config_name": name, "data_files": files}


def _size_category(size: int) -> str:
    words = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "n>10M")
    return words[sum(size >= limit for limit in _SIZES)]


def _contents(selection: Selection, *, rows: Mapping[str, int], counts: Mapping[str, Any]) -> str:
    what = "preference pairs" if selection.needs == "pairs" else "samples"
    parts = ", ".join(f"{part} {count:,}" for part, count in selection.parts.items())
    lines = [f"{selection.size:,} {what} of {selection.inputs:,} inputs ({parts}). No input is in two splits.", ""]
    lines += [f"- `{name}`: {count:,} rows" for name, count in rows.items()]
    sources = ", ".join(f"{source.replace('_', ' ')} {count:,}" for source, count in counts["by_source"].items())
    models = ", ".join(f"{_plain(model)} {count:,}" for model, count in counts["by_model"].items())
    return "\n".join(
        ["## What is in it", "", *lines, "", f"Where the values come from: {sources}.", f"Models: {models}."]
    )


def _rubric(papers: Papers) -> str:
    rubric = papers.rubric
    lines = [f"## What was asked: {_plain(rubric.title)} (version {rubric.version}, `{rubric.id}`)", ""]
    return "\n".join([*lines, *(f"- **{_plain(c.id)}**: {_plain(c.question)}" for c in rubric.criteria)])


def _judges(papers: Papers, *, selection: Selection) -> str:
    if not papers.judges:
        return "## Judges\n\nNo judge was asked: every value is a person's."
    who = f" Agreement is with {_plain(papers.rater)}, measured when this was exported." if papers.rater else ""
    hint = f"{papers.agreement_measure.capitalize()}: how often a judge said what the person said.{who}"
    lines = [hint, ""] if papers.agreement_measure == "accuracy" else []
    return "\n".join(
        ["## Judges", "", *lines, *(_judge(judge, papers=papers, selection=selection) for judge in papers.judges)]
    )


def _judge(paper: JudgePaper, *, papers: Papers, selection: Selection) -> str:
    measure = papers.agreement_measure
    told = [f"{criterion}: {in_words(figure, measure=measure)}" for criterion, figure in paper.agreement.items()]
    checked = [c.id for c in papers.rubric.criteria if paper.judge.id in selection.rule.checked(c.id)]
    use = f"its verdicts stood in on {', '.join(checked)}" if checked else "its verdicts decided nothing here"
    agreement = "; ".join(told) or "not compared with a person's ratings"
    return f"- **{_plain(paper.name)}** (`{_plain(paper.exact_model or paper.judge.model)}`): {agreement}; {use}."


def _quality(papers: Papers) -> str:
    if not papers.corrected_quality:
        return ""
    lines = [
        f"- **{_plain(one.criterion)}**: {_share(one)} of all {one.samples:,} judged samples pass, by the verdicts of "
        f"{_plain(one.judge)} corrected with {one.share.n:,} ratings."
        for one in papers.corrected_quality
    ]
    assumption = papers.corrected_quality[0].assumption
    hint = f"This speaks of all samples of the project, before any were chosen for this dataset. {_plain(assumption)}"
    return "\n".join(["## How good the samples were before the choice", "", *lines, "", hint])


def _share(one: Quality) -> str:
    share = one.share
    interval = f" [{share.low:.0%} to {share.high:.0%}]" if share.low is not None and share.high is not None else ""
    return f"{share.value or 0.0:.0%}{interval}"


def _funnel(selection: Selection) -> str:
    return "\n".join(["## How it was chosen", "", *_steps(selection.steps), *_steps(selection.pair_steps)])


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    """What came in, and the steps that dropped something."""
    for step in [*steps[:1], *(step for step in steps if step.dropped)]:
        yield f"- {_plain(step.name)}: {step.left:,} left"
        yield from (f"  - {_plain(dropped.reason)}: {dropped.count:,}" for dropped in step.dropped)


def _plain(text: str) -> str:
    """A text on one line that Markdown leaves alone: names and questions are not ours."""
    signs = (f"\\{sign}" if sign in "\\`*_[]<>#|!" else sign for sign in " ".join(text.split()))
    return "".join(signs)
