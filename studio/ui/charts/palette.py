"""The colours of the theme for what a chart colours itself; everything else follows the theme by itself."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Text, lines and the two colours of agreement and disagreement, as CSS colours."""

    text: str
    quiet: str
    good: str
    bad: str


_LIGHT = Palette(text="#31333f", quiet="#6b6f7b", good="#1c6fb8", bad="#c2570c")
_DARK = Palette(text="#fafafa", quiet="#a3a8b8", good="#60b4ff", bad="#ffa559")


def palette() -> Palette:
    """The colours of the theme she looks at now."""
    dark = st.context.theme.type == "dark"
    own, fallback = ("dark", _DARK) if dark else ("light", _LIGHT)
    return Palette(
        text=_option(own, "textColor") or fallback.text,
        quiet=_option(own, "grayTextColor") or _option(own, "grayColor") or fallback.quiet,
        good=_option(own, "blueColor") or fallback.good,
        bad=_option(own, "orangeColor") or fallback.bad,
    )


def _option(kind: str, name: str) -> str | None:
    value = st.get_option(f"theme.{kind}.{name}") or st.get_option(f"theme.{name}")
    return str(value) if value else None
