"""The JSON Schema of a rubric file, for editors that complete and check as she types; reads no file."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from studio.rubric.shape import RubricInFile


class _WithoutTitles(GenerateJsonSchema):
    """An editor shows the key itself; a title beside it is noise."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def rubric_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the file format."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | RubricInFile.model_json_schema(
        schema_generator=_WithoutTitles
    )


def rubric_schema_text() -> str:
    """The schema as the file that is shipped beside the example rubrics."""
    return json.dumps(rubric_schema(), indent=2, ensure_ascii=False) + "\n"
