"""Where a row comes from, in the words every format uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from studio.curation.candidate import Candidate
from studio.curation.preferences import Preference
from studio.curation.value import Decided, ValueRule

_READABLE = json.JSONEncoder(ensure_ascii=False)


def item_name(candidate: Candidate) -> str:
    """The name a sample goes by outside: the one it was imported under, or its id."""
    return candidate.sample.item or candidate.sample.id


def sample_origin(candidate: Candidate, *, rule: ValueRule) -> dict[str, Any]:
    """Sample, input, model, prompt, value and who says so; all texts, so that every row has the same types."""
    decided = rule.all_decided(candidate)
    return {
        "sample": candidate.id,
        "input_id": candidate.input.id,
        "model": candidate.sample.system,
        "prompt_name": candidate.prompt.name if candidate.prompt else "",
        "values": _READABLE.encode(known_values(decided)),
        "source": decided["overall"].source or "",
    }


def known_values(decided: Mapping[str, Decided]) -> dict[str, Any]:
    """The values there are, by criterion; numbers that are not whole are rounded to six places."""
    return {
        name: round(one.value, 6) if isinstance(one.value, float) else one.value
        for name, one in decided.items()
        if one.value is not None
    }


def preference_origin(preference: Preference) -> dict[str, Any]:
    """Margin and source of a preference, with the samples and models it compares."""
    return {
        "margin": round(float(preference.margin), 6),
        "source": preference.source,
        "criterion": preference.criterion,
        "by": ", ".join(preference.by),
        "chosen_sample": preference.chosen.id,
        "rejected_sample": preference.rejected.id,
        "chosen_model": preference.chosen.sample.system,
        "rejected_model": preference.rejected.sample.system,
        "input_id": preference.chosen.input.id,
    }
