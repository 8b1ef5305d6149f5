"""Setting a judging run up: who judges, which samples, how they are asked; it starts nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from studio.judge_settings import JudgeSettings
from studio.judging.judge_job import JudgeJob
from studio.judging.judge_run import usual_settings
from studio.judging.sample_choice import SampleChoice, Which, chosen_subjects
from studio.providers.local import LABEL
from studio.providers.registry import provider_entries
from studio.records import Judge, Project, Rubric
from studio.store import subject_choice, subjects
from studio.store.clock import now
from studio.store.judges import judge_of, judges_used
from studio.store.subjects import Mode
from studio.ui import formats, opened, run_panel, state
from studio.ui.judge_asking import Asking, asking_form, make_pairs
from studio.ui.judge_filter import filter_form
from studio.ui.model_choice import BUILT_IN, choose_models
from studio.ui.visible import visible

LARGEST_HANDFUL = 500
MODERATION = "openai:omni-moderation-latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What she has chosen for a run."""

    project: Project
    rubric: Rubric
    judges: tuple[Judge, ...]
    only: tuple[str, ...] | None
    """The chosen samples or pairs; None for all."""
    asking: Asking

    def jobs(self) -> list[JudgeJob]:
        """What each judge would do."""
        workspace, since = opened.workspace(), now() if self.asking.again else ""
        return [
            workspace.judge_job(
                self.project,
                rubric=self.rubric,
                judge=judge,
                repeats=self.asking.repeats,
                only=self.only,
                again_since=since,
                canaries=self.asking.canaries,
            )
            for judge in self.judges
        ]


def setup_form(project: Project, rubric: Rubric) -> Setup:
    """Judges, samples, settings; the settings stay folded until she wants them."""
    models = choose_models(
        "Judges",
        key=f"judge_models_{project.id}",
        used=_used_last(project),
        scripted=project.demo,
        more=(MODERATION,),
        help="Each one gives its own verdicts on the same samples.",
    )
    mode: Mode = st.session_state.get(state.JUDGE_MODE) or "direct"
    only = _samples(project, rubric=rubric, mode=mode)
    with st.expander("How they are asked", icon=":material/tune:"):
        asking = asking_form(project, rubric)
    judges = tuple(_judge(model, rubric=rubric, wanted=asking.settings, mode=mode) for model in models)
    return Setup(project=project, rubric=rubric, judges=judges, only=only, asking=asking)


def _used_last(project: Project) -> list[str]:
    """The models of the last run; before there is one, those that gave verdicts here."""
    last = run_panel.recent_runs(project.id, kind="judge")[:1]
    with opened.workspace().reading() as database:
        named = [judge_of(database, judge_id) for run in last for judge_id in run.plan["judges"]]
        known = [judge for judge in named if judge is not None] or judges_used(database, project.id)
    asked = {entry.name for entry in provider_entries(opened.workspace().settings)}
    models = [judge.model for judge in known if not judge.imported]
    return list(dict.fromkeys(model for model in models if model.partition(":")[0] in asked))


def _judge(model: str, *, rubric: Rubric, wanted: JudgeSettings, mode: Mode) -> Judge:
    usual = usual_settings(model)
    # A small local model answers with one letter; only her words and the temperature can be hers.
    if usual.form == "moderation":
        settings = usual
    elif usual.form == "one_token":
        settings = replace(usual, temperature=wanted.temperature, instructions=wanted.instructions)
    else:
        settings = wanted
    name = LABEL if model == BUILT_IN else ""
    return Judge(model=model, rubric_id=rubric.id, settings=settings, mode=mode, name=name)


def _samples(project: Project, *, rubric: Rubric, mode: Mode) -> tuple[str, ...] | None:
    with opened.workspace().reading() as database:
        every = subjects.subject_count(database, project.id, mode=mode)
        rated = len(subject_choice.rated_subjects_of(database, project.id, mode=mode))
        tags = subject_choice.tags_in_use(database, project.id)
    if mode == "pairwise" and not every:
        # The choice of pairs outlives a change of project.
        st.button("Make pairs of the answers to each input", key="judge_pairs", on_click=make_pairs, args=(project.id,))
    words = {"all": f"All {every:,}", "rated": f"The {rated:,} that are rated", "handful": "A handful"}
    words |= {"tag": "By tag", "filter": "Filter"}
    offered: list[Which] = ["all", "handful"]
    offered[1:1] = ["rated"] if rated else []
    offered += ["tag"] if tags else []
    offered.append("filter")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        which = st.segmented_control(
            "Pairs" if mode == "pairwise" else "Samples",
            options=offered,
            format_func=lambda one: words[one],
            key=state.JUDGE_WHICH,
            default="all",
            required=True,
            persist_state="session",
        )
        choice = _choice(which, tags=tags)
    if which == "filter":
        choice = SampleChoice(which="filter", filter=filter_form(project, rubric=rubric, tags=tags))
    found = opened.workspace().read(lambda database: chosen_subjects(database, choice, project=project.id, mode=mode))
    if which in ("tag", "filter") and found is not None:
        st.caption(f"{formats.counted(len(found), 'pair' if mode == 'pairwise' else 'sample')} chosen.")
    return None if found is None else tuple(found)


def _choice(which: Which, *, tags: dict[str, list[str]]) -> SampleChoice:
    if which == "handful":
        count = st.number_input(
            "How many", 1, LARGEST_HANDFUL, value=10, key="judge_handful", width=140, persist_state="session"
        )
        return SampleChoice(which="handful", count=int(count))
    if which == "tag":
        options = [(name, value) for name, values in tags.items() for value in values]
        tag = st.selectbox(
            "Tag", options=options, format_func=lambda one: visible(f"{one[0]}: {one[1]}"), key="judge_tag", width=280
        )
        return SampleChoice(which="tag", tag=tag)
    return SampleChoice(which=which)


def chosen_count(setup: Setup) -> int:
    """How many samples or pairs the run is for."""
    if setup.only is not None:
        return len(setup.only)
    mode = setup.judges[0].mode if setup.judges else "direct"
    return opened.workspace().read(lambda database: subjects.subject_count(database, setup.project.id, mode=mode))
