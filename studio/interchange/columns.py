"""Which column holds which field: as she said, as it is named, or as its name lets guess, and then it says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.interchange.column_names import (
    ALIASES,
    BY_CRITERION,
    EITHER_WAY,
    EVENT_FIELDS,
    FIELDS,
    IGNORED,
    ITEM_TEXTS,
    PREFIXES,
    TAG_NAMES,
)
from studio.interchange.problems import quoted, refused

_VALUES = ("score", "label", "value")
_TOO_MANY_TO_LIST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What each column of a file is read as."""

    fields: Mapping[str, str]
    """The column's name to the field's; a field may have several columns only where it is the input."""
    guesses: tuple[str, ...] = ()
    rater_kind: str = ""
    """What a column's name gives away about who rated."""
    names_are_guessed: bool = False
    """Whether the item's names were found by guessing, so that they may be names of something else."""
    holds_events: bool = False
    """Whether the rows are rating events, which keep their own fields."""
    as_named: bool = False
    """Whether every column is called what it is."""
    by_criterion: bool = False
    """Whether there is a column of values for each criterion."""


@dataclass(slots=True)
class _Choosing:
    left: dict[str, str]
    """Columns without a field yet, by their plain name."""
    fields: dict[str, str] = field(default_factory=dict)
    guesses: list[str] = field(default_factory=list)

    def take(self, plain: str, name: str) -> bool:
        """Reads the column of this plain name as the field, if there is one."""
        column = self.left.pop(plain, None)
        if column is None:
            return False
        self.fields[column] = name
        if plain != name:
            self.guesses.append(f"the column {quoted(column)} is read as {name}")
        return True

    def has(self, *names: str) -> bool:
        return any(name in self.fields.values() for name in names)


def columns_of(columns: Sequence[str], *, mapping: Mapping[str, str], file: str) -> Columns:
    """Gives every column its field; raises ImportRefused when the file then says nothing we can use."""
    if not mapping and set(columns) >= EVENT_FIELDS:
        return Columns(fields={}, holds_events=True)
    choosing = _Choosing(left={})
    _take_mapped(choosing, columns, mapping, file=file)
    for column in columns:
        if column not in choosing.fields:
            choosing.left.setdefault(_plain(column), column)
    _take_named(choosing)
    is_judged = "judge" in choosing.left and not choosing.has("rater_id")
    _take_alike(choosing)
    fields = choosing.fields
    by_guess = [column for column, name in fields.items() if name == "item_id" and _plain(column) != name]
    _refuse_if_useless(columns, choosing, file=file)
    rater_kind = "judge" if is_judged and choosing.has("rater_id") else ""
    return Columns(
        fields={column: name for column, name in fields.items() if name not in IGNORED},
        guesses=tuple(f"{file}: {guess}" for guess in choosing.guesses),
        rater_kind=rater_kind,
        as_named=not rater_kind and all(column == name for column, name in fields.items()),
        by_criterion=any(name.startswith(BY_CRITERION) for name in fields.values()),
        names_are_guessed=any(column not in mapping for column in by_guess),
    )


def _plain(column: str) -> str:
    return re.sub(r"[\s\-]+", "_", column.strip().casefold())


def _take_mapped(choosing: _Choosing, columns: Sequence[str], mapping: Mapping[str, str], *, file: str) -> None:
    for column, name in mapping.items():
        if column not in columns:
            raise refused(f"{file} has no column {quoted(column)}.", to_do=f"It has: {listed(columns)}.")
        if name not in FIELDS and not (name.startswith(PREFIXES) and name.partition(".")[2]):
            fields = (*FIELDS, "tags.NAME", "rating.CRITERION", "verdict.CRITERION")
            raise refused(f"There is no field {quoted(name)}.", to_do=f"Use one of: {', '.join(fields)}.")
        if name != "input" and name in choosing.fields.values():
            raise refused(f"Two columns cannot both be {quoted(name)}.", to_do="Map one of them to something else.")
        choosing.fields[column] = name


def _take_named(choosing: _Choosing) -> None:
    for name in FIELDS:
        if name not in EITHER_WAY and not choosing.has(name):
            choosing.take(name, name)
    for plain in list(choosing.left):
        if plain.startswith(PREFIXES):
            choosing.take(plain, choosing.left[plain])


def _take_alike(choosing: _Choosing) -> None:
    # An instruction with an input is one question in two columns.
    if choosing.has("input"):
        choosing.take("instruction", "input")
    is_judged = choosing.has("rater_id", "rater_kind")
    for name, aliases in ALIASES.items():
        if choosing.has(name) or (name == "value" and choosing.has(*_VALUES)):
            continue
        if name == "system" and (is_judged or choosing.has("output_a")):
            continue
        # `item_id` and `criterion` alone speak of items that are there already.
        if name in ITEM_TEXTS and is_judged and choosing.has("item_id") and choosing.has("criterion"):
            continue
        next((alias for alias in aliases if choosing.take(alias, name)), None)
    for name in EITHER_WAY:
        if not choosing.has(name):
            choosing.take(name, name)
    for name in TAG_NAMES:
        choosing.take(name, f"tags.{name}")


def _refuse_if_useless(columns: Sequence[str], choosing: _Choosing, *, file: str) -> None:
    if choosing.has(*ITEM_TEXTS) or (choosing.has("item_id") and choosing.has("criterion", *_VALUES)):
        return
    if choosing.has("item_id") and any(name.startswith(BY_CRITERION) for name in choosing.fields.values()):
        return
    raise refused(
        f"{file} has no column that looks like an input or an output. It has: {listed(columns)}.",
        to_do="Say which column is what, for example --map question=input --map reply=output.",
    )


def listed(columns: Sequence[str]) -> str:
    """Columns' names for a message, the first dozen of them."""
    shown = ", ".join(quoted(column) for column in columns[:_TOO_MANY_TO_LIST])
    more = len(columns) - _TOO_MANY_TO_LIST
    return f"{shown} and {more:,} more" if more > 0 else shown
