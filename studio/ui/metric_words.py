"""What a number means where it is shown: a tooltip that says where to read on, and the words, formula and source."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.agreement.words import METRICS
from studio.ui.plain import plain

MEANINGS = "What these numbers mean"


def help_on(key: str) -> str:
    """The tooltip of a number, with where to read more of it on the same page."""
    return f"{METRICS[key].tooltip} Formula and source: below, under “{MEANINGS}”."


def meanings(keys: Sequence[str]) -> None:
    """Closed until she opens it: each number in plain words, with its formula and its source."""
    with st.expander(MEANINGS):
        for key in keys:
            words = METRICS[key]
            st.markdown(f"**{words.name}** · {plain(words.tooltip)}", width=760)
            st.caption(f"{plain(words.formula)} · {plain(words.source)}", width=760)
        st.caption("More on each of them in the studio's documentation, docs/agreement.md.")
