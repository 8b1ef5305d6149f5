"""A taste as bytes and back: plain arrays and text with a checksum before them, never anything that runs on load."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from studio.taste.arrays import Matrix
from studio.taste.feature_space import FeatureSpace
from studio.taste.fitting import Fitted
from studio.taste.gains import Gain
from studio.taste.learning_curve import CurvePoint
from studio.taste.meaning import Meaning
from studio.taste.novelty import Familiar
from studio.taste.taste_model import CriterionTaste, TasteModel

FORMAT = 3
_SUM_BYTES = 32
_ARRAYS = ("center", "spread", "weights", "cuts")


class Unreadable(Exception):
    """Bytes that are not what was written, or are of another format: the taste is to be trained anew."""


def as_bytes(model: TasteModel) -> bytes:
    """The model, its SHA-256 first."""
    arrays: dict[str, Any] = {}
    facts: dict[str, Any] = {"format": FORMAT, "criteria": []}
    if model.space is not None and model.familiar is not None:
        space = model.space
        facts["terms"], facts["familiar"] = list(space.terms), [model.familiar.farthest, model.familiar.most_unknown]
        for name in ("term_rarity", "term_directions", "triple_rarity", "triple_directions"):
            arrays[name] = getattr(space, name).astype(np.float32)
        if space.meaning is not None:
            arrays |= {"meaning_usual": space.meaning.usual, "meaning_directions": space.meaning.directions}
        arrays |= {"usual_center": model.familiar.center, "usual_spread": model.familiar.spread}
    for number, (name, taste) in enumerate(model.criteria.items()):
        facts["criteria"].append({"name": name, **_facts(taste)})
        if taste.fitted is not None:
            arrays |= {f"{number}_{array}": getattr(taste.fitted, array) for array in _ARRAYS}
    kept = io.BytesIO()
    text = np.frombuffer(json.dumps(facts).encode("utf-8"), dtype=np.uint8)
    np.savez_compressed(kept, facts=text, **arrays)
    body = kept.getvalue()
    return hashlib.sha256(body).digest() + body


def from_bytes(kept: bytes) -> TasteModel:
    """The model that was written; raises Unreadable for anything else."""
    checksum, body = kept[:_SUM_BYTES], kept[_SUM_BYTES:]
    if hashlib.sha256(body).digest() != checksum:
        raise Unreadable("the checksum does not fit")
    try:
        return _read(body)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"another form than this studio writes ({type(error).__name__})") from None


def _read(body: bytes) -> TasteModel:
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        facts = json.loads(arrays["facts"].tobytes())
        if facts["format"] != FORMAT:
            raise Unreadable(f"format {facts['format']}")
        criteria = {one["name"]: _criterion(one, number, arrays) for number, one in enumerate(facts["criteria"])}
        return TasteModel(space=_space(facts, arrays), familiar=_familiar(facts, arrays), criteria=criteria)


def _facts(taste: CriterionTaste) -> dict[str, Any]:
    plain = (
        "values",
        "ends",
        "missing",
        "ratings",
        "on_length",
        "blocks",
        "juror_columns",
        "habits",
        "words_for",
        "words_against",
        "heeds_meaning",
    )
    facts = {name: getattr(taste, name) for name in (*plain, "always")}
    facts["gains"] = [asdict(gain) for gain in taste.gains]
    facts["meaning"] = asdict(taste.meaning) if taste.meaning else None
    return facts | {"curve": [asdict(p) for p in taste.curve], "kind": taste.fitted.kind if taste.fitted else None}


def _criterion(facts: Mapping[str, Any], number: int, arrays: Mapping[str, Matrix]) -> CriterionTaste:
    fitted = None
    if facts["kind"] is not None:
        fitted = Fitted(kind=facts["kind"], **{array: arrays[f"{number}_{array}"] for array in _ARRAYS})
    lists = ("values", "blocks", "juror_columns", "habits", "words_for", "words_against")
    return CriterionTaste(
        **{name: tuple(facts[name]) for name in lists},
        ends=tuple(facts["ends"]) if facts["ends"] else None,
        missing=facts["missing"],
        on_length=facts["on_length"],
        ratings=facts["ratings"],
        fitted=fitted,
        curve=tuple(CurvePoint(**point) for point in facts["curve"]),
        gains=tuple(Gain(**gain) for gain in facts["gains"]),
        meaning=Gain(**facts["meaning"]) if facts["meaning"] else None,
        heeds_meaning=facts["heeds_meaning"],
        always=tuple(facts["always"]) if facts["always"] else None,
    )


def _space(facts: Mapping[str, Any], arrays: Mapping[str, Matrix]) -> FeatureSpace | None:
    if "terms" not in facts:
        return None
    names = ("term_rarity", "term_directions", "triple_rarity", "triple_directions")
    kept = {name: arrays[name].astype(np.float64) for name in names}
    meaning = None
    if "meaning_usual" in arrays:
        meaning = Meaning(arrays["meaning_usual"], arrays["meaning_directions"])
    return FeatureSpace(tuple(facts["terms"]), **kept, meaning=meaning)


def _familiar(facts: Mapping[str, Any], arrays: Mapping[str, Matrix]) -> Familiar | None:
    if "familiar" not in facts:
        return None
    farthest, most_unknown = facts["familiar"]
    return Familiar(
        center=arrays["usual_center"],
        spread=arrays["usual_spread"],
        farthest=farthest,
        most_unknown=most_unknown,
    )
