"""From one page to another, by name."""

from __future__ import annotations

from studio.ui.links import page_file


def test_a_page_is_named_by_its_file() -> None:
    assert page_file("rate").parts[-2:] == ("pages", "rate.py")
