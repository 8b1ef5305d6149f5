"""What is counted on a text, held against values worked out by hand; many texts at once count as each would alone."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from studio.taste.feature_space import STATISTIC_COUNT, Text, described, fit_space
from studio.taste.text_statistics import STATISTICS
from studio.taste.words import words_in
from tests.taste.planted import WORDS

NAMES = [one.name for one in STATISTICS]
ODD = ("", "  ", "Hi", "don't 'quote' it’s a''b", "中文。你好！", "\x00\ud800 \n" * 50, "a\n\n - x\n-\n1. y\n 12) z\n")


def counted(output: str, *, asked: str = "") -> dict[str, float]:
    rows, _ = described(fit_space([output]), [Text(asked, output)])
    return dict(zip(NAMES, rows[0, :STATISTIC_COUNT].tolist(), strict=True))


def test_words_keep_their_apostrophes_with_and_without_letters_beyond_ascii() -> None:
    assert words_in("Don't 'quote' x_1, a''b") == ["don't", "quote", "x_1", "a", "b"]
    assert words_in("It’s é-mail; plain text.") == ["it’s", "é", "mail", "plain", "text"]
    assert words_in("plain text: no_sign\tbut\x1fthese") == ["plain", "text", "no_sign", "but", "these"]


def test_repetition_is_what_one_counts_by_hand() -> None:
    # a b c a b c: six words, three different, none once; phrases abc bca cab abc: one of four again;
    # pairs ab bc ca ab bc: two of five again; each word is a third of the text.
    found = counted("a b c a b c")
    assert found["log_words"] == pytest.approx(math.log(7))
    assert (found["different_words"], found["words_used_once"]) == (0.5, 0.0)
    assert found["repeated_phrases"] == pytest.approx(1 / 4)
    assert found["repeated_two_words"] == pytest.approx(2 / 5)
    assert found["favourite_word"] == pytest.approx(math.log1p(10 / 3))
    assert counted("Same here. Same here. Other.")["repeated_sentences"] == pytest.approx(1 / 3)


def test_closeness_to_the_input_leaves_the_small_words_out() -> None:
    # Topics of the input: where, parcel, number, seven; of the output: parcel, number, lost. Phrases of three words
    # of the output: "the parcel number", "parcel number is", "number is lost"; the first stands in the input.
    found = counted("The parcel number is lost", asked="Where is the parcel number seven?")
    assert found["copied_phrases"] == pytest.approx(1 / 3)
    assert found["words_of_the_input"] == pytest.approx(2 / 3)
    assert found["input_taken_up"] == pytest.approx(2 / 4)
    assert counted(" Hello you ", asked="hello YOU")["is_the_input"] == 1.0


def test_signs_are_shares_of_all_characters() -> None:
    # Twelve characters: one digit, three capitals (one of them beyond ASCII), signs : ; { and the question mark.
    found = counted("Ab Ü: 7; {?C")
    assert found["digits"] == pytest.approx(1 / 12)
    assert found["capitals"] == pytest.approx(3 / 12)
    assert found["punctuation"] == pytest.approx(4 / 12)
    assert found["code_signs"] == pytest.approx(2 / 12)
    assert found["other_letters"] == pytest.approx(1 / 12)
    assert (found["questions"], found["exclaims"], found["colons"]) == (1.0, 0.0, pytest.approx(1 / 4))


def test_list_items_are_lines_that_begin_like_one() -> None:
    found = counted("Steps:\n - one\n-\n1. two\n 12) three\nnot - this\n")
    assert found["list_items"] == pytest.approx(math.log1p(3))
    assert found["lines"] == pytest.approx(math.log1p(6))


def test_a_text_counts_the_same_alone_and_among_three_hundred() -> None:
    draw = random.Random(0)
    many = [" ".join(draw.choices([*WORDS, "the", "and", "Big.", "?"], k=draw.randint(0, 60))) for _ in range(300)]
    texts = [Text(draw.choice(many), output) for output in (*many, *ODD)]
    space = fit_space([text.output for text in texts])
    together, unknown = described(space, texts)
    for place in (0, 249, 250, 299, *range(300, len(texts))):
        alone, unknown_alone = described(space, [texts[place]])
        np.testing.assert_allclose(together[place], alone[0], atol=1e-12)
        assert unknown[place] == unknown_alone[0]


def test_terms_are_the_words_and_pairs_of_two_texts_the_most_frequent_first() -> None:
    space = fit_space(["red car red car", "a red car", "a blue car", "green"])
    assert space.terms == ("car", "a", "red", "red car")
    counts, _ = described(space, [Text("", "red car")])
    assert counts.shape == (1, len(space.blocks))
