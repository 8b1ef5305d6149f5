"""The one door of curation: makes a dataset folder with its papers, or shows what its first rows would be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from studio.curation.card import card
from studio.curation.contents import Contents
from studio.curation.folder import MANIFEST, draft_of, publish, refuse_unsafe, sha256_of, write_text
from studio.curation.formats import format_named
from studio.curation.formats.format import Format
from studio.curation.held_out import HeldOut
from studio.curation.limits import known_limits
from studio.curation.manifest import manifest
from studio.curation.papers import Papers
from studio.curation.recipe import Recipe
from studio.curation.row_files import RowFile, open_rows
from studio.curation.selection import Candidates, Group, Selection, groups, select
from studio.curation.split import PARTS
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
    walkable = _walkable(candidates)
    selection = _selected(made, candidates=walkable, recipe=recipe, papers=papers, held_out=held_out)
    _refuse_empty(selection)
    contents = Contents()
    with draft_of(folder) as draft:
        chosen = contents.counted(groups(walkable, selection=selection), selection=selection)
        rows = _write_rows(made, draft=draft, chosen=chosen, selection=selection)
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
    walkable = _walkable(candidates)
    selection = _selected(made, candidates=walkable, recipe=recipe, papers=papers, held_out=held_out)
    rows: dict[str, list[Mapping[str, Any]]] = {}
    # Far enough to meet every split, without a walk through everything.
    chosen = islice(groups(walkable, selection=selection), max(200, 20 * first))
    for name, row in made.rows(chosen, selection.rule):
        if len(rows.setdefault(name, [])) < first:
            rows[name].append(row)
    return Preview(selection=selection, rows=rows)


def _walkable(candidates: Candidates) -> Candidates:
    """Candidates are walked twice; what can be walked only once is kept in memory."""
    return list(candidates) if iter(candidates) is candidates else candidates


def _selected(
    made: Format, *, candidates: Candidates, recipe: Recipe, papers: Papers, held_out: HeldOut | None
) -> Selection:
    return select(
        candidates=candidates,
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


def _write_rows(made: Format, *, draft: Path, chosen: Iterable[Group], selection: Selection) -> dict[str, int]:
    files: dict[str, RowFile] = {}
    try:
        for name, row in made.rows(chosen, selection.rule):
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
