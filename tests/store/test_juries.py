"""A jury is a judge like any other wherever verdicts are read, and nothing of it is stored but who sits in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.comparing.comparison import compare
from studio.errors import StudioError
from studio.exporting.candidates import Candidates
from studio.judge_settings import JuryRule
from studio.records import Judge
from studio.store.judges import forget_jury, judge_of, judges_used, save_judge
from studio.store.juries import new_jury
from studio.store.store import Store
from studio.store.verdict_lines import LookAt, verdict_line_count, verdict_lines
from studio.store.verdicts import opinions_version, save_verdicts, verdict_counts, verdict_points, verdicts_of_subjects
from tests.store.shelf import PROJECT, RUBRIC, ask, filled, name, rate, rating, verdict

JUDGES = [Judge(model=f"scripted:{letter}", rubric_id=RUBRIC.id, name=letter.upper()) for letter in "abc"]
# What A, B and C say of samples 0 to 3: 2 of 3, 1 of 3, one missing, two missing.
SAID = (("pass", "pass", "fail"), ("fail", "pass", "fail"), ("pass", "pass", None), (None, None, "pass"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = filled(tmp_path / "studio.db", count=6)
    given = [
        verdict(number, judge_id=judge.id, **({"value": value} if value else {"failure": "server"}))
        for number, row in enumerate(SAID)
        for judge, value in zip(JUDGES, row, strict=True)
    ]

    def action(database: object) -> None:
        for judge in JUDGES:
            save_judge(database, judge)  # type: ignore[arg-type]
        save_verdicts(database, given, project=PROJECT)  # type: ignore[arg-type]

    store.write(action)
    yield store
    store.close()


def seated(store: Store, rule: JuryRule = "majority", **how: object) -> Judge:
    jury = new_jury(JUDGES, rule=rule, name="The three", **how)  # type: ignore[arg-type]
    store.write(lambda database: save_judge(database, jury))
    return jury


def points(store: Store, jury: Judge, *numbers: int) -> dict[str, object]:
    names = [name(number) for number in numbers]
    with store.reading() as database:
        found = verdict_points(database, project=PROJECT, judge_id=jury.id, criterion="answers", subjects=names)
        return {point.subject: point.value or point.failure for point in found}


def test_its_verdicts_are_read_as_if_they_were_stored(store: Store) -> None:
    jury = seated(store)
    assert points(store, jury, 0, 1, 2, 3, 4) == {
        name(0): "pass",
        name(1): "fail",
        name(2): "pass",
        name(3): "undecided",
    }
    assert ask(store.path, f"select count(*) from verdict where judge_id = '{jury.id}'") == [(0,)]


def test_it_follows_its_members(store: Store) -> None:
    jury = seated(store)
    late = verdict(3, judge_id=JUDGES[0].id, value="fail")
    more = verdict(3, judge_id=JUDGES[1].id, value="fail")
    store.write(lambda database: save_verdicts(database, [late, more], project=PROJECT))
    assert points(store, jury, 3) == {name(3): "fail"}


def test_it_stands_among_the_judges_of_the_project_and_of_no_other(store: Store) -> None:
    jury = seated(store)
    with store.reading() as database:
        assert [judge.id for judge in judges_used(database, PROJECT, rubric_id=RUBRIC.id)][-1] == jury.id
        assert judges_used(database, "elsewhere") == []
        assert judge_of(database, jury.id) == jury
        (count,) = verdict_counts(database, project=PROJECT, judge_id=jury.id)
    assert (count.criterion, count.order, count.verdicts) == ("answers", "", 4)


def test_compare_measures_it_beside_its_members(store: Store) -> None:
    jury = seated(store)
    rate(store, *(rating(number, value=value) for number, value in enumerate(("pass", "fail", "pass", "pass"))))
    with store.reading() as database:
        measured = {one.judge.id: one for one in compare(database, project=PROJECT, rubric=RUBRIC).judges}
    assert measured[jury.id].report.n == 3
    assert measured[jury.id].report["accuracy"].value == 1.0
    assert measured[jury.id].failures == {"undecided": 1}
    # C alone agrees on 1 of 3: fail for pass, fail for fail, nothing, pass for pass.
    assert measured[JUDGES[2].id].report["accuracy"].value == pytest.approx(2 / 3)


def test_curate_sees_its_verdicts_with_who_said_what(store: Store) -> None:
    jury = seated(store)
    found = {one.sample.id: one for one in Candidates(PROJECT, RUBRIC.id, store.reading)}  # type: ignore[union-attr]
    (said,) = [one for one in found[name(1)].verdicts if one.judge_id == jury.id]
    assert said.value == "fail"
    assert sorted(said.explanation.rstrip(".").split("; ")) == ["A: fail", "B: pass", "C: fail"]


def test_the_judge_page_lists_its_verdicts_by_page(store: Store) -> None:
    look = LookAt(project=PROJECT, judge_id=seated(store).id, criterion="answers")
    with store.reading() as database:
        assert verdict_line_count(database, look) == 4
        first = verdict_lines(database, look, limit=3)
        last = verdict_lines(database, look, limit=3, offset=3)
    assert [line.verdict.value for line in first] == ["pass", "fail", "pass"]
    assert [line.verdict.failure for line in last] == ["undecided"]
    assert len({line.id for line in first + last}) == 4
    assert first[0].excerpt == "It is in van 0."


def test_weights_go_with_their_judges_whatever_order_they_are_named_in(store: Store) -> None:
    first = new_jury(JUDGES, rule="weighted", weights=(5.0, 1.0, 1.0))
    assert new_jury(JUDGES[::-1], rule="weighted", weights=(1.0, 1.0, 5.0)).id == first.id
    jury = seated(store, "weighted", weights=(5.0, 1.0, 1.0))
    assert points(store, jury, 1) == {name(1): "fail"}


def test_making_a_jury_changes_what_a_comparison_is_valid_for_and_letting_it_go_leaves_its_members(
    store: Store,
) -> None:
    with store.reading() as database:
        before = opinions_version(database, PROJECT)
    jury = seated(store)
    with store.reading() as database:
        assert opinions_version(database, PROJECT) != before
    store.write(lambda database: forget_jury(database, jury.id))
    assert store.write(lambda database: forget_jury(database, JUDGES[0].id)) == 0
    with store.reading() as database:
        assert [judge.name for judge in judges_used(database, PROJECT)] == ["A", "B", "C"]
        assert len(verdicts_of_subjects(database, [name(0)])) == 3


def test_judges_that_cannot_sit_together_are_refused_in_words(store: Store) -> None:
    other = Judge(model="scripted:d", rubric_id="another")
    jury = new_jury(JUDGES, rule="majority")
    for members, rule, why in (
        ([JUDGES[0]], "majority", "at least two"),
        ([JUDGES[0], JUDGES[0]], "majority", "at least two"),
        ([JUDGES[0], other], "majority", "the same rubric"),
        ([JUDGES[0], jury], "majority", "another jury"),
        (JUDGES, "weighted", "a weight above 0"),
    ):
        with pytest.raises(StudioError, match=why):
            new_jury(members, rule=rule)  # type: ignore[arg-type]
