"""Numbers as a person reads them; what is not known is a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from studio.ui import formats


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "unknown"),
        (3, "a few seconds"),
        (45, "45 s"),
        (100, "2 min"),
        (4800, "80 min"),
        (5400, "1 h 30 min"),
        (7200, "2 h"),
        (200_000, "2 days"),
    ],
)
def test_durations(seconds: float | None, words: str) -> None:
    assert formats.duration(seconds) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(240, 420, "4 to 7 min"), (30, 300, "30 s to 5 min"), (361, 355, "about 6 min"), (1, 2, "a few seconds")],
)
def test_a_range_of_time_says_its_unit_once(low: float, high: float, words: str) -> None:
    assert formats.duration_range(low, high) == words


@pytest.mark.parametrize(
    ("usd", "words"),
    [
        (None, "price unknown"),
        (0, "no cost"),
        (0.004, "under 0.01 USD"),
        (0.4213, "about 0.42 USD"),
        (1234.5, "about 1,234 USD"),
    ],
)
def test_money_never_shows_an_unknown_price_as_nothing(usd: float | None, words: str) -> None:
    assert formats.money(usd) == words


def test_counts_shares_and_intervals() -> None:
    assert formats.of(45, total=1000) == "45 of 1,000"
    assert formats.counted(1, "sample") == "1 sample"
    assert formats.counted(1200, "reply", plural="replies") == "1,200 replies"
    assert formats.percent_interval(0.844, low=0.771, high=0.894) == "84 % [77–89]"
    assert formats.coefficient_interval(-0.05, low=-0.2, high=0.1) == "−0.05 [−0.20, 0.10]"
    assert formats.percent(None) == formats.number(None) == formats.percent_interval(None, low=0, high=1) == "–"
    assert formats.number(1234.567, digits=1) == "1,234.6"


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 byte"), (812, "812 bytes"), (1_400_000, "1.4 MB"), (98_362_432, "98 MB")]
)
def test_sizes(size: int, words: str) -> None:
    assert formats.byte_size(size) == words


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("2026-11-22T14:05:00+00:00", "14:05"),
        ("2026-11-03T14:05:00", "3 Nov 14:05"),
        ("2025-11-03T14:05:00Z", "3 Nov 2025 14:05"),
        (None, "unknown"),
        ("", "unknown"),
    ],
)
def test_a_stored_time_is_shown_no_longer_than_needed(stored: str | None, words: str) -> None:
    assert formats.her_time(stored, now=datetime(2026, 11, 22, 20, tzinfo=UTC)) == words
