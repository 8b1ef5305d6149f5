"""The split that the studio keeps: proposals and examples come from one part, their gain is measured on the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from studio.records import content_id
from studio.store.engine import Database
from studio.store.subjects import inputs_of_subjects

Part = Literal["development", "test"]
DEVELOPMENT_SHARE = 0.6


def part_of(input_id: str) -> Part:
    """The part of an input and of every answer to it; its content alone decides, today and on any machine."""
    place = int(content_id("part", input_id), 16) / 16**16
    return "development" if place < DEVELOPMENT_SHARE else "test"


def in_part(subjects: Mapping[str, str], *, part: Part) -> set[str]:
    """The subjects of this part, from each subject's input."""
    return {subject for subject, input_id in subjects.items() if part_of(input_id) == part}


def subjects_in_part(database: Database, subjects: Collection[str], *, part: Part) -> set[str]:
    """Those of the samples or pairs whose input is in this part."""
    return in_part(inputs_of_subjects(database, subjects), part=part)
