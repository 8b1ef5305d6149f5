"""Items, ratings and verdicts as the studio's interchange form has them; absent means unknown, so no field is null."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from studio.curation.candidate import Candidate, PairCandidate, tags_of
from studio.curation.papers import JudgePaper, Papers
from studio.curation.provenance import item_name
from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Criterion, Rating, Scale, Value, Verdict, content_id

Line = dict[str, Any]
_STATUS = {"unreadable": "parse_error"}


def item_line(candidate: Candidate, *, split: str) -> Line:
    """A sample as an item."""
    prompt = candidate.prompt
    asked = {"name": prompt.name, "system": prompt.system, "template": prompt.template} if prompt else {}
    meta = _known({"split": split, "created_at": candidate.sample.created_at, "prompt": _known(asked)})
    known = {
        "system": candidate.sample.system,
        "prompt": prompt.name if prompt else "",
        "reference": candidate.input.reference or "",
        "tags": dict(tags_of(candidate)),
        "meta": meta,
    }
    texts = {"input": candidate.input.text, **_output_field(candidate, name="output")}
    return {"item_id": item_name(candidate), **texts, **_known(known)}


def pair_line(pair: PairCandidate, *, a: Candidate, b: Candidate, split: str) -> Line:
    """A pair as an item."""
    texts = {"input": pair.input.text, **_output_field(a, name="output_a"), **_output_field(b, name="output_b")}
    known = {
        "system_a": a.sample.system,
        "system_b": b.sample.system,
        "tags": dict(pair.input.tags),
        "meta": {"split": split, "item_a": item_name(a), "item_b": item_name(b)},
    }
    return {"item_id": pair.pair.item or pair.id, **texts, **_known(known)}


class RatingLines:
    """Ratings and verdicts as lines; looks judges and scales up once."""

    def __init__(self, papers: Papers) -> None:
        self._judges = papers.judges_by_id()
        self._scales = {criterion.id: scale_name(criterion) for criterion in papers.rubric.criteria}

    def of(self, subject: Candidate | PairCandidate) -> Iterator[Line]:
        """The ratings and verdicts of a sample or a pair, ratings first."""
        item = _item(subject)
        scales = self._scales if subject.kind == "sample" else dict.fromkeys(self._scales, "preference")
        for rating in subject.ratings:
            yield _rating_line(rating, item=item, scale=scales.get(rating.criterion, ""))
        for verdict in subject.verdicts:
            scale = scales.get(verdict.criterion, "")
            yield _verdict_line(verdict, item=item, scale=scale, paper=self._judges.get(verdict.judge_id))


def history_lines(subject: Candidate | PairCandidate) -> Iterator[Line]:
    """What people did with a sample or a pair beside the ratings that stand, event by event."""
    for event in subject.history:
        told = {name: value for name, value in event.items() if name not in ("project", "subject")}
        yield {"item_id": _item(subject), **_known(told)}


def dataset_file(papers: Papers) -> str:
    """`dataset.json`: what the criteria ask, and the scales by name."""
    scales = {scale_name(c): _scale_line(c.scale) for c in papers.rubric.criteria}
    content = {
        "dataset": papers.project,
        "licence": papers.licence,
        "rubric": {"name": papers.rubric.name, "version": papers.rubric.version, "id": papers.rubric.id},
        "criteria": {criterion.id: criterion.question for criterion in papers.rubric.criteria},
        "scales": {**scales, "preference": {"type": "pairwise", "values": list(PREFERENCE.values)}},
    }
    return json.dumps(_known(content), ensure_ascii=False, indent=2) + "\n"


def scale_name(criterion: Criterion) -> str:
    """The name a criterion's scale goes by."""
    known = {"pass_fail": PASS_FAIL, "one_to_five": ONE_TO_FIVE}
    return next((name for name, scale in known.items() if scale == criterion.scale), criterion.id)


def _item(subject: Candidate | PairCandidate) -> str:
    return item_name(subject) if subject.kind == "sample" else subject.pair.item or subject.id


def _scale_line(scale: Scale) -> Line:
    if scale.values:
        return {"type": scale.level, "values": list(scale.values)}
    return {"type": "continuous", "min": scale.minimum, "max": scale.maximum}


def _rating_line(rating: Rating, *, item: str, scale: str) -> Line:
    told = {"rubric": rating.rubric_id, "blind": rating.blind, "rated_at": rating.rated_at}
    line = {
        "item_id": item,
        "criterion": rating.criterion,
        "scale": scale,
        "rater_id": rating.rater,
        "rater_kind": "human",
        **_value_field(rating.value),
        "reason": rating.note,
        "status": "ok" if rating.value is not None else "skipped",
    }
    event = [item, rating.rater, rating.rubric_id, rating.criterion, rating.value, rating.rated_at, rating.note]
    uid = rating.uid or content_id("rating_event", event)
    return _known(
        {**line, "meta": _known({"uid": uid, **told, "inclusion": rating.inclusion, "asked_because": rating.reason})}
    )


def _verdict_line(verdict: Verdict, *, item: str, scale: str, paper: JudgePaper | None) -> Line:
    probabilities = dict(verdict.probabilities or {})
    return _known(
        {
            "item_id": item,
            "criterion": verdict.criterion,
            "scale": scale,
            "rater_id": paper.judge.name if paper and paper.judge.imported else verdict.judge_id,
            "rater_kind": "judge",
            "model": paper.judge.model if paper else "",
            "prompt": paper.prompt_hash if paper else "",
            "order": verdict.order,
            "run": verdict.repeat or None,
            **_value_field(verdict.value),
            "reason": verdict.explanation,
            "raw": verdict.raw,
            "status": _STATUS.get(verdict.failure, verdict.failure) if verdict.failure else "ok",
            "meta": _known({"probabilities": probabilities, "mass": verdict.mass, "created_at": verdict.created_at}),
        }
    )


def _output_field(candidate: Candidate, *, name: str) -> Line:
    """The output, empty ones too; nothing where there is none."""
    return {} if candidate.sample.failure else {name: candidate.sample.output}


def _value_field(value: Value | None) -> Mapping[str, Value]:
    if value is None:
        return {}
    return {"label": value} if isinstance(value, str) else {"score": value}


def _known(fields: Mapping[str, Any]) -> Line:
    """The fields that say something: no null, no empty text, list or object."""
    return {name: value for name, value in fields.items() if value or value == 0}
