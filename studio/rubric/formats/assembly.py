"""Makes a Rubric of the pieces a foreign format has: ids from words, a name from a file; reads no format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from studio.records import Criterion, Rubric, Scale
from studio.rubric.formats.conversion import Conversion
from studio.rubric.formats.foreign import Foreign, refused
from studio.rubric.formats.own_words import as_written
from studio.rubric.shape import CRITERION_ID, RESERVED_IDS
from studio.rubric.writing import tidy

LONGEST_ID = 64
WORDS_IN_AN_ID = 5
UNWANTED = Scale(values=("yes", "no"), level="ordinal")
"""For a question about something that should not be there: the worst answer is yes."""
CHOOSE_JUDGES = "A rubric names no model: choose the judges in the studio."

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.\[\]'\"-]+)\s*\}\}")
_FILLER = frozenset(("a", "an", "the", "is", "are", "does", "do", "has", "of", "to", "in", "it", "that", "and", "or"))


def read_rubric(
    foreign: Foreign, *, criteria: Sequence[Criterion], title: str = "", task: str = "", not_carried: Iterable[str] = ()
) -> Conversion[Rubric]:
    """The rubric of these criteria, checked as a file of ours would be; ids are made unique."""
    if not criteria:
        raise refused(f"{foreign.file} is of a known format and holds no criterion that a judge could answer.")
    ours = [as_written(criterion) for criterion in criteria]
    stem = PurePath(foreign.file).name.partition(".")[0]
    rubric = Rubric(
        name=_rubric_id(title or stem),
        title=title or stem.replace("-", " ").replace("_", " ").capitalize() or "Imported rubric",
        task=task or next((said for said, _ in ours if said), ""),
        criteria=_unique([criterion for _, criterion in ours]),
    )
    notes = [*not_carried, *_placeholders_in_words(rubric)]
    return Conversion(result=tidy(rubric), not_carried=tuple(dict.fromkeys(notes)))


def criterion_id(words: str) -> str:
    """The words themselves if they can be an id; else one from the first telling words."""
    if re.fullmatch(CRITERION_ID, words):
        return words
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in found if word not in _FILLER] or found
    return "_".join(telling[:WORDS_IN_AN_ID])[:LONGEST_ID].strip("_") or "criterion"


def named(criteria: Iterable[Criterion]) -> str:
    """Their ids in a row, for a sentence on several of them."""
    return ", ".join(c.id for c in criteria)


def _rubric_id(words: str) -> str:
    name = criterion_id(words.lower().replace("_", " ")).replace("_", "-")
    return f"{name}-rubric" if name in RESERVED_IDS else name


def _unique(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    taken: set[str] = set()
    found = []
    for criterion in criteria:
        name, number = criterion.id, 2
        while name in taken:
            ending = f"_{number}"
            name, number = criterion.id[: LONGEST_ID - len(ending)] + ending, number + 1
        taken.add(name)
        found.append(replace(criterion, id=name))
    return tuple(found)


def _placeholders_in_words(rubric: Rubric) -> Iterable[str]:
    for criterion in rubric.criteria:
        for name in dict.fromkeys(_PLACEHOLDER.findall(criterion.question)):
            yield f"{criterion.id}: {{{{{name}}}}} was filled in for each test; here judges see it as it is. Reword it."
