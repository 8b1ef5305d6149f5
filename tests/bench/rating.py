"""How long a key takes to the next sample, and whether rating fast or in two tabs loses anything; in Chromium."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from studio.records import Criterion, Judge, Project, Rubric, Sample, Verdict
from studio.rubric.writing import new_rubric_text
from studio.store import inputs, judges, projects, rubrics, samples, verdicts
from studio.store.engine import Database
from studio.store.store import Store
from tests.bench.bare_button import bare_button
from tests.bench.figure import Figure
from tests.bench.startup import started
from tests.chromium import browser_context

SAMPLES = 10_000
SAMPLES_AN_INPUT = 4
PRESSES = 120
FAST_PRESSES = 400
TAB_PRESSES = 1_000
LONG_TEXTS = 30
LONG_BYTES = 200_000
SPACING_MILLISECONDS = 50
RUBRIC = Rubric(name="reply", title="Reply", criteria=(Criterion(id="answers", question="Does it answer?"),))
JUDGES = tuple(Judge(model=f"scripted:{name}", rubric_id=RUBRIC.id, name=name) for name in ("a", "b", "c", "d"))

# Notes for each key how long it took until another sample's text was on the screen, a frame later; null after 5 s.
_WATCH = """() => {
  window.rateTimes = []
  const shown = () => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stText]')]
      .map(one => one.innerText).join('|')
  addEventListener('keydown', () => {
    const began = performance.now(), before = shown()
    const look = () => {
      const now = shown()
      if (now && now !== before) requestAnimationFrame(() => window.rateTimes.push(performance.now() - began))
      else if (performance.now() - began < 5000) requestAnimationFrame(look)
      else window.rateTimes.push(null)
    }
    requestAnimationFrame(look)
  }, true)
}"""


def figures() -> Iterator[Figure]:
    """The figures of fast rating, with ten thousand samples and four judges."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        with started(folder) as (_, url), browser_context(viewport={"width": 1280, "height": 900}) as context:
            for mode in ("honest", "all"):
                yield from _latency(
                    rating_page(context, url, rater=f"lat {mode}", query=f"&queue={mode}"), folder, mode
                )
            with bare_button(folder) as bare_url:
                yield from _beside_a_bare_button(
                    rating_page(context, url, rater="beside"), _bare_page(context, bare_url)
                )
            yield _messages(context, rating_page(context, url, rater="messages"))
            yield from _long_texts(rating_page(context, url, rater="long", project="long"))
            yield from _spaced(rating_page(context, url, rater="fast"), folder)
            yield from _hammered(rating_page(context, url, rater="hammer"), folder)
            yield from _two_tabs([rating_page(context, url, rater="two tabs") for _ in range(2)], folder)


def rating_page(context: BrowserContext, url: str, *, rater: str, query: str = "", project: str = "shop") -> Page:
    """The Rate page in a tab of its own, ready for keys."""
    page = context.new_page()
    page.goto(f"{url.rstrip('/')}/rate?project={project}{query}")
    page.get_by_label("Your name").fill(rater)
    page.get_by_role("button", name="Begin").click()
    page.locator("[class*=st-key-rate_value_1]").first.wait_for()
    page.wait_for_timeout(2000)
    page.mouse.click(900, 15)
    page.evaluate(_WATCH)
    return page


def press(page: Page, key: str) -> float | None:
    """Presses a key and waits for the next sample; milliseconds, None if none came."""
    before = page.evaluate("window.rateTimes.length")
    page.keyboard.press(key)
    page.wait_for_function("before => window.rateTimes.length > before", arg=before)
    taken: float | None = page.evaluate("window.rateTimes[window.rateTimes.length - 1]")
    return taken


