"""Kinds of samples, her agreement with herself, several people beside a judge, and several questions pooled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.agreement.headline import headline, overall_headline
from studio.comparing.comparison import measured
from studio.comparing.opinions import Opinions, in_slice, is_too_close, pooled_agreement, read_opinions
from studio.comparing.own_ceiling import ceiling_figure, own_agreement, pooled_ceiling
from studio.comparing.people import people_compared
from studio.comparing.rater_choice import RaterChoice
from studio.comparing.slices import LENGTH, MODEL, slices_of
from studio.records import Rater
from studio.store.raters import save_rater
from studio.store.sample_kinds import SampleKind
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import ANNA, JUDGE, PROJECT, RUBRIC, filled, name, rate, rating, verdict

HERSELF = RaterChoice(id=ANNA.id, kind="person", name=ANNA.name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=40)
    yield store
    store.close()


def judged(store: Store, right: int) -> None:
    """The judge passes the first so many of forty samples and fails the others."""
    said = [verdict(n, value="pass" if n < right else "fail") for n in range(40)]
    store.write(lambda database: save_verdicts(database, said, project=PROJECT))


def opinions(store: Store) -> Opinions:
    with store.reading() as database:
        return read_opinions(database, project=PROJECT, rubric=RUBRIC)


def kind(system: str, characters: int, **tags: str) -> SampleKind:
    return SampleKind(tags=tags, prompt="", system=system, characters=characters)


def test_samples_are_sliced_by_what_tells_them_apart() -> None:
    kinds = {"a": kind("x", 10, topic="one"), "b": kind("x", 20, topic="two"), "c": kind("y", 30, topic="two")}
    found = slices_of(kinds)
    assert found["topic"] == {"two": {"b", "c"}, "one": {"a"}}
    assert found[MODEL] == {"x": {"a", "b"}, "y": {"c"}}
    assert list(found[LENGTH].values()) == [{"a"}, {"b"}, {"c"}]
    assert in_slice(found, "topic=two") == {"b", "c"}
    assert in_slice(found, "topic=three") is None


def test_what_all_samples_share_or_none_does_is_no_kind() -> None:
    kinds = {str(n): kind("x", 10, same="yes", own=str(n)) for n in range(60)}
    assert slices_of(kinds) == {}
    assert slices_of({}) == {}


def test_her_agreement_with_herself_counts_second_answers(store: Store) -> None:
    rate(store, *[rating(n) for n in range(30)])
    rate(store, *[rating(n, value="pass" if n < 24 else "fail", reason="again") for n in range(30)])
    with store.reading() as database:
        reports = own_agreement(database, project=PROJECT, rubric=RUBRIC, rater=HERSELF)
        several = own_agreement(database, project=PROJECT, rubric=RUBRIC, rater=RaterChoice(id="mean", kind="mean"))
    figure = ceiling_figure(reports["answers"])
    assert figure is not None and (figure.value, figure.n) == (0.8, 30)
    whole = pooled_ceiling(reports)
    assert whole is not None and whole.value == pytest.approx(0.8)
    assert several == {} and pooled_ceiling({}) is None and ceiling_figure(None) is None


def test_three_people_and_a_judge_are_held_against_each_other(store: Store) -> None:
    for who in ("ben", "cem"):
        store.write(lambda database, who=who: save_rater(database, Rater(id=who, name=who)))
    for who in (ANNA.id, "ben", "cem"):
        rate(store, *[rating(n, rater=who, value="pass" if n < 20 else "fail") for n in range(40)])
    judged(store, 30)
    said = opinions(store)
    found = people_compared(said.people, said.ratings, said.heard[0], groups=said.groups)
    assert found.report.n == 40
    # All three say the same, the judge differs on ten of forty.
    assert (found.ceiling.person.value, found.ceiling.judge.value) == (1.0, 0.75)
    assert found.stand_in.winning_rate == 0.0 and found.stand_in.passes is False


@pytest.fixture
def large_store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "large.db", count=400)
    yield store
    store.close()


def rated_on_purpose(store: Store, *, at_random: int) -> None:
    """Forty ratings of which the last so many were picked at random."""
    for n in range(40):
        random = n >= 40 - at_random
        chance = (0.2 if random else 2.0) / (400 - n)
        rate(store, rating(n, reason="random" if random else "changed", inclusion=min(chance, 1.0)))


def test_with_too_few_random_picks_no_number_speaks_for_all_samples(large_store: Store) -> None:
    rated_on_purpose(large_store, at_random=5)
    judged(large_store, 30)
    said = opinions(large_store)
    with large_store.reading() as database:
        _, held = said.held_by(database, None)
    for brief in (True, False):
        (one,) = measured(said.heard, held, groups=said.groups, brief=brief)
        assert one.report.refusal.startswith("5 of these 40 ratings were picked at random")
        assert {figure.value for figure in one.report.figures.values()} == {None}
        assert pooled_agreement([one], said.groups).value is not None
    assert headline(one.report, judge="gpt-6").endswith("Rate 3 more under Honest estimate.")
    assert overall_headline({"a": one.report}, pooled_agreement([], {}), judge="gpt-6") == one.report.refusal


def test_several_questions_pooled_count_each_rating_as_its_question_does(large_store: Store) -> None:
    rated_on_purpose(large_store, at_random=10)
    judged(large_store, 30)
    said = opinions(large_store)
    with large_store.reading() as database:
        _, held = said.held_by(database, None)
    (one,) = measured(said.heard, held, groups=said.groups, brief=True)
    pooled, plain = pooled_agreement([one], said.groups), one.report["accuracy"]
    assert (pooled.value, pooled.low, pooled.high) == pytest.approx((plain.value, plain.low, plain.high))
    assert plain.value is not None and abs(plain.value - 0.75) > 0.02


def test_a_runner_up_that_may_be_as_near_is_named(store: Store) -> None:
    rate(store, *[rating(n) for n in range(40)])
    judged(store, 38)
    said = opinions(store)
    with store.reading() as database:
        _, held = said.held_by(database, None)
    (near,) = measured(said.heard, held, groups={}, brief=True)
    close = replace(
        near, rows=tuple((s, hers, "fail" if n in (0, 39) else v) for n, (s, hers, v) in enumerate(near.rows))
    )
    far = replace(near, rows=tuple((s, hers, "fail" if n % 2 else v) for n, (s, hers, v) in enumerate(near.rows)))
    assert is_too_close([near], [close], groups={}, rivals=1)
    assert not is_too_close([near], [far], groups={}, rivals=1)
    pooled = pooled_agreement([near], {})
    told = overall_headline({"answers": near.report}, pooled, judge="Near", rivals=2, close="Close")
    assert "Close may be as near." in told


def test_a_slice_is_measured_from_what_was_read_once(store: Store) -> None:
    rate(store, *[rating(n) for n in range(40)])
    judged(store, 30)
    said = opinions(store)
    with store.reading() as database:
        choice, held = said.held_by(database, None)
    (whole,) = measured(said.heard, held, groups=said.groups, brief=True)
    (part,) = measured(said.heard, held, groups=said.groups, subjects={name(0), name(35)}, brief=True)
    assert choice.id == ANNA.id
    assert (whole.judge, whole.report["accuracy"].value) == (JUDGE, 0.75)
    assert (part.report.n, part.report["accuracy"].value) == (2, 0.5)
    assert pooled_agreement([whole], said.groups).value == pytest.approx(0.75)
    assert pooled_agreement([], {}).value is None
