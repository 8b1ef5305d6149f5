"""Pairs are made once she wants to rate them; before that, one sentence and one button."""

from __future__ import annotations

import streamlit as st

from studio.records import Project
from studio.store.samples import pair_up
from studio.store.subjects import subject_count
from studio.ui import opened
from studio.ui.formats import counted


def pairs_ready(project: Project) -> bool:
    """Whether there are pairs to rate; draws what to do where there are none."""
    if opened.workspace().read(lambda database: subject_count(database, project.id, mode="pairwise")):
        return True
    with st.container(border=True):
        st.markdown("There are no pairs yet. A pair is two different answers to the same input.")
        if st.button("Make pairs", key="rate_make_pairs", type="primary"):
            made = opened.workspace().write(lambda database: pair_up(database, project.id))
            if made:
                st.rerun()
            st.caption(f"{counted(made, 'pair')}: no input here has two different answers. Generate a second answer.")
    return False
