"""What a change makes stale is counted, and what still holds stays when she saves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.drafting.staleness import is_in_use, staleness
from studio.records import Criterion, Rubric
from studio.store.carried import rating_counts, verdict_totals
from studio.store.rubric_standing import kept_versions
from tests.drafting.test_draft_runs import RUBRIC, opened

QUESTION = RUBRIC.criteria[0]


def changed(**fields: object) -> Rubric:
    return replace(RUBRIC, criteria=(replace(QUESTION, **fields),))


@pytest.mark.parametrize(
    ("new", "verdicts", "ratings", "reworded", "kept"),
    [
        (changed(weight=3.0), 0, 0, 0, 10),
        (changed(question="Does it say what she asked?"), 10, 10, 10, 0),
        (replace(RUBRIC, task="Answers to partners."), 10, 0, 0, 10),
        (changed(id="says_it"), 10, 0, 0, 10),
        (replace(RUBRIC, criteria=(*RUBRIC.criteria, Criterion(id="new", question="New?"))), 10, 0, 0, 10),
        (Rubric(name="reply", title="Reply", criteria=(Criterion(id="x", question="X?"),)), 10, 10, 0, 0),
    ],
)
def test_a_change_is_counted_before_it_is_saved(
    tmp_path: Path, new: Rubric, verdicts: int, ratings: int, reworded: int, kept: int
) -> None:
    workspace, _ = opened(tmp_path, rated=10)
    with workspace.reading() as database:
        found = staleness(database, "shop", old=RUBRIC, new=new)
    assert (found.verdicts, found.ratings, found.ratings_reworded, found.ratings_kept) == (
        verdicts,
        ratings,
        reworded,
        kept,
    )
    workspace.close()


@pytest.mark.parametrize(
    ("new", "hold", "ratings", "verdicts"),
    [
        (changed(weight=3.0), False, {"answers": 10}, {"answers": 10}),
        (changed(question="Does it say what she asked?"), False, {}, {"answers": 0}),
        (changed(question="Does it say what she asked?"), True, {"answers": 10}, {"answers": 0}),
        (changed(id="says_it"), False, {"says_it": 10}, {"says_it": 0}),
    ],
)
def test_what_still_holds_stays_when_she_saves(
    tmp_path: Path, new: Rubric, hold: bool, ratings: dict[str, int], verdicts: dict[str, int]
) -> None:
    workspace, _ = opened(tmp_path, rated=10)
    kept = workspace.keep_rubric(new, before=RUBRIC, reworded_hold=hold)
    with workspace.reading() as database:
        assert rating_counts(database, "shop", rubric_id=new.id) == ratings
        names = [criterion.id for criterion in new.criteria]
        assert verdict_totals(database, "shop", rubric_id=new.id, criteria=names) == verdicts
        assert [one.rubric.id for one in kept_versions(database, "reply")] == [RUBRIC.id, new.id]
        assert is_in_use(database, ["shop"], rubric=RUBRIC) and is_in_use(database, ["shop"], rubric=new) == bool(
            ratings
        )
    assert kept == sum(ratings.values())
    workspace.close()
