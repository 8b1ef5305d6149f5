"""One input with its answers in columns that keep their place from input to input; keys go on, pick and come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.records import Input, Project
from studio.store import input_pages
from studio.store.inputs import input_of
from studio.store.prompt_versions import PromptVersion, prompt_versions
from studio.store.variants import Answer, Variant, answers_to, variants
from studio.ui import formats, opened, state
from studio.ui.cards import tag_words
from studio.ui.differences import marked, word_differences
from studio.ui.frame import section
from studio.ui.generate_answer_marks import answer_marks
from studio.ui.generate_best import best_of_n
from studio.ui.generate_checks import judge_checks
from studio.ui.generate_failures import failures
from studio.ui.generate_grid import grid
from studio.ui.messages import guarded
from studio.ui.model_choice import model_words
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from studio.ui.verdict_marks import failure_mark
from studio.ui.visible import visible

VIEWS = {
    "one": "One input",
    "grid": "All inputs",
    "best": "Best of several",
    "checks": "Judge checks",
    "failures": "Not made",
}
MOST_STEADY_COLUMNS = 12
COMPARE_UP_TO_CHARACTERS = 12_000
_BASE = "generate_base"

Headings = Mapping[Variant, str]


def side_by_side(project: Project, *, answered: int) -> None:
    """The heading and the choice of view stay; only what is below them is drawn anew with each key."""
    headings = _headings(project.id)
    section("Samples side by side")
    if st.session_state.pop(state.GENERATE_OPEN, False):
        st.session_state[state.GENERATE_VIEW] = "one"
    view = st.segmented_control(
        "View",
        options=list(VIEWS),
        format_func=VIEWS.__getitem__,
        key=state.GENERATE_VIEW,
        default=None if state.GENERATE_VIEW in st.session_state else "one",
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )
    if view == "grid":
        grid(project.id, headings, answered=answered)
    elif view == "best":
        best_of_n(project, headings)
    elif view == "checks":
        judge_checks(project)
    elif view == "failures":
        failures(project, what="samples")
    else:
        st.fragment(_one_input)(project.id, answered, headings)


@guarded()
def _one_input(project_id: str, answered: int, headings: Headings) -> None:
    wanted = st.query_params.get(state.GENERATE_INPUT)
    with opened.workspace().reading() as database:
        asked = input_of(database, wanted) if wanted else None
        if asked is None or asked.project != project_id:
            first = input_pages.first_answered(database, project_id)
            asked = input_of(database, first) if first else None
        if asked is None:
            return
        answers = answers_to(database, asked.id)
        number = input_pages.place_among_answered(database, project_id, input_id=asked.id)
    base = _moves(asked, headings, number=number, answered=answered)
    with st.container(border=True, gap="xsmall"):
        show_untrusted(asked.text, key="generate_input_text")
        if asked.tags:
            st.caption(" · ".join(plain(word) for word in tag_words(asked.tags)))
    _columns(answers, headings, base=base)


def _moves(asked: Input, headings: Headings, *, number: int, answered: int) -> Variant | None:
    """Back and Next with their keys, where she is, and the switches; returns what differences are marked against."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, shortcut, icon, forward in (
            ("Back", "P", ":material/arrow_back:", False),
            ("Next", "N", ":material/arrow_forward:", True),
        ):
            st.button(
                label,
                key=f"generate_{label.lower()}",
                shortcut=shortcut,
                icon=icon,
                on_click=_step,
                args=(asked.project, asked.id, forward),
                disabled=number >= answered if forward else number <= 1,
            )
        st.caption(f"Input {formats.of(number, total=answered)}", width="content")
        state.text_look_choice(key="generate_look")
        if len(headings) < 2 or not st.toggle(
            "Differences", key="generate_differences", help="Marks the words that another answer lacks."
        ):
            return None
        if len(headings) == 2:
            return next(iter(headings))
        return st.selectbox(
            "Compared with",
            options=list(headings),
            format_func=lambda variant: visible(headings[variant]),
            key=_BASE,
            label_visibility="collapsed",
            width=280,
        )


