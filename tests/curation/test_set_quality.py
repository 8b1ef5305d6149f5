from __future__ import annotations

import itertools
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from studio.curation.set_quality import compression_ratio, distinct_n, mean_pairwise_similarity
from tests.curation.planted import inputs


def test_distinct_n_worked_by_hand() -> None:
    # "a b a b" has the pairs ab, ba, ab; "a b" has ab: two different among four. Words: a, b among six.
    assert distinct_n(["a b a b", "a b"], n=2) == pytest.approx(2 / 4)
    assert distinct_n(["a b a b", "A B"], n=1) == pytest.approx(2 / 6)


def test_no_pair_of_words_reaches_from_one_text_into_the_next() -> None:
    # Only "a b" and "c d"; "b c" would make it 2 of 3.
    assert distinct_n(["a b", "c d", "a b"], n=2) == pytest.approx(2 / 3)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=8).map(" ".join), max_size=8), st.integers(1, 6))
def test_distinct_n_is_what_a_plain_count_says(texts: list[str], n: int) -> None:
    grams = [tuple(words[i : i + n]) for words in map(str.split, texts) for i in range(len(words) - n + 1)]
    expected = len(set(grams)) / len(grams) if grams else None
    assert distinct_n(texts, n=n) == expected


def test_texts_too_short_for_an_n_gram_give_no_number() -> None:
    assert distinct_n(["one", "two"], n=2) is None
    assert distinct_n([], n=1) is None


def test_repeats_compress_better() -> None:
    varied, same = inputs()[:100], inputs()[:5] * 20
    whole = "\n".join(varied).encode()
    assert compression_ratio(varied) == pytest.approx(len(whole) / len(zlib.compress(whole, 9)))
    assert compression_ratio(same) > 3 * compression_ratio(varied)  # type: ignore[operator]
    assert compression_ratio([]) is None


def test_mean_similarity_of_a_small_set_is_the_mean_over_all_pairs() -> None:
    texts = ["A cat sat.", "the dog ran", "a dog sat", "quite another thing"]
    pairs = [fuzz.token_sort_ratio(a.casefold(), b.casefold()) for a, b in itertools.combinations(texts, 2)]
    assert mean_pairwise_similarity(texts) == pytest.approx(sum(pairs) / len(pairs) / 100, rel=1e-5)


def test_sampled_pairs_come_close_to_all_pairs_and_never_compare_a_text_with_itself() -> None:
    texts = inputs()
    whole = mean_pairwise_similarity(texts, pairs=100_000)
    sampled = mean_pairwise_similarity(texts, pairs=10_000)
    assert sampled == pytest.approx(whole, abs=0.005)
    assert sampled == mean_pairwise_similarity(texts, pairs=10_000)
    assert mean_pairwise_similarity(["aaa", "bbb", "ccc"], pairs=2) == 0.0


def test_a_single_text_has_no_pair() -> None:
    assert mean_pairwise_similarity(["alone"]) is None
