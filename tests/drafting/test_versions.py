"""Versions of a rubric under one judge: agreement counted by hand, costs by call, ratings across wordings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from studio.calls import Call
from studio.comparing.rater_choice import RaterChoice
from studio.comparing.two_judges import compare_two
from studio.drafting.parts import subjects_in_part
from studio.drafting.versions import judge_models, judge_of_each, version_figures
from studio.records import Judge, Verdict
from studio.store import judges, runs, verdicts
from studio.store.engine import Database
from studio.store.rubric_standing import set_standing
from tests.drafting.test_draft_runs import JUDGE, RUBRIC, opened

ADA = RaterChoice(id="ada", kind="person", name="Ada")
SECOND = replace(RUBRIC, criteria=(replace(RUBRIC.criteria[0], question="Does it say what she asked?"),))
LATER = Judge(model="scripted:fair", rubric_id=SECOND.id)


def two_versions(database: Database) -> None:
    """The second version's judge agrees with her on every sample but the first, and each call cost 0.002 USD."""
    set_standing(database, RUBRIC, standing="saved")
    set_standing(database, SECOND, standing="saved")
    judges.save_judge(database, LATER)
    for n in range(10):
        call = Call(run_id=None, model="scripted:fair", subject=f"s{n}", cost_usd=0.002)
        value = "fail" if n % 2 or n == 0 else "pass"
        said = Verdict(
            subject=f"s{n}",
            judge_id=LATER.id,
            criterion="answers",
            value=value,
            call_id=runs.save_call(database, call),
        )
        verdicts.save_verdicts(database, [said], project="shop")


def test_each_version_has_its_agreement_its_cost_and_the_ratings_of_other_wordings_are_told(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, rated=10)
    workspace.write(two_versions)
    with workspace.reading() as database:
        first, second = version_figures(database, "shop", name="reply", model="scripted:fair", rater=ADA)
        assert judge_models(database, "shop", name="reply") == ["scripted:fair"]
    # The first judge always says pass and she does so on 5 of 10; the second differs from her on one of 10.
    assert (first.agreement.value, first.agreement.n, first.former) == (0.5, 10, 0)
    assert (second.agreement.value, second.agreement.n, second.former) == (0.9, 10, 10)
    assert second.agreement.low is not None and second.agreement.low < 0.9
    assert first.cost_of_a_thousand_usd is None
    assert second.cost_of_a_thousand_usd == pytest.approx(2.0)
    workspace.close()


def test_a_version_that_the_model_has_not_judged_says_so(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, rated=4)
    workspace.write(lambda database: set_standing(database, RUBRIC, standing="saved"))
    with workspace.reading() as database:
        (only,) = version_figures(database, "shop", name="reply", model="scripted:kind", rater=ADA)
    assert only.agreement.value is None and only.agreement.why == "This model has not judged this version."
    workspace.close()


def test_two_versions_are_judged_by_the_same_judge_and_compared_on_the_test_part_alone(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, rated=10)
    workspace.write(two_versions)
    with workspace.reading() as database:
        pair = judge_of_each(database, "shop", first=RUBRIC, second=SECOND, model="scripted:fair")
        assert pair == (JUDGE, LATER)
        test = subjects_in_part(database, [f"s{n}" for n in range(10)], part="test")
        found = compare_two(database, project="shop", first=pair[0], second=pair[1], rater="ada", subjects=test)
    (question,) = found.questions
    # 10 samples are in both; rated ones outside the test part count as unrated here.
    assert question.found.n == len(test) and 0 < len(test) < 10
    assert question.found.fixed == sum(int(name[1:]) % 2 for name in test)
    workspace.close()
