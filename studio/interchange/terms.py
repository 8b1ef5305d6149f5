"""What many rows have in common, worked out once: the criterion with its scale, and who judged or rated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from studio.interchange.problems import BadLine, no_name, quoted
from studio.interchange.rubric_choice import RubricChoice
from studio.interchange.scale_guess import is_preference
from studio.interchange.shapes import Fields, name_in
from studio.interchange.values import Ruler
from studio.records import PREFERENCE, Judge, Rater, Scale
from studio.settings import RESERVED_NAMES

PROVIDERS = (*RESERVED_NAMES, "imported", "ollama", "vllm", "lmstudio", "llamacpp")
_OWN_ID = re.compile("[0-9a-f]{16}")

FindJudge = Callable[[str], Judge | None]


class JudgeTerms(NamedTuple):
    """What a judge's rows on one criterion share."""

    criterion: str
    ruler: Ruler
    judge: Judge
    judge_id: str


class RaterTerms(NamedTuple):
    """What a person's rows on one criterion share."""

    criterion: str
    ruler: Ruler
    rater: Rater


class Terms:
    """Judges, raters and scales under one rubric, as the rows name them."""

    def __init__(self, choice: RubricChoice, *, find_judge: FindJudge) -> None:
        self._choice = choice
        self._rubric_id = choice.rubric.id
        self._find_judge = find_judge
        # By the fields as they are written: whoever repeats them is not looked at again.
        self._of_judges: dict[tuple[object, ...], JudgeTerms] = {}
        self._of_raters: dict[tuple[object, ...], RaterTerms] = {}

    def of_judge(self, fields: Fields, *, is_pair: bool) -> JudgeTerms:
        """The terms of a judge's row; BadLine where it does not say them."""
        get = fields.get
        key = (get("rater_id"), get("model"), get("criterion"), get("scale"), is_pair)
        try:
            return self._of_judges[key]
        except TypeError:
            raise no_name() from None
        except KeyError:
            criterion, ruler = self._criterion(fields, is_pair=is_pair)
            judge = self._judge(fields, is_pair=is_pair)
            self._of_judges[key] = found = JudgeTerms(criterion, ruler, judge, judge.id)
            return found

    def of_rater(self, fields: Fields, *, is_pair: bool) -> RaterTerms:
        """The terms of a person's row; BadLine where it does not say them."""
        get = fields.get
        key = (get("rater_id"), get("criterion"), get("scale"), is_pair)
        try:
            return self._of_raters[key]
        except TypeError:
            raise no_name() from None
        except KeyError:
            criterion, ruler = self._criterion(fields, is_pair=is_pair)
            self._of_raters[key] = found = RaterTerms(criterion, ruler, _rater(fields))
            return found

    def _criterion(self, fields: Fields, *, is_pair: bool) -> tuple[str, Ruler]:
        name, scale_name = name_in(fields, "criterion"), name_in(fields, "scale")
        criterion = self._choice.rubric.criterion(name)
        if criterion is None:
            raise BadLine(f"the criterion {quoted(name)} is not in the rubric" if name else "it names no criterion")
        usual = self._choice.scale_names.get(name, "")
        if usual and scale_name not in ("", usual) and not is_preference(scale_name):
            raise BadLine(f"it is on the scale {quoted(scale_name)}, the others on {quoted(usual)}")
        return name, Ruler(scale_on(criterion.scale, is_pair=is_pair))

    def _judge(self, fields: Fields, *, is_pair: bool) -> Judge:
        name = name_in(fields, "rater_id")
        if not name:
            raise BadLine("it does not say which judge it is from")
        own = self._find_judge(name) if _OWN_ID.fullmatch(name) else None
        return own or Judge(
            model=model_address(name_in(fields, "model") or name),
            rubric_id=self._rubric_id,
            mode="pairwise" if is_pair else "direct",
            name=name,
            imported=True,
        )


def _rater(fields: Fields) -> Rater:
    name = name_in(fields, "rater_id")
    if not name:
        raise BadLine("it does not say who rated")
    return Rater(id=name, name=name, is_slot=name_in(fields, "rater_group").endswith("_slot"))


def scale_on(scale: Scale, *, is_pair: bool) -> Scale:
    """The scale a value stands on: two outputs of one input are compared, whatever the criterion's own scale is."""
    is_choice = bool(scale.values) and set(PREFERENCE.values) >= set(scale.values)
    return PREFERENCE if is_pair and not is_choice else scale


def model_address(model: str) -> str:
    """The model as an address: its own where it has a provider we know, else `imported:`."""
    provider, colon, _ = model.partition(":")
    return model if colon and provider in PROVIDERS else f"imported:{model}"
