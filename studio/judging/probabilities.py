"""Turns the alternatives a model weighed for one token into shares of a scale's values; it needs no second call."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp

from studio.calls import TokenChoice
from studio.records import Scale, Value

# Above this share of tokens that could begin two values, the shares would be a guess.
_MOST_AMBIGUOUS_MASS = 0.01
_AROUND_A_LETTER = " \t\r\n▁Ġ.):"
_ENDS_A_VALUE = ('"', ",", "}", "]", " ", "\n")
_PIECE = re.compile(r'("(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\]:,"]+)\s*(:)?', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Shares of the scale's values that add up to 1, and the probability that the model gave to all of them."""

    shares: Mapping[Value, float]
    mass: float


def letter_probabilities(choice: TokenChoice, *, options: Mapping[str, Value]) -> Distribution | None:
    """The shares of lettered answers, with " A", "A" and "a" taken together; None when none was weighed."""
    masses = dict.fromkeys(options, 0.0)
    for token, log_probability in choice.alternatives:
        letter = token.strip(_AROUND_A_LETTER).upper()
        if letter in masses:
            masses[letter] += exp(log_probability)
    return _renormalised({options[letter]: mass for letter, mass in masses.items()})


def written_probabilities(
    choices: Sequence[TokenChoice], *, values: Mapping[str, Mapping[str, Value]]
) -> dict[str, Distribution]:
    """The shares at the places where a JSON reply writes its values: by criterion, from its values as they are written.

    A criterion is left out when its place is not found, or when the first token of a value does not tell it from the
    others.
    """
    text = "".join(choice.token for choice in choices)
    token_starts = list(accumulate((len(choice.token) for choice in choices), initial=0))
    found = {}
    for criterion_id, start in value_places(text).items():
        index = bisect_right(token_starts, start) - 1
        before = text[token_starts[index] : start]
        shares = _shares(choices[index], before=before, values=values.get(criterion_id, {}))
        if shares:
            found[criterion_id] = shares
    return found


def expected_value(probabilities: Mapping[str, float], *, scale: Scale) -> float | None:
    """The mean of the scale's numbers under the shares; None where its values are words, or not counted out."""
    numbers = [value for value in scale.values if not isinstance(value, str)]
    if not numbers or len(numbers) < len(scale.values):
        return None
    return sum(number * probabilities.get(str(number), 0.0) for number in numbers)


def value_places(text: str) -> dict[str, int]:
    """Where the value of each criterion begins in a JSON reply, by criterion; inside the quotes when it has some."""
    places: dict[str, int] = {}
    path: list[str] = []
    key = ""
    for piece in _PIECE.finditer(text):
        token, is_key = piece.group(1), piece.group(2)
        if token in "{[":
            path.append(key)
            key = ""
        elif token in "}]":
            path = path[:-1]
        elif is_key:
            key = token.strip('"')
        elif key == "value" and len(path) == 2:
            places[path[1]] = piece.start(1) + token.startswith('"')
    return places


def _shares(choice: TokenChoice, *, before: str, values: Mapping[str, Value]) -> Distribution | None:
    masses = dict.fromkeys(values, 0.0)
    ambiguous = 0.0
    beginnings = {token: _beginning(token, before=before) for token, _ in choice.alternatives}
    offered = set(beginnings.values())
    for token, log_probability in choice.alternatives:
        owners = _owners(beginnings[token], values=values, offered=offered)
        if len(owners) == 1:
            masses[owners[0]] += exp(log_probability)
        elif owners:
            ambiguous += exp(log_probability)
    if ambiguous > _MOST_AMBIGUOUS_MASS:
        return None
    return _renormalised({values[text]: mass for text, mass in masses.items()})


def _beginning(token: str, *, before: str) -> str:
    """What a token would write of the value, once what stands before the value in the same token is taken off."""
    quoted = '"' in before
    text = token.lstrip() if before else token
    if quoted:
        return text[1:] if text.startswith('"') else ""
    return text


def _owners(beginning: str, *, values: Mapping[str, Value], offered: set[str]) -> list[str]:
    """The values that a token may begin; a whole value that begins a longer one counts when both were weighed whole."""
    whole = [
        text for text in values if beginning == text or beginning.startswith(tuple(text + e for e in _ENDS_A_VALUE))
    ]
    longer = [text for text in values if beginning and text.startswith(beginning) and text not in whole]
    if whole and all(text in offered for text in longer):
        return whole
    return whole + longer


def _renormalised(masses: Mapping[Value, float]) -> Distribution | None:
    total = sum(masses.values())
    if total <= 0.0:
        return None
    return Distribution(shares={value: mass / total for value, mass in masses.items()}, mass=min(total, 1.0))
