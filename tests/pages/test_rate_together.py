"""Side by side: each answer rated or ranked, what was kept shows again, and her own "I am done" there."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from studio.store import ratings
from tests.pages.conftest import Studio, words
from tests.pages.test_rate_modes import rate_page
from tests.pages.test_rate_others import ben_rates


def controls(app: AppTest, kind: str) -> list[Any]:
    return [one for one in app.get("button_group") if (one.key or "").startswith(f"rate_{kind}_")]


def rate_both(app: AppTest) -> None:
    for place in (0, 1):
        controls(app, "side")[place].set_value("pass").run()


def test_what_is_rated_is_counted_and_said(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    assert "0 of 3 inputs rated" in words(app)
    rate_both(app)
    assert "Saved" in words(app) and "1 of 3 inputs rated" in words(app)
    for _ in range(2):
        app.button(key="rate_next").click().run()
        rate_both(app)
    assert "3 of 3 inputs rated" in words(app)
    assert [link.proto.label for link in app.get("page_link")][-1] == "Let judges rate them too"


def test_others_stay_hidden_side_by_side_until_she_says_there_that_she_is_done(studio: Studio) -> None:
    studio.fill()
    ben_rates(studio)
    app = rate_page(studio, view="together")
    assert not [button for button in app.button if button.key == "rate_done_together"]
    rate_both(app)
    assert "Ben" not in words(app)
    app.button(key="rate_done_together").click().run()
    assert "Ben" in words(app) and "By B" in words(app)
    for prompt in (0, 1):
        next(one for one in controls(app, "side") if f"{prompt}_answers" in one.key).set_value("fail").run()
    assert "Ben" not in words(app), "she has rated more"
    kept = studio.workspace.read(lambda database: ratings.events(database, "shop", rater="ada"))
    assert [event.blind for event in kept] == [True, True, False, True], "Ben has rated the first of the two alone"


def test_a_saved_ranking_shows_again_and_is_undone(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    next(one for one in app.get("button_group") if one.key == "rate_together_how").set_value("Rank").run()
    for control, place in zip(controls(app, "place"), (2, 1), strict=True):
        control.set_value(place)
    app.run()
    app.button(key="rate_together_save").click().run()
    assert "1 of 3 inputs ranked" in words(app)
    for move in ("rate_next", "rate_back"):
        app.button(key=move).click().run()
    assert [control.value for control in controls(app, "place")] == [2, 1]
    app.button(key="rate_undo").click().run()
    assert [control.value for control in controls(app, "place")] == [None, None]
    assert "0 of 3 inputs ranked" in words(app)


def test_undo_goes_back_to_the_input_it_is_about(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    first = controls(app, "side")[0].key
    controls(app, "side")[0].set_value("pass").run()
    app.button(key="rate_next").click().run()
    app.button(key="rate_undo").click().run()
    assert controls(app, "side")[0].key == first
    assert studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada")) == []


def test_the_question_is_chosen_beside_the_view(studio: Studio) -> None:
    studio.fill()
    app = rate_page(studio, view="together")
    app.selectbox(key="rate_question").select("warmth").run()
    controls(app, "side")[0].set_value(4).run()
    (rating,) = studio.workspace.read(lambda database: ratings.ratings(database, "shop", rater="ada"))
    assert (rating.criterion, rating.value) == ("warmth", 4)
