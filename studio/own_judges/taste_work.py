"""Trains a taste and says what it thinks: of rated samples out-of-fold, of others with a chance or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from studio.own_judges.rated_texts import gathered, voices
from studio.providers.word_table import embedded_word_table
from studio.records import Judge, Rubric, Verdict
from studio.store.clock import now
from studio.store.engine import Database
from studio.store.judges import judge_of
from studio.store.store import OpenReading
from studio.store.subjects import Subject, subject_pages
from studio.store.taste_models import kept_taste, last_rating_event, save_taste
from studio.taste.feature_space import Text
from studio.taste.keeping import Unreadable, as_bytes, from_bytes
from studio.taste.meaning import WordVectors
from studio.taste.taste_model import Opinion, TasteModel, opinions
from studio.taste.training import Trained, train


def trained_taste(reading: OpenReading, *, project: str, rubric: Rubric, judge: Judge) -> tuple[Trained, int]:
    """The taste in the ratings as they stand, and the last rating event it knows."""
    with reading() as database:
        event_id = last_rating_event(database, project)
        found = gathered(database, project=project, rubric=rubric, judge=judge)
    trained = train(
        found.rated,
        scales=found.scales,
        more_texts=found.further_texts,
        jurors=[juror.id for juror in found.jurors],
        vectors=embedded_word_table(),
    )
    return trained, event_id


def keep(database: Database, trained: Trained, *, project: str, judge: Judge, event_id: int) -> None:
    """Writes the model down."""
    body = as_bytes(trained.model)
    save_taste(database, project=project, judge_id=judge.id, body=body, event_id=event_id)


def known_taste(database: Database, *, project: str, judge: Judge) -> TasteModel | None:
    """The model as last trained; None where there is none that can be read, or what it reads meaning by is gone."""
    kept = kept_taste(database, project=project, judge_id=judge.id)
    if kept is None:
        return None
    try:
        model = from_bytes(kept.body)
    except Unreadable:
        return None
    return None if model.reads_meaning and embedded_word_table() is None else model


def taste_verdicts(
    reading: OpenReading,
    trained: Trained,
    *,
    project: str,
    rubric: Rubric,
    judge: Judge,
    only: Collection[str] | None = None,
) -> Iterator[list[Verdict]]:
    """A page of verdicts at a time on every subject, or on those named."""
    for page in subject_pages(reading, project, mode=judge.mode, only=only):
        fresh = _opinions(reading, trained.model, page, project=project, rubric=rubric, judge=judge)
        moment = now()
        yield [
            _verdict(trained.out_of_fold.get(name, {}).get(subject.id, opinion), subject, name, judge, moment)
            for name, found in fresh.items()
            if trained.model.criteria[name].fitted is not None
            for subject, opinion in zip(page, found, strict=True)
        ]


def taste_of_subjects(
    reading: OpenReading, subjects: Sequence[Subject], *, project: str, rubric: Rubric, judge: Judge
) -> list[Verdict]:
    """What the kept model says of texts that need not be in any store; nothing where it was never trained."""
    with reading() as database:
        model = known_taste(database, project=project, judge=judge)
    if model is None:
        return []
    found = _opinions(reading, model, subjects, project=project, rubric=rubric, judge=judge)
    return [
        _verdict(opinion, subject, name, judge, now())
        for name, said in found.items()
        for subject, opinion in zip(subjects, said, strict=True)
    ]


def _opinions(
    reading: OpenReading, model: TasteModel, subjects: Sequence[Subject], *, project: str, rubric: Rubric, judge: Judge
) -> Mapping[str, Sequence[Opinion]]:
    texts = [Text(subject.input_text, subject.outputs[0]) for subject in subjects]
    others = (
        [Text(subject.input_text, subject.outputs[1]) for subject in subjects] if judge.mode == "pairwise" else None
    )
    heard = sorted({name for one in model.criteria.values() for name in one.juror_columns})
    if not heard:
        return opinions(model, texts, others=others, vectors=_vectors(model))
    names = [subject.id for subject in subjects]
    with reading() as database:
        jurors = [juror for name in heard if (juror := judge_of(database, name)) is not None]
        said = voices(database, project=project, rubric=rubric, jurors=jurors, subjects=names)
    columns = {
        name: {juror: [by_subject.get(subject, 0.0) for subject in names] for juror, by_subject in by_juror.items()}
        for name, by_juror in said.items()
    }
    return opinions(model, texts, others=others, jurors=columns, vectors=_vectors(model))


def _vectors(model: TasteModel) -> WordVectors | None:
    return embedded_word_table() if model.reads_meaning else None


def _verdict(opinion: Opinion, subject: Subject, criterion: str, judge: Judge, moment: str) -> Verdict:
    return Verdict(
        subject=subject.id,
        judge_id=judge.id,
        criterion=criterion,
        value=opinion.value,
        failure="not_applicable" if opinion.value is None else None,
        explanation=opinion.why,
        probabilities=opinion.chances,
        mass=1.0 if opinion.chances else None,
        created_at=moment,
    )
