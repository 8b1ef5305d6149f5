"""The guarded server seen from a real browser: the page works, asks nobody else, and shows no inner workings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.chromium import browser_context
from tests.launcher.serving import ROOT, Served, free_port, stop, studio, until_answered

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser_context(viewport={"width": 1280, "height": 800}, accept_downloads=True) as context:
        yield context.new_page()


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.get_by_role("heading", name="The studio stands").wait_for()
    return page


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_page_works_through_the_guard(served: Served, page: Page, host: str) -> None:
    opened(page, f"http://{host}:{served.port}")
    assert page.title() == "Tiny studio"
    page.get_by_text("Not pressed").wait_for()
    page.get_by_role("button", name="Count").click()
    page.get_by_text("Pressed", exact=True).wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Take it").click()
    assert Path(download.value.path()).read_text() == "the contents"


def test_the_browser_talks_to_nobody_else(served: Served, page: Page) -> None:
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "data"))
    page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).hostname or ""))
    opened(page, served.url)
    page.wait_for_timeout(500)
    assert asked <= {"127.0.0.1", "data"}
    assert "127.0.0.1" in asked


@pytest.fixture
def hostile_page(page: Page, tmp_path: Path) -> Iterator[Page]:
    """A page on another local port, without a policy of its own, as any program on this machine could serve one."""
    (tmp_path / "index.html").write_text("<h1>A hostile page</h1>")
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    port = free_port()
    process = subprocess.Popen([*command, str(port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    hostile = page.context.new_page()
    try:
        until_answered(port)
        hostile.goto(f"http://127.0.0.1:{port}/")
        yield hostile
    finally:
        hostile.close()
        process.kill()
        process.wait()


def test_a_page_on_another_local_port_reaches_neither_files_nor_the_stream(served: Served, hostile_page: Page) -> None:
    reached = hostile_page.evaluate(
        """async (url) => [
            await fetch(url + '/_stcore/health', {mode: 'no-cors'}).then(() => 'read', () => 'refused'),
            await new Promise(done => {
                const stream = new WebSocket(url.replace('http', 'ws') + '/_stcore/stream', 'streamlit');
                stream.onopen = () => done('open');
                stream.onerror = () => done('refused');
            }),
        ]""",
        served.url,
    )
    assert reached == ["refused", "refused"]


def test_a_page_on_another_local_port_cannot_show_the_studio_in_a_frame(served: Served, hostile_page: Page) -> None:
    hostile_page.evaluate(
        """(url) => new Promise(done => {
            const frame = document.createElement('iframe');
            frame.src = url;
            frame.onload = done;
            document.body.append(frame);
        })""",
        served.url,
    )
    assert [frame.url for frame in hostile_page.frames[1:]] == ["chrome-error://chromewebdata/"]


def test_a_link_from_elsewhere_says_how_to_open_the_studio(served: Served, hostile_page: Page) -> None:
    hostile_page.evaluate("(url) => { location.href = url; }", served.url)
    hostile_page.get_by_text("into the address bar").wait_for()
    opened(hostile_page, served.url)


def test_an_error_shows_no_inner_workings_and_no_key_on_the_page_or_in_the_log(tmp_path: Path, page: Page) -> None:
    with studio(tmp_path) as served:
        opened(page, served.url)
        page.get_by_role("button", name="Break").click()
        page.get_by_test_id("stException").wait_for()
        shown = page.content()
        _, log = stop(served.process)
    assert "RuntimeError" in log
    assert "[key]" in log
    for place in (shown, log):
        assert "0123456789abcdef" not in place
    assert "Traceback" not in shown
    assert "google.com" not in shown


def test_under_streamlit_run_too_the_real_pages_ask_nobody_else(page: Page, tmp_path: Path) -> None:
    # Without our policy in the way: until the studio sets its own icon, Streamlit asks a font host for one.
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "data"))
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "studio" / "app.py"), "--server.headless", "true"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "RUBRIC_STUDIO_WORKSPACE": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until_answered(port)
        for path in ("", "rate"):
            page.goto(f"http://127.0.0.1:{port}/{path}")
            page.get_by_role("link", name="Curate").wait_for(timeout=60_000)
            page.wait_for_timeout(500)
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert asked <= {"127.0.0.1", "data"}
