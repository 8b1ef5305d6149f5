"""Rules, tastes and stacks in a real workspace: run like any judge, kept, compared, trained anew; nobody is asked."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.judging.judge_run import keep_judges
from studio.own_judges.kinds import asked_of, own_judge
from studio.own_judges.retraining import Retraining
from studio.own_judges.taste_report import agreement_in_words, taste_report
from studio.own_judges.taste_work import known_taste, taste_of_subjects
from studio.records import Judge, Project, Rater, Rubric, Sample, Verdict
from studio.rubric.reading import parse_rubric
from studio.store.inputs import new_input, save_inputs
from studio.store.ratings import RatingEvent
from studio.store.samples import save_samples
from studio.store.subjects import Subject
from studio.store.taste_models import kept_taste, rating_events_since
from studio.store.verdicts import save_verdicts, verdicts_of_subjects
from studio.workspace import Workspace
from tests.taste.planted import rated_answers

PROJECT = Project(id="shop", title="Shop", rubric="reply")
RUBRIC = parse_rubric("""
rubric: reply
criteria:
  - id: good
    question: Is it good?
  - id: short
    question: Has it at most 40 words?
    rule: {length: {at_most: 40}}
  - id: new
    question: Does it say something new?
    rule: {repeats: {at_most: 0.9}}
