"""The README of a dataset: what a person reads before using it, with the front matter that Hugging Face reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from studio.agreement.figures import Figure
from studio.curation.columns import hub_features
from studio.curation.formats.format import Format
from studio.curation.funnel import Step
from studio.curation.papers import JudgePaper, Papers, Quality
from studio.curation.selection import Selection
from studio.curation.split import PARTS
from studio.records import Criterion
from studio.rubric.scales import is_ordered, pass_in_words, scale_in_words

# A low line inside a word marks nothing, and names of criteria are full of them.
_SIGNS = re.compile(r"[\\`*\[\]<>#|!]|(?<![^\W_])_|_(?![^\W_])")
_SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def card(
    *, format: Format, selection: Selection, rows: Mapping[str, int], counts: Mapping[str, Any], limits: Sequence[str]
) -> str:
    """The whole README."""
    papers = selection.rule.papers
    title = papers.project_title or papers.project
    parts = [
        _front_matter(format, papers=papers, rows=rows, title=title),
        f"# {_plain(title)}",
        f"**{format.title}.** {format.description} Made with Rubric Studio {papers.tool_version}".strip() + ".",
        _contents(selection, rows=rows, counts=counts),
        _rubric(papers),
        _judges(papers, selection=selection),
        _quality(papers),
        _funnel(selection),
        "## What to know before using it\n\n" + "\n".join(_limits(limits, notes=selection.notes)),
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
    parts = ", ".join(f"{part} {count:,}" for part, count in selection.parts.items())
    lines = [f"{selection.size:,} {selection.noun}s of {selection.inputs:,} inputs ({parts})."]
    if len(selection.parts) > 1:
        lines[0] += " No input is in two splits."
    lines += ["", *(f"- `{name}`: {count:,} rows" for name, count in rows.items()), ""]
    lines += [f"- {_plain(what)}: {_counted(found)}" for what, found in _told(counts) if found]
    return "\n".join(["## What is in it", "", *lines])


def _told(counts: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """What is counted in the manifest, as a person asks for it."""
    yield "Good and bad", {name: counts[name] for name in ("good", "bad") if name in counts}
    for criterion, values in counts["by_value"].items():
        yield f"Values of {criterion}", values
    yield "Where the values come from", {name.replace("_", " "): n for name, n in counts["by_source"].items()}
    yield "Ties", {"in files of their own": counts["ties"]} if counts["ties"] else {}
    yield "Written by", counts["by_model"]


def _counted(found: Mapping[str, int]) -> str:
    return " · ".join(f"{_plain(name)}: {count:,}" for name, count in found.items())


def _rubric(papers: Papers) -> str:
    rubric = papers.rubric
    lines = [f"## What was asked: {_plain(rubric.title)} (version {rubric.version}, `{rubric.id}`)", ""]
    return "\n".join([*lines, *(_criterion(criterion) for criterion in rubric.criteria)])


def _criterion(criterion: Criterion) -> str:
    passed = pass_in_words(criterion.scale) if is_ordered(criterion.scale) else ""
    scale = _plain(scale_in_words(criterion.scale)) + (f"; passed: {_plain(passed)}" if passed else "")
    return f"- **{_plain(criterion.id)}**: {_plain(criterion.question)} ({scale})"


def _judges(papers: Papers, *, selection: Selection) -> str:
    if not papers.judges:
        return "## Judges\n\nNo judge was asked: every value is a person's."
    asked = selection.rule.recipe.values
    which = "the low end of its interval" if asked.agreement_at == "low" else "it"
    lines = [
        f"A judge's verdict counts where nobody rated, if the recipe names the judge and {which} reaches "
        f"{asked.least_agreement:g} on {asked.least_ratings:,} ratings or more. Measured when this was exported"
        + (f", against {_plain(papers.rater)}." if papers.rater else "."),
        "",
        f"| Judge | Criterion | {papers.agreement_measure.capitalize()} | Ratings | May count |",
        "|---|---|---|---|---|",
    ]
    rows = (row for judge in papers.judges for row in _judge(judge, papers=papers, selection=selection))
    return "\n".join(["## Judges", "", *lines, *rows])


def _judge(paper: JudgePaper, *, papers: Papers, selection: Selection) -> Iterator[str]:
    """One row for each criterion it was compared on."""
    name = f"{_plain(paper.name)} (`{_plain(paper.exact_model or paper.judge.model)}`)"
    if not paper.agreement:
        yield f"| {name} | | not compared with a person's ratings | | no |"
    for criterion, figure in paper.agreement.items():
        value = (
            f"unknown ({_plain(figure.why or '')})"
            if figure.value is None
            else f"{figure.value:.2f}{_interval(figure)}"
        )
        counts = "yes" if paper.judge.id in selection.rule.checked(criterion) else "no"
        yield f"| {name} | {_plain(criterion)} | {value} | {figure.n:,} | {counts} |"


def _interval(figure: Figure) -> str:
    return f" [{figure.low:.2f} to {figure.high:.2f}]" if figure.low is not None and figure.high is not None else ""


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
    recipe = selection.rule.recipe
    made_by = f"By the recipe {_plain(recipe.title or recipe.recipe)} (`{recipe.id}`), whole in `manifest.json`."
    steps = [*_steps(selection.steps), *_steps(selection.pair_steps)]
    return "\n".join(["## How it was chosen", "", made_by, "", *steps])


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    """What came in, and the steps that dropped something."""
    for first in steps[:1]:
        yield f"- {_plain(first.name)}: {first.left:,}"
    for step in (step for step in steps if step.dropped):
        yield f"- {_plain(step.name)}: {step.left:,} left"
        yield from (f"  - {_plain(dropped.reason)}: {dropped.count:,}" for dropped in step.dropped)


def _limits(limits: Sequence[str], *, notes: Sequence[str]) -> Iterator[str]:
    """Without the notes on single judges, which the table of judges holds already."""
    yield from (f"- {_plain(limit)}" for limit in limits if limit not in notes)


def _plain(text: str) -> str:
    """A text on one line that Markdown leaves alone: names and questions are not ours."""
    return _SIGNS.sub(r"\\\g<0>", " ".join(text.split()))
