"""A verdict has one place: nothing stands there twice, no failure replaces a value, the settled is not asked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.store.judges import judges_used
from studio.store.store import Store
from studio.store.verdict_lines import Flips, LookAt, flips
from studio.store.verdicts import (
    open_failures,
    opinions_version,
    save_verdicts,
    settled_count,
    settled_keys,
    verdict_counts,
    verdicts_of_subjects,
)
from tests.store.shelf import JUDGE, PROJECT, ask, filled, name, verdict


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = filled(tmp_path / "studio.db")
    yield store
    store.close()


def save(store: Store, *verdicts: Any, **how: Any) -> int:
    return store.write(lambda database: save_verdicts(database, verdicts, project=PROJECT, **how))


def said(store: Store, number: int = 0) -> list[object]:
    with store.reading() as database:
        return [one.value or one.failure for one in verdicts_of_subjects(database, [name(number)])]


def test_a_value_is_not_replaced_by_another_value_or_by_a_failure(store: Store) -> None:
    save(store, verdict(value="pass"))
    assert save(store, verdict(value="fail"), verdict(failure="server")) == 0
    assert said(store) == ["pass"]


def test_judging_again_replaces_a_value(store: Store) -> None:
    save(store, verdict(value="pass"))
    assert save(store, verdict(value="fail"), replace=True) == 1
    assert said(store) == ["fail"]


def test_a_replaced_verdict_changes_what_a_comparison_is_valid_for(store: Store) -> None:
    save(store, verdict(value="pass"))
    versions = []
    for again in (verdict(value="fail"), verdict(value="pass")):
        with store.reading() as database:
            versions.append(opinions_version(database, PROJECT))
        save(store, again, replace=True)
    with store.reading() as database:
        versions.append(opinions_version(database, PROJECT))
    assert len(set(versions)) == 3


def test_a_failure_is_replaced_by_a_value_and_by_a_later_failure(store: Store) -> None:
    save(store, verdict(failure="server"))
    save(store, verdict(failure="timeout"))
    assert said(store) == ["timeout"]
    save(store, verdict(value="fail"))
    assert said(store) == ["fail"]


def test_orders_and_repeats_have_places_of_their_own(store: Store) -> None:
    save(store, verdict(order="AB"), verdict(order="BA"), verdict(order="AB", repeat=1))
    assert len(said(store)) == 3


def test_a_verdict_is_a_value_or_a_failure_and_never_both_or_neither(store: Store) -> None:
    for impossible in (verdict(value="pass"), verdict(failure="server")):
        both_or_neither = {"value": None} if impossible.value else {"value": "pass", "failure": "server"}
        with pytest.raises(Exception, match="CHECK"):
            save(store, verdict(**({"failure": None} | both_or_neither)))
    assert said(store) == []


def test_values_and_final_answers_are_settled_and_open_failures_are_not(store: Store) -> None:
    save(store, verdict(0), verdict(1, failure="refused"), verdict(2, failure="not_applicable"))
    save(store, verdict(3, failure="server"), verdict(4, failure="unreadable"))
    subjects = [name(number) for number in range(20)]
    with store.reading() as database:
        keys = settled_keys(database, project=PROJECT, judge_id=JUDGE.id, subjects=subjects, criteria=["answers"])
        assert sorted(subject for subject, *_ in keys) == [name(0), name(1), name(2)]
        assert settled_count(database, project=PROJECT, judge_id=JUDGE.id, repeats=1) == 3
        assert open_failures(database, project=PROJECT, judge_id=JUDGE.id, repeats=1) == (2, 2)


def test_what_is_settled_is_found_among_thousands_of_names(store: Store) -> None:
    save(store, verdict(0), verdict(19))
    subjects = [f"x{number}" for number in range(40_000)] + [name(0), name(19)]
    with store.reading() as database:
        assert (
            len(settled_keys(database, project=PROJECT, judge_id=JUDGE.id, subjects=subjects, criteria=["answers"]))
            == 2
        )


def test_judging_again_counts_older_verdicts_as_missing(store: Store) -> None:
    save(store, verdict(0, created_at="2026-11-01T00:00:00.000Z"), verdict(1, created_at="2026-11-03T00:00:00.000Z"))
    with store.reading() as database:
        found = settled_keys(
            database,
            project=PROJECT,
            judge_id=JUDGE.id,
            subjects=[name(0), name(1)],
            criteria=["answers"],
            since="2026-11-02T00:00:00.000Z",
        )
    assert {subject for subject, *_ in found} == {name(1)}


def test_values_and_failures_are_counted_apart(store: Store) -> None:
    save(store, verdict(0), verdict(1), verdict(2, failure="server"), verdict(3, order="AB", failure="refused"))
    with store.reading() as database:
        counts = verdict_counts(database, project=PROJECT, judge_id=JUDGE.id)
        assert judges_used(database, PROJECT) == [JUDGE]
    assert [(one.order, one.verdicts, one.failures) for one in counts] == [("", 2, 1), ("AB", 0, 1)]


def test_one_bad_verdict_does_not_take_the_good_ones_of_its_group_with_it(store: Store) -> None:
    good = [store.write_soon(lambda d, n=n: save_verdicts(d, [verdict(n)], project=PROJECT)) for n in range(5)]
    bad = store.write_soon(lambda d: save_verdicts(d, [verdict(6)], project="no such project"))
    assert [future.result(5) for future in good] == [1] * 5
    with pytest.raises(Exception, match="FOREIGN KEY"):
        bad.result(5)
    assert ask(store.path, "select count(*) from verdict") == [(5,)]


def test_pairs_whose_verdict_follows_the_order_are_counted(store: Store) -> None:
    look = LookAt(project=PROJECT, judge_id=JUDGE.id, criterion="answers", mode="pairwise")
    alike = [verdict(0, order="AB", value="A"), verdict(0, order="BA", value="A")]
    turned = [verdict(1, order="AB", value="A"), verdict(1, order="BA", value="B")]
    half = [verdict(2, order="AB", value="A"), verdict(2, order="BA", failure="server")]
    save(store, *alike, *turned, *half)
    with store.reading() as database:
        assert flips(database, look) == Flips(pairs=2, changed=frozenset({name(1)}))
