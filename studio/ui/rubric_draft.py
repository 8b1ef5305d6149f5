"""The draft of a rubric file: kept in the workspace at every change, written to the file only when she saves."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

import streamlit as st

from studio.errors import RubricError
from studio.records import Rubric
from studio.rubric.reading import parse_rubric
from studio.rubric.writing import write_rubric
from studio.store import facts
from studio.ui import opened
from studio.ui.messages import guarded

SECONDS_BETWEEN_LOOKS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file's text as she saw it on disk, and as she wants it."""

    file: str
    base: str
    text: str

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.text != self.base

    def rubric(self) -> Rubric | RubricError:
        """What the text says, or why it cannot be read."""
        try:
            return parse_rubric(self.text, file=self.file)
        except RubricError as error:
            return error


def draft_of(file: str) -> Draft | None:
    """Her draft of this file, or the file as it stands; None if there is neither."""
    workspace = opened.workspace()
    kept = workspace.read(lambda database: facts.fact(database, _key(file)))
    if kept:
        return Draft(**json.loads(kept))
    text = workspace.rubrics.source(file)
    return None if text is None else Draft(file=file, base=text, text=text)


def keep(draft: Draft) -> None:
    """Remembers the draft, across reloads and restarts; a draft like the file is forgotten."""
    value = json.dumps(asdict(draft)) if draft.is_changed else ""
    opened.workspace().write(lambda database: facts.save_fact(database, key=_key(draft.file), value=value))


def keep_text(file: str, text: str) -> None:
    """A new source text for the draft."""
    draft = draft_of(file)
    if draft is not None:
        keep(replace(draft, text=text))
        turn_over(file)


def keep_rubric(file: str, rubric: Rubric) -> None:
    """A changed rubric for the draft: only what changed is rewritten, comments and order stay."""
    draft = draft_of(file)
    if draft is not None:
        keep(replace(draft, text=write_rubric(rubric, source=draft.text, file=file)))


def revision(file: str) -> int:
    """Changes when the draft changes otherwise than through its form: fields then begin anew from the draft."""
    return int(st.session_state.get(f"rubrics_revision_{file}", 0))


def turn_over(file: str) -> None:
    """Lets the form begin anew."""
    st.session_state[f"rubrics_revision_{file}"] = revision(file) + 1


def save(draft: Draft) -> Rubric:
    """Writes the draft to its file; raises RubricChanged when the disk has something she has not seen."""
    saved = opened.workspace().rubrics.save_text(draft.text, file=draft.file, seen=draft.base)
    discard(draft.file)
    return saved.rubric


def discard(file: str) -> None:
    """Back to the file as it stands."""
    workspace = opened.workspace()
    workspace.write(lambda database: facts.save_fact(database, key=_key(file), value=""))
    st.session_state[_seen_key(file)] = workspace.rubrics.source(file)
    turn_over(file)


def begin_anew_if_changed(draft: Draft) -> None:
    """Fields show the file as it stands when somebody else changed it and she has no draft of her own."""
    key = _seen_key(draft.file)
    if not draft.is_changed and st.session_state.get(key, draft.base) != draft.base:
        turn_over(draft.file)
    st.session_state[key] = draft.base


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
@guarded()
def watch_disk(file: str, seen: str | None) -> None:
    """Draws the page again once the file on disk is another one than was seen."""
    if opened.workspace().rubrics.source(file) != seen:
        st.rerun()


def is_changed_on_disk(draft: Draft) -> bool:
    """Whether somebody else changed the file since she opened it."""
    return opened.workspace().rubrics.source(draft.file) != draft.base


def _seen_key(file: str) -> str:
    return f"rubrics_seen_{file}"


def _key(file: str) -> str:
    return f"rubric_draft:{file}"
