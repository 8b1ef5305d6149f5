"""Puts untrusted text between two lines that it cannot forge; harmless text stays exactly as it is."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Literal

from studio.records import Order, content_id

FenceName = Literal["INPUT", "OUTPUT", "FIRST OUTPUT", "SECOND OUTPUT", "REFERENCE", "REPLY", "EXAMPLE", "NOTE"]

_NONCE_DIGITS = 16
_NOT_A_DIGIT = re.compile(r"\D+")
_LOOKALIKE = re.compile(r"<<<(?=\s*(?:END|INPUT|OUTPUT|FIRST|SECOND|REFERENCE|REPLY|EXAMPLE|NOTE)\b)", re.IGNORECASE)


def fresh_nonce() -> str:
    """Sixteen decimal digits that nobody can foresee."""
    return f"{secrets.randbelow(10**_NONCE_DIGITS):0{_NONCE_DIGITS}d}"


def call_nonce(*, subject: str, judge_id: str, order: Order = "", repeat: int = 0, secret: str = "") -> str:
    """The same sixteen digits for the same call, so that its exact request can be shown again.

    With a secret of the workspace, whoever writes a sample and knows every id still cannot foresee them.
    """
    number = int(content_id("nonce", [subject, judge_id, order, repeat, secret]), 16)
    return f"{number % 10**_NONCE_DIGITS:0{_NONCE_DIGITS}d}"


def fenced(text: str, *, name: FenceName, nonce: str) -> str:
    """The text between an opening and a closing line that carry the nonce; no text can close its own fence."""
    return f"<<<{name} {nonce}>>>\n{_harmless(text, nonce=nonce)}\n<<<END {name} {nonce}>>>"


def _harmless(text: str, *, nonce: str) -> str:
    """The text itself, unless it holds the nonce in some spelling or a line that looks like a fence."""
    if nonce in digits_of(text):
        text = _without_nonce(text, nonce=nonce)
    return _LOOKALIKE.sub("<< <", text) if "<<<" in text else text


def digits_of(text: str) -> str:
    """All decimal digits of a text in one row, whatever script they are written in and whatever stands between them."""
    return _NOT_A_DIGIT.sub("", _ascii_digits(text))


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    foreign = {character for character in plain if character.isdecimal() and not character.isascii()}
    return plain.translate({ord(character): str(unicodedata.decimal(character)) for character in foreign})


def _without_nonce(text: str, *, nonce: str) -> str:
    # Taking one occurrence out can bring the halves of another one together: hence the loop.
    spelled = re.compile(r"\D*".join(nonce))
    text = _ascii_digits(text)
    while spelled.search(text):
        text = spelled.sub("[digits removed]", text)
    return text
