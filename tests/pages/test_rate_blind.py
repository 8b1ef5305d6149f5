"""A rating is kept as blind only where nothing was told of its subject before: not by undo, reload or another view."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studio.store import ratings
from tests.pages.conftest import Studio, words
from tests.pages.test_rate import READ_AS_ADA, move, press
from tests.pages.test_rate_modes import rate_page


def looked_at(studio: Studio) -> AppTest:
    """Ada has answered both questions on the first sample and has gone back to read what the judges said."""
    studio.fill(samples_each=2)
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "value_1").run()
    press(app, "value_1").run()
    move(app, "back")
    assert "Strict says" in words(app)
    return app


def blind(studio: Studio) -> list[tuple[str, str, bool]]:
    kept = studio.workspace.read(lambda database: ratings.events(database, "shop", rater="ada"))
    return [(event.subject, event.criterion, event.blind) for event in kept if event.action == "rate"]


def test_what_she_changes_after_reading_the_verdicts_is_not_blind(studio: Studio) -> None:
    app = looked_at(studio)
    app.button(key="rate_change_answers").click().run()
    press(app, "value_2").run()
    assert blind(studio)[2:] == [("00", "answers", False)]


def test_undo_and_a_reload_do_not_make_her_forget(studio: Studio) -> None:
    app = looked_at(studio)
    move(app, "undo")
    app = studio.page("rate", **READ_AS_ADA)
    assert "Strict says" not in words(app)
    press(app, "value_2").run()
    assert blind(studio)[2:] == [("00", "warmth", False)]
    press(app, "value_2").run()
    assert blind(studio)[3:] == [("01", "answers", True)], "the next one she has not seen"


def test_judges_that_were_shown_and_hidden_again_were_seen(studio: Studio) -> None:
    studio.fill()
    app = studio.page("rate", **READ_AS_ADA)
    app.toggle(key="rate_show_judges").set_value(True).run()
    app.toggle(key="rate_show_judges").set_value(False).run()
    assert "Strict says" not in words(app)
    press(app, "value_1").run()
    assert blind(studio) == [("00", "answers", False)]


def test_side_by_side_knows_what_the_card_has_told(studio: Studio) -> None:
    looked_at(studio)
    app = rate_page(studio, view="together")
    for place in (0, 1):
        next(one for one in app.get("button_group") if one.key == f"rate_side_0{place}_answers").set_value("fail").run()
    assert blind(studio)[2:] == [("00", "answers", False), ("01", "answers", True)]
