"""The colours of the theme for what a chart colours itself; everything else follows the theme by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import altair as alt
import streamlit as st

Option = TypeVar("Option", str, list[str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Text, lines and the two colours of agreement and disagreement, as CSS colours."""

    text: str
    quiet: str
    good: str
    bad: str
    kinds: tuple[str, ...] = ()
    """For judges and lines: the theme's chart colours without the blue and orange that mean pass and fail."""


_LIGHT = Palette(text="#31333f", quiet="#6b6f7b", good="#1c6fb8", bad="#c2570c")
_DARK = Palette(text="#fafafa", quiet="#a3a8b8", good="#60b4ff", bad="#ffa559")


def palette() -> Palette:
    """The colours of the theme she looks at now."""
    dark = st.context.theme.type == "dark"
    own, fallback = ("dark", _DARK) if dark else ("light", _LIGHT)
    good, bad = _option(own, "blueColor", fallback.good), _option(own, "orangeColor", fallback.bad)
    return Palette(
        text=_option(own, "textColor", fallback.text),
        quiet=_option(own, "grayTextColor", fallback.quiet),
        good=good,
        bad=bad,
        kinds=tuple(c for c in _option(own, "chartCategoricalColors", []) if c not in (good, bad)),
    )


def _option(kind: str, name: str, fallback: Option) -> Option:
    return st.get_option(f"theme.{kind}.{name}") or st.get_option(f"theme.{name}") or fallback


def kinds_scale() -> alt.Scale:
    """The colours of judges and lines; the theme's own order where it names none."""
    kinds = palette().kinds
    return alt.Scale(range=list(kinds)) if kinds else alt.Scale()
