"""A first walk through all rows, before anything is written: what is rated, on which criteria, with which values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.interchange.problems import BadLine, no_name
from studio.interchange.scale_guess import Given
from studio.interchange.shapes import Fields, is_pair, item_name, name_in, ratings_in, speaks_of_item
from studio.interchange.values import given_value, status_of

KEPT_IN_META = ("prompt", "item_a", "item_b")
"""What our own exports put into an item's `meta` and an import takes back."""


@dataclass(slots=True)
class Survey:
    """What the files hold."""

    items: dict[str, bool] = field(default_factory=dict)
    """Each item's name, and whether it is a pair."""
    rated: set[str] = field(default_factory=set)
    criteria: dict[str, dict[str, Given]] = field(default_factory=dict)
    """By criterion and the scale's name, the values given."""
    rows: int = 0
    first_run: int | None = None
    """The lowest `run`, and 0 as soon as one verdict has none."""
    left_out: dict[str, None] = field(default_factory=dict)
    """Names of `meta` fields, which are not kept."""

    _given: dict[tuple[Any, Any], Given] = field(default_factory=dict)
    """The same values by criterion and scale as they are written: who repeats them is not looked at again."""

    def see(self, fields: Fields, *, told_apart: bool, by_column: bool) -> None:
        """Takes note of one shaped row; a row that is not sound is left for the second walk to name."""
        self.rows += 1
        try:
            name = item_name(fields, told_apart=told_apart)
            if speaks_of_item(fields):
                self.items.setdefault(name, is_pair(fields))
                if isinstance(meta := fields.get("meta"), Mapping):
                    self.left_out.update(dict.fromkeys(name for name in meta if name not in KEPT_IN_META))
            for rating in ratings_in(fields, by_column=by_column):
                self._see_rating(name, rating)
        except BadLine:
            return

    def see_event(self, name: str) -> None:
        """Takes note of a rating event on an item."""
        self.rows += 1
        self.rated.add(name)

    def _see_rating(self, name: str, rating: Fields) -> None:
        try:
            given = self._given[rating.get("criterion"), rating.get("scale")]
        except TypeError:
            raise no_name() from None
        except KeyError:
            given = self._new_given(rating)
        self.rated.add(name)
        if not status_of(rating) and (value := given_value(rating)) is not None:
            given.add(value)
        if self.first_run != 0 and is_judges(rating):
            run = run_of(rating)
            self.first_run = 0 if run is None else min(run, run if self.first_run is None else self.first_run)

    def _new_given(self, rating: Fields) -> Given:
        criterion, scale = name_in(rating, "criterion"), name_in(rating, "scale")
        if not criterion:
            raise BadLine("it names no criterion")
        given = self.criteria.setdefault(criterion, {}).setdefault(scale, Given())
        self._given[rating.get("criterion"), rating.get("scale")] = given
        return given


def is_judges(rating: Fields) -> bool:
    """Whether a judge gave it; where nothing is said, who names a model is one."""
    kind = rating.get("rater_kind")
    if kind not in (None, "human", "judge"):
        raise BadLine('its rater_kind is neither "human" nor "judge"')
    return kind == "judge" or (kind is None and "model" in rating)


def run_of(rating: Fields) -> int | None:
    """The number of the repeat, as the file counts them."""
    run: Any = rating.get("run")
    if isinstance(run, str) and run.strip().isdecimal():
        run = int(run)
    if run is not None and (isinstance(run, bool) or not isinstance(run, int) or not 0 <= run < 1_000_000):
        raise BadLine("its run is no whole number from 0 on")
    return run
