"""One sample with what she said of it and what the judges said, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.comparing.heard import scale_of
from studio.records import Criterion, Judge, Order, Value
from studio.store import inputs, ratings, samples, verdicts
from studio.ui import opened
from studio.ui.cards import mark_line, sample_card, verdict_card
from studio.ui.compare_look import judge_word
from studio.ui.told import keep_told
from studio.ui.verdict_marks import rating_mark


def show_subject(
    subject: str, *, criterion: Criterion, hers: Value | None, judges: Sequence[Judge], order: Order, rater: str
) -> None:
    """The sample, or both of a pair, at the left; the rating and the verdicts at the right."""
    with opened.workspace().reading() as database:
        pair = samples.pair_of(database, subject)
        names = [pair.sample_a, pair.sample_b] if pair else [subject]
        found = samples.samples_of(database, names)
        said = [v for v in verdicts.verdicts_of_subjects(database, [subject]) if v.criterion == criterion.id]
        given = [r for r in ratings.ratings_of_subjects(database, [subject]) if r.criterion == criterion.id]
        asked = inputs.input_of(database, found[names[0]].input_id) if names[0] in found else None
    for sample in found.values():
        keep_told(project=sample.project, subjects=[subject, sample.id])
    left, right = st.columns([3, 2], gap="large")
    with left:
        for name, title in zip(names, ("Output A", "Output B") if pair else ("Output",), strict=True):
            if name in found:
                # The two of a pair answer one input: it stands once, above them.
                asked_of = asked.text if asked and name == names[0] else None
                sample_card(found[name], key=f"compare_{name}", title=title, input_text=asked_of, show_writer=True)
    with right:
        note = next((rating.note for rating in given if rating.value == hers and rating.note), "")
        if hers is None:
            st.caption(
                "Nobody asked here has rated this one yet." if rater != "you" else "You have not rated this one yet."
            )
        else:
            mark_line(
                rating_mark(hers, scale=scale_of(criterion, judges[0])),
                who="your rating" if rater == "you" else f"the rating of {rater}",
                note=note,
            )
        for judge in judges:
            for verdict in (v for v in said if v.judge_id == judge.id and v.order == order):
                verdict_card(
                    judge=judge_word(judge, order=order),
                    value=verdict.value,
                    failure=verdict.failure,
                    scale=scale_of(criterion, judge),
                    explanation=verdict.explanation,
                    key=f"compare_verdict_{judge.id}_{verdict.repeat}",
                )
