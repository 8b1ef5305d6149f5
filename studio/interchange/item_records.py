"""The inputs, samples and pairs that an item's row stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.interchange.shapes import Fields, as_text, is_pair, name_in, tags_in
from studio.records import Input, Pair, Prompt, Sample, content_id
from studio.store.inputs import new_input
from studio.store.samples import imported_sample_id, pair_id

WITHOUT_TEXT = ("text", "absent")
"""The tag of a sample whose output nobody passed on: what was said of it counts, it is not shown and not judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecords:
    """What one item becomes."""

    input: Input
    samples: tuple[Sample, ...] = ()
    pair: Pair | None = None
    prompt: Prompt | None = None

    @property
    def has_text(self) -> bool:
        """Whether all its outputs are there."""
        return all(sample.failure is None for sample in self.samples)

    @property
    def outputs(self) -> tuple[str | None, ...]:
        """The outputs, None for one that is not there."""
        return tuple(sample.output if sample.failure is None else None for sample in self.samples)


def item_records(fields: Fields, *, project: str, name: str, is_rated: bool) -> ItemRecords:
    """The records of a shaped row; a row with nothing but an input becomes an input."""
    asked = _input(fields, project=project, name=name)
    if is_pair(fields):
        a, b = (_sample(fields, project=project, input_id=asked.id, name=name, part=part) for part in ("a", "b"))
        pair = Pair(
            id=pair_id(project=project, item=name),
            project=project,
            input_id=asked.id,
            sample_a=a.id,
            sample_b=b.id,
            item=name,
        )
        return ItemRecords(input=asked, samples=(a, b), pair=pair)
    if "output" not in fields and "system" not in fields and not is_rated:
        return ItemRecords(input=asked)
    prompt = _prompt(fields)
    sample = _sample(fields, project=project, input_id=asked.id, name=name, prompt=prompt)
    return ItemRecords(input=asked, samples=(sample,), prompt=prompt)


def _input(fields: Fields, *, project: str, name: str) -> Input:
    reference = as_text(fields.get("reference")) or None
    if text := as_text(fields.get("input")):
        return new_input(project=project, text=text, origin="imported", tags=tags_in(fields), reference=reference)
    # Outputs whose input is unknown must not look like answers to one and the same empty input.
    own = content_id("input", [project, "item", name])
    return Input(id=own, project=project, text="", origin="imported", tags=tags_in(fields), reference=reference)


def _sample(
    fields: Fields, *, project: str, input_id: str, name: str, part: str = "", prompt: Prompt | None = None
) -> Sample:
    ending = f"_{part}" if part else ""
    output = fields.get(f"output{ending}")
    absent = dict([WITHOUT_TEXT]) if output is None else {}
    if own := _own_item(fields, side=part):
        name, part = own, ""
    return Sample(
        id=imported_sample_id(project=project, item=name, part=part),
        project=project,
        input_id=input_id,
        output=as_text(output),
        failure="not_applicable" if output is None else None,
        prompt_id=prompt.id if prompt else None,
        system=name_in(fields, f"system{ending}"),
        item=f"{name}/{part}" if part else name,
        tags={**tags_in(fields), **absent},
    )


def _own_item(fields: Fields, *, side: str) -> str:
    """The item that this side of a pair is, as our own exports put it into `meta`."""
    meta = fields.get("meta")
    given = meta.get(f"item_{side}") if side and isinstance(meta, Mapping) else None
    return given if isinstance(given, str) else ""


def _prompt(fields: Fields) -> Prompt | None:
    """The prompt that our own exports put into `meta`."""
    meta = fields.get("meta")
    given = meta.get("prompt") if isinstance(meta, Mapping) else None
    if not isinstance(given, Mapping) or not given.get("template"):
        return None
    texts = {part: as_text(given.get(part)) for part in ("name", "template", "system")}
    return Prompt(name=texts["name"] or "imported", template=texts["template"], system=texts["system"])
