"""The ceiling for any judge: what she agrees with herself, and what several people agree on with each other."""

from __future__ import annotations

import streamlit as st

from studio.agreement.alternative_annotator import AlternativeAnnotatorTest
from studio.agreement.ceiling import Ceiling, share_of_ceiling
from studio.agreement.figures import Figure
from studio.agreement.words import METRICS
from studio.comparing.own_ceiling import ceiling_figure
from studio.comparing.people import PeopleCompared, people_compared
from studio.records import Rater
from studio.ui import formats
from studio.ui.compare_differ import chosen_judge
from studio.ui.compare_look import Look, first_look, judge_word, own, spaced, told
from studio.ui.frame import section
from studio.ui.links import link_to
from studio.ui.metric_words import help_on, meanings
from studio.ui.plain import plain
from studio.ui.tables import Column, Row, table

PEOPLE_FIGURES = ("alpha_nominal", "alpha_ordinal", "alpha_interval", "fleiss_kappa", "icc1", "icc1k")


def draw(look: Look) -> None:
    """Herself first, then the others."""
    if look.choice.kind == "person":
        _herself(look)
    _others(look)
    meanings(("share_of_ceiling", "people_ceiling", "winning_rate", *PEOPLE_FIGURES))


def _others(look: Look) -> None:
    people = [person for person in look.opinions.people if any(r.rater == person.id for r in look.opinions.ratings)]
    if len(people) < 2:
        st.caption(
            "Only one person has rated here. When a second one rates the same samples, you see how far you agree."
        )
        return
    section("You and the others")
    heard = chosen_judge(look)
    compared = people_compared(people, look.opinions.ratings, heard, groups=look.opinions.groups)
    names = {person.id: person.name for person in people}
    _together(compared, people)
    if any(person.is_slot for person in people):
        st.caption("These raters are positions that different people filled: none of them is a person to compare with.")
        return
    _each(compared.ceiling, names, judge=judge_word(heard.judge, order=heard.order))
    _stand_in(compared.stand_in, judge=judge_word(heard.judge, order=heard.order))


def _herself(look: Look) -> None:
    section("You and yourself")
    reports = {name: report for name, report in own(look).items() if look.criterion in ("", name)}
    if not reports:
        st.caption(
            "You have not been asked anything twice yet. A few blind repeats show what a judge can reach at most."
        )
        link_to("rate", label="Check myself", icon=":material/replay:", query={"queue": "check"})
        return
    rows: list[Row] = []
    for one in first_look(look):
        figure = ceiling_figure(reports.get(one.criterion.id))
        if figure is None:
            continue
        reached = share_of_ceiling(one.report["accuracy"], figure)
        few = figure.too_few or one.report["accuracy"].too_few
        rows.append(
            {
                "question": spaced(one.criterion.id),
                "asked": figure.n,
                "own": told(figure, shares=True),
                "judge": judge_word(one.judge, order=one.order),
                "agreement": told(one.report["accuracy"], shares=True),
                "share": "too few to tell" if few and reached.value is not None else told(reached, shares=True),
            }
        )
    table(
        rows,
        columns=[
            Column(field="question", heading="Question"),
            Column(field="asked", heading="Asked twice", form="number"),
            Column(field="own", heading="You with yourself", help="How often you gave the same answer again, blind."),
            Column(field="judge", heading="Judge"),
            Column(field="agreement", heading="Judge with you"),
            Column(field="share", heading="Share of your own", help=help_on("share_of_ceiling")),
        ],
        key="compare_ceiling",
        alt_text="Each judge's agreement as a share of your agreement with yourself",
    )


def _together(compared: PeopleCompared, people: list[Rater]) -> None:
    report = compared.report
    rows = [
        {"number": METRICS[key].name, "value": told(report.figures[key]), "meaning": METRICS[key].tooltip}
        for key in PEOPLE_FIGURES
        if key in report.figures and report.figures[key].value is not None
    ]
    if not rows:
        st.caption("No two people have rated the same samples yet. Ask somebody to rate what you have rated.")
        return
    st.markdown(plain(f"{len(people)} raters share {report.n:,} rated samples."))
    table(
        rows,
        columns=[
            Column(field="number", heading="Number", width="medium"),
            Column(field="value", heading="Between all raters", width="medium"),
            Column(field="meaning", heading="What it means", width="large"),
        ],
        key="compare_between_people",
        alt_text="Agreement between the raters",
    )


def _each(ceiling: Ceiling, names: dict[str, str], *, judge: str) -> None:
    """Each person, and the judge, against all the others."""
    if ceiling.person.value is None:
        return
    shares = ceiling.measure == "accuracy"
    what = "the others' majority" if shares else "the others' mean, in steps: less is nearer"
    rows = [
        {
            "who": names.get(one.rater, one.rater),
            "person": _short(one.person, shares),
            "judge": _short(one.judge, shares),
        }
        for one in ceiling.left_out
    ]
    rows.append(
        {"who": "All together", "person": _short(ceiling.person, shares), "judge": _short(ceiling.judge, shares)}
    )
    table(
        rows,
        columns=[
            Column(field="who", heading="Left out"),
            Column(field="person", heading="This person"),
            Column(field="judge", heading=judge),
        ],
        key="compare_left_out",
        alt_text="Each person and the judge against the other people",
    )
    st.caption(f"Each person in turn, and the judge on the same samples, against {what}.")


def _short(figure: Figure, shares: bool) -> str:
    words = told(figure, shares=shares)
    return words if figure.value is None or figure.too_few else f"{words} of {figure.n:,}"


def _stand_in(found: AlternativeAnnotatorTest, *, judge: str) -> None:
    """The alternative annotator test in one sentence."""
    if found.why or found.winning_rate is None:
        st.caption(f"Whether {plain(judge)} may stand in for a person: {plain(found.why or 'cannot be told yet')}")
        return
    verdict = "may stand in for a person of this group" if found.passes else "may not stand in for a person yet"
    beaten = sum(trial.beaten for trial in found.trials)
    advantage = formats.percent_interval(
        found.advantage_probability.value, low=found.advantage_probability.low, high=found.advantage_probability.high
    )
    st.markdown(
        plain(
            f"{judge} {verdict}: it does as well as {beaten} of {len(found.trials)} people. "
            f"It is at least as near to the others as a random person on {advantage} of samples."
        ),
        width=760,
        help=help_on("winning_rate"),
    )
