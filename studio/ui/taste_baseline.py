"""One quiet line under the Compare page's chart: which judges do not beat the small model of her own taste."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.agreement.figures import TOO_FEW
from studio.comparing.judge_comparison import JudgeComparison
from studio.own_judges.baseline import beaten_by_taste
from studio.own_judges.kinds import own_kind
from studio.ui.compare_look import Look, judge_word, spaced
from studio.ui.judge_parts import PARTS
from studio.ui.links import link_to
from studio.ui.plain import plain

MEASURE = 760
MOST_LINES = 4


def baseline(look: Look, shown: Sequence[JudgeComparison]) -> None:
    """A judge that does not beat her taste is not worth its price; where one could be trained, the way to it."""
    if not any(own_kind(one.judge.model) == "taste" for one in shown):
        if _can_be_learnt(shown):
            _offer()
        return
    several = len({one.criterion.id for one in shown}) > 1
    for one, judge_share, taste_share in beaten_by_taste(shown, groups=look.opinions.groups)[:MOST_LINES]:
        name = judge_word(one.judge, order=one.order) + (f" on {spaced(one.criterion.id)}" if several else "")
        shares = f"({100 * judge_share:.0f} % against {100 * taste_share:.0f} %)"
        told = f"does not beat a small model of your own taste {shares}: not worth its price."
        if judge_share > taste_share:
            told = f"is not clearly better than a small model of your own taste {shares}: not yet worth its price."
        st.markdown(f":material/savings: {plain(name)} {told}", width=MEASURE)


def _can_be_learnt(shown: Sequence[JudgeComparison]) -> bool:
    """Whether there is a judge to hold against it, with enough ratings of more than one value to learn from."""
    return any(
        one.report.n >= TOO_FEW and len({hers for _, hers, _ in one.rows}) > 1
        for one in shown
        if own_kind(one.judge.model) is None
    )


def _offer() -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.caption("Is a judge worth its price? It should beat a small model of your own taste.", width="content")
        link_to("judge", label="Train one", icon=":material/school:", query={"judge_part": PARTS["own"]})
