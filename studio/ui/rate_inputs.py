"""Which input she looks at side by side, how she goes from one to the next, and how many are done."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.store import samples, side_by_side
from studio.store.engine import Database
from studio.store.rating_queue import Desk
from studio.ui import opened, rate_moves, rate_turn, state
from studio.ui.formats import of
from studio.ui.links import link_to
from studio.ui.rate_progress import saved_words
from studio.ui.rate_seat import Seat

COUNT_SECONDS = 120


def input_here(one: Seat) -> str | None:
    """The input she looks at; at first the first that is not done."""
    kept = st.session_state.get(state.RATE_INPUT)
    if kept and kept[0] == one.project.id:
        return str(kept[1])
    found = opened.workspace().read(lambda database: side_by_side.input_to_rate(database, one.desk))
    if found:
        _look_at(one, found)
    return found


def go(one: Seat, input_id: str, forward: bool) -> None:
    """On to the next input, or back to the one before."""
    other = opened.workspace().read(
        lambda database: side_by_side.input_beside(database, one.project.id, input_id=input_id, forward=forward)
    )
    if other:
        _look_at(one, other)
    else:
        st.toast("This is the last input" if forward else "This is the first input")


def undo(one: Seat) -> None:
    """Takes back the last thing she did, and shows the input it was about."""
    rate_moves.undo(one)
    step = rate_turn.last_step()
    subject = step.subject if step else ""
    found = opened.workspace().read(lambda database: _input_of(database, subject))
    if found:
        _look_at(one, found)


def inputs_line(one: Seat, *, ranks: bool) -> None:
    """What was saved last, and how many inputs are done on this question."""
    desk = replace(one.desk, kind="pairwise") if ranks else one.desk
    done = opened.workspace().read(lambda database: side_by_side.inputs_done(database, desk))
    total = max(_count(str(opened.workspace().folder), desk), done)
    words = [f"{of(done, total=total)} inputs {'ranked' if ranks else 'rated'}"]
    if saved := saved_words(one, rate_turn.last_step()):
        words.insert(0, saved)
    st.caption(" · ".join(words))
    if done == total:
        link_to("judge", label="Let judges rate them too", icon=":material/gavel:")


@st.cache_data(ttl=COUNT_SECONDS, max_entries=32, show_spinner=False)
def _count(folder: str, desk: Desk) -> int:
    return opened.workspace().read(lambda database: side_by_side.input_count(database, desk.project))


def _look_at(one: Seat, input_id: str) -> None:
    st.session_state[state.RATE_INPUT] = (one.project.id, input_id)


def _input_of(database: Database, subject: str) -> str | None:
    pair = samples.pair_of(database, subject)
    if pair is not None:
        return pair.input_id
    found = samples.samples_of(database, [subject])
    return found[subject].input_id if found else None
