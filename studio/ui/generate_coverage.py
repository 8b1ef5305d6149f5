"""The coverage map: two dimensions, how many inputs of each combination, and a gap that is filled with one click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.generation.estimate import estimated_inputs
from studio.generation.input_lane import InputJob
from studio.generation.input_plan import InputPlan
from studio.generation.pasted import pasted_inputs
from studio.generation.value_tree import values_in
from studio.records import Project
from studio.store.coverage import tag_counts, tag_names
from studio.ui import formats, opened, run_panel
from studio.ui.charts.coverage import coverage_map
from studio.ui.generate_draft import draft_of
from studio.ui.generate_runs import watch
from studio.ui.messages import guarded
from studio.ui.model_choice import BUILT_IN, model_words, refuse_unready
from studio.ui.outlook import cost_words
from studio.ui.plain import plain
from studio.ui.visible import visible

MOST_VALUES = 40
A_FILLING = 5


def coverage(project: Project) -> None:
    """Drawn anew by itself with each click."""
    st.fragment(_coverage)(project)


@guarded()
def _coverage(project: Project) -> None:
    planned = {name: values_in(outline) for name, outline in draft_of(project).dimensions}
    tags = opened.workspace().read(lambda database: tag_names(database, project.id))
    names = list(dict.fromkeys([*planned, *tags]))
    if len(names) < 2:
        st.markdown(
            "A map needs inputs with two kinds of tags, such as topic and persona. Spread a plan over two dimensions."
        )
        return
    left, right = st.columns(2, gap="medium")
    down = left.selectbox("Down", options=names, format_func=visible, key="generate_map_down", bind="query-params")
    others = [name for name in names if name != down]
    across = right.selectbox(
        "Across", options=others, format_func=visible, key="generate_map_across", bind="query-params"
    )
    counts = opened.workspace().read(
        lambda database: tag_counts(database, project.id, down=str(down), across=str(across))
    )
    sides = [
        _values(planned.get(name, ()), [cell[place] for cell in counts]) for place, name in enumerate((down, across))
    ]
    gaps = [(one, other) for one in sides[0] for other in sides[1] if not counts.get((one, other))]
    cell = coverage_map(
        counts,
        down=sides[0],
        across=sides[1],
        titles=(str(down), str(across)),
        key="generate_map",
        alt_text=f"Inputs by {down} and {across}; {len(gaps)} combinations have none",
    )
    st.caption(_said(counts, gaps, combinations=len(sides[0]) * len(sides[1])))
    if cell is None and gaps:
        cell = gaps[0]
    if cell is not None:
        _fill(project, {str(down): cell[0], str(across): cell[1]}, there=counts.get(cell, 0))


def _values(planned: Sequence[str], seen: Sequence[str]) -> list[str]:
    """What the plan names first, then what the inputs have besides."""
    return list(dict.fromkeys([*planned, *sorted(seen)]))[:MOST_VALUES]


def _said(counts: Mapping[tuple[str, str], int], gaps: Sequence[object], *, combinations: int) -> str:
    if not gaps:
        return f"All {combinations:,} combinations have inputs. Click one to add to it."
    return f"{len(gaps):,} of {combinations:,} combinations have no input. Click one to fill it."


def _fill(project: Project, tags: Mapping[str, str], *, there: int) -> None:
    draft = draft_of(project)
    plan = InputPlan(
        count=A_FILLING,
        kind=draft.kind,
        dimensions={name: (value,) for name, value in tags.items()},
        seeds=tuple(pasted_inputs(draft.seeds, cut="paragraph")),
    )
    chosen = st.session_state.get(f"generate_input_model_{project.id}") or [BUILT_IN]
    model, workspace = str(chosen[-1]), opened.workspace()
    job = InputJob(project=project.id, task=project.task, plan=plan, model=model)
    outlook = workspace.read(
        lambda database: estimated_inputs(database, job, local_slots=workspace.settings.local.slots)
    )
    words = " · ".join(plain(f"{name}: {value}") for name, value in tags.items())
    refuse_unready([model])
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            f"Fill this: write {A_FILLING}",
            key="generate_fill",
            type="primary",
            icon=":material/edit_note:",
            on_click=_begin,
            args=(project, plan, model),
        )
        st.markdown(f"**{words}** :gray[{formats.counted(there, 'input')} now]", width="content")
    cost = f"{formats.counted(outlook.calls, 'call')} to {model_words(model)}, {cost_words([outlook])}."
    st.caption(f"{plain(cost)} The model is the one chosen under Add inputs.")


def _begin(project: Project, plan: InputPlan, model: str) -> None:
    run_id = run_panel.begin(lambda: opened.workspace().start_writing_inputs(project, inputs=plan, model=model))
    if run_id is not None:
        watch(run_id, what="inputs")
