"""Rating as she does it: one key an answer, saved before the next sample shows, nothing of the judges before that."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studio.store import ratings
from tests.pages.conftest import Studio, words

READ_AS_ADA = {"studio_rater": "Ada"}


def press(app: AppTest, move: str) -> AppTest:
    """Presses the button of a value or a move, which bears the number of its turn."""
    return next(button for button in app.button if (button.key or "").startswith(f"rate_{move}_")).click()


def move(app: AppTest, name: str) -> AppTest:
    """Presses a move, which draws the card alone; the run after it is for the test, which forgets all but the last."""
    return app.button(key=f"rate_{name}").click().run().run()


def test_without_samples_one_sentence_and_one_button_lead_on(studio: Studio) -> None:
    studio.fill(samples_each=0, judged=False)
    app = studio.page("rate", **READ_AS_ADA)
    assert "There are no samples to rate yet." in words(app)
    assert app.button(key="rate_make").label == "Make samples"


def test_she_is_asked_her_name_once(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate")
    app.text_input(key="rate_name").input("Ada")
    app.button[0].click().run()
    assert "Answer 0 Short" in words(app)


def test_a_rating_is_stored_and_the_next_question_shows(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "value_1").run()
    stored = studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada"))
    assert [(one.subject, one.criterion, one.value, one.blind) for one in stored] == [("00", "answers", "pass", True)]
    assert "How warm is it?" in words(app)


def test_a_second_press_meant_for_one_question_finds_no_button_of_the_next(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    answers = {button.key for button in app.button if str(button.key).startswith(("rate_value", "rate_skip"))}
    press(app, "value_1").run()
    assert "How warm is it?" in words(app)
    assert answers and answers.isdisjoint(button.key for button in app.button)


def test_the_judges_stay_hidden_until_every_question_is_answered(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    assert "Strict says" not in words(app)
    press(app, "value_1").run()
    press(app, "value_4").run()
    assert "Answer 0 Warm" in words(app)
    assert "Strict says" not in words(app)
    move(app, "back")
    assert "Strict says" in words(app)


def test_undo_takes_back_the_last_answer_also_after_a_reload(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "value_2").run()
    app = studio.page("rate", **READ_AS_ADA)
    move(app, "undo")
    assert studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada")) == []
    assert "Does it answer?" in words(app)
    kept = studio.workspace.read(lambda database: ratings.events(database, "shop"))
    assert [event.action for event in kept] == ["rate", "undo"]


def test_a_skip_is_no_rating_and_moves_on(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "skip").run()
    (stored,) = studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada"))
    assert stored.value is None
    assert "How warm is it?" in words(app)


def test_when_all_is_rated_the_page_leads_to_the_judges(studio: Studio) -> None:
    studio.fill(samples_each=1)
    app = studio.page("rate", **READ_AS_ADA)
    for _ in range(6):
        press(app, "value_1").run()
    assert app.button(key="rate_to_judge").label == "To the judges"
