"""Every format as the studio writes it, once, for the programs that read it; with a rubric full of odd signs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.curation.dataset import write_dataset
from studio.curation.formats import format_named
from tests.curation.shop import PAPERS, RUBRIC, filled, recipe, sample

RECIPE = recipe(
    values={"judges": ["Good"]},
    keep=[{"criterion": "answers", "any_of": ["pass"]}],
    split={"train": 0.7, "validation": 0, "test": 0.3},
)
EVERYTHING = recipe(values={"judges": ["Good"]}, split={"train": 0.7, "validation": 0, "test": 0.3})
ODD = 'Sie fragt: "Wo?" \\ {{input}} — 日本 \U0001f6b2\u2028 next'


def exported(format: str, *, folder: Path) -> Path:
    """The shop as this format, with one answer of odd signs."""
    known = format_named(format)
    of_pairs = known.needs == "pairs"
    odd = sample(
        "odd", of="odd", text="Odd?", output=ODD.replace("{{input}}", ""), rated={"answers": "pass", "tone": 5}
    )
    candidates = [*filled(known), *([] if of_pairs or known.in_steps else [odd])]
    papers = replace(PAPERS, rubric=RUBRIC)
    used = EVERYTHING if of_pairs or format in ("jsonl", "ratings", "csv", "judge_training") else RECIPE
    write_dataset(folder=folder, format=format, candidates=candidates, recipe=used, papers=papers)
    return folder
