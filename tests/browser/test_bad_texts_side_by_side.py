"""Texts that attack, in pairs and side by side: shown faithfully, harmless, and rated like any other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.served import beacon, served_studio
from tests.browser.test_rating_in_chromium import BAD, fill, press, sit_down, sit_down_to_pairs, stored
from tests.chromium import browser_context

pytestmark = pytest.mark.browser
ENOUGH_SECONDS = 5.0
"""For one input with a text of 200 kB on a busy machine; `python -m tests.bench rating` measures it on a quiet one."""


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    with browser_context(viewport={"width": 1280, "height": 900}) as opened:
        yield opened


def with_twins(beacon_at: str) -> list[str]:
    """Each bad text and a plain one, as two answers to one input."""
    bad = [*BAD.values(), f"![x]({beacon_at}/image) <img src={beacon_at}/html>"]
    return [text for place, one in enumerate(bad) for text in (one, f"Plain answer {place}")]


def choose(page: Page, *options: str) -> None:
    """Opens Options, presses these, and leaves it."""
    page.get_by_role("button", name="Options").click()
    for option in options:
        page.get_by_text(option, exact=True).click()
        page.wait_for_timeout(500)
    page.keyboard.press("Escape")
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    page.mouse.click(900, 15)


def check_harmless(page: Page) -> None:
    main = page.locator("[data-testid=stMain]")
    assert page.title().startswith("Rate")
    assert main.locator("h1").count() == 1
    assert main.locator("script, img").count() == 0


def check_faithful(read: str) -> None:
    assert "Show all 210,000 characters" in read
    assert "(empty)" in read
    for sign in ("U+0007", "U+0008", "U+202E", "<script>", "<b>bold</b>", "مرحبا بالعالم", "👩", "<img src="):
        assert sign in read, sign


@pytest.mark.parametrize("options", [(), ("Formatted",), ("Mark differences",)])
def test_in_pairs(tmp_path: Path, context: BrowserContext, options: tuple[str, ...]) -> None:
    with beacon() as (at, asked):
        fill(tmp_path, with_twins(at))
        with served_studio(tmp_path) as url:
            page = sit_down_to_pairs(context.new_page(), url)
            if options:
                choose(page, *options)
            page.mouse.click(900, 15)
            read = ""
            for _ in range(len(BAD) + 1):
                read += page.locator("[data-testid=stMain]").inner_text()
                check_harmless(page)
                began = time.monotonic()
                press(page, "ArrowLeft")
                assert time.monotonic() - began < ENOUGH_SECONDS
        assert asked == []
    assert len(stored(tmp_path)) == len(BAD) + 1
    if options != ("Formatted",):
        check_faithful(read)


@pytest.mark.parametrize("options", [(), ("Formatted",), ("Mark differences",)])
def test_side_by_side(tmp_path: Path, context: BrowserContext, options: tuple[str, ...]) -> None:
    with beacon() as (at, asked):
        fill(tmp_path, with_twins(at))
        with served_studio(tmp_path) as url:
            page = sit_down(context.new_page(), url, query="&view=together")
            if options:
                choose(page, *options)
            read = ""
            for number in range(1, len(BAD) + 2):
                read += page.locator("[data-testid=stMain]").inner_text()
                check_harmless(page)
                began = time.monotonic()
                for place in (0, 1):
                    page.get_by_role("radio", name="pass").nth(place).click()
                    expect(page.get_by_role("radio", name="pass").nth(place)).to_be_checked()
                expect(page.get_by_text(re.compile(rf"{number} of {len(BAD) + 1} inputs"))).to_be_visible()
                page.keyboard.press("n")
                page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
                page.wait_for_timeout(500)
                assert time.monotonic() - began < 2 * ENOUGH_SECONDS
        assert asked == []
    assert len(stored(tmp_path)) == 2 * len(BAD) + 2
    if options != ("Formatted",):
        check_faithful(read)
