"""Near-duplicates of six kinds, made from real sentences by fixed rules; the same seed makes the same set."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GREETINGS = ("Hello, I hope you are well. ", "Hi there! ", "Good morning, sorry to bother you. ", "Dear team, ", "")
THANKS = (" Thank you very much in advance!", " Thanks a lot for your help.", " Many thanks and kind regards.")
OTHER_WORDS = ("yesterday", "garden", "usually", "window", "seven", "station", "quickly", "another", "paper", "friend")
LIGHT_PARAPHRASES = (
    (r"\bHow do I\b", "How can I"),
    (r"\bCan I\b", "May I"),
    (r"\bI would like to\b", "I want to"),
    (r"\bdo not\b", "don't"),
    (r"\bcannot\b", "can't"),
    (r"\bCould we\b", "Can we"),
    (r"\bWhere do I\b", "Where can I"),
    (r"\bIs there\b", "Do you have"),
    (r"\bWhich\b", "What"),
    (r"\bWhy\b", "How come"),
    (r"\bPlease\b", "Could you please"),
    (r"\bneed\b", "require"),
    (r"\bmy\b", "our"),
    (r"\bthe\b", "this"),
    (r"\bis\b", "was"),
    (r"\ba\b", "one"),
    (r"\bI\b", "we"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A set of texts by id, and for each planted near-duplicate the id of its original."""

    texts: dict[str, str]
    originals: dict[str, str]
    kinds: dict[str, str]


def inputs() -> list[str]:
    """400 different things that people write to eight products."""
    return Path(__file__).with_name("inputs.txt").read_text(encoding="utf-8").splitlines()


def planted_set(*, seed: int = 0) -> Planted:
    """The 400 inputs and 100 near-duplicates of them, shuffled."""
    rng = random.Random(seed)
    base = inputs()
    originals = rng.sample([i for i, text in enumerate(base) if len(text.split()) >= 6], 100)
    texts = {f"input-{i}": text for i, text in enumerate(base)}
    makers = list(KINDS.items())
    copies, kinds = {}, {}
    for number, i in enumerate(originals):
        kind, maker = makers[number % len(makers)]
        copy = maker(base[i], rng)
        kind, copy = (kind, copy) if copy != base[i] else ("added phrase", added_phrase(base[i], rng))
        copies[f"copy-{number}"], kinds[f"copy-{number}"] = copy, kind
    ids = [*texts, *copies]
    rng.shuffle(ids)
    all_texts = texts | copies
    return Planted(
        texts={text_id: all_texts[text_id] for text_id in ids},
        originals={f"copy-{number}": f"input-{i}" for number, i in enumerate(originals)},
        kinds=kinds,
    )


def case_and_punctuation(text: str, rng: random.Random) -> str:
    bare = re.sub(r"[.,?!;:'\"]", "", text)
    return "  ".join(rng.choice([str.upper, str.lower, str.title])(bare).split()) + rng.choice(["!!", " ?", "..."])


def word_order(text: str, rng: random.Random) -> str:
    words = text.rstrip(".?!").split()
    cut = rng.randrange(1, len(words))
    return " ".join(words[cut:] + words[:cut]) + "?"


def one_word_changed(text: str, rng: random.Random) -> str:
    words = text.split()
    words[rng.randrange(len(words))] = rng.choice(OTHER_WORDS)
    return " ".join(words)


def two_typos(text: str, rng: random.Random) -> str:
    for _ in range(2):
        i = rng.choice([i for i in range(1, len(text) - 2) if text[i].isalpha() and text[i + 1].isalpha()])
        swapped, dropped, doubled = text[i + 1] + text[i] + text[i + 2 :], text[i + 1 :], text[i] + text[i:]
        text = text[:i] + rng.choice([swapped, dropped, doubled])
    return text


def added_phrase(text: str, rng: random.Random) -> str:
    return rng.choice(GREETINGS) + text + rng.choice(THANKS)


def light_paraphrase(text: str, rng: random.Random) -> str:
    fitting = [(old, new) for old, new in LIGHT_PARAPHRASES if re.search(old, text)]
    for old, new in fitting[:2]:
        text = re.sub(old, new, text, count=1)
    return text


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "case and punctuation": case_and_punctuation,
    "word order": word_order,
    "one word changed": one_word_changed,
    "typos": two_typos,
    "added phrase": added_phrase,
    "light paraphrase": light_paraphrase,
}
