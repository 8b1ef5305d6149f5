"""What a rater was told stays told: hers alone, also through the pair that a sample is one side of."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from studio.records import Pair
from studio.store.migrations import pending_migrations
from studio.store.samples import save_pairs
from studio.store.store import Store
from studio.store.told import tell, was_told
from tests.store.shelf import ANNA, PROJECT, filled, name


def told(store: Store, subject: str, *, rater: str = ANNA.id) -> bool:
    return store.write(lambda database: was_told(database, rater=rater, subject=subject))


def test_what_she_was_told_counts_for_her_and_for_pairs_with_that_sample(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db", count=4)
    with store.reading() as database:
        input_id = database.conn.execute("select id from input").fetchone()[0]
    pairs = [
        Pair(id=f"pair{a}{b}", project=PROJECT, input_id=input_id, sample_a=name(a), sample_b=name(b))
        for a, b in ((0, 1), (2, 3))
    ]
    store.write(lambda database: save_pairs(database, pairs))
    for _ in range(2):
        store.write(partial(tell, project=PROJECT, rater=ANNA.id, subject=name(1)))
    assert [told(store, subject) for subject in (name(0), name(1), "pair01", "pair23")] == [False, True, True, False]
    assert not told(store, name(1), rater="ben")
    store.close()


def test_a_database_of_the_former_steps_gains_the_table_and_loses_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    store.write(lambda database: database.conn.execute("drop table told"))
    former = "delete from _sqlite_migrations where name = 'what raters were told'"
    store.write(lambda database: database.conn.execute(former))
    store.close()
    with_step = Store(tmp_path / "studio.db")
    with with_step.reading() as database:
        assert pending_migrations(database) == []
        assert not was_told(database, rater=ANNA.id, subject=name(0))
        assert database.conn.execute("select count(*) from sample").fetchone()[0] == 20
    with_step.close()
