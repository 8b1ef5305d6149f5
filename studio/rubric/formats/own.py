"""The studio's own rubric file, so that every conversion has it as an end."""

from __future__ import annotations

from collections.abc import Mapping

from studio.records import Rubric
from studio.rubric.formats.conversion import Conversion, RubricFormat
from studio.rubric.formats.foreign import Foreign
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import new_rubric_text


def _read(foreign: Foreign) -> Conversion[Rubric] | None:
    if isinstance(foreign.document, Mapping) and isinstance(foreign.document.get("rubric"), str):
        return Conversion(result=parse_rubric(foreign.text, file=foreign.file))
    return None


def _write(rubric: Rubric) -> Conversion[str]:
    return Conversion(result=new_rubric_text(rubric))


FORMAT = RubricFormat(name="studio", title="Rubric Studio file", suffix=".yaml", read=_read, write=_write)
