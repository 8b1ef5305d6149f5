"""Remembers that the page has told her who wrote a subject or what was said of it, so that no later answer is blind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from studio.store import told
from studio.ui import opened, state


def keep_told(*, project: str, subjects: Iterable[str]) -> None:
    """She sees it now; an undo, a reload or another view does not make her forget."""
    rater = opened.rater()
    if rater is None:
        return
    known = st.session_state.setdefault(state.TOLD, set())
    for subject in subjects:
        if (rater.id, subject) not in known:
            known.add((rater.id, subject))
            # Not waited for: what is drawn must not hang on a lock, and the one writer keeps the order.
            opened.workspace().store.write_soon(partial(told.tell, project=project, rater=rater.id, subject=subject))


def is_blind(*, rater: str, subject: str) -> bool:
    """Whether nothing was told of it, in this tab or ever."""
    if (rater, subject) in st.session_state.get(state.TOLD, ()):
        return False
    return not opened.workspace().read(lambda database: told.was_told(database, rater=rater, subject=subject))
