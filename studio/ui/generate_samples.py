"""Making samples: which prompts, which models, which inputs, and what it will take; then the samples side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from studio.errors import StudioError
from studio.generation.estimate import estimated_samples
from studio.generation.sample_lane import SampleJob
from studio.prompting.templates import refuse_unknown_names
from studio.records import Project, Prompt
from studio.runs.outlook import Outlook
from studio.store.coverage import tag_names
from studio.store.input_pages import answered_inputs
from studio.store.inputs import input_count, inputs
from studio.store.prompt_versions import prompt_versions
from studio.ui import formats, opened, run_panel, state
from studio.ui.empty import empty_state
from studio.ui.generate_adding import TRYING_OUT
from studio.ui.generate_model_settings import ModelSettings, settings_of_models
from studio.ui.generate_runs import runs_of_part, watch
from studio.ui.generate_side_by_side import side_by_side
from studio.ui.messages import show_error
from studio.ui.model_choice import BUILT_IN, choose_models, leaves_line, model_notes, refuse_unready
from studio.ui.outlook import cap_field, show_outlook
from studio.ui.plain import plain

USUAL_HANDFUL = 5
_MAKING = "generate_making"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSetup:
    """What she has chosen for a run."""

    project: Project
    prompts: tuple[Prompt, ...]
    models: tuple[str, ...]
    per_input: int
    settings: Mapping[str, ModelSettings]
    only: tuple[str, ...] | None
    """The chosen inputs; None for all."""

    def jobs(self) -> list[SampleJob]:
        """What each prompt with each model would do."""
        return [
            SampleJob(
                project=self.project.id,
                prompt=prompt,
                model=model,
                per_input=self.per_input,
                only=self.only,
                **self.settings[model].as_plan(),
            )
            for prompt in self.prompts
            for model in self.models
        ]


def samples_part(project: Project) -> None:
    """What is missing is asked for first; then a new run, and the samples that are there."""
    with opened.workspace().reading() as database:
        count, answered = input_count(database, project.id), answered_inputs(database, project.id)
        versions = prompt_versions(database, project.id)
    if not count:
        _go_button("There are no inputs to answer yet.", button="Add inputs", part="inputs")
        return
    if not versions and not answered:
        _go_button("A model needs a prompt before it can answer.", button="Write a prompt", part="prompts")
        return
    run_panel.show_trouble()
    with st.container(width=900, gap="medium"):
        runs_of_part(project, what="samples")
        if versions:
            st.session_state.setdefault(_MAKING, not answered)
            making = st.expander("Make samples", icon=":material/add:", key=_MAKING, on_change="rerun")
            if making.open:
                with making:
                    _set_up(project, {name: found[0].prompt for name, found in versions.items()}, count=count)
    if answered:
        side_by_side(project, answered=answered)


def _go_button(sentence: str, *, button: str, part: str) -> None:
    empty_state(sentence, button=button, key=f"generate_needs_{part}", on_click=lambda: _go(part))


def _go(part: str) -> None:
    st.session_state[state.GENERATE_PART] = part


def _set_up(project: Project, prompts: dict[str, Prompt], *, count: int) -> None:
    names = st.pills(
        "Prompts",
        options=list(prompts),
        selection_mode="multi",
        default=list(prompts),
        format_func=plain,
        key=f"generate_prompts_{project.id}",
    )
    last = run_panel.recent_runs(project.id, kind="generate", what="samples")[:1]
    used = [str(model) for run in last for model in run.plan["models"]]
    models = choose_models("Models", key=f"generate_models_{project.id}", used=used, scripted=project.demo)
    left, middle, right = st.columns([2, 1, 2], gap="medium", vertical_alignment="bottom")
    with left:
        only = _which_inputs(project, count=count)
    per_input = middle.number_input("Samples for each", 1, 50, value=1, key="generate_per_input")
    with right:
        settings = settings_of_models([str(model) for model in models])
    setup = SampleSetup(
        project=project,
        prompts=tuple(prompts[name] for name in names),
        models=tuple(models),
        per_input=int(per_input),
        settings=settings,
        only=only,
    )
    if not setup.prompts or not setup.models:
        st.caption("Choose at least one prompt and one model.")
        return
    known = ("input", *opened.workspace().read(lambda database: tag_names(database, project.id)))
    try:
        for prompt in setup.prompts:
            refuse_unknown_names(prompt.template, known=known)
        _estimate_and_start(setup)
    except StudioError as error:
        show_error(error)


def _which_inputs(project: Project, *, count: int) -> tuple[str, ...] | None:
    which = st.segmented_control(
        "Inputs",
        options=["all", "first"],
        format_func={"all": f"All {count:,}", "first": f"The first {min(USUAL_HANDFUL, count)}"}.__getitem__,
        key="generate_which",
        default="all",
        required=True,
        help="A few first: look at them before you make them all.",
    )
    if which == "all":
        return None
    first = opened.workspace().read(lambda database: inputs(database, project.id, limit=USUAL_HANDFUL))
    return tuple(one.id for one in first)


def _estimate_and_start(setup: SampleSetup) -> None:
    workspace = opened.workspace()
    outlooks = estimated_samples(
        workspace.reading, setup.jobs(), price=workspace.price_usd, local_slots=workspace.settings.local.slots
    )
    missing = sum(one.calls for one in outlooks)
    if not missing:
        st.markdown("Nothing is missing: every chosen input has its samples. Choose another prompt or model.")
        return
    show_outlook(outlooks, key="generate_outlook")
    model_notes(setup.models)
    if BUILT_IN in setup.models:
        st.caption(TRYING_OUT)
    leaves_line(setup.models, what="your prompts and the inputs")
    refuse_unready(setup.models)
    _start_row(setup, outlooks, missing=missing)


def _start_row(setup: SampleSetup, outlooks: Sequence[Outlook], *, missing: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        cap = cap_field(key="generate_cap", outlooks=outlooks)
        st.button(
            f"Make {formats.counted(missing, 'sample')}",
            key="generate_begin",
            type="primary",
            icon=":material/edit_note:",
            on_click=_begin,
            args=(setup, cap),
        )


def _begin(setup: SampleSetup, cap: float | None) -> None:
    run_id = run_panel.begin(
        lambda: opened.workspace().start_generating(
            setup.project,
            prompts_used=setup.prompts,
            cap_usd=cap,
            models=setup.models,
            per_input=setup.per_input,
            by_model={model: own.as_plan() for model, own in setup.settings.items()},
            only=setup.only,
        )
    )
    if run_id is not None:
        watch(run_id, what="samples")
        st.session_state[_MAKING] = False
