"""What the store keeps for the rubric workshop: standing, carried ratings and verdicts, proposals, the test part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from studio.records import Criterion, Input, Judge, Project, Rater, Rubric, Sample, Verdict
from studio.store import carried, inputs, judges, projects, proposals, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database, open_database
from studio.store.migrations import _FIRST, migrations
from studio.store.practice import values_given
from studio.store.proposals import Proposal
from studio.store.rubric_standing import kept_versions, set_standing, standing_of
from studio.store.store import Store

OLD = Rubric(name="reply", title="Reply", criteria=(Criterion(id="a", question="A?"), Criterion(id="b", question="B?")))
NEW = replace(OLD, criteria=(OLD.criteria[0], replace(OLD.criteria[1], question="B really?")))


def event(criterion: str, value: str, *, subject: str = "s") -> ratings.RatingEvent:
    return ratings.RatingEvent(
        project="p", rater="ada", subject=subject, rubric_id=OLD.id, criterion=criterion, value=value
    )


def filled(path: Path) -> Store:
    """One sample, rated on both questions and judged by one judge, under the old rubric."""
    store = Store(path)

    def action(database: Database) -> None:
        projects.save_project(database, Project(id="p", title="P"))
        inputs.save_inputs(database, [Input(id="i", project="p", text="?")])
        samples.save_samples(database, [Sample(id="s", project="p", input_id="i", output="!")])
        raters.save_rater(database, Rater(id="ada", name="Ada"))
        rubrics.save_rubric(database, OLD)
        judge = Judge(model="scripted:fair", rubric_id=OLD.id)
        judges.save_judge(database, judge)
        said = [Verdict(subject="s", judge_id=judge.id, criterion=name, value="pass") for name in ("a", "b")]
        verdicts.save_verdicts(database, said, project="p")
        ratings.append_events(database, [event("a", "pass"), event("b", "fail")])

    store.write(action)
    return store


def judged_by_a_draft(database: Database) -> None:
    set_standing(database, NEW, standing="tried")
    judge = Judge(model="scripted:fair", rubric_id=NEW.id)
    judges.save_judge(database, judge)
    said = Verdict(subject="s", judge_id=judge.id, criterion="a", value="pass")
    verdicts.save_verdicts(database, [said], project="p")


def test_a_draft_that_was_tried_is_no_version_until_it_is_saved(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    store.write(judged_by_a_draft)
    with store.reading() as database:
        assert [one.rubric.id for one in kept_versions(database, "reply")] == [OLD.id]
        assert [one.id for one in rubrics.rubrics_used(database, "p")] == [OLD.id]
    store.write(lambda database: set_standing(database, NEW, standing="saved"))
    store.write(lambda database: set_standing(database, NEW, standing="tried"))
    with store.reading() as database:
        assert standing_of(database, NEW.id) == "saved"
        assert [one.rubric.id for one in kept_versions(database, "reply")] == [OLD.id, NEW.id]
    store.close()


def test_ratings_of_the_same_question_stand_under_the_new_wording_too_and_fall_with_their_event(
    tmp_path: Path,
) -> None:
    store = filled(tmp_path / "studio.db")
    carry = carried.Carrying(project="p", old_rubric=OLD.id, new_rubric=NEW.id, criteria={"a": "a"})
    assert store.write(lambda database: carried.carry_ratings(database, carry)) == 1
    assert store.write(lambda database: carried.carry_ratings(database, carry)) == 0
    with store.reading() as database:
        (found,) = ratings.ratings(database, "p", rubric_id=NEW.id)
        assert (found.criterion, found.value) == ("a", "pass")
        assert carried.rating_counts(database, "p", rubric_id=OLD.id) == {"a": 1, "b": 1}
        first = next(one for one in ratings.events(database, "p") if one.criterion == "a")
    store.write(lambda database: ratings.append_events(database, [ratings.undo_of(first)]))
    with store.reading() as database:
        assert not ratings.ratings(database, "p", rubric_id=NEW.id)
    store.close()


def test_verdicts_are_carried_to_the_same_judge_under_the_new_content(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    heavier = replace(OLD, criteria=(replace(OLD.criteria[0], weight=2.0), OLD.criteria[1]))
    store.write(lambda database: rubrics.save_rubric(database, heavier))
    move = {"old_rubric": OLD.id, "new_rubric": heavier.id}
    assert store.write(lambda database: carried.carry_verdicts(database, "p", **move)) == 2
    with store.reading() as database:
        totals = carried.verdict_totals(database, "p", rubric_id=heavier.id, criteria=["a", "b"])
    assert totals == {"a": 1, "b": 1}
    store.close()


def test_proposals_wait_until_they_are_decided(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    edit = Proposal(project="p", run_id=1, rubric_name="reply", base_id=OLD.id, kind="edit", body={"reason": "why"})
    store.write(lambda database: proposals.save_proposals(database, [edit, edit]))
    with store.reading() as database:
        first, second = proposals.open_edits(database, "p", rubric_name="reply")
    store.write(lambda database: proposals.decide(database, first.id, decision="declined"))
    with store.reading() as database:
        assert proposals.open_edits(database, "p", rubric_name="reply") == [second]
        assert proposals.decided_counts(database, "p", rubric_name="reply") == {"declined": 1, "open": 1}
    store.close()


def test_each_result_of_the_test_part_is_counted_once(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")

    def opened(model: str) -> int:
        pair = {"first_id": OLD.id, "second_id": NEW.id, "model": model}
        store.write(lambda database: proposals.open_test(database, "p", rubric_name="reply", **pair))
        with store.reading() as database:
            assert proposals.is_test_open(database, "p", **pair)
            return proposals.openings_of_test(database, "p", rubric_name="reply")

    assert [opened("x"), opened("x"), opened("y")] == [1, 1, 2]
    store.close()


def test_a_database_made_before_gains_the_workshop_and_keeps_its_rubrics_as_saved_ones(tmp_path: Path) -> None:
    database = open_database(tmp_path / "studio.db")
    database.executescript(_FIRST)
    migrations.ensure_migrations_table(database)
    database["_sqlite_migrations"].insert({"migration_set": "studio", "name": "first", "applied_at": "x"})
    rubrics.save_rubric(database, OLD)
    database.conn.commit()
    database.close()
    store = Store(tmp_path / "studio.db")
    with store.reading() as opened:
        assert standing_of(opened, OLD.id) == "saved"
        assert not proposals.open_edits(opened, "p", rubric_name="reply")
    store.close()


def test_the_values_given_so_far_are_those_of_people_and_judges_together(tmp_path: Path) -> None:
    store = filled(tmp_path / "studio.db")
    with store.reading() as database:
        assert values_given(database, "p", rubric_id=OLD.id) == {"a": {"pass": 2}, "b": {"pass": 1, "fail": 1}}
        assert values_given(database, "p", rubric_id=NEW.id) == {}
    store.close()
