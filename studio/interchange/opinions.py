"""Turns a row's rating into an event of a person and a row's verdict into one of a judge; it writes neither."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.interchange.known_items import Known
from studio.interchange.moments import moment_of
from studio.interchange.problems import BadLine, quoted
from studio.interchange.shapes import Fields, as_text
from studio.interchange.survey import run_of
from studio.interchange.tally import Tally
from studio.interchange.terms import Terms
from studio.interchange.values import judged, rated, share_of, uid_of
from studio.records import Judge, Order, Rater, Verdict, content_id
from studio.store.ratings import RatingEvent

_NOTHING: dict[str, Any] = {}


class Opinions:
    """Reads ratings and verdicts under one rubric."""

    def __init__(
        self, terms: Terms, *, project: str, rubric_id: str, moment: str, first_run: int, exported_as: str = ""
    ) -> None:
        self._terms = terms
        self._project = project
        self._rubric_id = rubric_id
        self._moment = moment
        # Whether repeats are counted from 0 or from 1 shows only in the file as a whole.
        self._run_offset = 1 if first_run >= 1 else 0
        self._exported_as = exported_as
        """The id under which dataset.json knows the rubric."""

    def verdict(self, fields: Fields, item: Known, tally: Tally) -> tuple[Verdict, Judge]:
        """A judge's row as a verdict, and the judge; BadLine where it is not sound."""
        criterion, ruler, judge, judge_id = self._terms.of_judge(fields, is_pair=item.is_pair)
        value, failure, raw = judged(fields, ruler)
        order = _order(fields["order"]) if "order" in fields else ""
        repeat = self._repeat(fields) if "run" in fields else 0
        meta = _meta(fields)
        verdict = Verdict(
            subject=item.subject,
            judge_id=judge_id,
            criterion=criterion,
            order=order,
            repeat=repeat,
            value=value,
            failure=failure,
            explanation=as_text(fields["reason"]) if "reason" in fields else "",
            probabilities=_probabilities(meta.get("probabilities")) if meta else None,
            mass=share_of(meta.get("mass")) if meta else None,
            raw=raw,
            created_at=(moment_of(meta.get("created_at")) if meta else "") or self._moment,
        )
        tally.verdict((item.subject, judge_id, criterion, order, repeat), failure)
        return verdict, judge

    def rating(self, fields: Fields, item: Known, tally: Tally) -> tuple[RatingEvent, Rater, bool]:
        """A person's row as an event, the person, and whether the moment is known; BadLine where it is not sound."""
        criterion, ruler, rater = self._terms.of_rater(fields, is_pair=item.is_pair)
        value = rated(fields, ruler)
        told = {**_meta(fields), **fields}
        self._check_rubric(told.get("rubric"))
        order = _order(told.get("order"))
        key = (item.subject, rater.id, criterion, order, run_of(fields))
        given_at = moment_of(told.get("rated_at"))
        note = as_text(fields.get("reason"))
        # The same row twice in a file is two events, the same file twice is none.
        own = [self._project, item.subject, self._rubric_id, *key[1:], value, note, tally.rating(key)]
        event = RatingEvent(
            project=self._project,
            rater=rater.id,
            subject=item.subject,
            rubric_id=self._rubric_id,
            criterion=criterion,
            action="skip" if value is None else "rate",
            value=value,
            note=note,
            blind=told.get("blind") is not False,
            inclusion=share_of(told.get("inclusion")),
            reason=as_text(told.get("asked_because")),
            shown=order,
            created_at=given_at or self._moment,
            uid=uid_of(told.get("uid")) or content_id("imported_rating", own),
        )
        return event, rater, bool(given_at)

    def _check_rubric(self, rubric: Any) -> None:
        if isinstance(rubric, str) and rubric not in (self._rubric_id, self._exported_as):
            raise BadLine(f"it was given under another version of the rubric ({quoted(rubric)})")

    def _repeat(self, fields: Fields) -> int:
        run = run_of(fields)
        return 0 if run is None else max(run - self._run_offset, 0)


def _meta(fields: Fields) -> dict[str, Any]:
    meta = fields.get("meta")
    return meta if isinstance(meta, dict) else _NOTHING


def _order(order: Any) -> Order:
    if order is None or order == "":
        return ""
    if order not in ("AB", "BA"):
        raise BadLine('its order is neither "AB" nor "BA"')
    return "AB" if order == "AB" else "BA"


def _probabilities(given: Any) -> dict[str, float] | None:
    if not isinstance(given, Mapping) or not given:
        return None
    shares = {str(value): share_of(share) for value, share in given.items()}
    return {value: share for value, share in shares.items() if share is not None} or None
