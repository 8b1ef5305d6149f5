"""What a rater has flagged to find it again, samples and pairs together."""

from __future__ import annotations

from dataclasses import dataclass

from studio.store.engine import Database
from studio.store.queries import rows
from studio.store.rating_queue import Desk
from studio.store.subjects import Mode

OPENING_CHARACTERS = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flagged subject, as it begins."""

    subject: str
    kind: Mode
    asked: str
    """The beginning of the input."""
    outputs: tuple[str, ...]
    """The beginning of the output; of a pair, of A and of B."""
    note: str
    flagged_at: str


def flags(database: Database, desk: Desk, *, limit: int) -> list[Flag]:
    """What she has flagged and not taken the flag from, under whatever wording, the newest first."""
    found = rows(
        database,
        f"""select event.subject, pair.id is not null as is_pair, event.note, event.created_at,
                   substr(input.text, 1, {OPENING_CHARACTERS}) as asked,
                   substr(one.output, 1, {OPENING_CHARACTERS}) as one,
                   substr(other.output, 1, {OPENING_CHARACTERS}) as other
            from rating_event as event
            left join pair on pair.id = event.subject
            join sample as one on one.id = coalesce(pair.sample_a, event.subject)
            left join sample as other on other.id = pair.sample_b
            join input on input.id = one.input_id
            where event.project = :project and event.rater = :rater and event.action = 'flag'
              and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
              and not exists (
                  select 1 from rating_event as later
                  where later.subject = event.subject and later.project = event.project and later.rater = event.rater
                    and later.action in ('flag', 'unflag') and later.id > event.id
                    and not exists (select 1 from rating_event as undo where undo.undoes = later.uid))
            order by event.id desc limit :limit""",
        project=desk.project,
        rater=desk.rater,
        limit=limit,
    )
    return [
        Flag(
            subject=row["subject"],
            kind="pairwise" if row["is_pair"] else "direct",
            asked=row["asked"],
            outputs=(row["one"], row["other"]) if row["is_pair"] else (row["one"],),
            note=row["note"],
            flagged_at=row["created_at"],
        )
        for row in found
    ]
