"""The figures that docs/taste.md publishes, computed again from the data beside the checkout."""

from __future__ import annotations

import numpy as np
import pytest

from studio.providers.word_table import embedded_word_table
from tests.taste.proof import SHARED, Pandalm, hanna

pytestmark = [
    pytest.mark.reproduce,
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside this checkout"),
]


@pytest.fixture(scope="module", params=["words", "meaning"])
def pandalm(request: pytest.FixtureRequest) -> Pandalm:
    if request.param == "words":
        return Pandalm()
    vectors = embedded_word_table()
    if vectors is None:
        pytest.skip("the embedded model is not installed, so no meaning is read")
    return Pandalm(vectors)


def test_two_hundred_ratings_and_no_language_model_reach_the_figure(pandalm: Pandalm) -> None:
    assert float(np.mean(pandalm.shares(ratings=200, seeds=6))) >= 0.72


def test_a_stack_beats_the_juror_in_it(pandalm: Pandalm) -> None:
    for juror in ("gpt-3.5-turbo", "pandalm-7b"):
        assert float(np.mean(pandalm.shares(ratings=200, seeds=2, jurors=[juror]))) > pandalm.judge_share(juror)


def test_hanna_has_a_figure_for_every_criterion_beside_the_five_models() -> None:
    found = hanna()
    assert len(found) == 6
    assert all(len(row) == 6 and all(-1 <= value <= 1 for value in row.values()) for row in found.values())
