"""A damaged, newer or unwritable database: set aside, restored, refilled or refused, always in words."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.records import Rater
from studio.store.backups import KEPT, back_up, backups, restore
from studio.store.engine import open_database
from studio.store.journal import journal_entries, refill
from studio.store.ratings import ratings, undo_of
from studio.store.store import Store
from studio.workspace import Workspace
from tests.store.shelf import ANNA, PROJECT, RUBRIC, ask, fill, filled, rate, rating


def damage(path: Path, *, size: int = 4096) -> None:
    """Overwrites some of the middle of the file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(os.urandom(size))


def test_a_damaged_database_gives_way_to_the_last_backup_and_the_journal_brings_the_ratings_back(
    tmp_path: Path,
) -> None:
    workspace = Workspace(tmp_path)
    workspace.write(lambda database: fill(database, count=400))
    rater = Rater(id=ANNA.id, name=ANNA.name)
    workspace.append_ratings([rating(number) for number in range(5)], rater=rater, rubric=RUBRIC)
    workspace.store.back_up()
    workspace.append_ratings([rating(number) for number in range(5, 9)], rater=rater, rubric=RUBRIC)
    workspace.close()
    damage(tmp_path / "studio.db", size=40_960)

    workspace = Workspace(tmp_path)
    with workspace.reading() as database:
        assert len(ratings(database, PROJECT)) == 9
    notices = " ".join(workspace.store.notices)
    workspace.close()
    assert "moved aside" in notices and "took its place" in notices and "4 ratings came back" in notices
    assert len(list(tmp_path.glob("studio.db.damaged-*"))) >= 1


def test_ratings_that_hold_for_a_new_wording_come_back_with_the_journal(tmp_path: Path) -> None:
    reworded = replace(RUBRIC, criteria=(replace(RUBRIC.criteria[0], question="Does it?"), *RUBRIC.criteria[1:]))

    def standing(workspace: Workspace) -> list[tuple[str, str, str, object]]:
        with workspace.reading() as database:
            found = ratings(database, PROJECT)
        return sorted((one.rubric_id, one.criterion, one.subject, one.value) for one in found)

    workspace = Workspace(tmp_path)
    workspace.write(lambda database: fill(database, count=400))
    workspace.store.back_up()
    rater = Rater(id=ANNA.id, name=ANNA.name)
    given = [rating(number) for number in range(4)]
    workspace.append_ratings(given, rater=rater, rubric=RUBRIC)
    assert workspace.keep_rubric(reworded, before=RUBRIC, reworded_hold=True) == 4
    # What comes after stands on the wording it was given under, and what she takes back is gone under both.
    workspace.append_ratings([rating(4), undo_of(given[0])], rater=rater, rubric=RUBRIC)
    before = standing(workspace)
    workspace.close()
    damage(tmp_path / "studio.db", size=40_960)

    workspace = Workspace(tmp_path)
    assert "came back from the journal" in " ".join(workspace.store.notices)
    assert standing(workspace) == before
    assert [name for name, *_ in before].count(reworded.id) == 3
    # Once more with everything there: nothing is carried a second time.
    workspace.write(lambda database: refill(database, journal_entries(tmp_path / "backups" / "ratings.jsonl")))
    assert standing(workspace) == before
    workspace.close()


def test_a_database_of_the_former_steps_gains_the_note_of_what_was_carried(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    former = "delete from _sqlite_migrations where name = 'carried ratings are noted'"
    store.write(lambda database: database.executescript(f"drop table carrying; {former};"))
    store.close()
    filled(tmp_path / "studio.db").close()
    assert ask(tmp_path / "studio.db", "select count(*) from carrying") == [(0,)]
    assert ask(tmp_path / "studio.db", "select count(*) from sample") == [(20,)]


def test_four_overwritten_kilobytes_are_noticed(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db", count=400)
    store.close()
    damage(tmp_path / "studio.db")
    reopened = Store(tmp_path / "studio.db")
    assert "no backup" in " ".join(reopened.notices)
    assert ask(tmp_path / "studio.db", "pragma integrity_check") == [("ok",)]
    reopened.close()


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "studio.db").write_bytes(b"this is not a database" * 1000)
    store = Store(tmp_path / "studio.db")
    assert store.notices
    store.close()


def test_a_damaged_database_is_told_in_words_to_those_who_only_read(tmp_path: Path) -> None:
    (tmp_path / "studio.db").write_bytes(b"this is not a database" * 1000)
    with pytest.raises(StudioError, match="damaged"):
        Store(tmp_path / "studio.db", read_only=True)


def test_a_database_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "studio.db").mkdir()
    with pytest.raises(StudioError, match="cannot be opened") as refused:
        Store(tmp_path / "studio.db", read_only=True)
    assert "damaged" not in str(refused.value)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_a_newer_studio_is_refused_and_left_alone(tmp_path: Path, read_only: bool) -> None:
    store = filled(tmp_path / "studio.db")
    store.write(
        lambda database: database.conn.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('studio', 'from the future', 'x')"
        )
    )
    store.close()
    with pytest.raises(StudioError, match="newer Rubric Studio"):
        Store(tmp_path / "studio.db", read_only=read_only)
    assert ask(tmp_path / "studio.db", "select count(*) from sample") == [(20,)]


def test_a_day_begins_with_one_backup_and_seven_are_kept(tmp_path: Path) -> None:
    path, folder = tmp_path / "studio.db", tmp_path / "backups"
    filled(path).close()
    assert backups(folder) == [], "a database made just now has nothing to lose"
    for _ in range(3):
        Store(path).close()
    assert [one.name.endswith("daily.db") for one in backups(folder)] == [True]
    database = open_database(path)
    made = [back_up(database, folder=folder, reason="asked") for _ in range(9)]
    database.close()
    assert backups(folder) == made[:1:-1][:KEPT]


def test_a_backup_can_be_restored_and_what_stood_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    store = filled(path)
    made = store.back_up()
    rate(store, rating())
    store.close()
    restore(made, to=path)
    assert ask(path, "select count(*) from rating_event") == [(0,)]
    (kept,) = tmp_path.glob("studio.db.replaced-*")
    assert ask(kept, "select count(*) from rating_event") == [(1,)]


def test_a_damaged_backup_is_refused_and_the_database_stays(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    store = filled(path, count=400)
    made = store.back_up()
    store.close()
    damage(made, size=40_960)
    with pytest.raises(StudioError, match="is damaged"):
        restore(made, to=path)
    assert ask(path, "select count(*) from sample") == [(400,)]


def test_a_migration_that_was_cut_off_is_done_again_whole(tmp_path: Path) -> None:
    cut_off = """
import sys, os
from pathlib import Path
from studio.store import migrations
from studio.store.store import Store
at = migrations._FIRST.index("create table call")
migrations._FIRST = migrations._FIRST[:at] + "select no_such_function();" + migrations._FIRST[at:]
Store(Path(sys.argv[1]))
"""
    path = tmp_path / "studio.db"
    subprocess.run([sys.executable, "-c", cut_off, path], capture_output=True, check=False)
    filled(path).close()
    assert ask(path, "select count(*) from sample") == [(20,)]


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    # A file where the folder should be: permissions do not bind everybody, this does.
    (tmp_path / "work").write_text("a file")
    with pytest.raises(StudioError, match="cannot be written to") as told:
        Store(tmp_path / "work" / "studio.db")
    assert told.value.to_do


def test_a_folder_for_reading_only_is_told_in_words(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("permissions do not bind the root user this test runs as")
    tmp_path.chmod(0o500)
    with pytest.raises(StudioError, match="cannot be written to"):
        Store(tmp_path / "studio.db")
