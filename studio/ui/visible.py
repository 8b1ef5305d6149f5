"""Shows the characters that hide: control, bidi, zero-width and tag characters become marks; it judges no text."""

from __future__ import annotations

import re

# An emoji flag such as Scotland's is a black flag followed by tag characters: the one honest use of those.
_EMOJI_FLAG = r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f"
_HIDING = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff\ud800-\udfff]"
)
_FLAG_OR_HIDING = re.compile(f"(?P<flag>{_EMOJI_FLAG})|{_HIDING}")


def visible(text: str) -> str:
    """The text with every hiding character shown as its code point, such as ⟨U+202E⟩; line breaks and tabs stay."""
    return _FLAG_OR_HIDING.sub(_shown, text.replace("\r\n", "\n"))


def _shown(match: re.Match[str]) -> str:
    return match.group() if match["flag"] else f"⟨U+{ord(match.group()):04X}⟩"
