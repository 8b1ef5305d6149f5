"""One wording against another as she sees it: question by question what became better or worse, with its doubt."""

from __future__ import annotations

import streamlit as st

from studio.comparing.two_judges import QuestionDifference, TwoJudges
from studio.ui.formats import MINUS, counted
from studio.ui.links import link_to
from studio.ui.plain import plain
from studio.ui.untrusted import MEASURE_PIXELS

SURE_BELOW = 0.05
TOO_FEW = 20


def show_gain(found: TwoJudges, *, link: bool = True) -> None:
    """A sentence a question; below, the way to rate just the verdicts that changed."""
    for question in found.questions:
        st.markdown(gain_in_words(question), width=MEASURE_PIXELS)
    for name, why in found.not_comparable.items():
        st.caption(f"{plain(name)}: {plain(why)}")
    former = max((question.former_ratings for question in found.questions), default=0)
    if former:
        st.caption(f"Given under the former wording: {counted(former, 'rating')}.")
    left = sum(question.found.unrated for question in found.questions)
    if left and link:
        link_to(
            "rate",
            label=f"Rate only what changed ({left:,})",
            icon=":material/thumbs_up_down:",
            query={"queue": "better", "a": found.first.id, "b": found.second.id},
        )


def gain_in_words(question: QuestionDifference) -> str:
    """Markdown: how many verdicts came right or went wrong, the difference with its interval, what it is worth."""
    found = question.found
    name = f"**{plain(question.criterion.question)}**"
    if not found.n:
        return f"{name}  \nNo sample that both judged is rated."
    difference = found.differences.get("accuracy")
    if not (found.fixed or found.broken or found.moved):
        return f"{name}  \nNothing changed on {counted(found.n, 'rated sample')}."
    points = ""
    if difference is not None and difference.value is not None:
        points = f"{_points(difference.value)}"
        if difference.low is not None and difference.high is not None:
            points += f" [{_number(difference.low)} to {_number(difference.high)}]"
        points += ". "
    came = f"{found.fixed} came right, {found.broken} went wrong"
    return f"{name}  \n{points}On {counted(found.n, 'rated sample')}: {came}. {_trust(question)}"


def _trust(question: QuestionDifference) -> str:
    if question.found.n < TOO_FEW:
        return "Too few to tell."
    if question.mcnemar_of_all < SURE_BELOW:
        return "That is more than luck." if question.found.fixed > question.found.broken else "That is worse, not luck."
    return "It may be luck."


def _points(share: float) -> str:
    return f"{_number(share)} points of agreement"


def _number(share: float) -> str:
    points = round(share * 100)
    return f"{points:+d}".replace("-", MINUS) if points else "0"
