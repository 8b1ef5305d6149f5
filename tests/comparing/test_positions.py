"""Judges of pairs against themselves with the two outputs changed round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.comparing.heard import heard_verdicts
from studio.comparing.positions import Positions, positions
from studio.records import Judge
from studio.store.judges import save_judge
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import JUDGE, PROJECT, RUBRIC, filled, rating, verdict

OF_PAIRS = Judge(model="scripted:pairs", rubric_id=RUBRIC.id, mode="pairwise")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db")
    store.write(lambda database: save_judge(database, OF_PAIRS))
    yield store
    store.close()


def found(store: Store, *verdicts: object, slice: set[str] | None = None) -> list[Positions]:
    store.write(lambda database: save_verdicts(database, verdicts, project=PROJECT))
    subjects = {rating(n).subject for n in range(10)}
    with store.reading() as database:
        heard = heard_verdicts(database, project=PROJECT, rubric=RUBRIC, subjects=subjects)
    return positions(heard, subjects=slice)


def prefers(number: int, *, ab: str, ba: str) -> list[object]:
    said = verdict(number, judge_id=OF_PAIRS.id)
    return [replace(said, order="AB", value=ab), replace(said, order="BA", value=ba)]


def test_a_judge_that_picks_what_is_shown_first_is_found_out(store: Store) -> None:
    said = [one for n in range(6) for one in prefers(n, ab="A", ba="B")]
    (one,) = found(store, *said, *prefers(6, ab="B", ba="B"), *prefers(7, ab="tie", ba="A"))
    assert (one.report.same.value, one.report.same.n) == (1 / 8, 8)
    # A, B six times each way, then second, first, and of the last pair only A shown second: 13 of 15.
    assert one.report.first_shown.value == pytest.approx(13 / 15)


def test_a_slice_counts_only_its_own_pairs(store: Store) -> None:
    said = [*prefers(0, ab="A", ba="A"), *prefers(1, ab="A", ba="B")]
    (one,) = found(store, *said, slice={rating(0).subject})
    assert (one.report.same.value, one.report.same.n) == (1.0, 1)


def test_one_order_alone_says_nothing_nor_do_verdicts_that_prefer_nothing(store: Store) -> None:
    assert not found(store, prefers(0, ab="A", ba="A")[0])
    assert not found(store, *[verdict(1, judge_id=JUDGE.id, order=order) for order in ("AB", "BA")])
