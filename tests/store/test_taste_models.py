"""Trained tastes in the store: one a judge, replaced when trained anew; older databases gain the place for them."""

from __future__ import annotations

from pathlib import Path

from studio.store.migrations import migrations, pending_migrations
from studio.store.store import Store
from studio.store.taste_models import kept_taste, save_taste, tastes_of
from tests.store.shelf import JUDGE, PROJECT, filled


def test_a_taste_replaces_the_former_one(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    for number, body in enumerate((b"old", b"new")):
        store.write(
            lambda database, body=body, number=number: save_taste(
                database, project=PROJECT, judge_id=JUDGE.id, body=body, event_id=number
            )
        )
    with store.reading() as database:
        kept = kept_taste(database, project=PROJECT, judge_id=JUDGE.id)
        assert kept is not None and (kept.body, kept.event_id) == (b"new", 1)
        assert tastes_of(database, PROJECT) == [JUDGE.id]
        assert tastes_of(database, "another") == []
    store.close()


def test_a_database_of_the_former_steps_gains_the_table_and_loses_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    store.write(lambda database: database.conn.execute("drop table taste_model"))
    store.write(lambda database: database.conn.execute("delete from _sqlite_migrations where name = 'taste models'"))
    store.close()
    with_step = Store(tmp_path / "studio.db")
    with with_step.reading() as database:
        assert pending_migrations(database) == []
        assert "taste models" in {step.name for step in migrations.applied(database)}
        assert kept_taste(database, project=PROJECT, judge_id=JUDGE.id) is None
        assert database.conn.execute("select count(*) from sample").fetchone()[0] == 20
    with_step.close()
