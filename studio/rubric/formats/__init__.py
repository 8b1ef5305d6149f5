"""The rubric formats of other tools: one file each, one line each in this list."""

from __future__ import annotations

from pathlib import PurePath

from studio.errors import NotFound
from studio.records import Rubric
from studio.rubric.formats import (
    deepeval,
    healthbench,
    inspect_scorer,
    markdown,
    openai_grader,
    own,
    prometheus,
    promptfoo,
)
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import foreign, refused

__all__ = ["FORMATS", "Conversion", "RubricFormat", "read_foreign", "rubric_format", "write_foreign"]

# In the order in which a text is tried: the most telling signs first.
FORMATS: tuple[RubricFormat, ...] = (
    own.FORMAT,
    promptfoo.FORMAT,
    openai_grader.FORMAT,
    healthbench.FORMAT,
    prometheus.FORMAT,
    deepeval.FORMAT,
    inspect_scorer.FORMAT,
    markdown.FORMAT,
)


def rubric_format(name: str) -> RubricFormat:
    """The format of this name."""
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMATS if known.write)
    raise NotFound(happened=f"There is no format called {name!r}.", safe="Nothing was written.", to_do=f"Use: {names}.")


def read_foreign(text: str, *, file: str = "the text") -> tuple[Conversion[Rubric], RubricFormat]:
    """The rubric in a text of any known format, and which format it was; raises ImportRefused."""
    found = foreign(text, file=file)
    for known in FORMATS:
        if known.read and (conversion := known.read(found)) is not None:
            return conversion, known
    readable = ", ".join(known.title for known in FORMATS if known.read)
    # Of a text that was never meant to be data it helps nobody to hear where it stops being YAML.
    trouble = "" if PurePath(file).suffix in (".md", ".py") else found.trouble
    raise refused(trouble or f"{file} is of no known format. These can be read: {readable}.")


def write_foreign(rubric: Rubric, *, to: str) -> Conversion[str]:
    """The rubric as a text of the named format."""
    wanted = rubric_format(to)
    if wanted.write is None:
        happened = f"{wanted.title} can be read but not written."
        raise NotFound(happened=happened, safe="Nothing was written.", to_do="Choose another format.")
    return wanted.write(rubric)
