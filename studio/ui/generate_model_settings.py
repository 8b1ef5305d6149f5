"""Settings of each chosen model: temperature, effort, how long an answer may be; empty means the model's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import streamlit as st

from studio.generation.sample_lane import USUAL_OUTPUT_TOKENS, Effort
from studio.ui.model_choice import model_words
from studio.ui.plain import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """What one model is asked with."""

    temperature: float | None = None
    effort: Effort | None = None
    max_output_tokens: int = USUAL_OUTPUT_TOKENS

    def as_plan(self) -> dict[str, Any]:
        """The settings as a run writes them down."""
        return {
            "temperature": self.temperature,
            "effort": self.effort,
            "max_output_tokens": self.max_output_tokens,
        }


def settings_of_models(models: Sequence[str]) -> dict[str, ModelSettings]:
    """One popover with a line a model; answers made with other settings are other samples, in a column of their own."""
    with st.popover("Settings of each model", icon=":material/tune:", key="generate_settings"):
        return {model: _settings(model) for model in models}


def _settings(model: str) -> ModelSettings:
    st.markdown(f"**{plain(model_words(model))}**")
    left, middle, right = st.columns(3, gap="small")
    temperature = left.number_input(
        "Temperature", 0.0, 2.0, value=None, step=0.1, placeholder="its own", key=f"generate_temperature_{model}"
    )
    effort = middle.selectbox(
        "Effort", options=list(get_args(Effort)), index=None, placeholder="its own", key=f"generate_effort_{model}"
    )
    longest = right.number_input(
        "Tokens at most", 16, 32_000, value=USUAL_OUTPUT_TOKENS, step=64, key=f"generate_longest_{model}"
    )
    return ModelSettings(temperature=temperature, effort=effort, max_output_tokens=int(longest))
