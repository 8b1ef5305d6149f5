"""What is missing before the numbers can be trusted, and the next step; it says nothing when all is well."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.comparing.judge_comparison import JudgeComparison
from studio.ui.compare_look import Look, spaced
from studio.ui.links import link_to
from studio.ui.plain import plain
from studio.ui.verdict_marks import value_word


def next_step(look: Look, shown: Sequence[JudgeComparison]) -> None:
    """No verdict, then too few ratings, then ratings that are all alike: the first that holds, with its way out."""
    shared = max((one.report.n for one in shown), default=0)
    if not shared:
        link_to("judge", label="See the failures and judge again", icon=":material/error_outline:")
    elif shared < TOO_FEW:
        link_to("rate", label="Rate some more", icon=":material/thumbs_up_down:")
    elif alike := _alike(look):
        st.caption(_told(alike, several=len(look.held) > 1 and not look.criterion), width=760)
        link_to("rate", label="Rate others", icon=":material/thumbs_up_down:")


def _alike(look: Look) -> dict[str, str]:
    """Questions on which every rating has the same value, with that value in words."""
    here = look.held if look.subjects is None else [one.only(look.subjects) for one in look.held]
    asked = [one for one in here if look.criterion in ("", one.criterion.id)]
    met = {one.criterion.id: set(one.values.values()) for one in asked}
    return {name: value_word(next(iter(values))) for name, values in met.items() if len(values) == 1}


def _told(alike: dict[str, str], *, several: bool) -> str:
    said = [f"{value} on “{spaced(name)}”" if several else value for name, value in alike.items()]
    return plain(
        f"Every rating is {', '.join(said)}, so nothing shows whether a judge would notice the opposite. "
        "Rate samples that you expect to be different."
    )
