"""The types of a table's columns, said once and told to Parquet and to the Hugging Face card; holds no rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Columns = Mapping[str, str | Mapping[str, str]]
"""A type for each column, "string" or "float64"; a mapping stands for a list of objects with these fields."""


def arrow_schema(columns: Columns) -> Any:
    """The columns as Arrow, and so Parquet, knows them."""
    import pyarrow

    def field(kind: str | Mapping[str, str]) -> Any:
        if isinstance(kind, str):
            return pyarrow.type_for_alias(kind)
        return pyarrow.list_(pyarrow.struct([(name, pyarrow.type_for_alias(part)) for name, part in kind.items()]))

    return pyarrow.schema([(name, field(kind)) for name, kind in columns.items()])


def hub_features(columns: Columns) -> list[dict[str, Any]]:
    """The columns as the front matter of a dataset card has them."""
    return [{"name": name, **_feature(kind)} for name, kind in columns.items()]


def _feature(kind: str | Mapping[str, str]) -> dict[str, Any]:
    if isinstance(kind, str):
        return {"dtype": kind}
    return {"list": [{"name": name, "dtype": part} for name, part in kind.items()]}
