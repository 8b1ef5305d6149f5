"""What the scripted provider says: texts, verdicts and letters that follow from the request alone; no randomness."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.calls import Request, TokenChoice

_BLOCK = re.compile(r"<<<([A-Z ]+) \d{16}>>>\n(.*?)\n<<<END \1 \d{16}>>>", re.DOTALL)
_LETTERS = re.compile(r"((?:[A-Z0-9], )+[A-Z0-9])\W*$")
_WORD = re.compile(r"[^\W\d_]{4,}")
_DEEPEST = 12

_REASONS = (
    "It does not deal with what was asked; the decisive point is missing.",
    "It touches the question but stays vague where a clear step was needed.",
    "It answers the main point, with a detail that could be more exact.",
    "It answers what was asked, plainly and in the right order.",
)
_OPENINGS = (
    "Thank you for writing to us.",
    "Thanks for getting in touch.",
    "I am sorry for the trouble.",
    "Good question.",
)
_BODIES = (
    "About {topic}: please open your account page, choose the entry you mean and follow the two steps shown there.",
    "I looked into {topic}. The change takes effect within one working day; you will get a message when it is done.",
    "For {topic} we need your order number; with it we can settle the matter today.",
    "There is nothing we can do about {topic}.",
    "Many people like our new catalogue, which has just come out.",
)
_CLOSINGS = ("Let me know if anything is unclear.", "Just reply here if you need more.", "Have a good day.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """How a scripted judge differs from the others."""

    lean: float = 0.0
    """Added to the quality it sees: above 0 is kind, below 0 is strict."""
    noise: float = 0.25
    """The share of its verdict that comes from nowhere."""


PLAIN_TASTE = Taste()


def answer_text(request: Request, *, taste: Taste) -> str:
    """A letter, a JSON reply or a text, whichever the request asks for."""
    seen = _seen(request)

    def draw(place: str) -> float:
        return _opinion(seen, place=place, request=request, taste=taste)

    if request.max_output_tokens == 1:
        letters = offered_letters(request)
        return letters[_place(draw("letter"), size=len(letters))]
    if request.schema is not None:
        return json.dumps(_instance(request.schema, root=request.schema, path=(), draw=draw), ensure_ascii=False)
    return _prose(request)


def letter_choices(text: str, *, request: Request) -> tuple[TokenChoice, ...]:
    """The reply token by token, each with alternatives: for a letter the other letters, less likely the further off."""
    letters = offered_letters(request)
    if text not in letters:
        return tuple(TokenChoice(token=piece, alternatives=((piece, -0.05),)) for piece in re.findall(r"\s*\S+", text))
    said = letters.index(text)
    weights = {letter: math.exp(-1.2 * abs(index - said)) for index, letter in enumerate(letters)}
    total = sum(weights.values()) / 0.9
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])[: request.top_logprobs]
    alternatives = tuple((letter, math.log(weight / total)) for letter, weight in ranked)
    return (TokenChoice(token=text, alternatives=alternatives),)


def offered_letters(request: Request) -> list[str]:
    """The letters or digits that the last words of the request offer, in their order; A and B where it offers none."""
    offered = _LETTERS.search(request.user[-1].strip())
    return offered.group(1).split(", ") if offered else ["A", "B"]


def share(*parts: str) -> float:
    """A number from 0 up to 1 that these texts alone decide."""
    name = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=7).digest()) / 2**56


def tokens_of(text: str) -> int:
    """About how many tokens a text would take."""
    return math.ceil(len(text) / 4)


def _seen(request: Request) -> float:
    """How good the material is, from 0 to 1: of two outputs, how much better the second one is."""
    blocks = _BLOCK.findall("\n".join(request.user))
    outputs = [text for name, text in blocks if name.endswith("OUTPUT")]
    if len(outputs) == 2:
        return 0.5 + (_quality(outputs[1]) - _quality(outputs[0])) / 2
    return _quality(outputs[0] if outputs else "\n".join(request.user))


def _quality(text: str) -> float:
    """The same for the same text, whoever asks; a text of fewer than five words is never good."""
    quality = share("quality", text.strip())
    return quality if len(text.split()) >= 5 else quality * 0.3


def _opinion(seen: float, *, place: str, request: Request, taste: Taste) -> float:
    own = share("noise", request.model, place, *request.user[:-1])
    return min(0.999, max(0.0, seen * (1 - taste.noise) + own * taste.noise + taste.lean))


def _place(opinion: float, *, size: int) -> int:
    return min(size - 1, int(opinion * size))


def _instance(schema: Any, *, root: Any, path: tuple[str, ...], draw: Callable[[str], float]) -> Any:
    """A value that the schema allows; everything under one property of the reply shares one opinion."""
    if not isinstance(schema, Mapping) or len(path) > _DEEPEST:
        return None
    if "$ref" in schema:
        return _instance(_referred(root, reference=str(schema["$ref"])), root=root, path=(*path, ""), draw=draw)
    opinion = draw(path[0] if path else "")
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][_place(opinion, size=len(schema["enum"]))]
    variants = schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf")
    if variants:
        variant = variants[0] if "allOf" in schema else variants[_place(opinion, size=len(variants))]
        return _instance(variant, root=root, path=path, draw=draw)
    return _of_type(schema, root=root, path=path, draw=draw, opinion=opinion)


def _of_type(
    schema: Mapping[str, Any], *, root: Any, path: tuple[str, ...], draw: Callable[[str], float], opinion: float
) -> Any:
    kind = schema.get("type") or ("object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = next((name for name in kind if name != "null"), "null")
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _instance(part, root=root, path=(*path, name), draw=draw) for name, part in properties.items()}
    if kind == "array":
        count = max(int(schema.get("minItems", 0)), min(int(schema.get("maxItems", 3)), 3))
        items = schema.get("items", {})
        return [_instance(items, root=root, path=(*path, str(number)), draw=draw) for number in range(count)]
    if kind in ("integer", "number"):
        return _number(schema, opinion=opinion, is_whole=kind == "integer")
    if kind == "boolean":
        return opinion >= 0.5
    return None if kind == "null" else _string(schema, path=path, opinion=opinion)


def _number(schema: Mapping[str, Any], *, opinion: float, is_whole: bool) -> int | float:
    step = 1 if is_whole else 0.01
    low = float(schema.get("minimum", schema.get("exclusiveMinimum", 0 - step) + step))
    high = float(schema.get("maximum", schema.get("exclusiveMaximum", low + 100 + step) - step))
    value = low + opinion * (high - low + (1 if is_whole else 0))
    return min(math.floor(high), math.floor(value)) if is_whole else round(min(high, value), 3)


def _string(schema: Mapping[str, Any], *, path: tuple[str, ...], opinion: float) -> str:
    text = _REASONS[_place(opinion, size=len(_REASONS))]
    if any(part.isdigit() for part in path):
        text = f"{'.'.join(path)}: {text}"
    shortest, longest = int(schema.get("minLength", 0)), int(schema.get("maxLength", len(text) + 1_000))
    return text.ljust(shortest, ".")[:longest]


def _referred(root: Any, *, reference: str) -> Any:
    found = root
    for part in reference.lstrip("#/").split("/"):
        found = found.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, Mapping) else {}
    return found


def _prose(request: Request) -> str:
    asked = request.user[-1]
    words = sorted(set(_WORD.findall(asked)), key=lambda word: (-len(word), word))[:2]
    topic = " and ".join(word.lower() for word in words) or "this"
    chosen = [
        bank[_place(share(request.model, request.system, str(request.seed), asked, str(number)), size=len(bank))]
        for number, bank in enumerate((_OPENINGS, _BODIES, _CLOSINGS))
    ]
    return " ".join(part for part in chosen if part).format(topic=topic)
