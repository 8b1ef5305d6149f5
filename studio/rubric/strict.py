"""What every part of a rubric file has in common for pydantic: no unknown keys, no guessed types, tidy texts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from studio.rubric.source import UNPRINTABLE


def _tidy(text: object) -> object:
    """Without white space around it: whether a text stands in `>` or in quotes must not make it another rubric."""
    if not isinstance(text, str):
        return text
    if not text.isprintable() and (found := UNPRINTABLE.search(text)):
        raise ValueError(f"the text holds an invisible control character (U+{ord(found.group()):04X}); delete it")
    return text.strip()


Text = Annotated[str, BeforeValidator(_tidy), Field(min_length=1)]
OptionalText = Annotated[str, BeforeValidator(_tidy)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Strict(BaseModel):
    """A mapping with exactly these keys; an empty key counts as absent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_key_is_absent(cls, found: object) -> object:
        if not isinstance(found, dict):
            return found
        return {key: value for key, value in found.items() if value is not None or key not in cls.model_fields}
