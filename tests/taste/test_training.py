"""A taste on planted ratings: what it finds, what it refuses, that it never peeks, that it is the same each time."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from studio.records import ONE_TO_FIVE, PASS_FAIL, PREFERENCE, Scale
from studio.taste.choosing import OUTER_FOLDS, folds
from studio.taste.feature_space import Text
from studio.taste.keeping import Unreadable, as_bytes, from_bytes
from studio.taste.novelty import UNSEEN
from studio.taste.taste_model import opinions
from studio.taste.training import Rated, Trained, train
from tests.taste.planted import WORDS, rated, rated_answers

SCALES = {"good": PASS_FAIL}


def agreement(trained: Trained, given: list[Rated]) -> float:
    said = trained.out_of_fold["good"]
    return float(np.mean([said[one.subject].value == one.values["good"] for one in given]))


@pytest.fixture(scope="module")
def planted() -> tuple[list[Rated], Trained]:
    given = rated_answers(240)
    return given, train(given, scales=SCALES)


def test_a_planted_taste_is_found_and_told_in_words(planted: tuple[list[Rated], Trained]) -> None:
    given, trained = planted
    taste = trained.model.criteria["good"]
    assert agreement(trained, given) > 0.8
    assert {"sorry", "apologies"} <= set(taste.words_against)
    assert {"is longer", "is very long", "has more text"} & set(taste.habits)
    assert taste.on_length.startswith("What is rated higher has ")


def test_the_learning_curve_has_intervals_and_ends_at_what_out_of_fold_says(
    planted: tuple[list[Rated], Trained],
) -> None:
    given, trained = planted
    curve = trained.model.criteria["good"].curve
    assert [point.ratings for point in curve] == [20, 40, 80, 160, 240]
    assert all(point.low < point.agreement < point.high for point in curve)
    assert curve[-1].agreement == pytest.approx(agreement(trained, given))
    assert curve[-1].agreement > curve[0].agreement


def test_ratings_without_any_taste_are_not_learnt_by_heart() -> None:
    # 150 coin flips: a model that saw what it rates would be far above one half.
    draw = random.Random(1)
    given = [replace(one, values={"good": draw.choice(("pass", "fail"))}) for one in rated_answers(150)]
    assert 0.35 < agreement(train(given, scales=SCALES), given) < 0.65


def test_a_rated_sample_is_judged_by_models_that_never_saw_its_input() -> None:
    # Every input has answers that all say its own word and all have its own value: only peeking could tell.
    draw = random.Random(2)
    given = []
    for group in range(40):
        word, value = f"mark{group}", draw.choice(("pass", "fail"))
        for number in range(4):
            text = " ".join([word] * 8 + [draw.choice(WORDS) for _ in range(20)])
            given.append(rated(4 * group + number, f"Question {group}?", text, value))
    assert agreement(train(given, scales=SCALES), given) < 0.7


def test_no_input_stands_on_both_sides_of_a_fold_and_every_row_is_tried_once() -> None:
    groups = np.array([number // 3 for number in range(100)])
    tried = []
    for learn, held_out in folds(groups, count=OUTER_FOLDS):
        assert not set(groups[learn]) & set(groups[held_out])
        tried += held_out.tolist()
    assert sorted(tried) == list(range(100))


def test_the_same_ratings_in_any_order_give_the_same_bytes() -> None:
    given = rated_answers(60)
    assert as_bytes(train(given, scales=SCALES).model) == as_bytes(train(given[::-1], scales=SCALES).model)


def test_a_model_comes_back_from_its_bytes_and_a_changed_byte_is_noticed(planted: tuple[list[Rated], Trained]) -> None:
    given, trained = planted
    kept = as_bytes(trained.model)
    texts = [one.text for one in given[:20]]
    before, after = (opinions(model, texts)["good"] for model in (trained.model, from_bytes(kept)))
    assert [one.value for one in before] == [one.value for one in after]
    with pytest.raises(Unreadable):
        from_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert b"pickle" not in kept


def test_a_new_text_gets_chances_that_add_up_and_a_strange_one_gets_none(
    planted: tuple[list[Rated], Trained],
) -> None:
    _, trained = planted
    usual = Text("Question?", " ".join(WORDS + WORDS[::2]))
    strange = Text("Question?", "Zażółć gęślą jaźń, pchnąć w tę łódź jeża lub ośm skrzyń fig")
    huge = Text("Question?", "parcel " * 30_000)
    first, second, third = opinions(trained.model, [usual, strange, huge])["good"]
    assert first.value == "pass" and first.chances is not None
    assert sum(first.chances.values()) == pytest.approx(1.0, abs=0.001)
    assert "For it: " in first.why
    assert second.value is None and second.why.startswith(UNSEEN)
    assert third.value is None and third.why.startswith(UNSEEN)


def missing(given: list[Rated]) -> str:
    trained = train(given, scales=SCALES)
    assert not trained.out_of_fold.get("good")
    assert {one.value for one in opinions(trained.model, [Text("a", "b")])["good"]} == {None}
    return trained.model.criteria["good"].missing


def test_too_little_is_answered_with_what_is_needed_and_no_number() -> None:
    plenty = rated_answers(60)
    assert missing([]) == "It needs 20 ratings and has 0. Rate 20 more."
    assert missing(plenty[:10]) == "It needs 20 ratings and has 10. Rate 10 more."
    passed = [replace(one, values={"good": "pass"}) for one in plenty]
    assert missing(passed) == "All 60 ratings are pass. Rate 5 that are not."
    two = [replace(one, values={"good": "fail" if place < 2 else "pass"}) for place, one in enumerate(plenty)]
    assert missing(two) == "All but 2 ratings are pass. Rate 3 more that are not."
    one_input = [replace(one, group="same") for one in plenty]
    assert missing(one_input) == "The 60 ratings are on one input. Rate answers to 5 inputs at least."
    empty = [replace(one, text=Text("", "")) for one in plenty]
    assert missing(empty).startswith("All rated answers read the same")


def test_empty_and_huge_texts_among_others_do_no_harm() -> None:
    given = rated_answers(120)
    odd = [replace(given[0], text=Text("", "")), replace(given[1], text=Text("x", "word " * 40_000)), *given[2:]]
    odd[2] = replace(given[2], text=Text("x", "\x00\ud800 \n" * 50))
    assert agreement(train(odd, scales=SCALES), odd) > 0.7


def test_an_ordered_scale_is_learnt_as_one_direction_and_keeps_its_order() -> None:
    draw = random.Random(3)
    given = []
    for number in range(120):
        size = draw.randint(2, 80)
        value = min(5, max(1, round(size / 16 + draw.gauss(0, 0.4))))
        given.append(
            rated(number, f"Question {number // 2}?", " ".join(draw.choice(WORDS) for _ in range(size)), value)
        )
    trained = train(given, scales={"good": ONE_TO_FIVE})
    said = trained.out_of_fold["good"]
    distance = np.mean([abs(float(said[one.subject].value or 0) - float(one.values["good"])) for one in given])
    assert distance < 0.8
    short, middle, long = opinions(trained.model, [Text("?", " ".join(WORDS[:n])) for n in (4, 20, 30)])["good"]
    assert [float(one.value or 0) for one in (short, middle, long)] == sorted(
        float(one.value or 0) for one in (short, middle, long)
    )


def test_means_of_several_raters_are_learnt_as_numbers_within_the_scale() -> None:
    given = [
        replace(one, values={"good": 2.0 + 2.5 * (one.values["good"] == "pass") + (place % 3) / 9})
        for place, one in enumerate(rated_answers(120))
    ]
    trained = train(given, scales={"good": ONE_TO_FIVE})
    said = [one.value for one in trained.out_of_fold["good"].values()]
    assert all(isinstance(value, float) and 1 <= value <= 5 for value in said)
    assert trained.model.criteria["good"].curve == ()


def test_names_without_order_are_told_apart() -> None:
    kinds = {"refund": "money", "parcel": "post", "password": "login"}
    draw = random.Random(4)
    given = [
        rated(number, f"Question {number}?", " ".join([word] * 3 + [draw.choice(WORDS) for _ in range(8)]), kinds[word])
        for number, word in ((number, draw.choice(list(kinds))) for number in range(150))
    ]
    scale = Scale(values=("money", "post", "login"), level="nominal")
    assert agreement(train(given, scales={"good": scale}), given) > 0.7


def pairs(count: int) -> list[Rated]:
    made = []
    for number, (one, other) in enumerate(pairwise(rated_answers(count + 1, each=1))):
        sizes = [len(side.text.output.split()) for side in (one, other)]
        value = "tie" if abs(sizes[0] - sizes[1]) < 4 else "A" if sizes[0] > sizes[1] else "B"
        made.append(replace(one, subject=f"p{number:05}", other=other.text, values={"good": value}))
    return made


def test_a_preference_turns_round_when_the_two_change_places() -> None:
    given = pairs(150)
    trained = train(given, scales={"good": PREFERENCE})
    assert agreement(trained, given) > 0.75
    texts, others = [one.text for one in given], [one.other for one in given if one.other]
    forward = opinions(trained.model, texts, others=others)["good"]
    backward = opinions(trained.model, others, others=texts)["good"]
    for one, turned in zip(forward, backward, strict=True):
        if one.chances and turned.chances:
            assert one.chances["A"] == pytest.approx(turned.chances["B"], abs=2e-4)
            assert one.chances["tie"] == pytest.approx(turned.chances["tie"], abs=2e-4)
    assert "The longer answer is preferred in 100 % of " in trained.model.criteria["good"].on_length


def test_a_juror_that_knows_is_heard_and_one_that_tosses_coins_adds_nothing() -> None:
    draw = random.Random(5)
    given = []
    for number in range(160):
        value = draw.choice(("pass", "fail"))
        knows = (1.0 if value == "pass" else -1.0) * (1 if draw.random() < 0.85 else -1)
        jurors = {"knowing": knows, "coin": draw.choice((-1.0, 1.0))}
        text = " ".join(draw.choice(WORDS) for _ in range(30))
        given.append(rated(number, f"Question {number}?", text, value, jurors=jurors))
    trained = train(given, scales=SCALES, jurors=["knowing", "coin"])
    assert agreement(trained, given) > 0.75
    knowing, coin = trained.model.criteria["good"].gains
    assert knowing.source == "knowing" and knowing.low is not None and knowing.low > 0.1
    assert abs(coin.gain) < 0.1
