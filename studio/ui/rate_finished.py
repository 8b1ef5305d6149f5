"""What she reads when the queue has nothing left to ask, and the one step from there."""

from __future__ import annotations

import streamlit as st

from studio.own_judges.kinds import left_to_people
from studio.records import Criterion
from studio.store.rating_done import is_done
from studio.ui import opened, state
from studio.ui.links import go_to
from studio.ui.rate_others import done_button, how_others_answered
from studio.ui.rate_seat import Seat
from studio.ui.rate_sight import Sight


def finished(one: Seat, sight: Sight) -> None:
    """All done, or nothing old enough to ask again; once she says she is done, how others answered."""
    done = opened.workspace().read(lambda database: is_done(database, one.desk))
    following = _following(one)
    heading, words = _words(one, following)
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.subheader(heading, anchor=False, width="content")
        st.caption(words, width="content")
        with st.container(horizontal=True, horizontal_alignment="center", gap="small"):
            _next_step(one, following)
            if not done and sight.answers:
                done_button(one, key="rate_done")
    if done:
        st.subheader("How others answered", anchor=False)
        how_others_answered(one, sight.answers)


def _words(one: Seat, following: Criterion | None) -> tuple[str, str]:
    if one.queue.mode == "check":
        return (
            "Nothing to ask again yet",
            "You are asked again what you answered a day or 50 ratings ago, without being told what you said.",
        )
    what = "pair" if one.kind == "pairwise" else "sample"
    if following is not None:
        return f"Every {what} is rated on this question", "Next: the same for the question that follows."
    return f"Every {what} is rated", f"Next: let judges {'compare the pairs' if what == 'pair' else 'rate them'} too."


def _next_step(one: Seat, following: Criterion | None) -> None:
    if one.queue.mode == "check":
        if st.button("Rate others", key="rate_others_now", type="primary", on_click=_rate_others):
            st.rerun()
    elif following is not None:
        if st.button("Next question", key="rate_next_question", type="primary", on_click=_ask, args=(one, following)):
            st.rerun()
    elif st.button("To the judges", key="rate_to_judge", type="primary"):
        go_to("judge")


def _following(one: Seat) -> Criterion | None:
    """The question after the one of this pass; None after the last, and where she answers all on each card."""
    hers = left_to_people(one.rubric)
    if len(one.criteria) > 1:
        return None
    return next(iter(hers[hers.index(one.criteria[0]) + 1 :]), None)


def _rate_others() -> None:
    st.session_state[state.RATE_QUEUE] = "honest"


def _ask(one: Seat, following: Criterion) -> None:
    st.session_state[state.RATE_QUESTION if one.kind == "pairwise" else state.RATE_CRITERION] = following.id
