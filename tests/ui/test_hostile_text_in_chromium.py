"""No way of drawing foreign text fetches, runs, links or poses; in a browser, without the server's own guard."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page

from tests.chromium import browser_context
from tests.ui.payloads import PAYLOADS
from tests.ui.served_page import served_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAIN = "[data-testid=stMain]"
MARKDOWN = f"{MAIN} [data-testid=stMarkdownContainer]"
POSING = {
    "pictures": f"{MAIN} img",
    "links": f"{MAIN} a[href]",
    "headings": f"{MAIN} :is(h2, h3, h4, h5, h6)",
    "badges": f"{MAIN} .stMarkdownBadge",
    "backgrounds": f"{MAIN} .stMarkdownColoredBackground",
    "shimmer": f"{MAIN} .stMarkdownShimmer",
    "formulas": f"{MAIN} .katex",
    "diagrams": f"{MAIN} [data-testid=stMermaidChart], {MAIN} svg[id^=mermaid]",
    "icons": f"{MARKDOWN} span[role=img]",
    "task boxes": f"{MARKDOWN} li input",
    "rules": f"{MARKDOWN} hr",
}
"""What only the studio may draw, by the selector that finds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of one page of payloads."""

    requests: list[str]
    dialogs: list[str]
    title: str
    elements: int
    running: int
    posing: dict[str, int]
    texts: list[str]
    buttons: list[str]


class Beacon:
    """A local server that counts every request that reaches it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        seen = self.seen

        class Count(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing on the console."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Count)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def beacon() -> Iterator[Beacon]:
    running = Beacon()
    yield running
    running.server.shutdown()


@pytest.fixture(scope="module")
def hostile_url(beacon: Beacon) -> Iterator[str]:
    with served_page(Path(__file__).with_name("hostile_page.py"), BEACON=beacon.url) as url:
        yield url


@pytest.fixture(scope="module")
def seen(hostile_url: str, beacon: Beacon) -> Iterator[Callable[[str], Seen]]:
    """Looks at the page that draws everything one way; each is opened once."""
    with browser_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        yield cache(lambda way: _look(page, url=hostile_url, way=way, beacon=beacon))


def _look(page: Page, *, url: str, way: str, beacon: Beacon) -> Seen:
    beacon.seen.clear()
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(f"{url}/?way={way}")
    page.get_by_text("everything is drawn").wait_for(timeout=60_000)
    _settle(page)
    return Seen(
        requests=list(beacon.seen),
        dialogs=dialogs,
        title=page.title(),
        elements=page.locator(f"{MAIN} [data-testid=stElementContainer]").count(),
        running=page.locator(f"{MAIN} script, {MAIN} iframe").count(),
        posing={name: page.locator(selector).count() for name, selector in POSING.items()},
        texts=page.locator(f"{MAIN} [data-testid=stText]").all_text_contents(),
        buttons=page.locator(f"{MAIN} .stButton").all_inner_texts(),
    )


def _settle(page: Page) -> None:
    """Wait until nothing has come onto the page for two seconds: elements are loaded piece by piece."""
    sizes = [-1, -2, -3]
    for _ in range(60):
        page.wait_for_timeout(700)
        waiting = page.locator("[data-testid=stSkeleton], [data-testid=stStatusWidget]").count()
        sizes.append(page.locator(f"{MAIN} *").count() + waiting * 1_000_000 * len(sizes))
        if len(set(sizes[-3:])) == 1:
            return


@pytest.mark.parametrize("way", ["as_text", "formatted", "labels", "parts", "shapes"])
def test_no_payload_fetches_runs_or_changes_the_title(seen: Callable[[str], Seen], way: str) -> None:
    page = seen(way)
    assert page.elements > len(PAYLOADS)
    assert (page.requests, page.dialogs, page.running) == ([], [], 0)
    assert page.title == "Hostile · Rubric Studio"
    assert (page.posing["pictures"], page.posing["links"]) == (0, 0)


@pytest.mark.parametrize("way", ["as_text", "formatted", "labels"])
def test_no_payload_becomes_anything_that_only_the_studio_draws(seen: Callable[[str], Seen], way: str) -> None:
    assert seen(way).posing == dict.fromkeys(POSING, 0)


def test_a_text_is_shown_letter_by_letter(seen: Callable[[str], Seen], beacon: Beacon) -> None:
    texts = seen("as_text").texts
    assert f"![x]({beacon.url}/picture.png)" in texts
    assert any(text.startswith("**bold ![x](") for text in texts)
    assert any("⟨U+202E⟩" in text and "⟨U+200B⟩" in text and "⟨U+0000⟩" in text for text in texts)


def test_a_label_reads_as_the_payload_reads(seen: Callable[[str], Seen], beacon: Beacon) -> None:
    labels = [label.replace("\u2060", "") for label in seen("labels").buttons]
    assert f"![x]({beacon.url}/picture.png)" in labels
    assert ":material/check_circle: :streamlit: :joy: :100: :+1: :material_home:" in labels
    assert any(label.startswith("<- back -> on -- dash >= <= ~= :-)") for label in labels)


def test_drawn_without_the_kit_the_same_payloads_do_all_of_it(seen: Callable[[str], Seen]) -> None:
    page = seen("unguarded")
    assert "/picture.png" in page.requests
    assert [name for name, count in page.posing.items() if count == 0] == []
