"""The one door of curation: makes a dataset folder with its papers, or shows what its first rows would be."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from studio.curation.card import card
from studio.curation.folder import MANIFEST, draft_of, publish, refuse_unsafe, sha256_of, write_text
from studio.curation.formats import format_named
from studio.curation.formats.format import Format
from studio.curation.held_out import HeldOut
from studio.curation.limits import known_limits
from studio.curation.manifest import manifest
from studio.curation.papers import Papers
from studio.curation.recipe import Recipe
from studio.curation.row_files import RowFile, open_rows
from studio.curation.selecting import Selecting
from studio.curation.selection import Candidates, Group, Selection
from studio.curation.split import PARTS
from studio.curation.value import ValueRule
from studio.errors import StudioError


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset that was written."""

    folder: Path
    format: str
    rows: Mapping[str, int]
    """How many rows each file has."""
    selection: Selection
    """The funnel, the splits, the findings and the notes."""
    limits: Sequence[str]
    is_new: bool
    """False when the very same dataset was there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a dataset would be."""

    selection: Selection
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    """The first rows of each file, exactly as they would be written."""


def write_dataset(
    *,
    folder: Path,
    format: str,
    candidates: Candidates,
    recipe: Recipe,
    papers: Papers,
    held_out: HeldOut | None = None,
    replace: bool = False,
) -> Dataset:
    """Writes the dataset whole or not at all; the same selection twice gives the same bytes."""
    made = format_named(format)
    refuse_unsafe(folder)
    selecting = _selecting(made, recipe=recipe, papers=papers, held_out=held_out)
    with draft_of(folder) as draft:
        rows = _write_rows(made, draft=draft, chosen=selecting.groups(_walkable(candidates)), rule=selecting.rule)
        selection, contents = selecting.selection(), selecting.contents
        _refuse_empty(selection)
        limits = known_limits(selection=selection, contents=contents)
        readme = card(format=made, selection=selection, rows=rows, counts=contents.as_json(), limits=limits)
        for name, text in (*made.files(selection), ("README.md", readme)):
            write_text(draft / name, text)
        papered = manifest(
            format=made, selection=selection, contents=contents, files=_listed(draft, rows=rows), held_out=held_out
        )
        write_text(draft / MANIFEST, json.dumps(papered, ensure_ascii=True, indent=2) + "\n")
        is_new = publish(draft, folder=folder, replace=replace)
    return Dataset(folder=folder, format=made.name, rows=rows, selection=selection, limits=limits, is_new=is_new)


def preview(
    *,
    format: str,
    candidates: Candidates,
    recipe: Recipe,
    papers: Papers,
    held_out: HeldOut | None = None,
    first: int = 5,
) -> Preview:
    """The funnel, and the first rows of each file as they would be written; an empty selection is no error here."""
    made = format_named(format)
    selecting = _selecting(made, recipe=recipe, papers=papers, held_out=held_out)
    chosen = selecting.groups(_walkable(candidates))
    rows: dict[str, list[Mapping[str, Any]]] = {}
    # Rows of so many inputs meet every split; of the rest only the counts are wanted.
    for name, row in made.rows(islice(chosen, max(200, 20 * first)), selecting.rule):
        if len(rows.setdefault(name, [])) < first:
            rows[name].append(row)
    deque(chosen, maxlen=0)
    return Preview(selection=selecting.selection(), rows=rows)


def _walkable(candidates: Candidates) -> Candidates:
    """Candidates may be walked twice; what can be walked only once is kept in memory."""
    return list(candidates) if iter(candidates) is candidates else candidates


def _selecting(made: Format, *, recipe: Recipe, papers: Papers, held_out: HeldOut | None) -> Selecting:
    return Selecting(
        recipe=recipe,
        papers=papers,
        needs=made.needs,
        keeps_ties=made.keeps_ties,
        in_steps=made.in_steps,
        fits=made.fits,
        held_out=held_out,
    )


def _refuse_empty(selection: Selection) -> None:
    if selection.size:
        return
    steps = (*selection.steps, *selection.pair_steps)
    came_in = selection.steps[0].left
    reasons = sorted(((d.count, d.reason) for step in steps for d in step.dropped), reverse=True)[:3]
    why = "; ".join(f"{reason} ({count:,})" for count, reason in reasons)
    told = f"None of the {came_in:,} samples is left: {why}." if came_in else "There are no samples yet."
    if selection.needs == "pairs" and selection.steps[-1].left:
        told = f"No preference pair could be made of {selection.steps[-1].left:,} samples" + (
            f": {why}." if why else "."
        )
    raise StudioError(
        happened=told,
        safe="Nothing was written.",
        to_do="Loosen the recipe where most are lost, or rate and judge more samples first.",
    )


def _write_rows(made: Format, *, draft: Path, chosen: Iterable[Group], rule: ValueRule) -> dict[str, int]:
    files: dict[str, RowFile] = {}
    try:
        for name, row in made.rows(chosen, rule):
            if name not in files:
                files[name] = open_rows(draft / name, columns=made.columns)
            files[name].write(row)
    finally:
        for file in files.values():
            file.close()
    return {name: files[name].rows for name in sorted(files, key=_in_order)}


def _in_order(name: str) -> tuple[int, str]:
    """Training files first, then those to validate and test with, then the rest."""
    stem = PurePosixPath(name).stem
    return next((place for place, part in enumerate(PARTS) if stem.startswith(part)), len(PARTS)), name


def _listed(draft: Path, *, rows: Mapping[str, int]) -> list[dict[str, Any]]:
    listed = []
    for path in sorted(path for path in draft.rglob("*") if path.is_file()):
        name = path.relative_to(draft).as_posix()
        count = {"rows": rows[name]} if name in rows else {}
        listed.append({"name": name, "bytes": path.stat().st_size, **count, "sha256": sha256_of(path)})
    return listed
