"""Meaning among the features: heeded where it is what she looks at, left out where it is not, kept with the model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from studio.own_judges.taste_report import meaning_in_words
from studio.providers.model_file import what_is_missing
from studio.providers.word_table import embedded_word_table
from studio.records import ONE_TO_FIVE, PASS_FAIL
from studio.taste.arrays import Matrix
from studio.taste.feature_space import Text, described, fit_space
from studio.taste.keeping import as_bytes, from_bytes
from studio.taste.problem import MEANING
from studio.taste.taste_model import CriterionTaste, opinions
from studio.taste.training import Rated, train
from tests.taste.planted import WORDS, rated, rated_answers

SCALES = {"good": PASS_FAIL}
WIDTH = 64
_DRAWN = random.Random(9)
KIND, RUDE = (["".join(_DRAWN.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(60)] for _ in range(2))
"""Sixty ways to be kind and sixty to be rude, which have no letters in common."""


def vectors(words: Sequence[str]) -> Matrix:
    """Every word in a direction of its own, kind and rude ones also in one that they share; `unknown` has none."""
    found = []
    for word in words:
        own = np.random.default_rng(list(word.encode())).normal(size=WIDTH)
        shared = 3.0 * ((word in KIND) - (word in RUDE))
        found.append(np.zeros(WIDTH) if word == "unknown" else own + shared)
    return np.array(found).reshape(len(words), WIDTH)


GENTLE = (
    "kind gentle warm friendly caring gracious polite courteous thoughtful helpful sympathetic compassionate tender "
    "patient loving cheerful generous pleasant considerate supportive"
)
HARSH = (
    "rude angry hostile cruel nasty harsh mean arrogant insulting aggressive hateful cold brutal vicious bitter "
    "spiteful abusive offensive furious violent"
)


def about_kindness(count: int, *, kind: Sequence[str] = KIND, rude: Sequence[str] = RUDE) -> list[Rated]:
    """She passes what is kind, said in one of many ways: hardly any word comes back."""
    draw = random.Random(0)
    made = []
    for number in range(count):
        value, ways = draw.choice((("pass", kind), ("fail", rude)))
        text = " ".join([*draw.choices(WORDS, k=10), draw.choice(ways)])
        made.append(rated(number, f"Question {number // 2}?", text, value))
    return made


def agreement(given: list[Rated], said: dict[str, object]) -> float:
    return float(np.mean([said[one.subject] == one.values["good"] for one in given]))


def test_a_taste_for_meaning_is_found_by_vectors_and_hardly_by_words() -> None:
    given = about_kindness(160)
    found = {}
    for name, known in (("words", None), ("meaning", vectors)):
        trained = train(given, scales=SCALES, vectors=known)
        found[name] = agreement(given, {key: one.value for key, one in trained.out_of_fold["good"].items()})
    taste = trained.model.criteria["good"]
    assert found["meaning"] > 0.9 > found["words"] + 0.1
    assert taste.heeds_meaning and taste.meaning is not None and taste.meaning.low is not None
    assert taste.meaning.low > 0
    assert meaning_in_words(taste).startswith("What an answer is about counts too: +")


def test_english_words_are_understood_by_the_table_of_the_embedded_model() -> None:
    known = embedded_word_table()
    if known is None:
        pytest.skip(f"the embedded model is not installed: {what_is_missing()}")
    given = about_kindness(240, kind=GENTLE.split(), rude=HARSH.split())
    found = {}
    for name, table in (("words", None), ("meaning", known)):
        trained = train(given, scales=SCALES, vectors=table)
        found[name] = agreement(given, {key: one.value for key, one in trained.out_of_fold["good"].items()})
    assert trained.model.criteria["good"].heeds_meaning
    assert found["meaning"] > found["words"] + 0.02, found


def test_a_taste_for_length_leaves_meaning_out_and_says_so() -> None:
    given = rated_answers(160)
    taste = train(given, scales=SCALES, vectors=vectors).model.criteria["good"]
    assert not taste.heeds_meaning and taste.fitted is not None
    assert not taste.fitted.weights[:, np.array(taste.blocks) == MEANING].any()
    assert meaning_in_words(taste).startswith("What an answer is about is left out; heeding it would bring ")


def test_without_vectors_nothing_is_said_of_meaning() -> None:
    taste = train(rated_answers(40), scales=SCALES).model.criteria["good"]
    assert (taste.meaning, taste.heeds_meaning, meaning_in_words(taste)) == (None, False, "")
    assert meaning_in_words(CriterionTaste(values=(), missing="It needs 20 ratings.")) == ""


def test_plain_numbers_tell_how_much_nearer_meaning_brings_them() -> None:
    given = [
        replace(one, values={"good": 2.0 + 2 * (one.values["good"] == "pass") + place % 2 / 9})
        for place, one in enumerate(about_kindness(120))
    ]
    taste = train(given, scales={"good": ONE_TO_FIVE}, vectors=vectors).model.criteria["good"]
    assert taste.heeds_meaning and meaning_in_words(taste).endswith("places on the scale nearer to you.")


def test_a_model_that_reads_meaning_says_the_same_after_it_was_kept() -> None:
    given = about_kindness(160)
    model = train(given, scales=SCALES, vectors=vectors).model
    again = from_bytes(as_bytes(model))
    new = [Text("Question?", " ".join([*WORDS[:10], word])) for word in (KIND[7], RUDE[7])]
    before, after = (opinions(one, new, vectors=vectors)["good"] for one in (model, again))
    assert again.reads_meaning
    assert [one.value for one in before] == [one.value for one in after] == ["pass", "fail"]


def test_texts_without_any_known_word_stand_in_the_middle() -> None:
    space = fit_space([one.text.output for one in about_kindness(80)], vectors=vectors)
    rows, _ = described(space, [Text("", ""), Text("a", "the of and"), Text("b", "unknown")], vectors=vectors)
    assert not rows[:, space.blocks == MEANING].any()


def test_a_text_means_the_same_alone_and_among_many() -> None:
    texts = [one.text for one in about_kindness(300)]
    space = fit_space([text.output for text in texts], vectors=vectors)
    together, _ = described(space, texts, vectors=vectors)
    alone, _ = described(space, texts[290:291], vectors=vectors)
    np.testing.assert_allclose(together[290], alone[0], atol=1e-9)


@pytest.mark.parametrize("count", [1, 30])
def test_too_few_texts_have_no_directions_of_meaning(count: int) -> None:
    assert fit_space([one.text.output for one in about_kindness(count)], vectors=vectors).meaning is None
