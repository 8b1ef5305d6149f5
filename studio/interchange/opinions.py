"""Turns a row's rating into an event of a person and a row's verdict into one of a judge; it writes neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from studio.interchange.known_items import Known
from studio.interchange.moments import moment_of
from studio.interchange.problems import BadLine, quoted
from studio.interchange.rubric_choice import RubricChoice
from studio.interchange.scale_guess import is_preference
from studio.interchange.shapes import Fields, as_text, name_in
from studio.interchange.survey import run_of
from studio.interchange.tally import Tally
from studio.interchange.values import Ruler, judged, rated, share_of, uid_of
from studio.records import PREFERENCE, Judge, Order, Rater, Scale, Verdict, content_id
from studio.settings import RESERVED_NAMES
from studio.store.ratings import RatingEvent

PROVIDERS = (*RESERVED_NAMES, "imported", "ollama", "vllm", "lmstudio", "llamacpp")
_OWN_ID = re.compile("[0-9a-f]{16}")

FindJudge = Callable[[str], Judge | None]


class Opinions:
    """Reads ratings and verdicts under one rubric."""

    def __init__(
        self,
        choice: RubricChoice,
        *,
        project: str,
        moment: str,
        first_run: int,
        find_judge: FindJudge,
        exported_as: str = "",
    ) -> None:
        self._choice = choice
        self._rubric_id = choice.rubric.id
        self._project = project
        self._moment = moment
        # Whether repeats are counted from 0 or from 1 shows only in the file as a whole.
        self._run_offset = 1 if first_run >= 1 else 0
        self._find_judge = find_judge
        self._exported_as = exported_as
        """The id under which dataset.json knows the rubric."""
        self._rulers: dict[tuple[str, bool], tuple[str, Ruler]] = {}
        # With its id, which is too dear to be worked out for every row.
        self._judges: dict[tuple[Any, Any, bool], tuple[Judge, str]] = {}
        self._raters: dict[str, Rater] = {}

    def verdict(self, fields: Fields, item: Known, tally: Tally) -> tuple[Verdict, Judge]:
        """A judge's row as a verdict, and the judge; BadLine where it is not sound."""
        criterion, ruler = self._criterion(fields, item)
        judge, judge_id = self._judge(fields.get("rater_id"), fields.get("model"), item)
        value, failure, raw = judged(fields, ruler)
        meta = fields.get("meta")
        meta = meta if isinstance(meta, Mapping) else {}
        run = run_of(fields)
        verdict = Verdict(
            subject=item.subject,
            judge_id=judge_id,
            criterion=criterion,
            order=_order(fields),
            repeat=0 if run is None else max(run - self._run_offset, 0),
            value=value,
            failure=failure,
            explanation=as_text(fields.get("reason")),
            probabilities=_probabilities(meta.get("probabilities")) if meta else None,
            mass=share_of(meta.get("mass")) if meta else None,
            raw=raw,
            created_at=(moment_of(meta.get("created_at")) if meta else "") or self._moment,
        )
        key = (verdict.subject, verdict.judge_id, verdict.criterion, verdict.order, verdict.repeat)
        tally.verdict(key, failure)
        return verdict, judge

    def rating(self, fields: Fields, item: Known, tally: Tally) -> tuple[RatingEvent, Rater, bool]:
        """A person's row as an event, the person, and whether the moment is known; BadLine where it is not sound."""
        criterion, ruler = self._criterion(fields, item)
        rater = self._rater(fields)
        value = rated(fields, ruler)
        meta = fields.get("meta")
        told = {**meta, **fields} if isinstance(meta, Mapping) else fields
        self._check_rubric(told)
        order, run = _order(fields), run_of(fields)
        key = (item.subject, rater.id, criterion, order, run)
        given_at = moment_of(told.get("rated_at"))
        note = as_text(fields.get("reason"))
        before = tally.rating(key)
        # The same row twice in a file is two events, the same file twice is none.
        own = [self._project, item.subject, self._rubric_id, *key[1:], value, note, before]
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
            shown=order,
            created_at=given_at or self._moment,
            uid=uid_of(told.get("uid")) or content_id("imported_rating", own),
        )
        return event, rater, bool(given_at)

    def _check_rubric(self, told: Mapping[str, Any]) -> None:
        rubric = told.get("rubric")
        if isinstance(rubric, str) and rubric not in (self._rubric_id, self._exported_as):
            raise BadLine(f"it was given under another version of the rubric ({quoted(rubric)})")

    def _criterion(self, fields: Fields, item: Known) -> tuple[str, Ruler]:
        given = fields.get("criterion")
        found = self._rulers.get((given, item.is_pair)) if isinstance(given, str) else None
        if found is None:
            found = self._new_ruler(name_in(fields, "criterion"), item)
        usual, scale_name = self._choice.scale_names.get(found[0], ""), fields.get("scale")
        if usual and scale_name != usual and scale_name is not None:
            _check_scale(name_in(fields, "scale"), usual=usual)
        return found

    def _new_ruler(self, name: str, item: Known) -> tuple[str, Ruler]:
        criterion = self._choice.rubric.criterion(name)
        if criterion is None:
            raise BadLine(f"the criterion {quoted(name)} is not in the rubric" if name else "it names no criterion")
        ruler = Ruler(scale_on(criterion.scale, is_pair=item.is_pair))
        self._rulers[name, item.is_pair] = name, ruler
        return name, ruler

    def _rater(self, fields: Fields) -> Rater:
        name = name_in(fields, "rater_id")
        if not name:
            raise BadLine("it does not say who rated")
        if name not in self._raters:
            is_slot = str(fields.get("rater_group") or "").endswith("_slot")
            self._raters[name] = Rater(id=name, name=name, is_slot=is_slot)
        return self._raters[name]

    def _judge(self, rater_id: Any, model: Any, item: Known) -> tuple[Judge, str]:
        key = (rater_id, model, item.is_pair)
        try:
            return self._judges[key]
        except TypeError:
            raise BadLine("its rater_id or its model is no name") from None
        except KeyError:
            judge = self._new_judge({"rater_id": rater_id, "model": model}, item)
            self._judges[key] = judge, judge.id
            return self._judges[key]

    def _new_judge(self, fields: Fields, item: Known) -> Judge:
        name = name_in(fields, "rater_id")
        if not name:
            raise BadLine("it does not say which judge it is from")
        own = self._find_judge(name) if _OWN_ID.fullmatch(name) else None
        return own or Judge(
            model=model_address(name_in(fields, "model") or name),
            rubric_id=self._rubric_id,
            mode="pairwise" if item.is_pair else "direct",
            name=name,
            imported=True,
        )


