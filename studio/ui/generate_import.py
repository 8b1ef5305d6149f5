"""Takes in a file of inputs, and of answers where it has them, beside the page; the file's name is never a path."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from studio.errors import StudioError
from studio.generation.pasted import pasted_inputs
from studio.interchange.importing import import_files
from studio.interchange.report import ImportReport
from studio.records import Project
from studio.store.inputs import new_input, save_inputs
from studio.ui import formats, opened
from studio.ui.messages import guarded, show_error, show_unexpected
from studio.ui.untrusted import show_untrusted
from studio.workspace import Workspace

KINDS = ["csv", "tsv", "jsonl", "json", "parquet", "txt"]
SECONDS_BETWEEN_LOOKS = 0.5
_JOB = "generate_import_job"


@dataclass(slots=True, kw_only=True)
class ImportJob:
    """One import on a thread of its own; the page only reads it."""

    file_name: str
    done: int = 0
    of: int = 0
    told: str = ""
    error: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def progress(self, done: int, of: int) -> None:
        """How many rows are in, of how many."""
        self.done, self.of = done, of


def import_box(project: Project) -> None:
    """The file, then how far it is, then what came in."""
    job: ImportJob | None = st.session_state.get(_JOB)
    file = st.file_uploader(
        "A table or list with a column for the input",
        type=KINDS,
        key="generate_file",
        help="CSV, TSV, JSONL, JSON or Parquet; answers, tags and ratings come in too where the columns are named so. "
        "A text file: one input a line.",
    )
    if file is not None and (job is None or job.ended.is_set()):
        st.button("Take it in", key="generate_import", type="primary", on_click=_begin, args=(project, file.name))
    if job is not None:
        is_live = not job.ended.is_set()
        st.fragment(_show, run_every=SECONDS_BETWEEN_LOOKS if is_live else None)(job, is_live)


def _begin(project: Project, file_name: str) -> None:
    file = st.session_state.get("generate_file")
    if file is None:
        return
    job = ImportJob(file_name=file_name)
    st.session_state[_JOB] = job
    content, workspace = file.getvalue(), opened.workspace()
    threading.Thread(target=_carry_out, args=(job, content, project, workspace), daemon=True).start()


def _carry_out(job: ImportJob, content: bytes, project: Project, workspace: Workspace) -> None:
    try:
        # Her file's name is never used as a path: only what kind of file it is.
        suffix = next((f".{kind}" for kind in KINDS if job.file_name.lower().endswith(f".{kind}")), ".jsonl")
        if suffix == ".txt":
            job.told = _lines_in(content, project=project, workspace=workspace)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"upload{suffix}"
            path.write_bytes(content)
            report: ImportReport = import_files(
                store=workspace.store,
                project_id=project.id,
                paths=[path],
                progress=job.progress,
                rubric=workspace.rubric_of(project),
            )
        job.told = report.in_words()
    except Exception as error:  # told on the page; a thread has nobody above it
        job.error = error
    finally:
        job.ended.set()


def _lines_in(content: bytes, *, project: Project, workspace: Workspace) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StudioError(
            happened="This text file is not UTF-8.",
            safe="Nothing was imported.",
            to_do="Save it as UTF-8 and try again.",
        ) from None
    made = [new_input(project=project.id, text=line, origin="imported") for line in pasted_inputs(text, cut="line")]
    new = workspace.store.write(lambda database: save_inputs(database, made), patience_seconds=None)
    return f"{formats.counted(new, 'input')} came in; {len(made) - new:,} were there already."


@guarded()
def _show(job: ImportJob, was_live: bool) -> None:
    if was_live and job.ended.is_set():
        st.rerun()
    if not job.ended.is_set():
        st.progress(job.done / job.of if job.of else 0.0, text=f"{job.done:,} rows taken in")
    elif isinstance(job.error, StudioError):
        show_error(job.error)
    elif job.error is not None:
        show_unexpected(job.error)
    else:
        show_untrusted(job.told, key="generate_import_report")
