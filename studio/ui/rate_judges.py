"""What the judges said of what she has just answered; drawn only where the page lets her look."""

from __future__ import annotations

import streamlit as st

from studio.comparing.heard import scale_of
from studio.records import Criterion, Judge, Verdict
from studio.store import judges, verdicts
from studio.ui import opened
from studio.ui.cards import verdict_card, writer_line
from studio.ui.plain import plain
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Texts
from studio.ui.told import keep_told

CARDS_IN_A_ROW = 3


def what_judges_said(one: Seat, texts: Texts) -> None:
    """Every judge's verdict on the subject, question by question, and who wrote it."""
    subject = texts.pair.id if texts.pair else texts.samples[0].id
    keep_told(project=one.project.id, subjects=[subject, *(sample.id for sample in texts.samples)])
    with opened.workspace().reading() as database:
        said = verdicts.verdicts_of_subjects(database, [subject])
        named = {judge.id: judge for judge in judges.judges_used(database, one.project.id, rubric_id=one.rubric.id)}
    st.subheader("What the judges said", anchor=False)
    for sample in texts.samples:
        writer_line(sample)
    shown = [verdict for verdict in said if verdict.judge_id in named]
    if not shown:
        st.caption("No judge has seen this yet.")
    for criterion in one.criteria:
        of_it = [verdict for verdict in shown if verdict.criterion == criterion.id]
        if of_it:
            st.caption(plain(criterion.question))
            _verdict_rows(of_it, criterion, named)


def _verdict_rows(said: list[Verdict], criterion: Criterion, named: dict[str, Judge]) -> None:
    for start in range(0, len(said), CARDS_IN_A_ROW):
        row = said[start : start + CARDS_IN_A_ROW]
        for verdict, column in zip(row, st.columns(max(2, len(row))), strict=False):
            judge = named[verdict.judge_id]
            with column:
                verdict_card(
                    judge=judge.name or judge.model,
                    value=verdict.value,
                    failure=verdict.failure,
                    scale=scale_of(criterion, judge),
                    explanation=verdict.explanation,
                    key=f"rate_verdict_{verdict.judge_id}_{verdict.criterion}_{verdict.order}_{verdict.repeat}",
                )
