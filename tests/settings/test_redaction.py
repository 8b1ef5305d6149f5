"""No key in any text that leaves its place: messages, excerpts, logs and their tracebacks."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from studio.redaction import excerpt, guard_logs, redacted, remember_secret

PLAIN_KEY = "c0ffee00c0ffee00c0ffee00"


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-Ab12_-0123456789",
        "sk-ant-api03-Ab12_-0123456789",
        "sk-...w3Xz",
        "sk-abc***************wxyz",
        "AIzaSyA0123456789_-abcdefghij",
        "gsk_0123456789abcdefghij",
        "ghp_0123456789abcdefghij",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Incorrect API key provided: {}.", '{{"key":"{}"}}', "a={}&b", "({})"])
def test_what_looks_like_a_key_is_taken_out(key: str, around: str) -> None:
    text = redacted(around.format(key))
    assert key not in text
    assert "[key]" in text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Authorization: Bearer 0a1b2c3d4e5f", "Authorization: Bearer [key]"),
        ("x-api-key: abcdefgh", "x-api-key: [key]"),
        ("https://ana:secret@host/v1", "https://[key]@host/v1"),
    ],
)
def test_keys_in_headers_and_addresses_are_taken_out(text: str, clean: str) -> None:
    assert redacted(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "The task-management desk is risk-averse about disk-encryption.",
        "missing bearer authentication header",
        "http://127.0.0.1:8000/v1 answered 401",
        "hf_transfer is not installed",
        "Write to ana@example.com: the time is 10:30@noon",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert redacted(text) == text


def test_a_known_key_of_any_shape_is_taken_out() -> None:
    key = "0ld-school-password"
    assert redacted(key) == key
    remember_secret(key)
    remember_secret(f"{key}-longer")
    assert redacted(f"<{key}> <{key}-longer>") == "<[key]> <[key]>"


def test_a_placeholder_is_not_taken_for_a_key() -> None:
    remember_secret("ollama")
    assert redacted("ollama answered") == "ollama answered"


def test_a_key_that_the_cut_would_halve_is_taken_out_before_the_cut() -> None:
    remember_secret(PLAIN_KEY)
    text = excerpt("x" * 1_990 + PLAIN_KEY)
    assert len(text) <= 2_000
    assert PLAIN_KEY[:10] not in text


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    written, logger = io.StringIO(), logging.getLogger("studio.test_redaction")
    handler = logging.StreamHandler(written)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    guard_logs()
    yield logger, written
    logger.handlers.clear()
    logging.setLogRecordFactory(logging.LogRecord)


def test_logs_hold_no_key_in_message_arguments_or_traceback(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    remember_secret(PLAIN_KEY)
    logger.warning("sent with %s", PLAIN_KEY)
    logger.warning(f"sent with {PLAIN_KEY}", stack_info=True)
    logger.warning("header %(key)s", {"key": "Bearer 0a1b2c3d4e5f"})
    logger.warning("wrong %d", PLAIN_KEY)
    try:
        raise ValueError(f"401: {PLAIN_KEY}") from RuntimeError(f"inner {PLAIN_KEY}")
    except ValueError:
        logger.exception("a call failed")
    assert PLAIN_KEY not in written.getvalue() and "0a1b2c3d4e5f" not in written.getvalue()
    assert written.getvalue().count("[key]") >= 6
    assert "Traceback" in written.getvalue()


def test_a_clean_record_keeps_its_arguments_for_formatters_that_need_them(
    log: tuple[logging.Logger, io.StringIO],
) -> None:
    record = log[0].makeRecord("uvicorn.access", logging.INFO, __file__, 1, "%s %s", ("GET", "/"), None)
    assert record.args == ("GET", "/")


def test_a_handler_that_is_set_up_later_gets_clean_records_too(log: tuple[logging.Logger, io.StringIO]) -> None:
    later = io.StringIO()
    log[0].addHandler(logging.StreamHandler(later))
    remember_secret(PLAIN_KEY)
    log[0].warning("sent with %s", PLAIN_KEY)
    assert later.getvalue() == "sent with [key]\n"
