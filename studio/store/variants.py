"""The variants of a project: who answered under which prompt and settings, and the answers to one input together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from studio.records import Input, Sample
from studio.store.engine import Database
from studio.store.inputs import input_record
from studio.store.queries import marks, rows
from studio.store.samples import sample_record

SETTINGS_TAG = "settings"
"""Where a sample says with which settings of the model it was made, when they are not the usual ones."""
_SETTINGS = f"coalesce(json_extract(sample.tags, '$.{SETTINGS_TAG}'), '')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A prompt with a model and its settings."""

    prompt_id: str | None
    system: str
    settings: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Writer):
    """One column of answers: the first, second ... of a writer."""

    repeat: int = 0

    @property
    def writer(self) -> Writer:
        """Whose answer it is, whichever of several."""
        return Writer(prompt_id=self.prompt_id, system=self.system, settings=self.settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A sample with what it took, and what was said of it outside of ratings."""

    sample: Sample
    seconds: float | None
    cost_usd: float | None
    """None also when the price is unknown; `is_called` tells that from an imported sample."""
    is_called: bool
    message: str
    """Why the call failed, where it did."""
    notes: int
    is_flagged: bool
    pickers: tuple[str, ...]

    @property
    def variant(self) -> Variant:
        """The column it stands in."""
        return variant_of(self.sample)


def variant_of(sample: Sample) -> Variant:
    """Who wrote a sample, under which prompt and settings."""
    settings = sample.tags.get(SETTINGS_TAG, "")
    return Variant(prompt_id=sample.prompt_id, system=sample.system, settings=settings, repeat=sample.repeat)


def variants(database: Database, project_id: str) -> dict[Variant, int]:
    """Every variant of the project with how many samples it has, failures included; those that came first first."""
    found = rows(
        database,
        f"""select prompt_id, system, {_SETTINGS} as settings, repeat, count(*) as n from sample
            where project = :p group by 1, 2, 3, 4 order by min(sample.rowid)""",
        p=project_id,
    )
    return {Variant(**{name: row[name] for name in Variant.__dataclass_fields__}): row["n"] for row in found}


def answers_to(database: Database, input_id: str) -> list[Answer]:
    """Every sample of an input with its call, notes, flag and picks, in one read."""
    cursor = database.conn.execute(
        """select sample.*, call.seconds, call.cost_usd, call.message, call.id is not null as is_called,
               (select count(*) from note where note.subject = sample.id) as notes,
               (select action from rating_event as event where event.subject = sample.id
                    and action in ('flag', 'unflag')
                    and not exists (select 1 from rating_event as undo where undo.undoes = event.uid)
                order by id desc limit 1) = 'flag' as is_flagged,
               (select json_group_array(picker) from pick where pick.sample_id = sample.id) as pickers
           from sample left join call on call.id = sample.call_id
           where sample.input_id = ? order by sample.rowid""",
        (input_id,),
    )
    names = [column[0] for column in cursor.description]
    return [_answer(dict(zip(names, row, strict=True))) for row in cursor]


def _answer(row: dict[str, Any]) -> Answer:
    return Answer(
        sample=sample_record(row),
        seconds=row["seconds"],
        cost_usd=row["cost_usd"],
        is_called=bool(row["is_called"]),
        message=row["message"] or "",
        notes=row["notes"],
        is_flagged=bool(row["is_flagged"]),
        pickers=tuple(json.loads(row["pickers"])),
    )


def answered_page(database: Database, project_id: str, *, limit: int, offset: int = 0) -> list[Input]:
    """Inputs that have a sample, in the order they came."""
    found = rows(
        database,
        """select * from input where project = :p and exists (select 1 from sample where sample.input_id = input.id)
           order by rowid limit :limit offset :offset""",
        p=project_id,
        limit=limit,
        offset=offset,
    )
    return [input_record(row) for row in found]


def openings_of(database: Database, inputs: Sequence[str], *, characters: int) -> dict[str, dict[Variant, str]]:
    """For a few inputs the beginning of each variant's answer; a failure stands in brackets."""
    cursor = database.conn.execute(
        f"""select input_id, prompt_id, system, {_SETTINGS}, repeat,
                case when failure is null then substr(output, 1, ?) else '(' || failure || ')' end
            from sample where input_id in ({marks(len(inputs))})""",
        [characters, *inputs],
    )
    found: dict[str, dict[Variant, str]] = {name: {} for name in inputs}
    for input_id, prompt_id, system, settings, repeat, opening in cursor:
        variant = Variant(prompt_id=prompt_id, system=system, settings=settings, repeat=repeat)
        found[input_id][variant] = opening
    return found


def competitors(database: Database, project_id: str, *, writer: Writer | None = None) -> list[tuple[str, str]]:
    """(sample, input) of all answered samples, or of those of one writer, in id order.

    An answer that came without its text counts too: what was said of it is known.
    """
    return database.conn.execute(
        f"""select id, input_id from sample where project = :p and (failure is null or failure = 'not_applicable')
              and (:all or (prompt_id is :prompt and system = :system and {_SETTINGS} = :settings)) order by id""",
        {
            "p": project_id,
            "all": writer is None,
            "prompt": writer.prompt_id if writer else None,
            "system": writer.system if writer else "",
            "settings": writer.settings if writer else "",
        },
    ).fetchall()
