"""What is asked next, pairs, answers side by side, and keys of her own, as she meets them on the Rate page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from studio.records import Rater, Rating
from studio.store import facts, judges, raters, ratings
from studio.store.ratings import RatingEvent, append_events
from tests.pages.conftest import ROOT, Studio, words
from tests.pages.test_rate import READ_AS_ADA, move, press


def rate_page(studio: Studio, **address: str) -> AppTest:
    """The Rate page at this address, with Ada before it."""
    app = AppTest.from_file(str(ROOT / "studio" / "app.py"), default_timeout=30)
    app.session_state["studio_rater"] = "Ada"
    app.run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(str(ROOT / "pages" / "rate.py")).run()
    assert not app.exception
    return app


def stored(studio: Studio, rater: str = "ada") -> list[Rating]:
    return studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater=rater))


def long_ago(studio: Studio, *, rater: str = "ada", value: str = "pass") -> None:
    """Yesterday this person answered the first question on the first sample."""
    rubric = studio.workspace.rubric_of(studio.workspace.project("shop"))
    assert rubric is not None
    event = RatingEvent(
        project="shop",
        rater=rater,
        subject="00",
        rubric_id=rubric.id,
        criterion="answers",
        value=value,
        note="because of yesterday",
        created_at=(datetime.now(UTC) - timedelta(days=2)).isoformat(),
    )

    def action(database: object) -> None:
        raters.save_rater(database, Rater(id=rater, name=rater))
        append_events(database, [event])

    studio.workspace.write(action)


def test_an_honest_pick_is_kept_with_its_chance_and_told_only_afterwards(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio)
    assert "picked at random" not in words(app)
    press(app, "value_1").run()
    (rating,) = stored(studio)
    assert (rating.inclusion, rating.reason) == (1 / 6, "random")
    assert "picked at random" in words(app)


def test_a_link_asks_where_two_judges_differ(studio: Studio) -> None:
    studio.fill()
    kind, strict = sorted(
        studio.workspace.read(lambda database: judges.judges_used(database, "shop")), key=lambda judge: judge.name
    )
    app = rate_page(studio, queue="better", a=kind.id, b=strict.id)
    assert app.radio(key="rate_queue").value == "better"
    assert "Nobody is ahead yet: 0 differences rated, 6 left." in words(app)
    for _ in range(2):
        press(app, "value_2").run()
        press(app, "value_3").run()
    assert "**Strict** is ahead" in words(app)


def test_checking_herself_hides_what_she_said_before(studio: Studio) -> None:
    studio.fill()
    long_ago(studio)
    app = rate_page(studio, queue="check", rate_criterion="answers")
    app.selectbox(key="rate_criterion").select("answers").run()
    assert "Answer 0 Short" in words(app)
    assert not [line for line in app.markdown if "because of yesterday" in str(line.value)]
    press(app, "value_2").run()
    assert "You gave the same answer 0 of 1 times." in words(app)
    assert [(one.value, one.reason) for one in stored(studio)] == [("fail", "")]


def test_with_nothing_to_ask_again_one_button_leads_to_samples_she_has_not_rated(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, queue="check")
    assert "Nothing to ask again yet" in words(app)
    app.button(key="rate_others_now").click().run()
    assert app.radio(key="rate_queue").value == "honest"
    assert "Answer 0 Short" in words(app)


def test_a_pass_of_one_question_ends_with_the_next_question(studio: Studio) -> None:
    studio.fill(samples_each=1)
    app = rate_page(studio)
    app.selectbox(key="rate_criterion").select("answers").run()
    for _ in range(3):
        press(app, "value_1").run()
    assert "Every sample is rated on this question" in words(app)
    move(app, "back")
    assert "Answer 2 Short" in words(app) and "Strict says" in words(app)
    move(app, "next")
    app.button(key="rate_next_question").click().run()
    assert "How warm is it?" in words(app) and "Answer 0 Short" in words(app)
    for _ in range(3):
        press(app, "value_1").run()
    assert app.button(key="rate_to_judge").label == "To the judges"


def test_she_sees_nothing_of_what_others_answered(studio: Studio) -> None:
    studio.fill()
    long_ago(studio, rater="ben", value="fail")
    app = studio.page("rate", **READ_AS_ADA)
    assert "Does it answer?" in words(app) and "Answer 0 Short" in words(app)
    assert "because of yesterday" not in words(app)
    assert not [pill for pill in app.get("button_group") if "yesterday" in str(pill)]


def test_pairs_are_made_on_request_and_rated_left_or_right(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="pairs")
    assert "There are no pairs yet." in words(app)
    app.button(key="rate_make_pairs").click().run()
    press(app, "left").run()
    press(app, "both_bad").run()
    first, second = stored(studio)
    (shown, _) = studio.workspace.read(
        lambda database: [event.shown for event in ratings.events(database, "shop", rater="ada")]
    )
    assert first.value == shown[0]
    assert (second.value, second.note) == ("tie", "both bad")


def test_side_by_side_each_answer_is_rated(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    control = next(one for one in app.get("button_group") if (one.key or "").startswith("rate_side_"))
    control.set_value("pass").run()
    (rating,) = stored(studio)
    assert (rating.criterion, rating.value) == ("answers", "pass")


def test_a_ranking_rates_the_pairs_and_gives_no_sample_a_value(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    next(one for one in app.get("button_group") if one.key == "rate_together_how").set_value("Rank").run()
    places = [one for one in app.get("button_group") if (one.key or "").startswith("rate_place_")]
    for place, control in enumerate(places, start=1):
        control.set_value(place)
    app.run()
    app.button(key="rate_together_save").click().run()
    (rating,) = stored(studio)
    best = places[0].key.removeprefix("rate_place_")
    pair = studio.workspace.read(
        lambda database: database.conn.execute(
            "select sample_a, sample_b from pair where id = ?", (rating.subject,)
        ).fetchone()
    )
    assert rating.value == "AB"[pair.index(best)]


def test_keys_can_be_changed_and_switched_off_and_stay_so(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    app.text_input(key="rate_key_skip").input("x").run()
    app.text_input(key="rate_key_undo").input("x").run()
    assert "Two moves have the same key." in words(app)
    app.text_input(key="rate_key_undo").input("c").run()
    assert "C and R are taken by the page itself." in words(app)
    kept = studio.workspace.read(lambda database: facts.fact(database, "rate_keys:ada"))
    assert kept is not None and '"skip": "X"' in kept and '"undo": "U"' in kept
    app = studio.page("rate", **READ_AS_ADA)
    assert next(button for button in app.button if button.key.startswith("rate_skip")).proto.shortcut == "x"
    app.toggle(key="rate_keys_on").set_value(False).run()
    assert not [button for button in app.button if button.proto.shortcut]


def test_every_reason_she_gave_is_offered_again(studio: Studio) -> None:
    studio.fill()
    long_ago(studio)
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "value_3").run()
    offered = [one for one in app.get("button_group") if one.key == "rate_reasons"]
    assert offered and "yesterday" in str(offered[0].options)


def test_undo_goes_back_fifty_steps_across_reloads(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    for number in range(12):
        move(app, "flag")
        press(app, "skip" if number % 3 == 0 else "value_1").run()
    for number in range(24):
        if number % 5 == 0:
            app = studio.page("rate", **READ_AS_ADA)
        move(app, "undo")
    assert stored(studio) == []
    assert len(studio.workspace.read(lambda database: ratings.events(database, "shop"))) == 48


def test_what_cannot_be_saved_is_said_in_words_and_the_sample_stays(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    studio.workspace.store.close()
    press(app, "value_1").run()
    assert not app.exception
    assert "The workspace is closed" in words(app)
    assert "Answer 0 Short" in words(app) and "Does it answer?" in words(app)
