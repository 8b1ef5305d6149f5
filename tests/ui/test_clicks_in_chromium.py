"""What only a browser can tell: a clicked cell comes back, a long text opens quickly, Hebrew stands at the right."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import browser_context
from tests.ui.served_page import served_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with (
        served_page(Path(__file__).with_name("clickable_page.py")) as url,
        browser_context(viewport={"width": 1280, "height": 1400}) as context,
    ):
        opened = context.new_page()
        opened.goto(url)
        opened.get_by_text("everything is drawn").wait_for(timeout=30_000)
        opened.locator("[data-testid=stVegaLiteChart] path").first.wait_for(timeout=30_000)
        yield opened


def _cells(page: Page, key: str) -> list[tuple[float, float]]:
    """The middle of every cell of a chart, row by row."""
    shapes = page.locator(f".st-key-{key} .mark-rect path")
    shapes.first.wait_for(timeout=30_000)
    boxes = [box for place in range(shapes.count()) if (box := shapes.nth(place).bounding_box())]
    return [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]


def test_a_clicked_cell_of_the_confusion_matrix_comes_back_as_both_values(page: Page) -> None:
    expect(page.get_by_text("confusion: None")).to_be_visible()
    page.mouse.click(*_cells(page, "confusion")[1])
    expect(page.get_by_text("confusion: ('pass', 'fail')")).to_be_visible()
    page.mouse.click(*_cells(page, "confusion")[2])
    expect(page.get_by_text("confusion: ('fail', 'pass')")).to_be_visible()


def test_a_clicked_cell_of_the_heat_map_comes_back_as_judge_and_criterion(page: Page) -> None:
    page.mouse.click(*_cells(page, "heat")[1])
    expect(page.get_by_text("heat map: ('j.1', 'facts')")).to_be_visible()


def test_a_text_of_200_kilobytes_opens_within_three_seconds(page: Page) -> None:
    began = time.perf_counter()
    page.get_by_role("button", name="Show all 200,000 characters").click()
    page.get_by_role("button", name="Show less").wait_for(timeout=10_000)
    assert time.perf_counter() - began < 3


def test_hebrew_stands_at_the_right_of_its_measure(page: Page) -> None:
    text = page.locator("[data-testid=stText]", has_text="שלום")
    assert text.evaluate("element => getComputedStyle(element).textAlign") == "right"
