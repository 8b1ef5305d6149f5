"""Adding inputs: written one by one, pasted, from a file, or by a model; each way is one small form."""

from __future__ import annotations

import streamlit as st

from studio.errors import StudioError
from studio.generation.estimate import estimated_inputs
from studio.generation.input_lane import InputJob
from studio.generation.input_plan import InputPlan, dimensions_in
from studio.generation.pasted import Cut, likely_cut, pasted_inputs
from studio.records import Origin, Project
from studio.store.input_pages import newest_texts
from studio.store.inputs import new_input, save_inputs
from studio.ui import formats, opened, run_panel
from studio.ui.generate_import import import_box
from studio.ui.generate_runs import watch
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, model_notes, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain

WAYS = {"model": "With a model", "write": "Write one", "paste": "Paste many", "file": "From a file"}
CUTS: tuple[Cut, ...] = ("line", "paragraph")
ADDING = "generate_adding"
SEEDS_SHOWN = 5
TRYING_OUT = ":material/science: The built-in model is for trying things out."


def adding(project: Project) -> None:
    """One way at a time."""
    way = st.segmented_control(
        "Add inputs",
        options=list(WAYS),
        format_func=WAYS.__getitem__,
        key="generate_way",
        default="model",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    said = st.session_state.pop("generate_said", "")
    match way:
        case "write":
            _write(project)
        case "paste":
            _paste(project)
        case "file":
            import_box(project)
        case _:
            _with_a_model(project)
    if said:
        st.caption(f":material/check: {plain(said)}")


def _write(project: Project) -> None:
    st.text_area(
        "What a user would send",
        key="generate_written",
        height=120,
        placeholder="My boots leak after two days. Can I send them back?",
    )
    st.text_input(
        "Tags, if you like", key="generate_written_tags", placeholder="topic: returns, mood: angry", max_chars=300
    )
    st.button("Add", key="generate_write", type="primary", on_click=_add_written, args=(project.id,))


def _add_written(project_id: str) -> None:
    text = str(st.session_state.get("generate_written") or "").strip()
    tags = tags_in(str(st.session_state.get("generate_written_tags") or ""))
    if text:
        _add([text], project_id=project_id, tags=tags)
        st.session_state["generate_written"] = ""


def tags_in(text: str) -> dict[str, str]:
    """Tags as a person writes them: "topic: returns, mood: angry"; a word without a name is a tag without a value."""
    parts = [part.partition(":") for part in text.split(",") if part.strip()]
    return {name.strip(): value.strip() for name, _, value in parts if name.strip()}


def _paste(project: Project) -> None:
    text = st.text_area("Paste them here", key="generate_pasted", height=220) or ""
    cut = st.segmented_control(
        "Where one ends",
        options=CUTS,
        format_func={"line": "One a line", "paragraph": "A blank line between them"}.__getitem__,
        key="generate_cut",
        default=likely_cut(text),
        required=True,
    )
    found = pasted_inputs(text, cut=cut)
    st.button(
        f"Add {formats.counted(len(found), 'input')}" if found else "Add",
        key="generate_paste",
        type="primary",
        disabled=not found,
        on_click=_add_pasted,
        args=(project.id,),
    )


def _add_pasted(project_id: str) -> None:
    text = str(st.session_state.get("generate_pasted") or "")
    found = pasted_inputs(text, cut=st.session_state.get("generate_cut") or likely_cut(text))
    _add(found, project_id=project_id, origin="imported")
    st.session_state["generate_pasted"] = ""


def _add(texts: list[str], *, project_id: str, origin: Origin = "written", tags: dict[str, str] | None = None) -> None:
    made = [new_input(project=project_id, text=text, origin=origin, tags=tags) for text in texts]
    new = opened.workspace().write(lambda database: save_inputs(database, made))
    there = len(made) - new
    known = f" {there:,} there already." if there else ""
    st.session_state["generate_said"] = f"{formats.counted(new, 'input')} added.{known}"


def _with_a_model(project: Project) -> None:
    (*_, model) = [
        BUILT_IN,
        *choose_models("Model", key=f"generate_input_model_{project.id}", used=[], scripted=project.demo, most=1),
    ]
    kind = st.text_input(
        "What kind",
        key="generate_kind",
        max_chars=1_000,
        placeholder="Short mails from annoyed customers, some with typing errors",
    )
    left, right = st.columns([1, 3], gap="medium")
    count = left.number_input("How many", 1, 10_000, value=30, key="generate_count")
    tags = right.text_area(
        "Spread over, if you like",
        key="generate_dimensions",
        height=96,
        placeholder="topic: returns, delivery, sizing\nmood: calm, annoyed",
        help="One line a tag, its values with commas between. Every value gets its equal share.",
    )
    like_mine = st.toggle("Like the inputs that are there, but about other things", key="generate_like", value=True)
    try:
        plan = InputPlan(
            count=int(count), kind=kind or "", dimensions=dimensions_in(tags or ""), seeds=_seeds(project, like_mine)
        )
        _estimate_and_start(project, plan, model)
    except StudioError as error:
        show_error(error)


def _seeds(project: Project, wanted: bool) -> tuple[str, ...]:
    if not wanted:
        return ()
    return tuple(opened.workspace().read(lambda database: newest_texts(database, project.id, limit=SEEDS_SHOWN)))


def _estimate_and_start(project: Project, plan: InputPlan, model: str) -> None:
    workspace = opened.workspace()
    job = InputJob(project=project.id, task=project.task, plan=plan, model=model)
    slots = workspace.settings.local.slots
    outlooks = workspace.read(lambda database: [estimated_inputs(database, job, local_slots=slots)])
    show_outlook(outlooks, key="generate_input_outlook")
    model_notes([model])
    if model == BUILT_IN:
        st.caption(TRYING_OUT)
    leaves_line([model], what="what your product does, your wishes and a few of the inputs that are there")
    refuse_unready([model])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key="generate_input_cap", outlooks=outlooks)
        st.button(
            f"Write {formats.counted(plan.count, 'input')}",
            key="generate_begin_inputs",
            type="primary",
            icon=":material/edit_note:",
            on_click=_begin,
            args=(project, plan, model, cap),
        )


def _begin(project: Project, plan: InputPlan, model: str, cap: float | None) -> None:
    run_id = run_panel.begin(
        lambda: opened.workspace().start_writing_inputs(project, inputs=plan, model=model, cap_usd=cap)
    )
    if run_id is not None:
        watch(run_id, what="inputs")
        st.session_state[ADDING] = False
