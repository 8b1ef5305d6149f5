"""Adding inputs: written one by one, pasted, from a file, or by a model; each way is one small form."""

from __future__ import annotations

import streamlit as st

from studio.errors import StudioError
from studio.generation.estimate import estimated_inputs
from studio.generation.input_lane import InputJob, Repeats
from studio.generation.input_plan import InputPlan
from studio.generation.pasted import Cut, likely_cut, pasted_inputs
from studio.records import Origin, Project
from studio.store.inputs import new_input, save_inputs
from studio.ui import formats, opened, run_panel
from studio.ui.generate_import import import_box
from studio.ui.generate_plan import plan_editor
from studio.ui.generate_runs import watch
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, model_notes, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain

WAYS = {"model": "With a model", "write": "Write one", "paste": "Paste many", "file": "From a file"}
CUTS: tuple[Cut, ...] = ("line", "paragraph")
ADDING = "generate_adding"
TRYING_OUT = (
    ":material/science: The built-in model is for trying things out: it often repeats itself, "
    "answers instead of asking, and gets facts wrong."
)
REPEATS: dict[Repeats, str] = {"again": "is written again", "drop": "is left out"}


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
    plan = plan_editor(project, model=model)
    if plan is None:
        return
    try:
        _estimate_and_start(project, plan, model)
    except StudioError as error:
        show_error(error)


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
    repeats = st.segmented_control(
        "An input that nearly repeats another",
        options=list(REPEATS),
        format_func=REPEATS.__getitem__,
        default="again",
        key="generate_repeats",
        required=True,
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key="generate_input_cap", outlooks=outlooks)
        st.button(
            f"Write {formats.counted(plan.count, 'input')}",
            key="generate_begin_inputs",
            type="primary",
            icon=":material/edit_note:",
            on_click=_begin,
            args=(project, plan, model, cap, repeats),
        )


def _begin(project: Project, plan: InputPlan, model: str, cap: float | None, repeats: Repeats) -> None:
    run_id = run_panel.begin(
        lambda: opened.workspace().start_writing_inputs(project, inputs=plan, model=model, cap_usd=cap, repeats=repeats)
    )
    if run_id is not None:
        watch(run_id, what="inputs")
        st.session_state[ADDING] = False
