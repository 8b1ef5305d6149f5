"""Compare: a sentence to act on first, then one part at a time; every number with its size, and a next step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from studio.records import Criterion, Judge, Project, Rater, Rubric, Sample, Verdict
from studio.rubric.writing import new_rubric_text
from studio.store import inputs, judges, projects, raters, ratings, rubrics, samples, verdicts
from studio.store.engine import Database
from tests.pages.conftest import Studio, words

RUBRIC = Rubric(
    name="reply",
    title="Reply",
    criteria=(Criterion(id="answers", question="Does it answer?"), Criterion(id="warm", question="Is it warm?")),
)
KIND, STRICT = (Judge(model=f"scripted:{name}", rubric_id=RUBRIC.id, name=name.title()) for name in ("kind", "strict"))
COUNT = 40


def subject(number: int) -> str:
    return f"{number:016d}"


def fill(database: Database) -> None:
    """Forty samples of twenty inputs; she passes every second one, Kind all of them, Strict what she does but three."""
    projects.save_project(database, Project(id="shop", title="Shop", rubric="reply"))
    rubrics.save_rubric(database, RUBRIC)
    asked = [inputs.new_input(project="shop", text=f"Where is {n}?", tags={"topic": "ab"[n % 2]}) for n in range(20)]
    inputs.save_inputs(database, asked)
    made = [
        Sample(id=subject(n), project="shop", input_id=asked[n // 2].id, output=f"Answer {n}.", system="m")
        for n in range(COUNT)
    ]
    samples.save_samples(database, made)
    for judge in (KIND, STRICT):
        judges.save_judge(database, judge)
    verdicts.save_verdicts(
        database,
        [said(judge, n, c) for judge in (KIND, STRICT) for n in range(COUNT) for c in range(2)],
        project="shop",
    )
    raters.save_rater(database, Rater(id="ada", name="Ada"))


def said(judge: Judge, number: int, criterion: int) -> Verdict:
    passes = judge is KIND or hers(number) == "pass"
    value = "pass" if passes and not (judge is STRICT and number in (0, 2, 4)) else "fail"
    name = RUBRIC.criteria[criterion].id
    return Verdict(
        subject=subject(number), judge_id=judge.id, criterion=name, value=value, explanation=f"{judge.name} on {number}"
    )


def hers(number: int) -> str:
    return "pass" if number % 2 == 0 else "fail"


def rate(studio: Studio, numbers: range, *, rater: str = "ada", **more: object) -> None:
    given = [
        ratings.RatingEvent(
            **{
                "project": "shop",
                "rater": rater,
                "subject": subject(n),
                "rubric_id": RUBRIC.id,
                "criterion": c.id,
                "value": hers(n),
                **more,
            }
        )
        for n in numbers
        for c in RUBRIC.criteria
    ]
    studio.workspace.write(lambda database: ratings.append_events(database, given))


@pytest.fixture
def shop(studio: Studio) -> Studio:
    studio.workspace.rubrics.save_text(new_rubric_text(RUBRIC))
    studio.workspace.write(fill)
    return studio


def part(studio: Studio, name: str) -> AppTest:
    app = studio.page("compare")
    app.segmented_control(key="compare_part").select(name).run()
    assert not app.exception
    return app


def test_the_first_line_says_which_judge_comes_nearest_and_on_how_many(shop: Studio) -> None:
    rate(shop, range(COUNT))
    told = words(shop.page("compare"))
    # Strict is wrong on 3 of 40 samples, on both questions: 74 of 80.
    assert "Strict comes nearest to Ada: it agrees on 92 %" in told
    assert "of 80 ratings" in told


def test_with_one_question_every_judge_has_a_sentence(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    app.selectbox(key="compare_criterion").select("answers").run()
    told = words(app)
    assert "Strict agrees with Ada on 92 %" in told
    assert "Kind agrees with Ada on 50 %" in told
    assert told.index("Strict agrees") < told.index("Kind agrees")
    assert app.query_params["criterion"] == "answers"


def test_her_own_second_answers_stand_beside_the_judge(shop: Studio) -> None:
    rate(shop, range(COUNT))
    rate(shop, range(24), reason="again")
    assert "Ada's own second ratings agree on 100 %" in words(shop.page("compare"))
    told = part(shop, "people")
    rows = told.dataframe[0].value
    assert list(rows["asked"]) == [24, 24, 24, 24]
    assert "Strict" in list(rows["judge"])


def test_the_samples_of_a_cell_are_opened_with_both_reasons(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    app.selectbox(key="compare_pick").select(f"{STRICT.id}.answers.").run()
    app.selectbox(key="compare_cell").select("pass→fail").run()
    told = words(app)
    assert "Answer 0." in told
    assert "Strict on 0" in told


def test_two_judges_show_what_changed_and_the_way_to_rate_only_that(shop: Studio) -> None:
    rate(shop, range(30))
    app = part(shop, "two")
    app.selectbox(key="compare_first").select(KIND.id).run()
    told = words(app)
    # Of the 30 rated, Strict mends the 15 fails and breaks 3 passes.
    assert "Strict is nearer to Ada on the same 30 samples" in told
    assert "15 fixed, 3 broken" in told
    app.selectbox(key="compare_changed").select("fixed").run()
    assert "Kind on 1" in words(app) and "Strict on 1" in words(app)


def test_unrated_changes_are_counted_until_it_is_clear(shop: Studio) -> None:
    rate(shop, range(4))
    app = part(shop, "two")
    app.selectbox(key="compare_first").select(KIND.id).run()
    told = words(app)
    assert "changed verdicts of 40 have no rating" in told
    assert "too few to tell" in told


def test_kinds_of_samples_have_their_own_size_and_interval(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = part(shop, "kinds")
    rows = app.dataframe[0].value
    assert list(rows["n"]) == [20, 20]
    assert all("n = 20" in cell for cell in rows["Strict"])


def test_a_decision_that_the_interval_settles_gets_a_stop_sign(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = part(shop, "more")
    app.selectbox(key="compare_pick").select(f"{KIND.id}.answers.").run()
    assert any("Stop rating" in one.value for one in app.success)
    app.number_input(key="compare_line").set_value(50).run()
    assert not app.success
    assert any("both answers" in one.value for one in app.info)


def test_below_twenty_ratings_nothing_is_given_as_a_number(shop: Studio) -> None:
    rate(shop, range(4))
    app = shop.page("compare")
    assert "Kind shares 4 rated samples with Ada: too few to tell. Rate 16 more." in words(app)
    rows = part(shop, "numbers").dataframe[0].value
    assert set(rows["accuracy"]) == {"too few to tell"}


def test_ratings_of_another_wording_are_told_and_not_counted(shop: Studio) -> None:
    other = replace(RUBRIC, task="In a hurry.")
    shop.workspace.write(lambda database: rubrics.save_rubric(database, other))
    rate(shop, range(COUNT), rubric_id=other.id)
    told = words(shop.page("compare"))
    assert "80 ratings belong to another wording" in told
    assert "comes nearest" not in told


def test_judges_with_nothing_but_failures_say_so(shop: Studio) -> None:
    def fail(database: Database) -> None:
        database.conn.execute("update verdict set value = null, failure = 'server'")

    rate(shop, range(COUNT))
    shop.workspace.write(fail)
    app = shop.page("compare")
    assert "No judge has a verdict on what Ada rated" in words(app)
    assert "40 provider error" in words(app)


def test_three_people_are_compared_with_each_other_and_the_judge(shop: Studio) -> None:
    for name in ("ben", "cem"):
        shop.workspace.write(lambda database, name=name: raters.save_rater(database, Rater(id=name, name=name.title())))
        rate(shop, range(COUNT), rater=name)
    rate(shop, range(COUNT))
    app = part(shop, "people")
    told = words(app)
    assert "3 raters share 40 rated samples." in told
    assert "stand in for a person" in told


def test_a_link_opens_the_same_view(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    app.query_params["part"] = "two"
    app.query_params["criterion"] = "warm"
    app.query_params["a"] = STRICT.id
    app.run()
    assert app.segmented_control(key="compare_part").value == "two"
    assert app.selectbox(key="compare_criterion").value == "warm"
    assert app.selectbox(key="compare_first").value == STRICT.id


def test_a_link_to_something_that_is_gone_opens_the_usual_view(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    app.query_params["criterion"] = "gone"
    app.query_params["samples"] = "topic=gone"
    app.run()
    assert not app.exception
    assert "of 80 ratings" in words(app)


def test_a_judge_with_probabilities_shows_whether_they_come_true(shop: Studio) -> None:
    def give_chances(database: Database) -> None:
        database.conn.execute("""update verdict set probabilities = '{"fail": 0.2, "pass": 0.8}'""")

    rate(shop, range(COUNT))
    shop.workspace.write(give_chances)
    app = part(shop, "numbers")
    assert "How sure it is, and whether that comes true" in [one.label for one in app.expander]
    rows = app.dataframe[-1].value
    # 0.8 is said of all, half of which she passes: 0.5 x 0.8^2 + 0.5 x 0.2^2.
    assert next(iter(rows["value"][rows["number"] == "Brier score"])).startswith("0.34")


def test_words_in_texts_and_reasons_narrow_the_samples(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    app.selectbox(key="compare_pick").select(f"{STRICT.id}.answers.").run()
    app.text_input(key="compare_words").input("strict ON 4").run()
    assert "Answer 4." in words(app)
    app.text_input(key="compare_words").input("where is 1?").run()
    assert "Answer 2." in words(app)
    app.text_input(key="compare_words").input("nowhere").run()
    assert "None of these samples holds these words." in words(app)


def test_her_ratings_since_a_day_can_be_looked_at_alone(shop: Studio) -> None:
    rate(shop, range(24), created_at="2026-05-01T10:00:00+00:00")
    assert not [one for one in shop.page("compare").selectbox if one.key == "compare_when"]
    rate(shop, range(10, COUNT), created_at="2026-05-03T10:00:00+00:00")
    app = shop.page("compare")
    assert "of 80 ratings" in words(app)
    app.selectbox(key="compare_when").select("since").run()
    # She rated 10 to 39 on the last day, twice 30; Strict is right on all of them.
    assert "Strict comes nearest to Ada, since 2026-05-03: it agrees on 100 %" in words(app)
    assert "of 60 ratings" in words(app)
    assert app.query_params["when"] == "since"
