"""How many tokens a request will roughly take, counted from its characters; it knows no model's real tokenizer."""

from __future__ import annotations

import json

from studio.calls import Request

# English prose runs at about 4 characters a token in today's tokenizers; other scripts between 1 and 3.
_CHARACTERS_A_TOKEN = 4.0
_OTHER_CHARACTERS_A_TOKEN = 1.6
_TOKENS_AROUND_A_PART = 4


def estimated_tokens(text: str) -> int:
    """About how many tokens a text takes: within a quarter for prose, further off for code and rare scripts."""
    latin = len(text) if text.isascii() else len(text.encode("ascii", "ignore"))
    other = len(text) - latin
    return round(latin / _CHARACTERS_A_TOKEN + other / _OTHER_CHARACTERS_A_TOKEN)


def estimated_input_tokens(request: Request) -> int:
    """About how many input tokens a request takes, its schema included."""
    parts = (request.system, *request.user)
    schema = estimated_tokens(json.dumps(request.schema)) if request.schema else 0
    return sum(estimated_tokens(part) + _TOKENS_AROUND_A_PART for part in parts) + schema
