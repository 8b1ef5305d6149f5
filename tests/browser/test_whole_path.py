"""The whole job once through, as she does it: real server, real browser, keyboard rating, the built-in model."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from studio.providers.model_file import what_is_missing
from tests.browser.served import served_studio
from tests.chromium import browser_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECONDS_FOR_THE_MODEL = 300
RUBRIC = """rubric: mail
title: Mail
task: A hiking shop answers its customers.
criteria:
  - id: answers
    question: Does the reply answer the question?
    scale: pass_fail
    anchors: {pass: It does., fail: It does not.}
  - id: warm
    question: How warm is it?
    scale: one_to_five
"""


def wait_until(holds: Callable[[], bool], *, seconds: float, what: str) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.3)


def counted(folder: Path, table: str, where: str = "1") -> int:
    database = sqlite3.connect(f"file:{folder / 'studio.db'}?mode=ro", uri=True)
    try:
        query = f"select count(*) from {table} where project = 'trail-mail' and {where}"
        return int(database.execute(query).fetchone()[0])
    finally:
        database.close()


def press(page: Page, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()


def open_page(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def make_samples(page: Page, folder: Path) -> int:
    open_page(page, "Generate")
    page.get_by_text("Paste many").click()
    page.get_by_label("Paste them here").fill("Where is my parcel?\nCan I send the boots back?\nThank you!")
    page.get_by_label("Paste them here").press("Control+Enter")
    page.get_by_role("button", name="Add 3 inputs").click()
    wait_until(lambda: counted(folder, "input") == 3, seconds=30, what="three inputs")
    page.get_by_text("2 Prompts").click()
    press(page, "generate_first_prompt")
    wait_until(lambda: counted(folder, "prompt") == 1, seconds=30, what="a prompt")
    page.get_by_text("3 Samples").click()
    press(page, "generate_begin")
    wait_until(lambda: counted(folder, "sample") == 3, seconds=SECONDS_FOR_THE_MODEL, what="samples")
    samples = counted(folder, "sample", "failure is null")
    assert samples, "the small model may be cut off now and then, not each time"
    return samples


def rate_by_keyboard(page: Page, folder: Path, *, samples: int) -> None:
    open_page(page, "Rate")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Begin").click()
    for given in range(2 * samples):
        page.locator("[class*=st-key-rate_value_1_] button").wait_for()
        page.keyboard.press("2" if given % 2 else "1")
        wait_until(lambda given=given: counted(folder, "rating") == given + 1, seconds=30, what="a rating")
        page.wait_for_timeout(700)
    page.get_by_text("Every sample is rated").wait_for()


def judge_all(page: Page, folder: Path, *, samples: int) -> None:
    open_page(page, "Judge")
    press(page, "judge_begin")
    wait_until(lambda: counted(folder, "verdict") == 2 * samples, seconds=SECONDS_FOR_THE_MODEL, what="the verdicts")


def compare_and_export(page: Page, folder: Path) -> None:
    open_page(page, "Compare")
    page.get_by_text("too few to tell").first.wait_for()
    page.get_by_text("demo model, not evidence").first.wait_for()

    open_page(page, "Curate")
    press(page, "curate_export")
    manifest = folder / "exports" / "trail-mail-jsonl" / "manifest.json"
    wait_until(manifest.exists, seconds=60, what="the dataset")
    assert json.loads(manifest.read_text())["rubric"]["name"] == "mail"


@pytest.mark.skipif(what_is_missing() is not None, reason="The built-in model is not installed here.")
def test_from_an_empty_folder_to_an_exported_dataset_with_the_built_in_model(tmp_path: Path) -> None:
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "rubrics" / "mail.yaml").write_text(RUBRIC)
    with served_studio(tmp_path) as address, browser_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        page.get_by_role("button", name="Start my own").click()
        page.get_by_label("Name").first.fill("Trail mail")
        page.get_by_label("What does the product do, for whom?").fill("You answer mail for a hiking shop. Be brief.")
        page.get_by_role("combobox", name="Judged by").click()
        page.get_by_role("option", name="Mail").click()
        press(page, "home_own_start")
        page.get_by_role("heading", name="Trail mail").wait_for()
        samples = make_samples(page, tmp_path)
        rate_by_keyboard(page, tmp_path, samples=samples)
        judge_all(page, tmp_path, samples=samples)
        compare_and_export(page, tmp_path)
