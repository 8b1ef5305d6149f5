"""Rating events as the store itself writes them: several people's work merges event by event, without conflicts."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import get_args

from studio.interchange.known_items import Known
from studio.interchange.moments import moment_of
from studio.interchange.problems import BadLine, quoted
from studio.interchange.shapes import Fields, as_text, name_in
from studio.interchange.tally import Tally
from studio.interchange.values import given_value, share_of, uid_of
from studio.records import Rater, content_id
from studio.store.ratings import Action, RatingEvent

FindItem = Callable[[str], Known]
Undoable = Callable[[str], Collection[str]]


def event_item(row: Fields) -> str:
    """The name by which an event speaks of its sample or pair."""
    return name_in(row, "item_id") or name_in(row, "subject")


class EventReader:
    """Reads events into one project; an undo takes back only what the same rater did."""

    def __init__(self, *, project: str, moment: str, undoable: Undoable) -> None:
        self._project = project
        self._moment = moment
        self._undoable = undoable
        """The uids of a rater's events that the store holds."""
        self._uids: dict[str, set[str]] = {}

    def event(self, row: Fields, item: FindItem, tally: Tally) -> tuple[RatingEvent, Rater]:
        """A row as an event under its own name, and its rater; BadLine where it is not sound."""
        name = name_in(row, "rater")
        if not name:
            raise BadLine("it does not say who rated")
        uid = self._own_uid(row, "uid")
        action = _action(row)
        value = given_value(row) if action == "rate" else None
        if action == "rate" and value is None:
            raise BadLine("it has no value")
        event = RatingEvent(
            project=self._project,
            rater=name,
            subject=item(event_item(row)).subject,
            rubric_id=name_in(row, "rubric_id"),
            criterion=name_in(row, "criterion"),
            action=action,
            value=value,
            note=as_text(row.get("note")),
            blind=row.get("blind") not in (False, 0),
            inclusion=share_of(row.get("inclusion")),
            reason=as_text(row.get("reason")),
            shown=name_in(row, "shown"),
            undoes=self._undone(row, rater=name) if action == "undo" else None,
            created_at=moment_of(row.get("created_at")) or self._moment,
            uid=uid,
        )
        self._uids_of(name).add(uid)
        tally.rating(uid)
        return event, Rater(id=name, name=name_in(row, "rater_name") or name)

    def _own_uid(self, row: Fields, field: str) -> str:
        uid = uid_of(row.get(field))
        if not uid:
            raise BadLine(f"its {field} is no event's name")
        home = row.get("project")
        # Names of events are unique in a workspace: the same event in a second project is a second event.
        return uid if home in (None, "", self._project) else content_id("event", [uid, self._project])

    def _undone(self, row: Fields, *, rater: str) -> str:
        undone = self._own_uid(row, "undoes")
        if undone not in self._uids_of(rater):
            raise BadLine(f"it undoes what {quoted(rater)} did not do here")
        return undone

    def _uids_of(self, rater: str) -> set[str]:
        if rater not in self._uids:
            self._uids[rater] = set(self._undoable(rater))
        return self._uids[rater]


def _action(row: Fields) -> Action:
    action = row.get("action")
    known: tuple[Action, ...] = get_args(Action)
    found = next((name for name in known if name == action), None)
    if found is None:
        raise BadLine(f"its action is none of {', '.join(known)}")
    return found
