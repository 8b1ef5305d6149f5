"""A project beside hers in which judges are put to the test: some of her answers and perturbed copies of them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

from studio.generation.perturbed import COPY_TAG, Change, perturbed_copies
from studio.records import Project, Sample, content_id
from studio.store.engine import Database
from studio.store.inputs import inputs_named, new_input, save_inputs
from studio.store.projects import save_project
from studio.store.samples import samples_of, save_samples
from studio.store.variants import competitors

SUFFIX = "-checks"


def checks_project(project: Project) -> Project:
    """The project the copies lie in, so that they get into none of her own figures and datasets."""
    return replace(project, id=f"{project.id[: 64 - len(SUFFIX)]}{SUFFIX}", title=f"{project.title}, judge checks")


def begin_checks(database: Database, project: Project, *, answers: int, changes: Iterable[Change]) -> int:
    """Copies some answers, drawn at random, and a perturbed copy of each for each change; how many samples are new."""
    known = [sample for sample, _ in competitors(database, project.id)]
    # Some may have come without their text.
    shuffled = random.Random(project.id).sample(known, len(known))
    found = samples_of(database, shuffled[: 2 * answers])
    texts = [name for name in shuffled[: 2 * answers] if found[name].output.strip()][:answers]
    originals = {name: found[name] for name in texts}
    asked = {one.id: one for one in inputs_named(database, [sample.input_id for sample in originals.values()])}
    there = checks_project(project)
    save_project(database, there)
    inputs = {name: new_input(project=there.id, text=one.text, tags=one.tags) for name, one in asked.items()}
    save_inputs(database, inputs.values())
    moved = [_moved(sample, project=there.id, input_id=inputs[sample.input_id].id) for sample in originals.values()]
    return save_samples(database, [*moved, *perturbed_copies(moved, changes=changes)])


def _moved(sample: Sample, *, project: str, input_id: str) -> Sample:
    name = content_id("copy", [sample.id, "as it is"])
    return replace(sample, id=name, project=project, input_id=input_id, item=None, tags=_without_copy(sample))


def _without_copy(sample: Sample) -> dict[str, str]:
    return {name: value for name, value in sample.tags.items() if name != COPY_TAG}
