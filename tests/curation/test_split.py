"""Splits: the same input never goes two ways, and nothing moves when others come."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.curation.recipe import Split
from studio.curation.split import part_of
from studio.records import Input
from tests.curation.shop import chosen, sample

texts = st.text(max_size=20)


def asked(text: str, *, name: str = "i") -> Input:
    return Input(id=name, project="shop", text=text)


@given(text=texts, seed=st.text(max_size=5), names=st.tuples(st.text(max_size=4), st.text(max_size=4)))
def test_the_same_text_goes_the_same_way_whatever_its_id(text, seed, names) -> None:
    split = Split(seed=seed)
    first, second = (part_of(asked(text if text.split() else "x", name=name), split=split) for name in names)
    assert first == second


@given(st.lists(st.tuples(texts, st.integers(1, 3)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_input_text_is_in_two_splits(inputs) -> None:
    candidates = [
        sample(f"s{n}-{repeat}", of=f"i{n}", text=text or "?")
        for n, (text, repeats) in enumerate(inputs)
        for repeat in range(repeats)
    ]
    found = chosen(candidates, hygiene={"exact_duplicates": False, "secrets": "list"})
    seen: dict[str, str] = {}
    for group in found.groups:
        for candidate in group.samples:
            text = " ".join(candidate.input.text.casefold().split()) or candidate.input.id
            assert seen.setdefault(text, group.part) == group.part
    assert sum(found.selection.parts.values()) == len(candidates)


def test_case_and_spacing_do_not_make_another_input() -> None:
    for number in range(50):
        plain, loud = asked(f"where is order {number}?"), asked(f"  WHERE is\n order {number}? ")
        assert part_of(plain, split=Split()) == part_of(loud, split=Split())


def test_the_shares_come_out_as_asked() -> None:
    split = Split(train=0.7, validation=0.2, test=0.1)
    parts = [part_of(asked(f"question {number}"), split=split) for number in range(5_000)]
    # Standard deviation of a share over 5,000 is below 0.7 points: three of them either way.
    assert abs(parts.count("train") / 5_000 - 0.7) < 0.02
    assert abs(parts.count("validation") / 5_000 - 0.2) < 0.02


def test_one_split_takes_all_when_it_is_given_all() -> None:
    for part in ("train", "validation", "test"):
        split = Split.model_validate({"train": 0, "validation": 0, "test": 0, part: 1})
        assert {part_of(asked(f"question {number}"), split=split) for number in range(200)} == {part}


def test_another_seed_splits_otherwise() -> None:
    inputs = [asked(f"question {number}") for number in range(100)]
    first, second = ([part_of(one, split=Split(seed=seed)) for one in inputs] for seed in ("1", "2"))
    assert first != second


def test_inputs_without_text_are_told_apart_by_their_id() -> None:
    parts = {part_of(asked("", name=f"i{number}"), split=Split()) for number in range(100)}
    assert parts == {"train", "validation", "test"}
