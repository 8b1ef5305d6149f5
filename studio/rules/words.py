"""A rule as a sentence that a product lead can read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from studio.records import Rule
from studio.rules.language import LANGUAGES, SAME_AS_INPUT

MOST_SHOWN = 5
_FORMATS = {
    "json": "Is JSON and nothing else.",
    "one_line": "Is one line.",
    "no_markdown": "Has no Markdown.",
    "bullet_list": "Is a list of points.",
}


def rule_in_words(rule: Rule | None) -> str:
    """What the rule asks; empty without one."""
    return "" if rule is None else _WORDS[rule.kind](rule.setting)


def _ends(setting: Mapping[str, Any], *, unit: str = "", percent: bool = False) -> str:
    def told(end: float) -> str:
        return f"{100 * end:.0f} %" if percent else f"{end:,}"

    parts = [f"at least {told(setting['at_least'])}"] if setting.get("at_least") is not None else []
    parts += [f"at most {told(setting['at_most'])}"] if setting.get("at_most") is not None else []
    return " and ".join(parts) + (f" {unit}" if unit else "")


def _length(setting: Mapping[str, Any]) -> str:
    return f"Has {_ends(setting, unit=setting.get('unit', 'words'))}."


def _schema(setting: Mapping[str, Any]) -> str:
    needed = ", ".join(setting.get("required", ()))
    return f"Is JSON of the schema{f' (needs {needed})' if needed else f' {json.dumps(setting)[:80]}'}."


def _listed(texts: list[str]) -> str:
    shown = ", ".join(f"“{text}”" for text in texts[:MOST_SHOWN])
    return shown + (f" and {len(texts) - MOST_SHOWN} more" if len(texts) > MOST_SHOWN else "")


def _required(setting: Mapping[str, Any], *, says: str, never: str) -> str:
    parts = [f"{says} {_listed(setting['required'])}"] if setting.get("required") else []
    parts += [f"{never} {_listed(setting['forbidden'])}"] if setting.get("forbidden") else []
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def _language(setting: str) -> str:
    return "Is in the language of the input." if setting == SAME_AS_INPUT else f"Is in {LANGUAGES[setting]}."


def _readability(setting: Mapping[str, Any]) -> str:
    words, ease = setting.get("words_a_sentence_at_most"), setting.get("reading_ease_at_least")
    parts = [f"sentences of at most {words:g} words"] if words is not None else []
    parts += [f"a reading ease of at least {ease:g}"] if ease is not None else []
    return f"Has {' and '.join(parts)}."


def _links(setting: Mapping[str, Any]) -> str:
    ends = _ends(setting, unit="links")
    has_none = setting.get("at_most") == 0
    parts = ["has no links"] if has_none else [f"has {ends}"] if ends != " links" else []
    parts += ["every link starts with https"] if setting.get("https_only") else []
    parts += [f"links lead only to {', '.join(setting['hosts'])}"] if setting.get("hosts") else []
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "length": _length,
    "format": _FORMATS.__getitem__,
    "json_schema": _schema,
    "phrases": lambda setting: _required(setting, says="says", never="never says"),
    "patterns": lambda setting: _required(setting, says="matches", never="never matches"),
    "language": _language,
    "readability": _readability,
    "links": _links,
    "overlap": lambda setting: f"Has copied {_ends(setting, percent=True)} from the input.",
    "repeats": lambda setting: f"Is like an earlier sample by {_ends(setting, percent=True)}.",
}
