"""Rating without a mouse: from the name to the last key, in every view; a text field in use rates nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.served import served_studio
from tests.browser.test_rating_in_chromium import WIDE, fill, press, stored
from tests.chromium import browser_context

pytestmark = pytest.mark.browser
IN_USE = """() => {
    const used = document.activeElement
    return used.getAttribute('aria-label') || (used.tagName === 'BUTTON' ? used.innerText.replace(/\\s+/g, ' ') : '')
}"""
MOST_TABS = 40


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """The studio with four samples, open on Rate, before a name is given."""
    fill(tmp_path, ["First answer", "Second answer", "Third answer", "Fourth answer"])
    with served_studio(tmp_path) as url, browser_context(viewport=WIDE) as context:
        page = context.new_page()
        page.goto(f"{url}/rate?project=shop")
        page.get_by_label("Your name").wait_for()
        yield page


def still(page: Page) -> None:
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(400)


def tab_to(page: Page, name: str) -> list[str]:
    """What Tab stops at on the way to this."""
    passed: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(IN_USE))
        if name in passed[-1]:
            return passed
    raise AssertionError(f"Tab does not reach {name}: {passed}")


def begin(page: Page) -> None:
    tab_to(page, "Your name")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    still(page)


def test_from_the_name_to_the_last_answer_without_a_mouse(page: Page, tmp_path: Path) -> None:
    begin(page)
    for key in ("1", "2", "s"):
        press(page, key)
    page.keyboard.press("u")
    expect(page.get_by_text("Third answer")).to_be_visible()
    for key in ("1", "1"):
        press(page, key)
    expect(page.get_by_text("Every sample is rated")).to_be_visible()
    tab_to(page, "I am done")
    page.keyboard.press("Enter")
    expect(page.get_by_text("How others answered")).to_be_visible()
    assert [value for (value,) in stored(tmp_path, "select value from rating order by subject")] == [
        "pass",
        "fail",
        "pass",
        "pass",
    ]


def test_letters_typed_into_a_field_rate_nothing_and_tab_leads_out_of_it(page: Page, tmp_path: Path) -> None:
    begin(page)
    stops = tab_to(page, "Why?")
    assert stops.index(next(stop for stop in stops if "pass" in stop)) < stops.index(stops[-1])
    page.keyboard.type("12 suf np")
    page.keyboard.press("Enter")
    page.keyboard.type("1")
    still(page)
    assert stored(tmp_path) == []
    page.keyboard.press("Tab")
    press(page, "2")
    assert stored(tmp_path, "select value, note from rating_event") == [("fail", "12 suf np1")]


def test_side_by_side_is_rated_with_tab_space_and_arrows(page: Page, tmp_path: Path) -> None:
    begin(page)
    tab_to(page, "One by one")
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_text("0 of 2 inputs rated").wait_for()
    tab_to(page, "pass")
    page.keyboard.press("Space")
    page.get_by_text("Saved").wait_for()
    still(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_text("1 of 2 inputs rated").wait_for()
    assert sorted(value for (value,) in stored(tmp_path, "select value from rating")) == ["fail", "pass"]
