"""A real Chromium for the browser tests: the system's own, never a download; without one a test skips with a reason."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str:
    """Where Chromium lies; skips the test without one, or fails it where STUDIO_REQUIRE_BROWSER asks for a browser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("STUDIO_REQUIRE_BROWSER"):
        pytest.fail("STUDIO_REQUIRE_BROWSER is set and no Chromium was found on this machine.")
    pytest.skip("No Chromium on this machine; install one to run the browser tests.")


@contextmanager
def browser_context(**options: Any) -> Iterator[BrowserContext]:
    """A fresh Chromium profile; `options` are Playwright's (viewport, color_scheme ...)."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        try:
            yield browser.new_context(**options)
        finally:
            browser.close()
