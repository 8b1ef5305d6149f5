"""Takes keys out of any text before it is shown, stored or logged; it never says which key it was."""

from __future__ import annotations

import logging
import re
from typing import Any

MARK = "[key]"
LONGEST_EXCERPT_CHARACTERS = 2_000
SHORTEST_SECRET_CHARACTERS = 8

_PATTERNS = re.compile(
    r"""\bsk[-_][\w*.-]{6,}  # half masked ones too
      | \b(?:pk|rk|gsk|xai|hf|glpat|ghp|ghs|github_pat)[-_][\w*.-]{16,}
      | \bAIza[\w-]{10,}
      | (?<=\bbearer\s)(?=\S*\d)[^\s"',;]{6,}
      | (?<=\bx-api-key:\s)[^\s"',;]{6,}
      | (?<=://)[^\s/@:"']+:[^\s/@"']+(?=@)""",
    re.IGNORECASE | re.VERBOSE,
)
_known: set[str] = set()
_make_record = logging.getLogRecordFactory()


def remember_secret(secret: str) -> None:
    """From now on this text is taken out everywhere; shorter ones are placeholders such as `ollama`, not keys."""
    if len(secret) >= SHORTEST_SECRET_CHARACTERS:
        _known.add(secret)


def redacted(text: str) -> str:
    """The text with every known key, and everything that looks like one, replaced by `[key]`."""
    # Longest first: a key that begins another one must not leave the other one's tail behind.
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, MARK)
    return _PATTERNS.sub(MARK, text)


def excerpt(text: str) -> str:
    """The first 2,000 characters without keys; taken out before the cut, so that no key is cut in half and missed."""
    return redacted(text)[:LONGEST_EXCERPT_CHARACTERS]


def holds_secret(text: str) -> bool:
    """Whether the text holds a known key or something that looks like one."""
    return redacted(text) != text


def guard_logs() -> None:
    """From now on every log record is cleaned as it is made, whoever sets up which handlers later."""
    logging.setLogRecordFactory(_cleaned_record)


def _cleaned_record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A record without keys, also in its traceback; a clean one stays as it is, arguments included."""
    record = _make_record(*args, **kwargs)
    try:
        message = record.getMessage()
    except (TypeError, ValueError):
        message = f"{record.msg} {record.args}"
    if holds_secret(message):
        record.msg, record.args = redacted(message), None
    if record.exc_info and not record.exc_text:
        record.exc_text = logging.Formatter().formatException(record.exc_info)
    if record.exc_text and holds_secret(record.exc_text):
        # Without exc_info no other formatter can print the exception again.
        record.exc_text, record.exc_info = redacted(record.exc_text), None
    if record.stack_info:
        record.stack_info = redacted(record.stack_info)
    return record
