"""Agreement on each kind of sample: by tag, by prompt, by who wrote it, by length, each with its own n and interval."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.comparing.comparison import measured
from studio.comparing.judge_comparison import JudgeComparison
from studio.ui.addressed import addressed_choice
from studio.ui.compare_look import Look, judge_word, spaced, told
from studio.ui.tables import Column, export_buttons, table


def draw(look: Look) -> None:
    """One table: a row for each kind, a column for each judge."""
    slices = look.opinions.slices
    if not slices:
        st.caption("All rated samples are of one kind: no tags, one prompt, one model.")
        return
    with st.container(horizontal=True, gap="small"):
        by = addressed_choice(
            "Kinds by", options={name: name for name in slices}, key="compare_by", name="by", width=240
        )
        criterion = look.criterion or _criterion(look)
    rows = [_row(look, kind, samples, criterion=criterion) for kind, samples in slices[by].items()]
    judges = list(dict.fromkeys(field for row in rows for field in row if field not in ("kind", "n")))
    table(
        rows,
        columns=[
            Column(field="kind", heading=by),
            Column(field="n", heading="Ratings", form="number"),
            *(Column(field=judge, heading=judge) for judge in judges),
        ],
        key="compare_kinds",
        alt_text=f"Agreement of each judge by {by}",
    )
    st.caption("Agreement, with the 95 % interval in brackets. Choose a kind under Samples above to look at it alone.")
    export_buttons(lambda: rows, key="compare_kinds_export", file_name="agreement_by_kind")


def _criterion(look: Look) -> str:
    names = {one.criterion.id: spaced(one.criterion.id) for one in look.heard}
    return addressed_choice("Question", options=names, key="compare_kinds_criterion", name="kinds_of", width=320)


def _row(look: Look, kind: str, samples: frozenset[str], *, criterion: str) -> Mapping[str, str | int]:
    heard = [one for one in look.opinions.heard if one.criterion.id == criterion]
    here = samples if look.subjects is None else samples & frozenset(look.subjects)
    found = measured(heard, look.held, groups=look.opinions.groups, subjects=here, brief=True)
    row: dict[str, str | int] = {"kind": kind, "n": max((one.report.n for one in found), default=0)}
    return row | {judge_word(one.judge, order=one.order): _agreement(one) for one in found}


def _agreement(one: JudgeComparison) -> str:
    shares = one.report["accuracy"].value is not None
    words = told(one.report.figures.get("accuracy" if shares else "spearman"), shares=shares)
    return words if words == "–" else f"{words} · n = {one.report.n:,}"