def _step(project_id: str, input_id: str, forward: bool) -> None:
    other = opened.workspace().read(
        lambda database: input_pages.answered_neighbour(database, project_id, input_id=input_id, forward=forward)
    )
    if other is not None:
        st.query_params[state.GENERATE_INPUT] = other


def _columns(answers: Sequence[Answer], headings: Headings, *, base: Variant | None) -> None:
    """Every variant in its own place, also where it has no answer; answers beyond them come after."""
    by_variant = {answer.variant: answer for answer in reversed(answers)}
    steady = list(headings) if len(headings) <= MOST_STEADY_COLUMNS else [v for v in headings if v in by_variant]
    shown: list[tuple[Variant, Answer | None]] = [(variant, by_variant.get(variant)) for variant in steady]
    shown += [(answer.variant, answer) for answer in answers if answer is not by_variant[answer.variant]]
    against = _compared_with(headings, base)
    a_row = len(shown) if len(shown) <= 4 else 3 if len(shown) <= 9 else 4
    for start in range(0, len(shown), a_row):
        row = shown[start : start + a_row]
        # A column with a border of its own is one message less to the browser than a box in a column.
        is_full = len(row) == a_row
        for offset, column in enumerate(st.columns(a_row, gap="small", border=is_full)[: len(row)]):
            variant, answer = row[offset]
            with column if is_full else column.container(border=True, height="stretch"):
                st.caption(plain(headings.get(variant) or "imported"))
                other = by_variant.get(against[variant]) if variant in against else None
                _answer(answer, place=start + offset, other=other, colour="orange" if variant == base else "blue")


def _compared_with(headings: Headings, base: Variant | None) -> dict[Variant, Variant]:
    """Of two variants each is held against the other; of several each against the chosen one."""
    if base is None:
        return {}
    others = [variant for variant in headings if variant != base]
    return dict.fromkeys(others, base) | ({base: others[0]} if len(others) == 1 else {})


def _answer(answer: Answer | None, *, place: int, other: Answer | None, colour: str) -> None:
    if answer is None:
        st.markdown(":gray[No answer yet]")
        return
    sample = answer.sample
    if sample.failure is not None:
        message = f" {plain(answer.message)}" if answer.message else ""
        st.markdown(f"{failure_mark(sample.failure).badge}{message}")
    elif other is not None and max(len(other.sample.output), len(sample.output)) <= COMPARE_UP_TO_CHARACTERS:
        st.markdown(marked(word_differences((other.sample.output, sample.output))[1], colour=colour) or "(empty)")
    else:
        show_untrusted(sample.output, key=f"generate_sample_{place}", look=state.text_look())
    st.caption(plain(_took(answer)))
    answer_marks(answer, place=place)


def _took(answer: Answer) -> str:
    words = []
    if answer.sample.failure is None:
        words.append(formats.counted(len(answer.sample.output.split()), "word"))
    if answer.is_called and answer.seconds is not None:
        words += [f"{answer.seconds:.1f} s", formats.money(answer.cost_usd)]
    return " · ".join(words) or "no answer"


def _headings(project_id: str) -> dict[Variant, str]:
    with opened.workspace().reading() as database:
        found = variants(database, project_id)
        names = _prompt_names(prompt_versions(database, project_id))
    order = {prompt_id: place for place, prompt_id in enumerate(names)}
    ranked = sorted(found, key=lambda one: order.get(one.prompt_id or "", len(order)))
    several = {one.writer for one in ranked if one.repeat}
    return {one: _heading(one, names, several=one.writer in several) for one in ranked}


def _heading(variant: Variant, names: Mapping[str, str], *, several: bool) -> str:
    """Prompt, model and settings; which of several, where they have made several."""
    words = [names.get(variant.prompt_id or "", ""), model_words(variant.system) if variant.system else ""]
    words += [variant.settings, str(variant.repeat + 1) if several else ""]
    return " · ".join(word for word in words if word) or "imported"


def _prompt_names(versions: Mapping[str, Sequence[PromptVersion]]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, found in versions.items():
        for age, version in enumerate(found):
            names[version.prompt.id] = name if age == 0 else f"{name}, earlier version"
    return names
