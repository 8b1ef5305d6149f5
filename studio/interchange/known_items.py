"""Finds the samples and pairs of a project that a file speaks of by an item's name."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from studio.store.engine import Database
from studio.store.inputs import input_of
from studio.store.samples import imported_sample_id, pair_id, pair_of
from studio.store.subjects import inputs_of_subjects

_OWN_ID = re.compile("[0-9a-f]{16}")


class Known(NamedTuple):
    """What an item's name stands for."""

    subject: str
    """The sample's or the pair's id."""
    is_pair: bool
    is_own: bool = False
    """Whether the name is the sample's or the pair's id itself, as our own exports give it."""


def new_item(name: str, *, project: str, is_pair: bool) -> Known:
    """What the item is going to be when it is imported."""
    subject = pair_id(project=project, item=name) if is_pair else imported_sample_id(project=project, item=name)
    return Known(subject, is_pair)


def known_items(database: Database, names: Collection[str], *, project: str) -> dict[str, Known]:
    """Those of the names that the project knows already, whichever way."""
    possible = {
        item.subject: (name, item)
        for name in names
        for item in (new_item(name, project=project, is_pair=pair) for pair in (False, True))
    }
    found = {name: item for name, item in (possible[there] for there in inputs_of_subjects(database, possible))}
    own = [name for name in names if name not in found and _OWN_ID.fullmatch(name)]
    return found | _own_subjects(database, own, project=project)


def _own_subjects(database: Database, ids: Collection[str], *, project: str) -> dict[str, Known]:
    found = {}
    for name, input_id in inputs_of_subjects(database, ids).items():
        asked = input_of(database, input_id)
        if asked is not None and asked.project == project:
            found[name] = Known(name, pair_of(database, name) is not None, is_own=True)
    return found
