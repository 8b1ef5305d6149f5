"""Compare with too little to go by: a sentence that says so and the next step, never a bare number or a blank."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from studio.rubric.writing import new_rubric_text
from studio.store.engine import Database
from tests.pages.conftest import Studio, words
from tests.pages.test_compare import COUNT, RUBRIC, fill, rate


@pytest.fixture
def shop(studio: Studio) -> Studio:
    studio.workspace.rubrics.save_text(new_rubric_text(RUBRIC))
    studio.workspace.write(fill)
    return studio


def links(app: AppTest) -> list[str]:
    return [one.proto.label for one in app.get("page_link")]


def test_nothing_rated_is_a_sentence_and_a_button_to_rate(shop: Studio) -> None:
    app = shop.page("compare")
    assert "You have not rated anything yet." in words(app)
    assert app.button(key="compare_rate").label == "Rate some"
    assert not app.get("arrow_vega_lite_chart")


def test_two_ratings_are_too_few_and_lead_to_rating(shop: Studio) -> None:
    rate(shop, range(2))
    app = shop.page("compare")
    assert "shares 2 rated samples with Ada: too few to tell. Rate 18 more." in words(app)
    assert "Rate some more" in links(app)
    assert " %" not in words(app).split("Rate 18 more")[0]


@pytest.mark.parametrize("name", ["differ", "two", "kinds", "people", "more", "numbers"])
def test_every_part_opens_with_two_ratings(shop: Studio, name: str) -> None:
    rate(shop, range(2))
    app = shop.page("compare")
    app.segmented_control(key="compare_part").select(name).run()
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("name", ["differ", "two", "kinds", "people", "more", "numbers"])
def test_every_part_opens_where_all_ratings_are_alike(shop: Studio, name: str) -> None:
    rate(shop, range(COUNT), value="pass")
    app = shop.page("compare")
    app.segmented_control(key="compare_part").select(name).run()
    assert not app.exception
    assert not app.error


def test_ratings_of_one_value_only_say_what_they_cannot_show(shop: Studio) -> None:
    rate(shop, range(COUNT), value="pass")
    app = shop.page("compare")
    told = words(app)
    assert "Every rating is pass on “Answers”, pass on “Warm”" in told
    assert "Rate samples that you expect to be different." in told
    assert "Rate others" in links(app)
    assert "Train one" not in links(app)


def test_where_all_failed_the_way_leads_to_the_judge(shop: Studio) -> None:
    def fail(database: Database) -> None:
        database.conn.execute("update verdict set value = null, failure = 'server'")

    rate(shop, range(COUNT))
    shop.workspace.write(fail)
    app = shop.page("compare")
    assert "Judge these samples again." in words(app)
    assert "See the failures and judge again" in links(app)
    assert "Train one" not in links(app)


def test_a_small_model_of_her_taste_is_offered_where_it_can_be_learnt(shop: Studio) -> None:
    rate(shop, range(COUNT))
    app = shop.page("compare")
    assert "Train one" in links(app)
    assert "Rate some more" not in links(app)
