"""What a reader must not expect of a dataset, in sentences; drawn from the counts and from what the caller knows."""

from __future__ import annotations

from collections.abc import Iterator

from studio.curation.contents import Contents
from studio.curation.selection import Selection

FEW_ROWS = 20


def known_limits(*, selection: Selection, contents: Contents) -> list[str]:
    """The limits, the most general first."""
    limits = [*_general(selection), *_of_values(contents), *of_classes(selection)]
    return [*limits, *selection.notes, *selection.rule.papers.known_limits]


def _general(selection: Selection) -> Iterator[str]:
    yield "Take the outputs for synthetic: models wrote them, or they were brought in under the names given as models."
    if selection.size < FEW_ROWS:
        yield f"It holds only {selection.size:,} {selection.noun}s."
    if selection.rule.recipe.hygiene.near_duplicates is None:
        yield "Near duplicates were not looked for."
    found = sum(selection.finding_counts.values())
    if found:
        kinds = ", ".join(f"{name}: {count:,}" for name, count in selection.finding_counts.items())
        yield f"The scan found what may be secrets or personal data ({kinds}); the recipe says what was dropped."
    yield "The scan for secrets and personal data knows common forms only; it is no proof that there are none."


def _of_values(contents: Contents) -> Iterator[str]:
    judged = sum(n for source, n in contents.sources.items() if "verdict" in source or source == "mixed")
    total = sum(contents.sources.values())
    if judged:
        yield f"The values of {judged:,} of {total:,} rest on judges, wholly or in part, not on a person's rating."


def of_classes(selection: Selection) -> Iterator[str]:
    """What is lacking where a dataset should hold several kinds and holds one."""
    if selection.only_class:
        yield f"Every sample is {selection.only_class}: a trainer needs both kinds to learn the difference."
    wanted = selection.rule.recipe.balance
    if wanted is not None and len(selection.cells) == 1:
        yield "There was only one group to balance over, so nothing was balanced."
