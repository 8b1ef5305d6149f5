"""One input with its samples in aligned columns, across prompts and models; keys go from input to input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.calls import Call
from studio.records import Project, Sample
from studio.store import input_pages, samples
from studio.store.inputs import input_of
from studio.store.prompt_versions import PromptVersion, prompt_versions
from studio.store.runs import calls_of_samples
from studio.ui import formats, opened, state
from studio.ui.cards import samples_side_by_side, tag_words
from studio.ui.differences import show_differences
from studio.ui.frame import section
from studio.ui.links import link_to
from studio.ui.messages import guarded
from studio.ui.model_choice import model_words
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from studio.ui.verdict_marks import failure_mark
from studio.ui.visible import visible


def side_by_side(project: Project, *, answered: int) -> None:
    """The heading stays; only what is below it is drawn anew with each key."""
    section("Samples side by side")
    st.fragment(_one_input)(project.id, answered)


@guarded()
def _one_input(project_id: str, answered: int) -> None:
    input_id = _shown_input(project_id)
    if input_id is None:
        return
    with opened.workspace().reading() as database:
        asked = input_of(database, input_id)
        found = samples.samples_of_input(database, input_id)
        calls = calls_of_samples(database, [sample.id for sample in found])
        number = input_pages.place_among_answered(database, project_id, input_id=input_id)
        names = _prompt_names(prompt_versions(database, project_id))
    if asked is None:
        return
    order = {prompt_id: place for place, prompt_id in enumerate(names)}
    found.sort(key=lambda sample: order.get(sample.prompt_id or "", len(order)))
    compare = _moves(project_id, input_id, number=number, answered=answered, several=len(found) > 1)
    with st.container(border=True, gap="xsmall"):
        show_untrusted(asked.text, key="generate_input_text", label="Input")
        if asked.tags:
            st.caption(" · ".join(plain(word) for word in tag_words(asked.tags)))
    headings = [_heading(sample, names, many=found) for sample in found]
    if compare and len(found) > 1:
        _differences(found, headings)
    else:
        _columns(found, headings, calls)
    link_to("rate", label="Rate these samples", icon=":material/thumbs_up_down:")


def _shown_input(project_id: str) -> str | None:
    """The input that the address names, if it is one of this project with samples; else the first one."""
    wanted = st.query_params.get(state.GENERATE_INPUT)
    with opened.workspace().reading() as database:
        known = input_of(database, wanted) if wanted else None
        if known is not None and known.project == project_id:
            return known.id
        return input_pages.first_answered(database, project_id)


def _moves(project_id: str, input_id: str, *, number: int, answered: int, several: bool) -> bool:
    """Back and Next with their keys, where she is, and the two switches; True when differences are wanted."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, key, shortcut, icon, forward in (
            ("Back", "generate_back", "P", ":material/arrow_back:", False),
            ("Next", "generate_next", "N", ":material/arrow_forward:", True),
        ):
            st.button(
                label,
                key=key,
                shortcut=shortcut,
                icon=icon,
                on_click=_step,
                args=(project_id, input_id, forward),
                disabled=number <= 1 if not forward else number >= answered,
            )
        st.caption(f"Input {formats.of(number, total=answered)}", width="content")
        state.formatted_switch(key="generate_formatted")
        return several and st.toggle("Differences", key="generate_differences", help="Two samples, word by word.")


def _step(project_id: str, input_id: str, forward: bool) -> None:
    other = opened.workspace().read(
        lambda database: input_pages.answered_neighbour(database, project_id, input_id=input_id, forward=forward)
    )
    if other is not None:
        st.query_params[state.GENERATE_INPUT] = other


def _prompt_names(versions: Mapping[str, Sequence[PromptVersion]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, found in versions.items():
        for age, version in enumerate(found):
            names[version.prompt.id] = name if age == 0 else f"{name}, earlier version"
    return names


def _heading(sample: Sample, names: Mapping[str, str], *, many: Sequence[Sample]) -> str:
    """Prompt and model; which of several, where one pair of them has made several."""
    words = [names.get(sample.prompt_id or "", ""), model_words(sample.system) if sample.system else ""]
    same = [one for one in many if (one.prompt_id, one.system) == (sample.prompt_id, sample.system)]
    words += [str(same.index(sample) + 1)] if len(same) > 1 else []
    return " · ".join(word for word in words if word) or sample.item or "imported"


def _columns(found: Sequence[Sample], headings: Sequence[str], calls: Mapping[str, Call]) -> None:
    below = samples_side_by_side(found, key="generate_sample", headings=headings)
    for sample, place in zip(found, below, strict=True):
        call = calls.get(sample.id)
        with place:
            if sample.failure is not None:
                message = f" {plain(call.message)}" if call and call.message else ""
                st.markdown(f"{failure_mark(sample.failure).badge}{message}")
            st.caption(plain(_took(sample, call)))


def _took(sample: Sample, call: Call | None) -> str:
    words = [formats.counted(len(sample.output.split()), "word")] if sample.failure is None else []
    if call is not None:
        words += [f"{call.seconds:.1f} s", formats.money(call.cost_usd)]
    return " · ".join(words)


def _differences(found: Sequence[Sample], headings: Sequence[str]) -> None:
    places = list(range(len(found)))
    left, right = 0, 1
    if len(found) > 2:
        columns = st.columns(2, gap="medium")
        for side, column in enumerate(columns):
            column.selectbox(
                ("This", "against")[side],
                options=places,
                index=side,
                format_func=lambda place: visible(headings[place]),
                key=f"generate_difference_{side}",
            )
        left, right = (st.session_state[f"generate_difference_{side}"] for side in (0, 1))
    show_differences(
        (found[left].output, found[right].output),
        key="generate_differences_text",
        labels=(headings[left], headings[right]),
    )
