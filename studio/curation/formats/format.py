"""What a dataset format is: which rows the groups give, and which whole files lie beside them; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from studio.curation.candidate import Candidate
from studio.curation.columns import Columns
from studio.curation.selection import Group, Needs, Selection
from studio.curation.steps import step_number
from studio.curation.value import ValueRule

Purpose = Literal["test", "train", "hand_on"]
Row = tuple[str, Mapping[str, Any]]
"""A file's name, and one row of it; the name's ending says how it is written."""
Files = Iterator[tuple[str, str]]


def fits_always(candidate: Candidate) -> str:
    """For formats that can carry every sample."""
    return ""


def has_input(candidate: Candidate) -> str:
    """For formats that start from what was asked."""
    return "" if candidate.input.text.strip() else "there is no input text"


def has_both_texts(candidate: Candidate) -> str:
    """For formats that teach an answer to what was asked."""
    if step_number(candidate.sample):
        return "it is a step of an answer, not a whole one"
    return has_input(candidate) or ("" if candidate.sample.output.strip() else "the output is empty")


def no_files(selection: Selection) -> Files:
    """For formats that need nothing beside their rows."""
    yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way of writing a dataset."""

    name: str
    """What is typed after `--format`."""
    title: str
    """What it is called on the page."""
    description: str
    """One sentence: what is in it and who reads it."""
    purpose: Purpose
    needs: Needs
    rows: Callable[[Iterable[Group], ValueRule], Iterator[Row]]
    files: Callable[[Selection], Files] = no_files
    """Whole text files beside the rows, by name."""
    fits: Callable[[Candidate], str] = fits_always
    """Why a sample cannot be carried; empty when it can."""
    keeps_ties: bool = False
    in_steps: bool = False
    """Whether it is made of the steps of answers, which are worth nothing without the steps before them."""
    with_history: bool = False
    """Whether it also carries what people replaced, took back and flagged."""
    shows_the_prompt: bool = False
    """Whether its rows hold what the model was asked, so that the recipe says how much of that."""
    columns: Columns | None = None
    """The types of the columns, where a reader must not guess them."""
