"""Reads and writes plan files: which inputs a project needs, how many of each kind; it generates nothing itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from studio.errors import RubricError, StudioError
from studio.prompting.hard_cases import HardCaseKind
from studio.records import Value, content_id
from studio.rubric.source import checked_text, place
from studio.rubric.tree import MappingNode, Node, SequenceNode, read_tree, values

MOST_CELLS = 10_000
MOST_INPUTS = 100_000

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Count = Annotated[int, Field(ge=1, le=MOST_INPUTS)]
type _Branches = list[Text] | dict[Text, _Branches]
