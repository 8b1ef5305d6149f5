"""The published sets as the store holds them once imported: the same rows that reference.py reads from files."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from studio.interchange.importing import import_files
from studio.records import Value
from studio.store.engine import Database
from studio.store.judges import judges_used
from studio.store.ratings import ratings
from studio.store.store import Store
from studio.store.verdicts import verdict_counts, verdict_points
from tests.agreement import reference
from tests.agreement.reference import SHARED, Rated

SETS = ("hanna", "pandalm", "llmbar_case")


def stored_rows(folder: Path, dataset: str) -> tuple[Rated, ...]:
    """Imports one set into a new workspace and reads it back."""
    store = Store(folder / f"{dataset}.db")
    try:
        import_files(store=store, project_id="p", paths=[SHARED / dataset])
        with store.reading() as database:
            return tuple([*_ratings(database), *_verdicts(database)])
    finally:
        store.close()


def reference_of(rows: dict[str, tuple[Rated, ...]]) -> ModuleType:
    """The computations of reference.py over these rows: a second copy of the module, with its own memory."""
    spec = importlib.util.spec_from_file_location("stored_reference", reference.__file__)
    assert spec is not None and spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = copy
    spec.loader.exec_module(copy)
    from_files = reference.ratings_of

    def ratings_of(dataset: str, subset: str) -> tuple[Rated, ...]:
        if (dataset, subset) != ("hanna", "text96"):
            return rows[dataset]
        part = {rated.item for rated in from_files(dataset, subset)}
        return tuple(rated for rated in rows[dataset] if rated.item in part)

    copy.ratings_of = ratings_of  # type: ignore[attr-defined]
    return copy


def _ratings(database: Database) -> Iterator[Rated]:
    items = _items(database)
    for rating in ratings(database, "p"):
        yield _rated(items[rating.subject], rating.criterion, rating.rater, "human", "AB", rating.value)


def _verdicts(database: Database) -> Iterator[Rated]:
    items = _items(database)
    for judge in judges_used(database, "p"):
        for criterion in {count.criterion for count in verdict_counts(database, project="p", judge_id=judge.id)}:
            for point in verdict_points(database, project="p", judge_id=judge.id, criterion=criterion):
                status = "below_scale" if point.failure == "out_of_scale" else "ok"
                name = items[point.subject]
                yield _rated(name, criterion, judge.name, "judge", point.order, point.value, status=status)


def _rated(
    item: str, criterion: str, rater: str, kind: str, order: str, value: Value | None, *, status: str = "ok"
) -> Rated:
    return Rated(item=item, criterion=criterion, rater=rater, kind=kind, order=order, value=value, status=status)


def _items(database: Database) -> dict[str, str]:
    """Each sample's and pair's name where it came from."""
    found = dict(database.conn.execute("select id, item from sample where item is not null"))
    return found | dict(database.conn.execute("select id, item from pair where item is not null"))
