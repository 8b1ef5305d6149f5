"""dataset.json: the names of a folder's criteria and scales, checked before anything is read under them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.interchange.encodings import marked_encoding
from studio.interchange.files import check_file, opened, shown_name
from studio.interchange.json_rows import json_object
from studio.interchange.limits import LARGEST_DATASET_FILE_BYTES, MOST_VALUES
from studio.interchange.problems import BadLine, quoted, refused
from studio.records import PREFERENCE, Level, Scale

FILE_NAME = "dataset.json"

_Number = Annotated[float, Field(allow_inf_nan=False)]
_LEVELS: dict[str, Level] = {"ordinal": "ordinal", "nominal": "nominal", "pairwise": "nominal"}


class ScaleInFile(BaseModel):
    """A scale as dataset.json has it; what else stands there is of no use here."""

    model_config = ConfigDict(strict=True)

    type: Literal["ordinal", "nominal", "interval", "pairwise", "continuous"]
    values: list[str | int | _Number] = Field(default_factory=list, max_length=MOST_VALUES)
    min: _Number | None = None
    max: _Number | None = None

    @property
    def scale(self) -> Scale:
        """The scale as the studio has it."""
        if self.values:
            return Scale(values=tuple(self.values), level=_LEVELS.get(self.type, "interval"))
        if self.min is not None and self.max is not None:
            return Scale(values=(), level="interval", minimum=self.min, maximum=self.max)
        return PREFERENCE


class RubricInFile(BaseModel):
    """Which rubric an exported dataset was rated under."""

    id: str = ""
    name: str = ""
    version: int = 1


class DatasetFile(BaseModel):
    """What dataset.json says of criteria and scales."""

    dataset: str = ""
    title: str = ""
    criteria: dict[str, str] = Field(default_factory=dict, max_length=200)
    scales: dict[str, ScaleInFile] = Field(default_factory=dict, max_length=200)
    rubric: RubricInFile | None = None


def dataset_file(path: Path) -> DatasetFile:
    """The checked file; raises ImportRefused with the place that is wrong."""
    name = shown_name(path)
    check_file(path)
    with opened(path) as stream:
        content = stream.read(LARGEST_DATASET_FILE_BYTES + 1)
    if len(content) > LARGEST_DATASET_FILE_BYTES:
        raise _refused(name, f"it is larger than {LARGEST_DATASET_FILE_BYTES // 1_000_000} MB")
    try:
        found = DatasetFile.model_validate(json_object(content.decode(marked_encoding(content) or "utf-8").strip()))
    except UnicodeDecodeError:
        raise _refused(name, "it is not UTF-8") from None
    except BadLine as problem:
        raise _refused(name, str(problem)) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise _refused(name, f"{quoted(place)}: {first['msg']}") from None
    for scale_name, scale in found.scales.items():
        if wrong := _problem(scale):
            raise _refused(name, f"the scale {quoted(scale_name)} {wrong}")
    return found


def _problem(scale: ScaleInFile) -> str:
    if len(set(scale.values)) < len(scale.values):
        return "has a value twice"
    if scale.min is not None and scale.max is not None and not scale.min < scale.max:
        return "ends before it begins"
    if not scale.values and scale.type != "pairwise" and (scale.min is None or scale.max is None):
        return "has neither values nor min and max"
    return ""


def _refused(name: str, why: str) -> Exception:
    return refused(f"{name} cannot be used: {why}.", to_do="Mend it, or import the files without it.")
