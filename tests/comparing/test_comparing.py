"""Stored ratings beside stored verdicts: only those under the same rubric; a failure is counted and never a fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.comparing.as_json import comparison_as_json
from studio.comparing.comparison import Comparison, compare
from studio.records import Judge, Rater, Verdict
from studio.store.judges import save_judge
from studio.store.raters import save_rater
from studio.store.rubrics import save_rubric
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import ANNA, JUDGE, PROJECT, RUBRIC, filled, rate, rating, verdict


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db")
    yield store
    store.close()


def judged(store: Store, *verdicts: Verdict) -> None:
    store.write(lambda database: save_verdicts(database, verdicts, project=PROJECT))


def compared(store: Store, **how: object) -> Comparison:
    with store.reading() as database:
        return compare(database, project=PROJECT, rubric=RUBRIC, **how)


def test_the_table_counts_what_both_have_said(store: Store) -> None:
    rate(store, *[rating(n, value="pass" if n < 6 else "fail") for n in range(10)])
    judged(store, *[verdict(n, value="pass" if n < 5 else "fail") for n in range(12)])
    (one,) = compared(store).judges
    # Rows are the rater's: fail 4 and 0, pass 1 and 5.
    assert one.report.confusion.counts == ((4, 0), (1, 5))
    assert (one.report.n, one.report.figures["accuracy"].value) == (10, 0.9)
    assert len(one.rows) == 10


def test_failures_are_counted_by_kind_and_never_taken_for_a_fail(store: Store) -> None:
    rate(store, *[rating(n, value="fail") for n in range(4)])
    judged(store, verdict(0, value="fail"), verdict(1, failure="server"), verdict(2, failure="refused"))
    judged(store, verdict(9, failure="server"))
    comparison = compared(store)
    (one,) = comparison.judges
    assert one.report.n == 1
    assert dict(one.failures) == {"server": 1, "refused": 1}, "only what was rated"
    (told,) = comparison_as_json(comparison)["judges"]
    assert (told["errors"], told["not_judged"]) == (2, 1)


def test_ratings_under_another_rubric_are_not_counted(store: Store) -> None:
    other = replace(RUBRIC, task="Something else entirely.")
    store.write(lambda database: save_rubric(database, other))
    rate(store, rating(0), rating(1, rubric_id=other.id), rating(2, rubric_id=other.id))
    judged(store, *[verdict(n) for n in range(3)])
    assert compared(store).judges[0].report.n == 1


def test_a_judge_under_another_rubric_is_not_compared(store: Store) -> None:
    other = replace(RUBRIC, task="Something else entirely.")
    elsewhere = Judge(model="scripted:strict", rubric_id=other.id)
    store.write(lambda database: (save_rubric(database, other), save_judge(database, elsewhere)))
    rate(store, rating(0))
    judged(store, verdict(0), verdict(0, judge_id=elsewhere.id))
    assert [one.judge for one in compared(store).judges] == [JUDGE]


def test_the_two_orders_are_two_comparisons(store: Store) -> None:
    rate(store, rating(0), rating(1))
    judged(store, *[verdict(n, order=order) for n in range(2) for order in ("AB", "BA")])
    assert [(one.order, one.report.n) for one in compared(store).judges] == [("AB", 2), ("BA", 2)]


def test_samples_and_pairs_rated_on_one_criterion_are_each_compared_with_their_own_judges(store: Store) -> None:
    of_pairs = Judge(model="scripted:pairs", rubric_id=RUBRIC.id, mode="pairwise")
    store.write(lambda database: save_judge(database, of_pairs))
    rate(store, rating(0), rating(1), rating(7, value="A"))
    judged(store, verdict(0), verdict(1, value="fail"), verdict(7, judge_id=of_pairs.id, order="AB", value="A"))
    found = {one.judge.id: one.report for one in compared(store).judges}
    assert (found[JUDGE.id].n, found[JUDGE.id].without_verdict) == (2, 0)
    assert (found[of_pairs.id].n, found[of_pairs.id].without_verdict) == (1, 0)


def test_a_slice_counts_only_its_own_subjects(store: Store) -> None:
    rate(store, *[rating(n) for n in range(6)])
    judged(store, *[verdict(n) for n in range(6)])
    assert compared(store, subjects={rating(1).subject, rating(3).subject}).judges[0].report.n == 2


def test_a_rating_that_was_taken_back_is_not_counted(store: Store) -> None:
    rate(store, rating(0), first := rating(1))
    rate(store, replace(first, action="undo", value=None, undoes=first.uid, uid="back"))
    judged(store, verdict(0), verdict(1))
    assert compared(store).judges[0].report.n == 1


def test_of_several_people_one_may_be_chosen(store: Store) -> None:
    ben = Rater(id="ben", name="Ben")
    store.write(lambda database: save_rater(database, ben))
    rate(store, rating(0), rating(0, rater="ben", value="fail"), rating(1, rater="ben"))
    judged(store, verdict(0), verdict(1))
    assert compared(store, rater=ANNA.id).judges[0].report.n == 1
    assert compared(store, rater="Ben").judges[0].report.figures["accuracy"].value == 0.5
