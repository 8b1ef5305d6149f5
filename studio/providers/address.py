"""Takes a model's address, `provider:model`, apart; it does not know which providers there are."""

from __future__ import annotations

import re
from typing import NamedTuple

from studio.errors import NotFound

_PROVIDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LONGEST_MODEL_CHARACTERS = 1_000


class Address(NamedTuple):
    """Where a model is asked, and its name there."""

    provider: str
    model: str


def parse_address(text: str) -> Address:
    """The two halves of `provider:model`; only the first colon divides, for models and paths have colons too."""
    provider, colon, model = text.strip().partition(":")
    is_whole = colon and model.strip() and model.isprintable() and len(model) <= _LONGEST_MODEL_CHARACTERS
    if not is_whole or not _PROVIDER.fullmatch(provider):
        raise NotFound(
            happened=f'"{text[:100]}" is not a model\'s address.',
            safe="Nothing was sent.",
            to_do="Write provider:model, for example local:smollm2 or openai:gpt-5-mini.",
        )
    return Address(provider, model.strip())
