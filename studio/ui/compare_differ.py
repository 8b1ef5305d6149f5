"""Where she and a judge part: the map of all judges, one judge's table, and the samples behind a cell, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.comparing.heard import Heard, scale_of
from studio.comparing.judge_comparison import JudgeComparison
from studio.records import Value
from studio.store.text_search import subjects_with_words
from studio.ui import formats, opened
from studio.ui.addressed import addressed_choice
from studio.ui.charts.confusion import confusion_matrix
from studio.ui.charts.heat_map import heat_map
from studio.ui.compare_look import Look, first_look, in_full, judge_word, spaced
from studio.ui.compare_sample import show_subject
from studio.ui.compare_save import save_map, save_matrix
from studio.ui.compare_sure import by_confidence
from studio.ui.compare_top import measured_on
from studio.ui.links import link_to
from studio.ui.plain import plain
from studio.ui.verdict_marks import FAILURE_WORDS, value_word

ALL_DIFFERENCES = ""


def draw(look: Look) -> None:
    """One judge on one question, from the numbers to the single sample."""
    heard = chosen_judge(look, with_map=True)
    one = in_full(look, heard)
    _notes(one)
    if not one.rows:
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        cell = _matrix(one, rater=look.rater_word)
    with right:
        rows = _choose_rows(one, heard, cell, rater=look.rater_word)
        place = st.pagination(len(rows), key="compare_page", bind="query-params") if len(rows) > 1 else 1
    if rows:
        subject, hers, _ = rows[min(place, len(rows)) - 1]
        show_subject(
            subject,
            criterion=one.criterion,
            hers=hers,
            judges=[one.judge],
            order=one.order,
            rater=look.rater_word,
        )


def chosen_judge(look: Look, *, with_map: bool = False) -> Heard:
    """The judge and question she wants to see closely, by the map or by name."""
    known = {f"{one.judge.id}.{one.criterion.id}.{one.order}": one for one in look.heard}
    judges, criteria = ({one.judge.id for one in known.values()}, {one.criterion.id for one in known.values()})
    if with_map and len(judges) > 1 and len(criteria) > 1:
        _map(look, known)
    names = {
        key: f"{judge_word(one.judge, order=one.order)} · {spaced(one.criterion.id)}" for key, one in known.items()
    }
    return known[addressed_choice("Judge and question", options=names, key="compare_pick", name="pick", width=480)]


def _map(look: Look, known: Mapping[str, Heard]) -> None:
    compared = first_look(look)
    if all(one.report.n < TOO_FEW for one in compared):
        return
    shares = any(one.report["accuracy"].value is not None or "spearman" not in one.report.figures for one in compared)
    measure = "Agreement" if shares else "Rank correlation"
    drawn = [measured_on(one, one.report["accuracy" if shares else "spearman"]) for one in compared]
    alt_text = "Agreement of every judge with the rater on every question"
    clicked = heat_map(drawn, key="compare_map", alt_text=alt_text, measure=measure, shares=shares)
    save_map(drawn, title=measure, shares=shares)
    words = {(judge_word(one.judge, order=one.order), spaced(one.criterion.id)): key for key, one in known.items()}
    # Only a new click: the map keeps its cell while she chooses by name.
    if clicked in words and st.session_state.get("compare_clicked") != clicked:
        st.session_state["compare_pick"] = words[clicked]
    st.session_state["compare_clicked"] = clicked


def _notes(one: JudgeComparison) -> None:
    """What to know before trusting the numbers, the most important thing set apart."""
    first, *others = one.report.notes or ("",)
    if first:
        st.info(plain(first), icon=":material/lightbulb:", width=760)
    for note in others:
        st.caption(plain(note), width=760)
    if one.failures:
        told = ", ".join(f"{count} {FAILURE_WORDS[kind]}" for kind, count in one.failures.items())
        st.caption(f"Left out because there is no verdict: {told}.")
        link_to("judge", label="See these failures", icon=":material/error_outline:")


def _matrix(one: JudgeComparison, *, rater: str) -> tuple[Value, Value] | None:
    if one.report.confusion is None or not one.report.n:
        return None
    st.caption("Click a cell to see its samples.")
    clicked = confusion_matrix(
        values=one.report.confusion.values,
        counts=one.report.confusion.counts,
        key="compare_confusion",
        alt_text="How often which rating met which verdict",
        rater="You rated" if rater == "you" else "Rated",
    )
    save_matrix(one.report.confusion, title=f"{judge_word(one.judge, order=one.order)}: {spaced(one.criterion.id)}")
    return clicked


def _choose_rows(
    one: JudgeComparison, heard: Heard, clicked: tuple[Value, Value] | None, *, rater: str
) -> Sequence[tuple[str, Value, Value]]:
    """The rows of one cell, or all on which they differ, the furthest apart first."""
    cells: dict[str, tuple[Value, Value]] = {}
    for _, hers, judged in one.rows:
        cells.setdefault(f"{hers}→{judged}", (hers, judged))
    her = "You" if rater == "you" else "Rating"
    apart = sum(hers != judged for _, hers, judged in one.rows)
    ordered = sorted(cells, key=lambda name: distance(one, *cells[name]), reverse=True)
    counts = {name: sum(row[1:] == cell for row in one.rows) for name, cell in cells.items()}
    options = {ALL_DIFFERENCES: f"All {formats.counted(apart, 'difference')}, the furthest apart first"} | {
        name: f"{her} {value_word(cells[name][0])}, judge {value_word(cells[name][1])} ({counts[name]:,})"
        for name in ordered
    }
    if clicked is not None and st.session_state.get("compare_cell_clicked") != clicked:
        st.session_state["compare_cell"] = f"{clicked[0]}→{clicked[1]}"
    st.session_state["compare_cell_clicked"] = clicked
    chosen = cells.get(addressed_choice("Samples shown", options=options, key="compare_cell", name="cell", width=420))
    rows = [row for row in one.rows if (row[1:] == chosen if chosen else row[1] != row[2])]
    if not rows:
        st.caption("Rating and verdict are the same on every sample that has both.")
        return rows
    found = _with_words(one, by_confidence(rows, heard))
    return sorted(found, key=lambda row: distance(one, row[1], row[2]), reverse=True)


def _with_words(one: JudgeComparison, rows: Sequence[tuple[str, Value, Value]]) -> Sequence[tuple[str, Value, Value]]:
    """Those whose texts, or the judge's reason, hold the words she looks for."""
    words = st.text_input(
        "Words", key="compare_words", placeholder="Words in texts or reasons", label_visibility="collapsed", width=420
    ).strip()
    if not words:
        return rows
    found = opened.workspace().read(
        lambda database: subjects_with_words(
            database, [row[0] for row in rows], words=words, judge_id=one.judge.id, criterion=one.criterion.id
        )
    )
    if not found:
        st.caption("None of these samples holds these words.")
    return [row for row in rows if row[0] in found]


def distance(one: JudgeComparison, hers: Value, judged: Value) -> float:
    """How far apart two values are, in steps of the scale."""
    values = list(scale_of(one.criterion, one.judge).values)
    if hers in values and judged in values:
        return abs(values.index(hers) - values.index(judged))
    if isinstance(hers, str) or isinstance(judged, str):
        return 1.0
    return abs(hers - judged)
