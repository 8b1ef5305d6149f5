"""Plain numbers on outputs and their inputs, each with the words in which it is spoken of; no model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from studio.taste.arrays import Column, Matrix
from studio.taste.sign_statistics import form, kind_counts, signs
from studio.taste.word_statistics import closeness, lengths, repetition, sentence_counts
from studio.taste.words import MOST_CHARACTERS, Words


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number on an answer, with what it means for the answer to have much or little of it."""

    name: str
    more: str
    less: str


STATISTICS: tuple[Statistic, ...] = (
    Statistic("log_words", "is longer", "is shorter"),
    Statistic("log_words_squared", "is very long", "is not very long"),
    Statistic("log_characters", "has more text", "has less text"),
    Statistic("empty", "is empty", "is not empty"),
    Statistic("tiny", "is one to three words", "is more than three words"),
    Statistic("log_longer_than_input", "is longer than its input", "is shorter than its input"),
    Statistic("different_words", "uses many different words", "uses the same words again"),
    Statistic("words_used_once", "uses most words once", "uses most words more than once"),
    Statistic("repeated_phrases", "repeats its phrases", "does not repeat its phrases"),
    Statistic("repeated_two_words", "repeats pairs of words", "does not repeat pairs of words"),
    Statistic("repeated_sentences", "repeats its sentences", "does not repeat its sentences"),
    Statistic("favourite_word", "leans on one word", "leans on no single word"),
    Statistic("compressibility", "has little in it that repeats", "has much in it that repeats"),
    Statistic("copied_phrases", "copies phrases of the input", "copies no phrases of the input"),
    Statistic("words_of_the_input", "keeps to the input's words", "uses words that are not in the input"),
    Statistic("input_taken_up", "takes up what the input speaks of", "leaves out what the input speaks of"),
    Statistic("is_the_input", "is the input again", "is not the input again"),
    Statistic("proper_end", "ends properly", "breaks off"),
    Statistic("capital_start", "starts with a capital letter", "starts with a small letter"),
    Statistic("lines", "has more lines", "has fewer lines"),
    Statistic("list_items", "has a list", "has no list"),
    Statistic("sentences", "has more sentences", "has fewer sentences"),
    Statistic("sentence_words", "has long sentences", "has short sentences"),
    Statistic("word_letters", "has long words", "has short words"),
    Statistic("small_words", "has many small words", "has few small words"),
    Statistic("digits", "has many digits", "has few digits"),
    Statistic("punctuation", "has much punctuation", "has little punctuation"),
    Statistic("capitals", "has many capital letters", "has few capital letters"),
    Statistic("other_letters", "has letters beyond a to z", "has only letters from a to z"),
    Statistic("questions", "asks back", "asks nothing back"),
    Statistic("exclaims", "exclaims", "does not exclaim"),
    Statistic("colons", "has colons", "has no colons"),
    Statistic("code_signs", "has signs of code", "has no signs of code"),
    Statistic("links", "has a link", "has no link"),
)


def statistics_of(*, inputs: Sequence[str], outputs: Sequence[str], asked: Words, words: Words) -> Matrix:
    """Texts x STATISTICS; `asked` are the words of the inputs, `words` those of the outputs, under one vocabulary."""
    texts = [output[:MOST_CHARACTERS] for output in outputs]
    kinds, sentences = kind_counts(texts), sentence_counts(texts)
    columns: tuple[Column, ...] = (
        *lengths(outputs, words=words, asked=asked),
        *repetition(texts, words=words, sentences=sentences),
        *closeness(words, asked=asked),
        _repeats_input(texts, inputs),
        *form(texts, words=words, kinds=kinds, sentences=sentences[:, 0]),
        *signs(texts, words=words, kinds=kinds),
    )
    return np.column_stack(columns).astype(np.float64)


def _repeats_input(texts: Sequence[str], inputs: Sequence[str]) -> Column:
    asked = [input_text[:MOST_CHARACTERS] for input_text in inputs]
    return np.array([bool(one) and _bare(one) == _bare(other) for one, other in zip(texts, asked, strict=True)])


def _bare(text: str) -> str:
    return text.strip().lower()
