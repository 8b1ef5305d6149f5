"""Which samples a dataset is made of: whose word counts, where they come from, what they are worth."""

from __future__ import annotations

import streamlit as st

from studio.curation.recipe import Condition
from studio.rules.language import LANGUAGES
from studio.ui.curate_fields import Offer, field, one_of, several
from studio.ui.curate_form import VALUE_OF, further_conditions
from studio.ui.curate_state import base_recipe
from studio.ui.plain import plain
from studio.ui.visible import visible

WHICH = {"all": "All of them", "rated": "Those a person rated", "good": "Those that pass"}
MEASURES = {
    "accuracy": "Same value",
    "kappa": "Kappa",
    "kappa_quadratic": "Weighted kappa",
    "ac1": "AC1",
    "spearman": "Rank correlation",
    "pearson": "Correlation",
}
AGREE = {"any": "Either way", "agree": "Where judges agree", "differ": "Where they differ"}
SEVERAL = {"majority": "The most frequent value", "mean": "The mean", "first": "The first named rater's"}
_FURTHER = ("prompts", "models", "tags", "from", "before", "input_most", "output_least", "output_most", "languages")


def which_samples(offer: Offer) -> None:
    """What a sample must be."""
    field(
        offer,
        st.segmented_control,
        "Which samples?",
        name="which",
        options=list(WHICH),
        format_func=WHICH.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    names = offer.judge_names()
    several(
        offer,
        "Where nobody rated, these judges may stand in",
        name="judges",
        options=list(names),
        words=lambda name: visible(names.get(name, name)),
        placeholder="Nobody: only ratings count",
        help="Only judges that you have checked, and that agree with you often enough. Your rating beats any verdict.",
        width=620,
    )
    if offer.chosen("judges"):
        _how_well_checked(offer)
    used = _in_use(offer)
    with st.expander(f"More ways to choose{f' · {used} in use' if used else ''}", icon=":material/tune:"):
        _more_ways(offer)


def _how_well_checked(offer: Offer) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        help_low = "The low end of the interval counts, not the number itself."
        field(offer, st.slider, "They must agree at least", 0.0, 1.0, name="least", step=0.05, help=help_low, width=260)
        one_of(offer, "Measured by", name="measure", words=MEASURES, width=180)
        help_ratings = "How many of your ratings a judge was compared with."
        field(
            offer,
            st.number_input,
            "On how many ratings",
            0,
            100_000,
            name="least_ratings",
            step=5,
            help=help_ratings,
            width=160,
        )
        field(offer, st.number_input, "How many judges", 1, 50, name="least_judges", width=150)
        field(
            offer,
            st.number_input,
            "How sure of it",
            0.0,
            1.0,
            name="confidence",
            step=0.05,
            placeholder="any",
            help="The least probability a judge gave to its value; verdicts without one then do not count.",
            width=150,
        )


def _in_use(offer: Offer) -> int:
    """How many of the further ways are used."""
    by_value = (f"{VALUE_OF}{criterion.id}" for criterion in offer.rubric.criteria)
    used = sum(bool(offer.chosen(name)) for name in (*_FURTHER, "raters", *by_value))
    return used + (offer.chosen("agree") not in (None, "any")) + len(_not_in_the_form(offer))


def _not_in_the_form(offer: Offer) -> list[Condition]:
    return further_conditions(base_recipe(offer.project.id).keep)


def _more_ways(offer: Offer) -> None:
    for condition in _not_in_the_form(offer):
        told = ", ".join(f"{name} {value}" for name, value in condition.model_dump(exclude_defaults=True).items())
        st.caption(f"As the recipe file says: {plain(told)}")
    _by_value(offer)
    origin, time, length = st.columns(3, gap="medium")
    with origin:
        several(offer, "Prompts", name="prompts", options=offer.prompts)
        several(offer, "Models", name="models", options=offer.models)
        several(offer, "Tags", name="tags", options=offer.tags, words=lambda tag: visible(f"{tag[0]}: {tag[1]}"))
    with time:
        field(offer, st.date_input, "Made on or after", name="from")
        field(offer, st.date_input, "Made before", name="before")
        several(offer, "Language of the output", name="languages", options=list(LANGUAGES), words=LANGUAGES.get)
    with length:
        for label, name in (("Input at most", "input_most"), ("Output at least", "output_least")):
            field(offer, st.number_input, f"{label}, characters", 0, 10_000_000, name=name, placeholder="any")
        field(
            offer, st.number_input, "Output at most, characters", 0, 10_000_000, name="output_most", placeholder="any"
        )
    _opinions(offer)


def _by_value(offer: Offer) -> None:
    cells = st.columns(3, gap="medium")
    for place, criterion in enumerate(c for c in offer.rubric.criteria if c.scale.values):
        with cells[place % 3]:
            several(
                offer,
                plain(criterion.id),
                name=f"{VALUE_OF}{criterion.id}",
                options=criterion.scale.values,
                words=lambda value: visible(str(value)),
                placeholder="any value",
            )


def _opinions(offer: Offer) -> None:
    left, middle, right = st.columns(3, gap="medium")
    with left:
        one_of(offer, "Judges", name="agree", words=AGREE)
    with middle:
        several(
            offer,
            "Whose ratings count",
            name="raters",
            options=list(offer.raters),
            words=lambda rater: visible(offer.raters.get(rater, rater)),
            placeholder="everybody's",
        )
    with right:
        one_of(offer, "Where several people rated", name="several", words=SEVERAL)
