"""The plan as a file beside the rubrics: saved under its name, opened again, taken away and brought in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from studio.errors import StudioError
from studio.generation.input_plan import InputPlan, plan_of_json
from studio.generation.plan_draft import PlanDraft, draft_from_text, draft_of_plan, draft_text
from studio.generation.plan_folder import PlanFolder
from studio.records import Project, Run
from studio.ui import formats, opened, run_panel
from studio.ui.generate_draft import change_draft, draft_of, turn
from studio.ui.messages import show_error
from studio.ui.plain import plain

MOST_VERSIONS = 5
_SAID = "generate_plan_said"
_TROUBLE = "generate_plan_trouble"


def plan_file_row(project: Project, draft: PlanDraft) -> None:
    """One popover with all that concerns the file, and what came of the last step."""
    folder = PlanFolder(opened.workspace().folder)
    with st.popover("Plan file", icon=":material/description:", key="generate_plan_file"):
        name = st.text_input(
            "Save it as",
            value=draft.name,
            key=f"generate_plan_name_{turn()}",
            max_chars=64,
            help="Small letters, digits, - and _. The file lies in the folder plans, beside rubrics.",
        )
        with st.container(horizontal=True, gap="small"):
            st.button("Save", key="generate_plan_save", type="primary", on_click=_save, args=(project, name or ""))
            st.download_button(
                "Download",
                data=lambda: draft_text(replace(draft, name=name or draft.name)),
                file_name="plan.yaml",
                mime="application/yaml",
                key="generate_plan_download",
                on_click="ignore",
            )
        for known in folder.names():
            st.button(
                f"Open {plain(known)}",
                key=f"generate_plan_open_{known}",
                icon=":material/folder_open:",
                type="tertiary",
                on_click=_open,
                args=(project, known),
            )
        _carried_out(project)
        st.file_uploader(
            "A plan from somewhere else",
            type=["yaml", "yml"],
            key="generate_plan_upload",
            on_change=_bring_in,
            args=(project,),
        )
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        show_error(trouble)
    said = st.session_state.pop(_SAID, "")
    if said:
        st.caption(f":material/check: {plain(said)}")


def _carried_out(project: Project) -> None:
    """The plans of the last runs, each content once: what was carried out can be had again."""
    found: dict[str, tuple[Run, InputPlan]] = {}
    for run in run_panel.recent_runs(project.id, kind="generate", what="inputs"):
        plan = plan_of_json(run.plan["inputs"])
        # Inputs written in the place of others are no plan of hers.
        if not plan.named_cells:
            found.setdefault(plan.id, (run, plan))
    for name, (run, plan) in list(found.items())[:MOST_VERSIONS]:
        st.button(
            f"Version {name[:6]}: {formats.counted(plan.count, 'input')}, {formats.her_time(run.created_at)}",
            key=f"generate_plan_version_{name}",
            icon=":material/history:",
            type="tertiary",
            on_click=_take_again,
            args=(project, plan),
        )


def _take_again(project: Project, plan: InputPlan) -> None:
    change_draft(project, lambda draft: draft_of_plan(plan, name=draft.name, rubric=project.rubric))
    st.session_state[_SAID] = f"This is version {plan.id[:6]} of the plan."


def _save(project: Project, name: str) -> None:
    draft = replace(draft_of(project), name=name.strip())
    try:
        PlanFolder(opened.workspace().folder).save(draft_text(draft), name=draft.name)
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return
    change_draft(project, lambda _: draft)
    st.session_state[_SAID] = f"Saved as plans/{draft.name}.yaml."


def _open(project: Project, name: str) -> None:
    try:
        found = draft_from_text(PlanFolder(opened.workspace().folder).text(name), file=f"{name}.yaml")
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return
    change_draft(project, lambda _: found)
    st.session_state[_SAID] = f"This is plans/{name}.yaml."


def _bring_in(project: Project) -> None:
    file = st.session_state.get("generate_plan_upload")
    if file is None:
        return
    try:
        found = draft_from_text(file.getvalue(), file="The plan")
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return
    change_draft(project, lambda _: found)
    st.session_state[_SAID] = "The plan is in the fields above. Save it to keep it."
