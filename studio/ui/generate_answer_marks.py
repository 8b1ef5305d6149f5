"""What she can do with one answer beside the others: pick it, flag it, note something, send it to Rate."""

from __future__ import annotations

import streamlit as st

from studio.records import Sample
from studio.store.notes import Note, notes, save_note
from studio.store.picks import Pick, save_picks, take_back_pick
from studio.store.ratings import RatingEvent
from studio.store.variants import Answer
from studio.ui import opened, state
from studio.ui.links import go_to
from studio.ui.plain import plain
from studio.ui.told import keep_told
from studio.ui.untrusted import show_untrusted

KEYS_FOR_PICKS = 9
NOBODY = "you"


def answer_marks(answer: Answer, *, place: int) -> None:
    """One row: the pick with its key, and the rest behind one small button."""
    is_mine = _me() in answer.pickers
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if answer.sample.failure is None:
            st.button(
                "Picked" if is_mine else "Pick",
                key=f"generate_pick_{place}",
                shortcut=str(place + 1) if place < KEYS_FOR_PICKS else None,
                type="primary" if is_mine else "secondary",
                on_click=_pick,
                args=(answer.sample, is_mine),
            )
        more = st.popover(
            "More",
            icon=":material/flag:" if answer.is_flagged else None,
            type="tertiary",
            key=f"generate_more_{place}",
            on_change="rerun",
        )
        if answer.notes:
            st.caption(f":material/sticky_note_2: {answer.notes}", width="content")
    others = [name for name in answer.pickers if name != _me()]
    if others:
        st.caption(f":material/star: Picked by {', '.join(plain(name) for name in others)}")
    if more.open:
        with more:
            _more(answer, place=place)


def _me() -> str:
    rater = opened.rater()
    return rater.name if rater else NOBODY


def _pick(sample: Sample, is_mine: bool) -> None:
    me, workspace = _me(), opened.workspace()
    if is_mine:
        workspace.write(lambda database: take_back_pick(database, input_id=sample.input_id, picker=me))
        return
    chosen = Pick(project=sample.project, input_id=sample.input_id, picker=me, sample_id=sample.id)
    workspace.write(lambda database: save_picks(database, [chosen]))


def _more(answer: Answer, *, place: int) -> None:
    sample = answer.sample
    _rate_and_flag(answer, place=place)
    for number, note in enumerate(
        opened.workspace().read(lambda database: notes(database, project=sample.project, subject=sample.id))
    ):
        show_untrusted(note.text, key=f"generate_note_{place}_{number}", label=note.author or None)
    key = f"generate_note_{place}"
    st.text_area("Note", key=key, height=72, max_chars=2_000)
    st.button("Keep the note", key=f"generate_keep_note_{place}", on_click=_note, args=(sample, key))


def _rate_and_flag(answer: Answer, *, place: int) -> None:
    sample = answer.sample
    with st.container(horizontal=True, gap="small"):
        if sample.failure is None and st.button(
            "Rate it", key=f"generate_rate_{place}", icon=":material/thumbs_up_down:"
        ):
            keep_told(project=sample.project, subjects=[sample.id])
            state.open_sample(sample.id)
            go_to("rate")
        st.button(
            "Take the flag away" if answer.is_flagged else "Flag",
            key=f"generate_flag_{place}",
            icon=":material/flag:",
            on_click=_flag,
            args=(sample, answer.is_flagged),
            disabled=opened.rater() is None,
            help=None if opened.rater() else "Say who you are on the Rate page first.",
        )


def _flag(sample: Sample, is_flagged: bool) -> None:
    project, rater = opened.project(), opened.rater()
    rubric = opened.workspace().rubric_of(project) if project else None
    if rater is None or rubric is None:
        return
    event = RatingEvent(
        project=sample.project,
        rater=rater.id,
        subject=sample.id,
        rubric_id=rubric.id,
        criterion="",
        action="unflag" if is_flagged else "flag",
        blind=False,
    )
    opened.workspace().append_ratings([event], rater=rater, rubric=rubric)


def _note(sample: Sample, key: str) -> None:
    text = str(st.session_state.get(key) or "").strip()
    if text:
        note = Note(project=sample.project, subject=sample.id, author=_me(), text=text)
        opened.workspace().write(lambda database: save_note(database, note))
        st.session_state[key] = ""
