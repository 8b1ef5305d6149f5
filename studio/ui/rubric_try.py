"""Try it at once: a few samples judged by the draft and by the saved wording, before anything is saved or spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from studio.drafting.draft_run import rater_of_plan
from studio.drafting.evidence import differing_subjects
from studio.drafting.moves import Answer, Judged, judged_by_both
from studio.drafting.versions import judge_under
from studio.records import Project, Rating, Rubric, Sample, Value, Verdict
from studio.store import inputs, ratings, samples
from studio.store.engine import Database
from studio.store.subject_choice import first_subjects, rated_subjects_of
from studio.ui import opened
from studio.ui.empty import empty_state
from studio.ui.formats import counted, of
from studio.ui.plain import plain
from studio.ui.rubric_pair import Pair, ask_and_begin, choose_model, outlooks_of, pair_of, show_run
from studio.ui.untrusted import show_untrusted
from studio.ui.verdict_marks import rating_mark, verdict_mark

Which = Literal["any", "rated", "differing"]
WHICH: Mapping[Which, str] = {"any": "Any", "rated": "Rated ones", "differing": "Where the judge differs from me"}
FEWEST, MOST, OFFERED = 3, 10, 300


def try_part(saved: Rubric, draft: Rubric, *, project: Project | None) -> None:
    """Which samples, which judge, what it costs; then what moved and why."""
    if project is None:
        empty_state(
            "Start a project to try a rubric on its samples.", button="Home", key="rubrics_try_home", page="home"
        )
        return
    is_changed = saved.id != draft.id
    st.caption(
        "Your draft beside the saved version, on a few samples. Nothing of the draft counts on Compare until you save."
        if is_changed
        else "This is the saved version. Change a question and see here what that does."
    )
    model = choose_model(project, name=saved.name, key="rubrics_try_model")
    if model is None:
        return
    pair = pair_of(project, first=saved, second=draft, model=model)
    picked = _picks(pair)
    if not picked:
        st.caption("There is no such sample yet.")
        return
    if show_run("rubrics_try"):
        return
    outlooks = outlooks_of(pair, picked)
    if sum(one.calls for one in outlooks):
        _sample_lines(picked)
        wordings = "both wordings" if is_changed else "this rubric"
        label = f"Judge {counted(len(picked), 'sample')} by {wordings}"
        ask_and_begin(pair, picked, key="rubrics_try", label=label, outlooks=outlooks)
        return
    show_moves(pair, picked, key="rubrics_try")


def show_moves(pair: Pair, subjects: Sequence[str], *, key: str) -> None:
    """What moved on top, each with both explanations; what stayed is folded away."""
    with opened.workspace().reading() as database:
        judged = judged_by_both(database, subjects, judges=pair.judges, rubric=pair.second)
        texts = samples.samples_of(database, list(subjects))
        hers = _hers(database, subjects)
        asked = {one.input_id: inputs.input_of(database, one.input_id) for one in texts.values()}

    def draw(one: Judged, answers: Sequence[Answer]) -> None:
        sample = texts[one.subject]
        _judged(one, answers, sample=sample, input_text=_text(asked[sample.input_id]), hers=hers, key=key)

    is_changed = pair.first.id != pair.second.id
    _summary(judged, is_changed=is_changed)
    for one in judged:
        if one.moved or not is_changed:
            draw(one, one.moved or one.answers)
    stayed = [one for one in judged if not one.moved]
    if stayed and is_changed:
        with st.expander(f"{counted(len(stayed), 'sample')} without a change"):
            for one in stayed:
                draw(one, one.answers)


def _picks(pair: Pair) -> list[str]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        which = st.segmented_control(
            "Samples",
            options=list(WHICH),
            format_func=WHICH.__getitem__,
            default="any",
            key="rubrics_try_which",
            required=True,
        )
        count = st.number_input("How many", FEWEST, MOST, value=5, key="rubrics_try_count", width=140)
        st.button("Others", key="rubrics_try_others", icon=":material/shuffle:", on_click=_turn)
    offered = opened.workspace().read(lambda database: _offered(database, pair, which))
    if not offered:
        return []
    start = int(st.session_state.get("rubrics_try_turn", 0)) * count % len(offered)
    return (offered[start:] + offered[:start])[:count]


def _turn() -> None:
    st.session_state["rubrics_try_turn"] = int(st.session_state.get("rubrics_try_turn", 0)) + 1


def _offered(database: Database, pair: Pair, which: str) -> list[str]:
    project = pair.project.id
    if which == "any":
        return first_subjects(database, project, mode="direct", count=OFFERED)
    if which == "rated":
        return rated_subjects_of(database, project, mode="direct")[:OFFERED]
    judge = judge_under(database, project, rubric=pair.first, model=pair.judges[0].model)
    if judge is None:
        return []
    me = opened.rater()
    rater = rater_of_plan(database, project, me.id if me and _has_rated(database, project, me.id) else None)
    return differing_subjects(database, project, rubric=pair.first, judge=judge, rater=rater)[:OFFERED]


def _has_rated(database: Database, project: str, rater: str) -> bool:
    return bool(ratings.ratings(database, project, rater=rater))


def _sample_lines(subjects: Sequence[str]) -> None:
    found = opened.workspace().read(lambda database: samples.samples_of(database, list(subjects)))
    st.caption("  \n".join(plain(" ".join(found[subject].output.split())[:110]) for subject in subjects))


def _summary(judged: Sequence[Judged], *, is_changed: bool) -> None:
    answers = [answer for one in judged for answer in one.answers]
    if not is_changed:
        st.markdown(f"**{counted(len(judged), 'sample')} judged.**")
        return
    moved = sum(answer.is_moved for answer in answers)
    samples_moved = sum(bool(one.moved) for one in judged)
    if not moved:
        st.markdown(f"**No verdict moved** on {counted(len(judged), 'sample')}.")
        return
    verb = "verdict" if len(answers) == 1 else "verdicts"
    touched = counted(samples_moved, "sample")
    st.markdown(f"**{of(moved, total=len(answers))} {verb} moved**, on {touched}. Read why before you save.")


def _judged(
    one: Judged,
    answers: Sequence[Answer],
    *,
    sample: Sample,
    input_text: str,
    hers: Mapping[tuple[str, str], Value],
    key: str,
) -> None:
    with st.container(border=True):
        left, right = st.columns([2, 3], gap="large")
        with left:
            if input_text:
                show_untrusted(input_text[:600], key=f"{key}_{one.subject}_input", label="Input")
            show_untrusted(sample.output, key=f"{key}_{one.subject}_output", label="Output")
        with right:
            for answer in answers:
                _answer(answer, rating=hers.get((one.subject, answer.criterion.id)), key=f"{key}_{one.subject}")


def _answer(answer: Answer, *, rating: Value | None, key: str) -> None:
    scale = answer.criterion.scale
    mine = f"  ·  you: {rating_mark(rating, scale=scale).badge}" if rating is not None else ""
    marks = [
        verdict_mark(value=one.value, failure=one.failure, scale=scale).badge
        for one in (answer.before, answer.after)
        if one
    ]
    shown = " :material/arrow_forward: ".join(marks if answer.is_moved else marks[-1:])
    st.markdown(f"**{plain(answer.criterion.question)}**  \n{shown}{mine}")
    if answer.is_moved:
        _reason(answer.before, label="Saved version", key=f"{key}_{answer.criterion.id}_before")
        _reason(answer.after, label="Your draft", key=f"{key}_{answer.criterion.id}_after")
    else:
        _reason(answer.after, label="Why", key=f"{key}_{answer.criterion.id}_after")


def _reason(verdict: Verdict | None, *, label: str, key: str) -> None:
    if verdict is not None and verdict.explanation.strip():
        show_untrusted(verdict.explanation, key=key, label=label)


def _hers(database: Database, subjects: Sequence[str]) -> dict[tuple[str, str], Value]:
    """Her last value for each sample and question, under whichever wording; without a name, anybody's."""
    me = opened.rater()
    found: list[Rating] = ratings.ratings_of_subjects(database, list(subjects))
    mine = [one for one in found if me is None or one.rater == me.id] or found
    return {(one.subject, one.criterion): one.value for one in mine if one.value is not None}


def _text(found: object) -> str:
    return str(getattr(found, "text", ""))
