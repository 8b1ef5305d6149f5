"""What every foreign format gives: a result and what it could not carry; knows no format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from studio.records import Rubric
from studio.rubric.formats.foreign import Foreign

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(Generic[T]):
    """A rubric that was read or a text that was written, with what was left behind."""

    result: T
    not_carried: tuple[str, ...] = ()
    """One sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFormat:
    """A format other tools have for what a rubric says."""

    name: str
    title: str
    suffix: str
    """Of the file it is written to."""
    write: Callable[[Rubric], Conversion[str]] | None = None
    read: Callable[[Foreign], Conversion[Rubric] | None] | None = None
    """None where the text is not of this format."""
