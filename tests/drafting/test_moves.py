"""Which verdicts moved between two wordings, and what a shared agreement record holds back."""

from __future__ import annotations

import json
from pathlib import Path

from studio.comparing.shared_record import shared_record
from studio.drafting.moves import moves
from studio.records import Criterion, Rubric, Value, Verdict
from tests.drafting.test_draft_runs import RUBRIC, SHOP, opened

TWO = Rubric(name="r", title="R", criteria=(Criterion(id="a", question="A?"), Criterion(id="b", question="B?")))


def verdict(judge: str, subject: str, criterion: str, value: Value | None, **more: object) -> Verdict:
    failure = None if value is not None else "refused"
    return Verdict(subject=subject, judge_id=judge, criterion=criterion, value=value, failure=failure, **more)


def test_what_moved_most_comes_first_and_a_failure_or_a_second_attempt_moves_nothing() -> None:
    said = [
        verdict("old", "x", "a", "pass"),
        verdict("new", "x", "a", None),
        verdict("old", "y", "a", "pass"),
        verdict("new", "y", "a", "fail"),
        verdict("new", "y", "a", "pass", repeat=1),
        verdict("old", "y", "b", "pass"),
        verdict("new", "y", "b", "pass"),
        verdict("new", "z", "b", "fail"),
    ]
    found = moves(said, subjects=["x", "y", "z"], judge_ids=("old", "new"), rubric=TWO)
    assert [(one.subject, [answer.criterion.id for answer in one.moved]) for one in found] == [
        ("y", ["a"]),
        ("x", []),
        ("z", []),
    ]


def test_a_shared_record_names_nobody_and_is_none_without_ratings(tmp_path: Path) -> None:
    workspace, _ = opened(tmp_path, rated=10)
    told = json.dumps(shared_record(workspace.compare(SHOP, rubric=RUBRIC)))
    assert '"n": 10' in told
    assert not [word for word in ("ada", "Ada", "shop", "Answer", "Question", "dodges") if word in told]
    workspace.close()
    empty, _ = opened(tmp_path / "other")
    assert shared_record(empty.compare(SHOP, rubric=RUBRIC)) is None
    empty.close()
