"""How varied the inputs are: near-duplicates to drop or to have written anew, and three numbers in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from studio.generation.input_plan import Cell, InputPlan
from studio.generation.set_look import MOST_TEXTS, SetLook, look_at, variety_in_words
from studio.records import Project
from studio.store.coverage import inputs_version, texts_by_id
from studio.store.inputs import delete_inputs, inputs_named, tag_key
from studio.ui import formats, opened, run_panel
from studio.ui.generate_draft import draft_of
from studio.ui.generate_runs import watch
from studio.ui.messages import guarded, show_unexpected
from studio.ui.model_choice import BUILT_IN, model_words
from studio.ui.plain import plain
from studio.ui.tables import Column, Row, table

SECONDS_BETWEEN_LOOKS = 0.4
_LOOK = "generate_look"
_SAID = "generate_variety_said"
_COLUMNS = (
    Column(field="text", heading="Input", width="large"),
    Column(field="like", heading="Nearly the same as", width="large"),
    Column(field="similarity", heading="Alike", form="percent", width="small"),
)


def variety(project: Project) -> None:
    """Looks at the set beside the page, and draws what it finds."""
    look = _look(project)
    is_live = not look.ended.is_set()
    st.fragment(_show, run_every=SECONDS_BETWEEN_LOOKS if is_live else None)(project, look, is_live)


def _look(project: Project) -> SetLook:
    """The look at the inputs as they are now: begun once, kept until an input comes or goes."""
    key = f"{_LOOK}_{project.id}"
    with opened.workspace().reading() as database:
        version = inputs_version(database, project.id)
        known = st.session_state.get(key)
        if isinstance(known, SetLook) and known.version == version:
            return known
        texts = texts_by_id(database, project.id, newest=MOST_TEXTS)
    st.session_state[key] = look_at(texts, version=version)
    found: SetLook = st.session_state[key]
    return found


@guarded()
def _show(project: Project, look: SetLook, was_live: bool) -> None:
    if not look.ended.is_set():
        st.caption(f":material/hourglass_top: Comparing {formats.counted(len(look.texts), 'input')} …")
        return
    if was_live:
        st.rerun()
    if look.error is not None:
        show_unexpected(look.error)
        return
    if look.version[0] > len(look.texts):
        st.caption(f"The newest {len(look.texts):,} of {look.version[0]:,} inputs.")
    for sentence in variety_in_words(look):
        st.markdown(plain(sentence), width=760)
    st.caption("None of this says whether they are like your users' inputs. Look at the coverage, and read some.")
    _duplicates(project, look)
    said = st.session_state.pop(_SAID, "")
    if said:
        st.caption(f":material/check: {plain(said)}")


def _duplicates(project: Project, look: SetLook) -> None:
    found = look.duplicates
    if not found:
        st.markdown(":material/check: No two inputs say nearly the same in the same words.")
        return
    st.markdown(f"**{formats.counted(len(found), 'input')} nearly the same as an earlier one**")
    rows: list[Row] = [
        {"id": name, "text": look.texts[name], "like": look.texts[near.text_id], "similarity": near.similarity}
        for name, near in found.items()
    ]
    picked = table(rows, columns=_COLUMNS, key="generate_duplicates", id_field="id", alt_text="Near-duplicates")
    chosen = picked or list(found)
    many = f"{len(chosen):,}" if picked else f"all {len(chosen):,}"
    chosen_model = st.session_state.get(f"generate_input_model_{project.id}") or [BUILT_IN]
    model = str(chosen_model[-1])
    with st.container(horizontal=True, gap="small"):
        st.button(f"Drop {many}", key="generate_drop", icon=":material/delete:", on_click=_drop, args=(project, chosen))
        st.button(
            f"Write others in place of {many}",
            key="generate_rewrite",
            icon=":material/refresh:",
            on_click=_rewrite,
            args=(project, chosen, model),
            help=f"Drops them and asks {plain(model_words(model))} for as many new ones with the same tags.",
        )


def _drop(project: Project, chosen: Sequence[str]) -> None:
    gone = opened.workspace().write(lambda database: delete_inputs(database, chosen))
    stayed = len(chosen) - gone
    kept = f" {stayed:,} stayed: somebody has rated or judged an answer." if stayed else ""
    st.session_state[_SAID] = f"{formats.counted(gone, 'input')} dropped.{kept}"


def _rewrite(project: Project, chosen: Sequence[str], model: str) -> None:
    workspace = opened.workspace()
    before = workspace.read(lambda database: inputs_named(database, chosen))
    workspace.write(lambda database: delete_inputs(database, chosen))
    left = {one.id for one in workspace.read(lambda database: inputs_named(database, chosen))}
    wanted = Counter(tag_key(one.tags) for one in before if one.id not in left)
    if not wanted:
        return
    cells = tuple(Cell(tags=dict(tags), count=count) for tags, count in wanted.items())
    plan = InputPlan(count=wanted.total(), kind=draft_of(project).kind, named_cells=cells)
    run_id = run_panel.begin(lambda: workspace.start_writing_inputs(project, inputs=plan, model=model))
    if run_id is not None:
        watch(run_id, what="inputs")
