"""Several raters: each sees only her own answers until she says that she is done."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from studio.records import Rater
from studio.rubric.reading import parse_rubric
from studio.store.ratings import RatingEvent
from tests.pages.conftest import RUBRIC, Studio, words
from tests.pages.test_rate import READ_AS_ADA, move, press


def ben_rates(studio: Studio) -> None:
    rubric = parse_rubric(RUBRIC)
    given = [("answers", "fail"), ("warmth", 5)]
    events = [
        RatingEvent(
            project="shop",
            rater="ben",
            subject=f"{place}0",
            rubric_id=rubric.id,
            criterion=name,
            value=value,
            note="By B",
        )
        for place in range(3)
        for name, value in given
    ]
    studio.workspace.append_ratings(events, rater=Rater(id="ben", name="Ben"), rubric=rubric)


def rate_all(studio: Studio) -> AppTest:
    studio.fill(samples_each=1)
    ben_rates(studio)
    app = studio.page("rate", **READ_AS_ADA)
    for _ in range(6):
        press(app, "value_1").run()
    return app


def test_others_stay_hidden_until_she_is_done_and_hide_again_when_she_rates_more(studio: Studio) -> None:
    app = rate_all(studio)
    assert "Ben" not in words(app)
    app.button(key="rate_done").click().run()
    assert "Ben gave the same answer as you on" in words(app).replace("**", "")
    assert "The judge Kind gave the same answer as you on 3 of 6." in words(app).replace("**", "")


def test_an_answered_card_shows_others_only_once_she_is_done(studio: Studio) -> None:
    studio.fill(samples_each=1)
    ben_rates(studio)
    app = studio.page("rate", **READ_AS_ADA)
    press(app, "value_1").run()
    press(app, "value_1").run()
    move(app, "back")
    assert "Strict says" in words(app)
    assert "Ben" not in words(app)
    app.button(key="rate_done_card").click().run()
    assert "Ben" in words(app) and "By B" in words(app)
    over = [str(caption.value).replace("\\", "").replace("\u2060", "") for caption in app.caption]
    assert over.count("Does it answer?") == 2, "over what the judges said, and over what others said"
    move(app, "next")
    assert "Ben" not in words(app), "what she has not answered tells nothing"
    press(app, "value_1").run()
    move(app, "back")
    assert "Ben" not in words(app), "she has rated more"
