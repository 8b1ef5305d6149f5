"""Rating as it goes wrong in life: keys too fast, two tabs, a server that ends and comes back, texts that attack."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio.records import Project, Sample
from studio.rubric.writing import new_rubric_text
from studio.settings import child_environment
from studio.store import inputs, projects, samples
from studio.store.engine import Database
from studio.store.store import Store
from tests.browser.served import beacon, served_studio
from tests.chromium import browser_context
from tests.store.shelf import RUBRIC

pytestmark = pytest.mark.browser
HALF_A_MINUTE_MILLISECONDS = 30_000
WIDE = {"width": 1280, "height": 900}


def fill(folder: Path, outputs: list[str]) -> None:
    """A project with these samples, in this order, two to an input."""
    (folder / "rubrics").mkdir(parents=True)
    (folder / "rubrics" / "reply.yaml").write_text(new_rubric_text(RUBRIC), "utf-8")
    asked = [inputs.new_input(project="shop", text=f"Question {number // 2}?") for number in range(len(outputs))]
    made = [
        Sample(id=f"{number:04d}", project="shop", input_id=asked[number].id, output=text)
        for number, text in enumerate(outputs)
    ]

    def action(database: Database) -> None:
        projects.save_project(database, Project(id="shop", title="Shop", rubric="reply"))
        inputs.save_inputs(database, asked)
        samples.save_samples(database, made)

    store = Store(folder / "studio.db")
    store.write(action)
    store.close()


def sit_down_to_pairs(page: Page, url: str) -> Page:
    """Makes pairs of what answers the same input, and waits for the first."""
    page.goto(f"{url}/rate?project=shop&view=pairs")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Make pairs").click()
    page.get_by_role("button", name="Left is better").wait_for()
    return page


def sit_down(page: Page, url: str, *, query: str = "") -> Page:
    page.goto(f"{url}/rate?project=shop{query}")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Undo").wait_for()
    page.mouse.click(900, 15)
    return page


def press(page: Page, key: str) -> None:
    """A key, and the wait until the next sample stands there whole."""
    before = page.get_by_text(re.compile(r" of \d+ answers")).inner_text()
    page.keyboard.press(key)
    expect(page.get_by_text(before, exact=True)).to_have_count(0, timeout=20_000)
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()


def stored(folder: Path, query: str = "select subject, action, value from rating_event order by id") -> list[tuple]:
    database = sqlite3.connect(f"file:{folder / 'studio.db'}?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    with browser_context(viewport=WIDE) as opened:
        yield opened


def test_a_key_held_too_fast_rates_nothing_she_has_not_seen(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, [f"Answer {number}" for number in range(30)])
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        for _ in range(30):
            page.keyboard.press("1")
            page.wait_for_timeout(20)
        page.wait_for_timeout(3000)
        subjects = [subject for subject, _, _ in stored(tmp_path)]
        assert subjects
        assert len(set(subjects)) == len(subjects), "each sample is rated once"
        assert subjects == [f"{number:04d}" for number in range(len(subjects))], "and none is left out"
        shown = page.get_by_text(f"Answer {len(subjects)}", exact=True)
        assert len(subjects) == 30 or shown.count() == 1


def test_two_tabs_keep_both_answers_and_the_second_is_told(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer", "Third answer"])
    with served_studio(tmp_path) as url:
        one, other = (sit_down(context.new_page(), url) for _ in range(2))
        press(one, "1")
        other.keyboard.press("2")
        expect(other.get_by_text("in another tab as well")).to_be_visible(timeout=20_000)
        assert stored(tmp_path) == [("0000", "rate", "pass"), ("0000", "rate", "fail")]
        assert stored(tmp_path, "select value from rating") == [("fail",)]


def test_the_server_ends_and_comes_back_and_nothing_is_lost(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer", "Third answer"])
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        press(page, "1")
        press(page, "2")
    page.keyboard.press("1")
    assert len(stored(tmp_path)) == 2
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        expect(page.get_by_text("Third answer")).to_be_visible()
        for left in (1, 0):
            press(page, "u")
            assert len(stored(tmp_path, "select 1 from rating")) == left
        expect(page.get_by_text("First answer")).to_be_visible()


def test_a_connection_that_is_lost_for_a_while_loses_no_answer(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer", "Third answer"])
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        press(page, "1")
        context.set_offline(True)
        page.wait_for_timeout(500)
        context.set_offline(False)
        page.reload()
        page.get_by_label("Your name").or_(page.get_by_role("button", name="Undo")).first.wait_for()
        if page.get_by_label("Your name").count():
            page.get_by_label("Your name").fill("Ada")
            page.get_by_role("button", name="Begin").click()
        expect(page.get_by_text("Second answer")).to_be_visible(timeout=20_000)
        assert len(stored(tmp_path)) == 1


def test_pairs_by_arrow_keys_remember_which_side_was_which(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, [f"Answer {number}" for number in range(8)])
    with served_studio(tmp_path) as url:
        page = sit_down_to_pairs(context.new_page(), url)
        page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
        page.mouse.click(900, 15)
        lefts = []
        for key in ("ArrowLeft", "ArrowLeft", "t", "b"):
            lefts.append(page.locator("[data-testid=stText]").nth(1).inner_text())
            press(page, key)
        kept = stored(tmp_path, "select subject, value, shown, note from rating_event order by id")
        sides = dict(stored(tmp_path, "select id, sample_a || '/' || sample_b from pair"))
        for (subject, value, shown, _), left in zip(kept[:2], lefts[:2], strict=True):
            on_the_left = sides[subject].split("/")["AB".index(shown[0])]
            assert int(on_the_left) == int(re.findall(r"\d+", left)[0])
            assert value == shown[0]
        assert [(value, note) for _, value, _, note in kept[2:]] == [("tie", ""), ("tie", "both bad")]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Another process holds the database's write lock."""
    words = f"import sqlite3, sys; d = sqlite3.connect({str(folder / 'studio.db')!r}, isolation_level=None)"
    held = f"{words}; d.execute('begin immediate'); print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=child_environment()
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        yield
    finally:
        other.communicate()


