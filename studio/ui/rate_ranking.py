"""A ranking becomes ratings of pairs: a place says which of two is better, and nothing of how good either is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import streamlit as st

from studio.records import Pair, Value, content_id
from studio.store.engine import Database
from studio.store.rating_desk import answers_on
from studio.store.ratings import RatingEvent
from studio.store.samples import pairs_of_inputs, samples_of, save_pairs
from studio.ui import opened, rate_saving, rate_turn
from studio.ui.formats import counted
from studio.ui.rate_seat import Seat
from studio.ui.rate_side import place_key
from studio.ui.told import is_blind


def save_ranking(one: Seat, criterion: str, subjects: list[str]) -> None:
    """Keeps one rating for every two samples that both have a place."""
    places = {sample: place for sample in subjects if (place := st.session_state.get(place_key(sample)))}
    if len(places) < 2:
        st.toast("Give at least two answers a place")
        return

    def rate_them(pairs: list[Pair]) -> None:
        events = [_event(one, pair, criterion=criterion, places=places) for pair in pairs]
        rate_saving.save(one, events, then=lambda _: _tell(len(events)))

    rate_saving.attempt(
        lambda: opened.workspace().write(lambda database: _pairs(database, one.project.id, list(places))),
        then=rate_them,
    )


def _tell(pairs: int) -> None:
    rate_turn.keep_step(None)
    st.toast(f"{counted(pairs, 'pair')} rated")


def _event(one: Seat, pair: Pair, *, criterion: str, places: dict[str, int]) -> RatingEvent:
    shown = list(places)
    return RatingEvent(
        project=one.project.id,
        rater=one.rater.id,
        subject=pair.id,
        rubric_id=one.rubric.id,
        criterion=criterion,
        value=preference(places[pair.sample_a], places[pair.sample_b]),
        blind=is_blind(rater=one.rater.id, subject=pair.id),
        shown="AB" if shown.index(pair.sample_a) < shown.index(pair.sample_b) else "BA",
    )


def places_given(database: Database, one: Seat, criterion: str, input_id: str) -> dict[str, int]:
    """The places that her ratings of an input's pairs amount to: one more than how many answers are better."""
    pairs = {pair.id: pair for pair in pairs_of_inputs(database, [input_id])}
    places: dict[str, int] = {}
    for answer in answers_on(database, one.desk, subjects=list(pairs)):
        if answer.criterion != criterion or answer.value is None:
            continue
        pair = pairs[answer.subject]
        for side, other in ((pair.sample_a, "B"), (pair.sample_b, "A")):
            places[side] = places.get(side, 1) + (answer.value == other)
    return places


def forget_places(subjects: Iterable[str]) -> None:
    """What is chosen and not saved; the places that stand in the store show again."""
    for sample in subjects:
        st.session_state.pop(place_key(sample), None)


def preference(place_a: int, place_b: int) -> Value:
    """Which of two is better by their places; 1 is the best."""
    return "tie" if place_a == place_b else "A" if place_a < place_b else "B"


def _pairs(database: Database, project: str, names: list[str]) -> list[Pair]:
    """The pairs of these samples; those that are not there yet are made, but none of two equal texts."""
    found = samples_of(database, names)
    known = pairs_of_inputs(database, sorted({sample.input_id for sample in found.values()}))
    there = {frozenset((pair.sample_a, pair.sample_b)): pair for pair in known}
    pairs = []
    for first, second in combinations(sorted(found), 2):
        pair = there.get(frozenset((first, second)))
        if pair is None and found[first].output != found[second].output:
            pair = Pair(
                id=content_id("pair", [project, first, second]),
                project=project,
                input_id=found[first].input_id,
                sample_a=first,
                sample_b=second,
            )
            save_pairs(database, [pair])
        if pair is not None:
            pairs.append(pair)
    return pairs
