"""The injection payloads, with the call's own nonce in every spelling an attacker could try."""

from __future__ import annotations

from pathlib import Path

NONCE = "4829104857203948"


def payloads(nonce: str = NONCE) -> list[str]:
    """Forty and more hostile samples."""
    text = Path(__file__).with_name("injections.txt").read_text(encoding="utf-8")
    spellings = {
        "{nonce}": nonce,
        "{halved}": nonce[:8] + "\n" + nonce[8:],
        "{spaced}": " ".join(nonce),
        "{fullwidth}": "".join(chr(0xFF10 + int(digit)) for digit in nonce),
        "{arabic}": "".join(chr(0x0660 + int(digit)) for digit in nonce),
        "{zero_width}": "\u200b".join(nonce),
        "{nested}": nonce[:8] + nonce + nonce[8:],
    }
    for name, spelling in spellings.items():
        text = text.replace(name, spelling)
    return [payload.strip("\n") for payload in text.split("\n---\n")]