def _latency(page: Page, folder: Path, mode: str) -> Iterator[Figure]:
    times, late = [], 0
    for number in range(PRESSES):
        times.append(press(page, "12"[number % 2]) or 5000.0)
        late += _events(folder, rater=f"lat-{mode}")[0] <= number
        page.wait_for_timeout(3 * SPACING_MILLISECONDS)
    page.close()
    p95 = statistics.quantiles(times, n=20)[-1]
    yield Figure(name=f"key to next sample, {mode}: median", value=statistics.median(times), unit="ms", at_most=100)
    yield Figure(name=f"key to next sample, {mode}: p95", value=p95, unit="ms", at_most=150)
    yield Figure(name=f"next sample shown before the rating was durable, {mode}", value=late, unit="times", at_most=0)


def _bare_page(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.get_by_text("Answer 0").wait_for()
    page.wait_for_timeout(2000)
    page.evaluate(_WATCH)
    return page


def _beside_a_bare_button(rate: Page, bare: Page) -> Iterator[Figure]:
    """Keys on both pages in turn: what a machine's speed is, both have in common.

    The ratios to reach are those of the figures to reach (100 and 150 ms) to what a bare button took where they were
    set (81 and 89 ms).
    """
    times: dict[Page, list[float]] = {rate: [], bare: []}
    for number in range(PRESSES):
        for page, taken in times.items():
            page.bring_to_front()
            taken.append(press(page, "12"[number % 2]) or 5000.0)
            page.wait_for_timeout(3 * SPACING_MILLISECONDS)
    for page in times:
        page.close()
    (median, p95), (bare_median, bare_p95) = (
        (statistics.median(taken), statistics.quantiles(taken, n=20)[-1]) for taken in times.values()
    )
    yield Figure(name="key to next sample, a bare Streamlit button: median", value=bare_median, unit="ms")
    yield Figure(name="key to next sample, a bare Streamlit button: p95", value=bare_p95, unit="ms")
    yield Figure(name="Rate beside the bare button: median", value=median / bare_median, unit="x", at_most=100 / 81)
    yield Figure(name="Rate beside the bare button: p95", value=p95 / bare_p95, unit="x", at_most=150 / 89)


def _messages(context: BrowserContext, page: Page) -> Figure:
    """What one key sends to the browser: each message is drawn, so the number tells the cost on a busy machine too."""
    received: list[int] = []
    session = context.new_cdp_session(page)
    session.on("Network.webSocketFrameReceived", lambda _: received.append(1))
    session.send("Network.enable")
    press(page, "1")
    page.wait_for_timeout(1000)
    received.clear()
    press(page, "2")
    page.wait_for_timeout(1000)
    page.close()
    return Figure(name="messages to the browser for one key", value=len(received), unit="", at_most=24)


def _long_texts(page: Page) -> Iterator[Figure]:
    """Keys after which the next sample is 200 kB long."""
    times = []
    for number in range(LONG_TEXTS - 1):
        times.append(press(page, "12"[number % 2]) or 5000.0)
        page.wait_for_timeout(3 * SPACING_MILLISECONDS)
    page.close()
    yield Figure(name="key to a sample of 200 kB: median", value=statistics.median(times), unit="ms", at_most=150)


def _spaced(page: Page, folder: Path) -> Iterator[Figure]:
    for number in range(FAST_PRESSES):
        press(page, "12"[number % 2])
        page.wait_for_timeout(SPACING_MILLISECONDS)
    page.close()
    stored, subjects = _events(folder, rater="fast")
    yield Figure(
        name=f"lost of {FAST_PRESSES}, 50 ms after each shows", value=FAST_PRESSES - stored, unit="", at_most=0
    )
    yield Figure(name="of these stored twice", value=stored - subjects, unit="ratings", at_most=0)


def _hammered(page: Page, folder: Path) -> Iterator[Figure]:
    """Keys that do not wait for the sample: those for a sample not yet shown are dropped, never misplaced."""
    for number in range(FAST_PRESSES):
        page.keyboard.press("12"[number % 2])
        page.wait_for_timeout(SPACING_MILLISECONDS)
    page.wait_for_timeout(2000)
    page.close()
    stored, subjects = _events(folder, rater="hammer")
    yield Figure(name=f"kept of {FAST_PRESSES} keys every 50 ms, waiting for nothing", value=stored, unit="ratings")
    yield Figure(name="of these stored twice", value=stored - subjects, unit="ratings", at_most=0)


def _two_tabs(tabs: list[Page], folder: Path) -> Iterator[Figure]:
    errors = 0
    for number in range(TAB_PRESSES):
        tab = tabs[number % 2]
        # As she does before she presses a key: a tab behind another is drawn about once a second.
        tab.bring_to_front()
        press(tab, "12"[number % 2])
        errors += tab.get_by_text("went wrong").count()
    stored, _ = _events(folder, rater="two-tabs")
    yield Figure(name=f"{TAB_PRESSES:,} ratings from two tabs: errors", value=errors, unit="", at_most=0)
    yield Figure(name="of these lost", value=TAB_PRESSES - stored, unit="ratings", at_most=0)


def _events(folder: Path, *, rater: str) -> tuple[int, int]:
    """How many ratings of this rater are on disk, and of how many samples."""
    database = sqlite3.connect(f"file:{folder / 'studio.db'}?mode=ro", uri=True)
    try:
        counts: tuple[int, int] = database.execute(
            # What the queue asks a second time is meant to be there twice.
            "select count(*), count(distinct subject) + sum(reason = 'again') from rating_event where rater = ?",
            (rater,),
        ).fetchone()
        return counts[0], counts[1] or 0
    finally:
        database.close()


def fill(folder: Path) -> None:
    """Ten thousand samples under four judges."""
    (folder / "rubrics").mkdir(parents=True, exist_ok=True)
    (folder / "rubrics" / "reply.yaml").write_text(new_rubric_text(RUBRIC), "utf-8")
    store = Store(folder / "studio.db")
    try:
        store.write(_fill, patience_seconds=None)
    finally:
        store.close()


def _fill(database: Database) -> None:
    projects.save_project(database, Project(id="shop", title="Shop", rubric="reply"))
    rubrics.save_rubric(database, RUBRIC)
    asked = [
        inputs.new_input(project="shop", text=f"Question {number}: where is my parcel?", tags={"topic": "parcel"})
        for number in range(SAMPLES // SAMPLES_AN_INPUT)
    ]
    inputs.save_inputs(database, asked)
    samples.save_samples(database, (_sample(number, asked[number // SAMPLES_AN_INPUT].id) for number in range(SAMPLES)))
    projects.save_project(database, Project(id="long", title="Long", rubric="reply"))
    question = inputs.new_input(project="long", text="Tell me a long story.")
    inputs.save_inputs(database, [question])
    samples.save_samples(database, (_long_sample(number, question.id) for number in range(LONG_TEXTS)))
    for place, judge in enumerate(JUDGES):
        judges.save_judge(database, judge)
        said = (_verdict(number, judge, place) for number in range(SAMPLES))
        verdicts.save_verdicts(database, said, project="shop")


def _sample(number: int, input_id: str) -> Sample:
    words = f"Answer {number}. " + "Your parcel is on its way and arrives tomorrow before noon. " * 12
    name = samples.generated_sample_id(
        project="shop", input_id=input_id, prompt_id="", model="a", settings="", repeat=number
    )
    return Sample(id=name, project="shop", input_id=input_id, output=words, system="a model", repeat=number)


def _long_sample(number: int, input_id: str) -> Sample:
    words = f"Story {number}. " + "Once upon a time, long ago. " * (LONG_BYTES // 28)
    return Sample(id=f"long{number:04d}", project="long", input_id=input_id, output=words)


def _verdict(number: int, judge: Judge, place: int) -> Verdict:
    value = "pass" if (number * 7 + place * (number % 5 == 0)) % 3 else "fail"
    name = samples.generated_sample_id(
        project="shop",
        input_id=inputs.new_input(
            project="shop", text=f"Question {number // SAMPLES_AN_INPUT}: where is my parcel?"
        ).id,
        prompt_id="",
        model="a",
        settings="",
        repeat=number,
    )
    return Verdict(subject=name, judge_id=judge.id, criterion="answers", value=value, explanation="So it seems.")
