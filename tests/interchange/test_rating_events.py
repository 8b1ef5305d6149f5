"""Ratings travel between people event by event: nothing twice, nothing undone by a stranger, no conflict."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.interchange.importing import import_files
from studio.interchange.report import ImportReport
from studio.records import Rater
from studio.store.raters import raters, save_rater
from studio.store.ratings import RatingEvent, append_events, event_row, events, undo_of
from studio.store.samples import imported_sample_id
from studio.store.store import Store
from tests.interchange.conftest import Import, Write
from tests.interchange.reading import all_ratings

ITEMS = [{"item_id": f"i{n}", "input": "q", "output": f"a{n}"} for n in range(3)]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "other" / "studio.db")
    yield store
    store.close()


@pytest.fixture
def shared(store: Store, other: Store, write: Write) -> None:
    """Two workspaces with the same items."""
    path = write("items.jsonl", ITEMS)
    for one in (store, other):
        import_files(store=one, project_id="p", paths=[path])


def rate(store: Store, *, rater: str, item: str = "i0", **fields: Any) -> RatingEvent:
    subject = imported_sample_id(project="p", item=item)
    event = RatingEvent(project="p", rater=rater, subject=subject, rubric_id="r", criterion="tone", **fields)

    def write(database: Any) -> None:
        save_rater(database, Rater(id=rater, name=rater))
        append_events(database, [event])

    store.write(write)
    return event


def send(source: Store, target: Store, folder: Path, *, project: str = "p") -> ImportReport:
    with source.reading() as database:
        rows = [event_row(event) for event in events(database, "p")]
    path = folder / "events.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return import_files(store=target, project_id=project, paths=[path])


@pytest.mark.usefixtures("shared")
def test_two_peoples_ratings_merge_both_ways_and_a_second_time_adds_nothing(
    store: Store, other: Store, tmp_path: Path
) -> None:
    rate(store, rater="ada", value=4, note="good", blind=False, inclusion=0.5, reason="random", shown="AB")
    rate(other, rater="bob", value=2)
    for _ in range(2):
        send(store, other, tmp_path)
        report = send(other, store, tmp_path)
    assert report.already_there["ratings"] == report.ratings == 2
    with store.reading() as mine, other.reading() as theirs:
        assert {e.uid: e for e in events(mine, "p")} == {e.uid: e for e in events(theirs, "p")}
        assert {r.id for r in raters(mine, "p")} == {"ada", "bob"}


@pytest.mark.usefixtures("shared")
def test_what_was_rated_again_or_undone_stays_so_on_the_other_side(store: Store, other: Store, tmp_path: Path) -> None:
    rate(store, rater="ada", value=1)
    rate(store, rater="ada", value=5)
    wrong = rate(store, rater="ada", item="i1", value=3)
    store.write(lambda database: append_events(database, [undo_of(wrong)]))
    rate(store, rater="ada", item="i2", action="skip")
    send(store, other, tmp_path)
    assert sorted(str(r.value) for r in all_ratings(other)) == ["5", "None"]


@pytest.mark.usefixtures("shared")
def test_an_old_copy_of_her_own_ratings_does_not_bring_back_what_she_changed(
    store: Store, other: Store, tmp_path: Path
) -> None:
    rate(store, rater="ada", value=1)
    send(store, other, tmp_path)
    rate(store, rater="ada", value=5)
    send(other, store, tmp_path)
    assert [r.value for r in all_ratings(store)] == [5]


@pytest.mark.usefixtures("shared")
def test_a_file_cannot_take_back_what_somebody_else_rated(store: Store, write: Write, take: Import) -> None:
    mine = rate(store, rater="ada", value=4)
    forged = event_row(undo_of(mine)) | {"rater": "mallory"}
    report = take(write("forged.jsonl", [forged]))
    assert [s.reason for s in report.skipped] == ['it undoes what "mallory" did not do here']
    assert [r.value for r in all_ratings(store)] == [4]


@pytest.mark.usefixtures("shared")
def test_the_same_events_in_another_project_are_events_of_their_own(store: Store, tmp_path: Path, write: Write) -> None:
    rate(store, rater="ada", value=4)
    import_files(store=store, project_id="q", paths=[write("items.jsonl", ITEMS)])
    with store.reading() as database:
        rows = [event_row(event) | {"item_id": "i0"} for event in events(database, "p")]
    path = write("e.jsonl", rows)
    for _ in range(2):
        import_files(store=store, project_id="q", paths=[path])
    with store.reading() as database:
        (copy,) = events(database, "q")
        (original,) = events(database, "p")
    assert (copy.value, copy.subject) == (4, imported_sample_id(project="q", item="i0"))
    assert copy.uid != original.uid


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"uid": "x"}, "its uid is no event's name"),
        ({"uid": 7}, "its uid is no event's name"),
        ({"action": "burn"}, "its action is none of rate, skip, flag, unflag, undo"),
        ({"value": None}, "it has no value"),
        ({"rater": " "}, "it does not say who rated"),
        ({"subject": "0123456789abcdef"}, 'the item "0123456789abcdef" is neither in these files nor in the project'),
    ],
)
@pytest.mark.usefixtures("shared")
def test_an_event_that_is_not_sound_is_named(
    change: dict[str, Any], reason: str, store: Store, write: Write, take: Import
) -> None:
    good = event_row(rate(store, rater="ada", value=4))
    report = take(write("e.jsonl", [good, good | {"uid": "another-event"} | change]))
    assert [(s.line, s.reason) for s in report.skipped] == [(2, reason)]


@pytest.mark.usefixtures("shared")
def test_importing_a_rater_who_is_known_does_not_rename_her(store: Store, write: Write, take: Import) -> None:
    store.write(lambda database: save_rater(database, Rater(id="ada", name="Ada Lovelace")))
    row = {"item_id": "i0", "criterion": "tone", "scale": "likert_1_5", "rater_id": "ada", "score": 3}
    report = take(
        write(
            "r.jsonl", [row | {"rater_group": "crowd_slot"}, row | {"rater_id": "slot1", "rater_group": "crowd_slot"}]
        )
    )
    with store.reading() as database:
        found = {r.id: (r.name, r.is_slot) for r in raters(database, "p")}
    assert found == {"ada": ("Ada Lovelace", False), "slot1": ("slot1", True)}
    assert report.notes == ('the rater "ada" was known here before as one person and stays so',)
