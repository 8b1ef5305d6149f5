"""Understands the files' columns and walks through all rows once, so that nothing is written before all is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from studio.interchange.column_names import IGNORED
from studio.interchange.columns import Columns, columns_of, listed
from studio.interchange.event_rows import event_item
from studio.interchange.problems import BadLine, refused
from studio.interchange.shapes import item_name, shaped, speaks_of_item
from studio.interchange.sources import Skip, Source, rows_of, source_of
from studio.interchange.survey import Survey
from studio.interchange.tally import Tally
from studio.interchange.walk import ReadFile

_PEEKED_ROWS = 1_000


def surveyed(
    paths: Sequence[Path], *, mapping: Mapping[str, str], encoding: str | None, tally: Tally
) -> tuple[list[ReadFile], Survey]:
    """Every file with its columns, and what they hold; raises ImportRefused for a file with no row that can be read."""
    survey = Survey()
    files = []
    for path in paths:
        source = source_of(path, encoding=encoding)
        columns = _columns(source, mapping)
        told_apart = columns.names_are_guessed and _names_repeat(source, columns)
        if told_apart:
            tally.guess(
                f"{source.name}: one name stands for several outputs, so items are told apart by their text too"
            )
        for guess in columns.guesses:
            tally.guess(guess)
        files.append(ReadFile(source=source, columns=columns, told_apart=told_apart))
        _see_all(files[-1], survey, tally)
    return files, survey


def _columns(source: Source, mapping: Mapping[str, str]) -> Columns:
    problems = _Problems()
    names = _names(source, problems, most=_PEEKED_ROWS)
    if not names:
        raise problems.as_refusal(source)
    columns = columns_of(names, mapping=mapping, file=source.name)
    if columns.as_named:
        return columns
    # What is read as something else must be known whole: a column may be empty in the first thousand rows.
    return columns_of(_names(source, problems, most=None), mapping=mapping, file=source.name)


def _names(source: Source, skip: Skip, *, most: int | None) -> list[str]:
    names: dict[str, None] = {}
    for _, row in islice(rows_of(source, skip=skip), most):
        names.update(dict.fromkeys(row))
    return list(names)


def _names_repeat(source: Source, columns: Columns) -> bool:
    """Whether a name that was guessed to be an item's stands beside several outputs."""
    texts: dict[str, int] = {}
    for _, row in rows_of(source, skip=_Problems()):
        fields = shaped(row, columns)
        try:
            if not speaks_of_item(fields):
                continue
            content = hash(tuple(str(fields.get(part)) for part in ("output", "output_a", "output_b")))
            if texts.setdefault(item_name(fields), content) != content:
                return True
        except BadLine:
            continue
    return False


def _see_all(file: ReadFile, survey: Survey, tally: Tally) -> None:
    names: dict[str, None] = {}
    for _, row in rows_of(file.source, skip=_Problems()):
        if file.columns.holds_events:
            survey.see_event(event_item(row))
            continue
        if not row.keys() <= names.keys():
            names.update(dict.fromkeys(row))
        survey.see(shaped(row, file.columns), told_apart=file.told_apart, by_column=file.columns.by_criterion)
    if unused := [name for name in names if name not in file.columns.fields and name not in IGNORED]:
        tally.note(f"{file.source.name}: not used: {listed(unused)}")


class _Problems:
    """Keeps the first bad line of a walk whose bad lines are named by a later one."""

    def __init__(self) -> None:
        self._first: tuple[int, str] | None = None

    def __call__(self, line: int, reason: str) -> None:
        self._first = self._first or (line, reason)

    def as_refusal(self, source: Source) -> Exception:
        line, reason = self._first or (1, "there is no row below the header")
        happened = f"No line of {source.name} can be read. The first problem is in line {line:,}: {reason}."
        return refused(happened, to_do="Mend the file, or say with --encoding how it is written.")
