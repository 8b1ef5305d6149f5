"""Two judges on the same samples: what changed, whether it helped, and which ratings would still tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.comparing.two_judges import TwoJudges, compare_two
from studio.records import ONE_TO_FIVE, Criterion, Judge, Rater
from studio.store.judges import save_judge
from studio.store.raters import save_rater
from studio.store.rubrics import save_rubric
from studio.store.store import Store
from studio.store.verdicts import save_verdicts
from tests.store.shelf import JUDGE, PROJECT, RUBRIC, filled, name, rate, rating, verdict

STRICT = Judge(model="scripted:strict", rubric_id=RUBRIC.id)
REWORDED = replace(RUBRIC, task="Answers to customers who are in a hurry.")
LATER = Judge(model="scripted:fair", rubric_id=REWORDED.id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=40)
    store.write(lambda database: (save_rubric(database, REWORDED), save_judge(database, LATER)))
    store.write(lambda database: save_judge(database, STRICT))
    yield store
    store.close()


def judged(store: Store, judge: Judge, values: str, **more: object) -> None:
    """One verdict a sample, p for pass and f for fail."""
    said = {"p": "pass", "f": "fail"}
    verdicts = [verdict(n, judge_id=judge.id, value=said[letter], **more) for n, letter in enumerate(values)]
    store.write(lambda database: save_verdicts(database, verdicts, project=PROJECT))


def against(store: Store, first: Judge, second: Judge, **how: object) -> TwoJudges:
    with store.reading() as database:
        return compare_two(database, project=PROJECT, first=first, second=second, **how)


def test_fixed_broken_and_unrated_changes_are_told_apart(store: Store) -> None:
    judged(store, JUDGE, "ppppff")
    judged(store, STRICT, "pffffp")
    # She passes 0, 1 and 5, fails 2; 3 and 4 she has not rated. Changed are 1, 2, 3 and 5.
    rate(store, rating(0), rating(1), rating(5), rating(2, value="fail"))
    (one,) = against(store, JUDGE, STRICT).questions
    assert (one.both, one.found.n, one.found.fixed, one.found.broken, one.found.unrated) == (6, 4, 2, 1, 1)
    assert [(change.kind, one.subject_of(change)) for change in one.found.changes] == [
        ("broken", name(1)),
        ("fixed", name(2)),
        ("fixed", name(5)),
        ("unrated", name(3)),
    ]
    assert one.changed_only.left == 1


def test_a_sample_only_one_judge_has_a_value_for_is_not_compared(store: Store) -> None:
    judged(store, JUDGE, "pppp")
    judged(store, STRICT, "pp")
    failed = verdict(2, judge_id=STRICT.id, failure="server")
    store.write(lambda database: save_verdicts(database, [failed], project=PROJECT))
    assert against(store, JUDGE, STRICT).questions[0].both == 2


def test_ratings_of_the_former_wording_count_and_are_told(store: Store) -> None:
    judged(store, JUDGE, "ppp")
    judged(store, LATER, "pfp")
    rate(store, rating(0), rating(1), rating(1, rubric_id=REWORDED.id, value="fail"))
    (one,) = against(store, JUDGE, LATER).questions
    assert (one.found.n, one.former_ratings, one.found.fixed) == (2, 1, 1), "her last word on sample 1 is fail"
    (last,) = against(store, JUDGE, LATER, former_ratings=False).questions
    assert (last.found.n, last.former_ratings) == (1, 0)


def test_one_person_is_one_voice_in_a_majority_whatever_the_wording(store: Store) -> None:
    judged(store, JUDGE, "p")
    judged(store, LATER, "f")
    store.write(lambda database: [save_rater(database, Rater(id=who, name=who)) for who in ("ben", "cem")])
    rate(store, rating(0), rating(0, rubric_id=REWORDED.id), rating(0, rater="ben", value="fail"))
    rate(store, rating(0, rater="cem", value="fail"))
    (one,) = against(store, JUDGE, LATER, rater="majority").questions
    assert [change.kind for change in one.found.changes] == ["fixed"]


def test_a_question_on_another_scale_is_left_out_with_the_reason(store: Store) -> None:
    other = replace(
        RUBRIC, criteria=(replace(RUBRIC.criteria[0], scale=ONE_TO_FIVE), Criterion(id="new", question="?"))
    )
    judge = Judge(model="scripted:fair", rubric_id=other.id)
    store.write(lambda database: (save_rubric(database, other), save_judge(database, judge)))
    found = against(store, JUDGE, judge)
    assert found.questions == ()
    assert set(found.not_comparable) == {"answers", "new"}
    assert "different scales" in found.not_comparable["answers"]


def test_asking_several_questions_makes_each_less_sure(store: Store) -> None:
    both = replace(RUBRIC, criteria=(RUBRIC.criteria[0], Criterion(id="warm", question="Is it warm?")))
    judges = [Judge(model=f"scripted:{name}", rubric_id=both.id) for name in ("fair", "strict")]
    store.write(lambda database: (save_rubric(database, both), [save_judge(database, judge) for judge in judges]))
    for judge, values in zip(judges, ("p" * 8, "f" * 8), strict=True):
        judged(store, judge, values)
        judged(store, judge, values, criterion="warm")
    rate(store, *[rating(n, rubric_id=both.id, value="fail") for n in range(8)])
    rate(store, *[rating(n, rubric_id=both.id, criterion="warm") for n in range(3)])
    answers, warm = against(store, *judges).questions
    # Eight fixed of eight: 2 / 2^8; three broken of three: 2 / 2^3. Holm doubles the smaller.
    assert answers.found.mcnemar == pytest.approx(2 / 2**8)
    assert answers.mcnemar_of_all == pytest.approx(2 * 2 / 2**8)
    assert warm.mcnemar_of_all == pytest.approx(2 / 2**3)


def test_orders_are_compared_each_with_itself(store: Store) -> None:
    judged(store, JUDGE, "pp", order="AB")
    judged(store, JUDGE, "pp", order="BA")
    judged(store, STRICT, "pf", order="AB")
    assert [(one.order, one.both) for one in against(store, JUDGE, STRICT).questions] == [("AB", 2)]