def scale_on(scale: Scale, *, is_pair: bool) -> Scale:
    """The scale a value stands on: two outputs of one input are compared, whatever the criterion's own scale is."""
    is_choice = bool(scale.values) and set(PREFERENCE.values) >= set(scale.values)
    return PREFERENCE if is_pair and not is_choice else scale


def model_address(model: str) -> str:
    """The model as an address: its own where it has a provider we know, else `imported:`."""
    provider, colon, _ = model.partition(":")
    return model if colon and provider in PROVIDERS else f"imported:{model}"


def _check_scale(scale_name: str, *, usual: str) -> None:
    if scale_name and scale_name != usual and not is_preference(scale_name):
        raise BadLine(f"it is on the scale {quoted(scale_name)}, the others on {quoted(usual)}")


def _order(fields: Fields) -> Order:
    order = fields.get("order")
    if order in (None, ""):
        return ""
    if order not in ("AB", "BA"):
        raise BadLine('its order is neither "AB" nor "BA"')
    return "AB" if order == "AB" else "BA"


def _probabilities(given: Any) -> dict[str, float] | None:
    if not isinstance(given, Mapping) or not given:
        return None
    shares = {str(value): share_of(share) for value, share in given.items()}
    return {value: share for value, share in shares.items() if share is not None} or None
