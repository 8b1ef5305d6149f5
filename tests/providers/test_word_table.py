"""The table of words of the model that comes in a package: read as numbers, without running it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.providers.model_file import what_is_missing
from studio.providers.word_table import WordTable, embedded_word_table


@pytest.fixture(scope="module")
def table() -> WordTable:
    found = embedded_word_table()
    if found is None:
        pytest.skip(f"the embedded model is not installed: {what_is_missing()}")
    return found


def closeness(table: WordTable, one: str, other: str) -> float:
    usual = table(["parcel", "monday", "green", "invoice", "walk", "music", "stone", "idea"]).mean(axis=0)
    first, second = table([one, other]) - usual
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_words_of_like_meaning_are_near_each_other(table: WordTable) -> None:
    assert closeness(table, "sorry", "apologize") > closeness(table, "sorry", "cheap") + 0.1
    assert closeness(table, "king", "queen") > closeness(table, "king", "refund") + 0.1


def test_a_word_of_several_pieces_is_their_mean_and_an_unreadable_one_is_nothing(table: WordTable) -> None:
    whole = table(["unbelievably", "", "日本", "parcel"])
    assert whole.shape == (4, 576) and whole.dtype == np.float32
    assert whole[0].any() and whole[3].any() and not whole[1:3].any()
    np.testing.assert_array_equal(whole[3], table(["parcel"])[0])


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(60))
    with pytest.raises(ValueError, match="missing or packed in another way"):
        WordTable(path)
