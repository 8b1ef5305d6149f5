"""Many inputs at once: a line an input, a column a prompt with a model; a click opens the input on its own."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from studio.store.variants import Variant, answered_page, openings_of
from studio.ui import opened, state
from studio.ui.messages import guarded
from studio.ui.tables import Column, table
from studio.ui.visible import visible

INPUTS_A_PAGE = 25
CHARACTERS_SHOWN = 200


def grid(project_id: str, headings: Mapping[Variant, str], *, answered: int) -> None:
    """A page of inputs with how each answer begins."""
    st.fragment(_page)(project_id, headings, answered)


@guarded()
def _page(project_id: str, headings: Mapping[Variant, str], answered: int) -> None:
    pages = -(-answered // INPUTS_A_PAGE)
    page = min(st.pagination(pages, key="generate_grid_page", bind="query-params"), pages) if pages > 1 else 1
    with opened.workspace().reading() as database:
        shown = answered_page(database, project_id, limit=INPUTS_A_PAGE, offset=(page - 1) * INPUTS_A_PAGE)
        openings = openings_of(database, [one.id for one in shown], characters=CHARACTERS_SHOWN)
    fields = {variant: f"answer_{place}" for place, variant in enumerate(headings)}
    columns = [Column(field="input", heading="Input", width="medium")]
    columns += [
        Column(field=field, heading=visible(headings[variant]), width="medium") for variant, field in fields.items()
    ]
    rows = [
        {"id": one.id, "input": one.text[:CHARACTERS_SHOWN]}
        | {fields[variant]: text for variant, text in openings[one.id].items()}
        for one in shown
    ]
    st.caption("Tick a line to open that input.")
    picked = table(
        rows,
        columns=columns,
        key=f"generate_grid_{page}",
        id_field="id",
        pick="one",
        height="content",
        alt_text="Inputs with the beginnings of their answers",
    )
    if picked:
        st.query_params[state.GENERATE_INPUT] = picked[0]
        st.session_state[state.GENERATE_OPEN] = True
        st.rerun()
