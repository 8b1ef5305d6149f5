"""What she flagged while rating is found again on Rate, with her note, and answered from there."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studio.store import ratings
from tests.pages.conftest import Studio, words
from tests.pages.test_rate import READ_AS_ADA, move, press
from tests.pages.test_rate_modes import rate_page


def flag_the_first(studio: Studio) -> AppTest:
    """Ada flags the first sample with a note and leaves it unanswered."""
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    app.text_input(key="rate_note").input("ask Ben").run()
    move(app, "flag")
    return app


def test_where_nothing_is_flagged_the_page_says_how_it_comes_here(studio: Studio) -> None:
    studio.fill()
    assert "Nothing is flagged." in words(rate_page(studio, view="flagged"))


def test_a_flag_keeps_its_note_and_the_field_keeps_it_for_the_answer(studio: Studio) -> None:
    app = flag_the_first(studio)
    press(app, "value_2").run()
    kept = studio.workspace.read(lambda database: ratings.events(database, "shop", rater="ada"))
    assert [(event.action, event.note) for event in kept] == [("flag", "ask Ben"), ("rate", "ask Ben")]
    app = rate_page(studio, view="flagged")
    assert "Answer 0 Short" in words(app) and "Question 0?" in words(app)
    assert ": ask Ben" in words(app) and "Does it answer?" in words(app)
    assert "Answer 0 Warm" not in words(app)
    assert "says" not in words(app), "the list tells nothing of the judges"


def test_it_is_opened_and_answered_from_the_list(studio: Studio) -> None:
    press(flag_the_first(studio), "skip").run()
    app = rate_page(studio, view="flagged")
    app.button(key="rate_flag_open_0").click().run()
    assert "Answer 0 Short" in words(app) and "How warm is it?" in words(app)
    press(app, "value_4").run()
    stored = studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada"))
    assert [(one.subject, one.criterion, one.value) for one in stored] == [("00", "answers", None), ("00", "warmth", 4)]


def test_a_flag_is_taken_away_in_the_list_and_undone_there(studio: Studio) -> None:
    flag_the_first(studio)
    app = rate_page(studio, view="flagged")
    app.button(key="rate_flag_away_0").click().run()
    assert "Nothing is flagged." in words(app)
    move(app, "undo")
    assert "Answer 0 Short" in words(app)


def test_a_flagged_pair_opens_as_a_pair(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="pairs")
    app.button(key="rate_make_pairs").click().run()
    move(app, "flag")
    app = rate_page(studio, view="flagged")
    assert "Not answered yet" in words(app)
    app.button(key="rate_flag_open_0").click().run()
    press(app, "left").run()
    (stored,) = studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada"))
    assert stored.value in ("A", "B")


def test_looking_at_answers_side_by_side_leaves_the_questions_of_single_samples_alone(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    for view in ("together", "samples"):
        next(one for one in app.get("button_group") if one.key == "rate_view").set_value(view).run()
    assert "0 of 12 answers" in words(app)
    assert app.selectbox(key="rate_criterion").value == ""
