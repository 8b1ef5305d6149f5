from __future__ import annotations

import random
from time import process_time

import pytest

from studio.curation.near_duplicates import NearDuplicates, letter_triples, near_duplicates, sorted_words
from tests.curation.planted import KINDS, Planted, inputs, planted_set


def found_pairs(planted: Planted) -> list[tuple[str, str]]:
    found = near_duplicates(planted.texts)
    return [tuple(sorted((text_id, near.text_id))) for text_id, near in found.items()]  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(5))
def test_the_planted_near_duplicates_are_found_and_nothing_else(seed: int) -> None:
    planted = planted_set(seed=seed)
    true = {tuple(sorted(pair)) for pair in planted.originals.items()}
    found = found_pairs(planted)
    right = [pair for pair in found if pair in true]
    assert len(planted.texts) == 500
    assert len(right) / len(true) >= 0.95
    assert len(right) / len(found) >= 0.95


def test_each_of_the_six_kinds_is_found() -> None:
    planted = planted_set(seed=9)
    missed = dict.fromkeys(KINDS, 0)
    found = set(found_pairs(planted))
    for copy, original in planted.originals.items():
        missed[planted.kinds[copy]] += (copy, original) not in found
    assert sum(1 for kind in planted.kinds.values() if kind == "typos") >= 10
    assert all(count <= 1 for count in missed.values()), missed


def test_four_hundred_different_inputs_hold_no_near_duplicates() -> None:
    texts = inputs()
    assert len(texts) == 400
    assert near_duplicates({str(i): text for i, text in enumerate(texts)}) == {}


def test_the_same_words_in_another_order_and_case_are_the_same() -> None:
    index = NearDuplicates()
    index.add(text_id="a", text="Where is my bike?")
    near = index.closest("my BIKE — where is?")
    assert near is not None
    assert (near.text_id, near.similarity) == ("a", 1.0)


def test_what_was_not_added_is_not_found() -> None:
    index = NearDuplicates()
    assert index.closest("Where is my bike?") is None
    assert len(index) == 0


def test_a_short_text_inside_a_much_longer_one_is_no_copy_of_it() -> None:
    index = NearDuplicates()
    index.add(
        text_id="long", text="The brakes squeal when it rains, and the mechanic told me twice to wait until spring."
    )
    assert index.closest("The brakes squeal") is None


def test_the_closest_of_several_is_named_and_the_earliest_of_equals() -> None:
    index = NearDuplicates()
    index.add(text_id="near", text="How do I return the blue helmet I bought?")
    index.add(text_id="same", text="How do I return the red helmet I bought?")
    index.add(text_id="same again", text="How do I return the red helmet I bought?")
    near = index.closest("how do I return the red helmet I bought")
    assert near is not None
    assert near.text_id == "same"


def test_a_lower_threshold_finds_more() -> None:
    texts = {"a": "Can I bring my dog to the hotel?", "b": "Can I bring my two cats to your hotel in May?"}
    assert near_duplicates(texts) == {}
    assert list(near_duplicates(texts, threshold=0.6)) == ["b"]


def test_texts_without_words_are_the_same_only_when_they_are() -> None:
    assert list(near_duplicates({"a": "👍👍", "b": "👎", "c": " 👍👍 ", "d": "", "e": "?!"})) == ["c"]


def test_a_language_without_spaces_works_too() -> None:
    texts = {
        "a": "自転車のチェーンが外れました。どうすればいいですか。",
        "b": "自転車のチェーンが外れた。どうすればいいですか。",
        "c": "返金はいつ届きますか。",
    }
    assert list(near_duplicates(texts)) == ["b"]


def test_a_copy_of_a_copy_that_was_left_out_is_measured_against_what_stayed() -> None:
    texts = {
        "a": "one two three four five six seven eight nine ten",
        "b": "one two three four five six seven eight nine cat",
        "c": "one two three four five six dog fox owl cat",
    }
    assert list(near_duplicates(texts)) == ["b"]


def test_words_lose_case_punctuation_and_apostrophes() -> None:
    assert sorted_words("Don’t  PANIC — it's ﬁne!") == "dont fine its panic"
    assert letter_triples("is it") == {" is", "is ", " it", "it "}


WORDS = [word for text in inputs() for word in sorted_words(text).split()]


def random_texts(count: int) -> dict[str, str]:
    rng = random.Random(4)
    return {str(i): " ".join(rng.choices(WORDS, k=rng.randint(6, 25))) for i in range(count)}


def test_a_set_of_five_thousand_takes_less_than_ten_seconds() -> None:
    texts = random_texts(5_000)
    started = process_time()
    near_duplicates(texts)
    assert process_time() - started < 10


def test_one_new_input_against_twenty_thousand_takes_less_than_twenty_milliseconds() -> None:
    index = NearDuplicates()
    for text_id, text in random_texts(20_000).items():
        index.add(text_id=text_id, text=text)
    seconds = []
    for text in inputs()[::20]:
        started = process_time()
        index.closest(text)
        seconds.append(process_time() - started)
    assert sorted(seconds)[len(seconds) // 2] < 0.020
