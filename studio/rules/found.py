"""What a rule is given and what it found; no rule is here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One output to look at."""

    input_text: str
    output: str
    earlier_likeness: float | None = None
    """How like the most similar earlier sample it is, 0 to 1; None where nobody looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether the rule holds, and why; nothing where it cannot be told."""

    holds: bool | None
    why: str


def holds(why: str) -> Found:
    """The rule holds."""
    return Found(holds=True, why=why)


def broken(why: str) -> Found:
    """The rule is broken."""
    return Found(holds=False, why=why)


def untold(why: str) -> Found:
    """It cannot be told, and no value is made up."""
    return Found(holds=None, why=why)


def counted(count: int, noun: str) -> str:
    """A number with its noun."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def quoted(text: str) -> str:
    """A piece of somebody's text, short enough for a sentence."""
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
