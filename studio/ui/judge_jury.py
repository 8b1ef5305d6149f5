"""Taking judges together: who sits in a jury, how it decides, and letting one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from studio.errors import StudioError
from studio.judge_settings import JuryRule
from studio.records import Judge
from studio.store.judges import forget_jury, save_judge
from studio.store.juries import RULE_WORDS, new_jury
from studio.ui import opened
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.visible import visible

_TROUBLE = "judge_jury_trouble"
RULES: Mapping[JuryRule, str] = {
    "majority": "What most of them say. A draw goes to the worse value.",
    "mean": "The mean of their values; words are counted by their place on the scale.",
    "median": "The value in the middle; of two, the worse one.",
    "any_fail": "The worst value any of them gives.",
    "weighted": "The mean with a weight for each judge.",
}


def jury_maker(judges: Sequence[Judge], *, names: Mapping[str, str]) -> None:
    """A small form behind a button; nothing is asked and nothing is paid for a jury."""
    trouble = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        show_error(trouble)
    seats = {judge.id: judge for judge in judges if not judge.is_jury}
    if len(seats) < 2:
        return
    with st.popover("Make a jury", icon=":material/groups:", key="judge_jury"):
        st.caption("Several judges taken together count as one more judge, everywhere. Nobody is asked again.")
        members = st.multiselect(
            "Judges",
            options=list(seats),
            format_func=lambda one: visible(names[one]),
            key="judge_jury_members",
            placeholder="Two or more",
        )
        rule = st.selectbox("They decide by", options=get_args(JuryRule), format_func=_rule, key="judge_jury_rule")
        st.caption(RULES[rule])
        weights = [_weight(one, name=names[one]) for one in members] if rule == "weighted" else []
        st.text_input("Name", key="judge_jury_name", placeholder="made from theirs", max_chars=80)
        chosen = [seats[one] for one in members]
        st.button(
            "Make it",
            key="judge_jury_make",
            type="primary",
            disabled=len(members) < 2,
            on_click=_make,
            args=(chosen, rule, weights),
        )


def jury_line(jury: Judge) -> None:
    """What this jury is, and the way to let it go."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        members = len(jury.settings.members)
        rule = next(words for name, words in RULES.items() if jury.model == f"jury:{name}")
        st.caption(f":material/groups: A jury of {members}. {plain(rule)} {_quorum(jury)}")
        st.button("Dissolve", key=f"judge_jury_forget_{jury.id}", type="tertiary", on_click=_forget, args=(jury.id,))


def _quorum(jury: Judge) -> str:
    if jury.model == "jury:any_fail":
        return "All of them must have spoken, unless one has said the worst."
    return "It speaks when more than half of them do."


def _rule(rule: JuryRule) -> str:
    return RULE_WORDS[rule].capitalize()


def _weight(judge_id: str, *, name: str) -> float:
    weight = st.number_input(visible(name), 0.1, 100.0, value=1.0, step=0.5, key=f"judge_jury_weight_{judge_id}")
    return float(weight)


def _make(members: Sequence[Judge], rule: JuryRule, weights: Sequence[float]) -> None:
    name = str(st.session_state.get("judge_jury_name") or "").strip()
    try:
        jury = new_jury(members, rule=rule, weights=weights, name=name)
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return
    opened.workspace().write(lambda database: save_judge(database, jury))
    st.session_state["judge_look_judge"] = jury.id


def _forget(judge_id: str) -> None:
    opened.workspace().write(lambda database: forget_jury(database, judge_id))