def test_a_lock_of_a_few_seconds_only_makes_her_wait(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer"])
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        with locked(tmp_path):
            page.keyboard.press("1")
            page.wait_for_timeout(3000)
            assert stored(tmp_path) == []
            expect(page.get_by_text("Second answer")).to_have_count(0)
        expect(page.get_by_text("Second answer")).to_be_visible(timeout=20_000)
        assert stored(tmp_path) == [("0000", "rate", "pass")]


@pytest.mark.slow
def test_a_lock_of_half_a_minute_is_told_once_and_loses_no_answer(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer"])
    message = "Another program holds the database"
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url)
        with locked(tmp_path):
            began = time.monotonic()
            page.keyboard.press("1")
            expect(page.get_by_text(message)).to_be_visible(timeout=25_000)
            page.keyboard.press("2")
            page.keyboard.press("u")
            page.wait_for_timeout(HALF_A_MINUTE_MILLISECONDS - 1000 * (time.monotonic() - began))
            expect(page.get_by_text(message)).to_have_count(1)
            expect(page.get_by_text("First answer")).to_be_visible()
            assert stored(tmp_path) == []
        expect(page.get_by_text("Second answer")).to_be_visible(timeout=20_000)
        expect(page.get_by_text(message)).to_have_count(0)
        assert stored(tmp_path) == [("0000", "rate", "pass")], "the waiting answer alone, and once"
        press(page, "2")
        assert stored(tmp_path)[1:] == [("0001", "rate", "fail")]


def test_a_ranking_that_had_to_wait_is_kept_whole(tmp_path: Path, context: BrowserContext) -> None:
    fill(tmp_path, ["First answer", "Second answer"])
    with served_studio(tmp_path) as url:
        page = sit_down(context.new_page(), url, query="&view=together")
        page.get_by_text("Rank", exact=True).click()
        for place in ("1", "2"):
            page.get_by_role("radio", name=place, exact=True).nth(int(place) - 1).click()
        with locked(tmp_path):
            page.get_by_role("button", name="Save ranking").click()
            expect(page.get_by_text("Another program holds the database")).to_be_visible(timeout=25_000)
        expect(page.get_by_text("Another program holds the database")).to_have_count(0, timeout=20_000)
        assert len(stored(tmp_path, "select 1 from rating")) == 1


BAD = {
    "200 kB": "A long story. " * 15_000,
    "empty": "",
    "control": "bell\x07 and backspace\x08 end",
    "bidi": "abc \u202edcba\u202c end",
    "html": "<script>document.title='owned'</script><b>bold</b><h1>Owned</h1>",
    "right to left": "مرحبا بالعالم",
    "emoji": "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
}


@pytest.mark.parametrize("look", ["Plain", "Formatted", "Monospace"])
def test_bad_texts_are_shown_faithfully_harmlessly_and_fast(tmp_path: Path, context: BrowserContext, look: str) -> None:
    with beacon() as (at, asked):
        fill(tmp_path, [*BAD.values(), f"![x]({at}/image) <img src={at}/html>"])
        with served_studio(tmp_path) as url:
            page = sit_down(context.new_page(), url)
            if look != "Plain":
                page.get_by_role("button", name="Options").click()
                page.get_by_text(look, exact=True).click()
                page.keyboard.press("Escape")
                page.wait_for_timeout(1000)
                page.mouse.click(900, 15)
            read = {}
            for name in [*BAD, "image"]:
                read[name] = page.locator("[data-testid=stMain]").inner_text()
                press(page, "1")
            assert page.title().startswith("Rate")
            assert page.locator("[data-testid=stMain] h1").count() == 1
            assert page.locator("[data-testid=stMain] script, [data-testid=stMain] img").count() == 0
        assert asked == []
    assert len(stored(tmp_path)) == len(BAD) + 1
    assert "Show all 210,000 characters" in read["200 kB"]
    assert "(empty)" in read["empty"]
    assert "U+0007" in read["control"] and "U+0008" in read["control"]
    assert "U+202E" in read["bidi"]
    assert "<script>" in read["html"] and "<b>bold</b>" in read["html"]
    assert "مرحبا بالعالم" in read["right to left"]
    assert "👩" in read["emoji"]