""")
ANNA = Rater(id="anna", name="Anna")
COUNT = 60


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = Workspace(tmp_path)
    opened.save_project(PROJECT)
    given = rated_answers(COUNT)
    asked = {text: new_input(project="shop", text=text) for text in dict.fromkeys(one.group for one in given)}
    made = [
        Sample(id=one.subject, project="shop", input_id=asked[one.group].id, output=one.text.output) for one in given
    ]
    made.append(Sample(id="t00000", project="shop", input_id=made[0].input_id, output=made[0].output))
    made.append(
        Sample(id="t00001", project="shop", input_id=made[0].input_id, output="Pchnąć w tę łódź jeża lub ośm skrzyń")
    )
    opened.write(lambda database: save_inputs(database, asked.values()))
    opened.write(lambda database: save_samples(database, made))
    opened.append_ratings([event(one.subject, str(one.values["good"])) for one in given], rater=ANNA, rubric=RUBRIC)
    yield opened
    opened.close()


def event(subject: str, value: str) -> RatingEvent:
    return RatingEvent(
        project="shop", rater="anna", subject=subject, rubric_id=RUBRIC.id, criterion="good", value=value
    )


def run(workspace: Workspace, judge: Judge, *, rubric: Rubric = RUBRIC) -> tuple[str, str]:
    run_id = workspace.start_judging(PROJECT, rubric=rubric, judges=[judge])
    assert workspace.jobs.wait(run_id, seconds=120.0)
    progress = workspace.progress(run_id)
    return progress.state, progress.message


def verdict(workspace: Workspace, judge: Judge, subject: str, criterion: str) -> Verdict:
    found = workspace.read(lambda database: verdicts_of_subjects(database, [subject]))
    return next(one for one in found if one.judge_id == judge.id and one.criterion == criterion)


def test_rules_give_verdicts_with_reasons_and_see_repeats_across_the_project(workspace: Workspace) -> None:
    judge = own_judge("rule", rubric=RUBRIC)
    assert run(workspace, judge)[0] == "done"
    assert verdict(workspace, judge, "t00001", "short").explanation == "It has 8 words."
    first, again = (verdict(workspace, judge, name, "new") for name in ("s00000", "t00000"))
    assert (first.value, again.value) == ("pass", "fail")
    assert again.explanation == "An earlier sample is like it: 100 %, at most 90 %."


def test_a_taste_is_trained_kept_and_compared_like_any_judge(workspace: Workspace) -> None:
    judge = own_judge("taste", rubric=RUBRIC)
    assert run(workspace, judge)[0] == "done"
    comparison = workspace.compare(PROJECT, rubric=RUBRIC)
    (one,) = (one for one in comparison.judges if one.judge.id == judge.id)
    assert one.report.n == COUNT
    report = workspace.read(lambda database: taste_report(database, project="shop", judge=judge))
    assert report is not None and report.newer_ratings == 0
    # Out of fold in the store as in the curve: Compare tells nothing more flattering.
    assert one.report["accuracy"].value == pytest.approx(report.criteria["good"].curve[-1].agreement)
    assert agreement_in_words(report.criteria["good"]).startswith("It agrees with you on ")
    assert sum(verdict(workspace, judge, "s00000", "good").probabilities.values()) == pytest.approx(1, abs=1e-3)
    strange = verdict(workspace, judge, "t00001", "good")
    assert (strange.value, strange.failure) == (None, "not_applicable")
    assert strange.explanation.startswith("I have not seen anything like this")


def test_nobody_is_asked_and_nothing_is_paid(workspace: Workspace) -> None:
    for kind in ("rule", "taste", "stack"):
        run(workspace, own_judge(kind, rubric=RUBRIC))
    assert workspace.read(lambda database: database.conn.execute("select count(*) from call").fetchone()[0]) == 0


def test_too_few_ratings_end_the_run_with_what_is_needed(tmp_path: Path) -> None:
    opened = Workspace(tmp_path)
    opened.save_project(PROJECT)
    state, message = run(opened, own_judge("taste", rubric=RUBRIC))
    opened.close()
    assert state == "failed"
    assert "It needs 20 ratings and has 0. Rate 20 more. No verdict was made up." in message


def test_a_stack_hears_the_other_judges_and_says_what_each_adds(workspace: Workspace) -> None:
    knowing = Judge(model="openai:knowing", rubric_id=RUBRIC.id, name="Knowing")
    said = [
        Verdict(subject=one.subject, judge_id=knowing.id, criterion="good", value=one.values["good"])
        for one in rated_answers(COUNT)
    ]
    workspace.write(lambda database: keep_judges(database, rubric=RUBRIC, judges=[knowing]))
    workspace.write(lambda database: save_verdicts(database, said, project="shop"))
    judge = own_judge("stack", rubric=RUBRIC)
    assert run(workspace, judge)[0] == "done"
    report = workspace.read(lambda database: taste_report(database, project="shop", judge=judge))
    assert report is not None
    (gain,) = report.criteria["good"].gains
    assert report.jurors[gain.source] == ("Knowing", None)
    assert report.criteria["good"].curve[-1].agreement > 0.9


def test_a_kept_taste_speaks_of_texts_that_are_in_no_store(workspace: Workspace) -> None:
    judge = own_judge("taste", rubric=RUBRIC)
    new = Subject("x", "Question 1 about parcel?", None, (rated_answers(3)[1].text.output,))

    def asked() -> list[Verdict]:
        return taste_of_subjects(workspace.reading, [new], project="shop", rubric=RUBRIC, judge=judge)

    assert asked() == []
    run(workspace, judge)
    (one,) = asked()
    assert one.criterion == "good" and one.value in ("pass", "fail")


def test_a_damaged_model_is_as_good_as_none(workspace: Workspace) -> None:
    judge = own_judge("taste", rubric=RUBRIC)
    run(workspace, judge)
    workspace.write(lambda database: database.conn.execute("update taste_model set body = x'00112233'"))
    assert workspace.read(lambda database: known_taste(database, project="shop", judge=judge)) is None
    assert run(workspace, judge)[0] == "done"


def test_a_taste_is_trained_anew_after_she_has_rated_on(workspace: Workspace) -> None:
    judge = own_judge("taste", rubric=RUBRIC)
    run(workspace, judge)
    before = workspace.read(lambda database: kept_taste(database, project="shop", judge_id=judge.id))
    assert before is not None
    others = [event(f"s{number:05}", "fail") for number in range(8)]
    workspace.append_ratings(others, rater=ANNA, rubric=RUBRIC)
    retraining = Retraining(workspace.store, quiet_seconds=0.05)
    retraining.rated("shop")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        after = workspace.read(lambda database: kept_taste(database, project="shop", judge_id=judge.id))
        if after is not None and after.event_id > before.event_id:
            break
        time.sleep(0.1)
    retraining.close()
    assert after is not None
    behind = workspace.read(lambda database: rating_events_since(database, "shop", event_id=after.event_id))
    assert behind == 0


def test_a_pause_that_ends_after_the_folder_is_gone_harms_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, recwarn: pytest.WarningsRecorder
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    opened = Workspace(folder)
    opened.save_project(PROJECT)
    retraining = Retraining(opened.store, quiet_seconds=0.05)
    opened.close()
    shutil.rmtree(folder)
    with caplog.at_level("INFO"):
        retraining.rated("shop")
        deadline = time.monotonic() + 20
        while not caplog.messages and time.monotonic() < deadline:
            time.sleep(0.02)
    assert any(message.startswith("A taste was not trained anew") for message in caplog.messages)
    assert not [warning for warning in recwarn if "Exception in thread" in str(warning.message)]


def test_after_the_end_nothing_waits_any_more(workspace: Workspace) -> None:
    retraining = Retraining(workspace.store, quiet_seconds=61.0)
    retraining.rated("shop")
    (waiting,) = timers(seconds=61.0)
    retraining.close()
    waiting.join(10.0)
    assert not waiting.is_alive()
    retraining.rated("shop")
    assert not timers(seconds=61.0)


def timers(*, seconds: float) -> list[threading.Timer]:
    """Those of this length alone: the workspace has timers of its own."""
    found = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    return [timer for timer in found if timer.interval == seconds]


def test_models_are_not_asked_what_a_rule_answers(workspace: Workspace) -> None:
    job = workspace.judge_job(PROJECT, rubric=RUBRIC, judge=Judge(model="openai:x", rubric_id=RUBRIC.id))
    assert [criterion.id for criterion in job.rubric.criteria] == ["good"]
    assert [criterion.id for criterion in asked_of(RUBRIC, model="rule:").criteria] == ["short", "new"]
    with pytest.raises(StudioError, match="no criterion with a rule"):
        asked_of(parse_rubric("rubric: x\ncriteria: [{id: a, question: b?}]"), model="rule:")
    with pytest.raises(StudioError, match="one answer at a time"):
        own_judge("rule", rubric=RUBRIC, mode="pairwise")
