"""Typing a rubric in Chromium: no key waits for the server, and what was typed is kept when she leaves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.browser.served import served_studio
from tests.chromium import browser_context

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXT = "Does the reply say what happens next, by when, and who does it without being asked again?"
PATIENCE_MILLISECONDS = 45_000


def test_no_key_waits_for_the_server_the_draft_survives_a_reload_and_a_change_on_disk_is_told(
    tmp_path: Path,
) -> None:
    with served_studio(tmp_path) as address, browser_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        sent: list[float] = []
        page.on(
            "websocket",
            lambda socket: socket.on("framesent", lambda payload: sent.append(time.monotonic())),
        )
        page.goto(f"{address}/rubrics")
        page.get_by_text("Does the reply answer what the customer asked?").first.click()
        field = page.get_by_label("Question", exact=True).locator("visible=true").first
        field.click()
        field.fill("")
        page.wait_for_timeout(1_500)
        sent.clear()
        began = time.monotonic()
        for place, key in enumerate(TEXT, start=1):
            page.keyboard.insert_text(key)
            assert len(field.input_value()) == place
        milliseconds = (time.monotonic() - began) * 1_000 / len(TEXT)
        # The page looks at the file on disk every three seconds, whether she types or not; no key adds to that.
        assert len(sent) <= (time.monotonic() - began) / 3 + 1, "no key goes to the server"
        sent.clear()
        page.keyboard.press("Tab")
        page.get_by_text("go stale when you save").wait_for()
        assert sent, "leaving the field keeps the draft"
        page.reload()
        page.get_by_text("go stale when you save").wait_for()
        page.get_by_text(TEXT).locator("visible=true").first.wait_for()
        path = tmp_path / "rubrics" / "support-reply.yaml"
        path.write_text(path.read_text().replace("title: Support reply", "title: Changed by git"))
        changed = time.monotonic()
        page.get_by_text("changed outside the studio").wait_for()
        print(f"a change on disk was told after {time.monotonic() - changed:.1f} s")
        print(f"{milliseconds:.1f} ms a key until it is seen in the field")
