"""The way through the studio as six steps that tick themselves off; what is done is read from the store."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agreement.figures import TOO_FEW
from studio.records import Project
from studio.store import facts
from studio.store.projects import project_counts
from studio.ui.formats import counted
from studio.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of her work."""

    page: str
    title: str
    done: bool
    state: str
    """Where it stands, in words."""


def steps(workspace: Workspace, project: Project) -> list[Step]:
    """The six steps in order, each with where it stands."""
    rubric = workspace.rubric_of(project)
    with workspace.reading() as database:
        counts = project_counts(database, project.id)
        compared = facts.fact(database, compared_key(project.id)) is not None
        exported = facts.fact(database, exported_key(project.id))
    samples, ratings, verdicts = counts["samples"], counts["ratings"], counts["verdicts"]
    wanted = TOO_FEW * max(1, len(rubric.criteria) if rubric else 1)
    return [
        Step(
            page="rubrics",
            title="Say what good is",
            done=rubric is not None,
            state=rubric.title if rubric else "Choose or write a rubric",
        ),
        Step(
            page="generate",
            title="Get samples",
            done=samples > 0,
            state=counted(samples, "sample") if samples else "Generate or import some",
        ),
        Step(
            page="rate",
            title="Rate some yourself, blind",
            done=ratings >= wanted,
            state=f"{counted(ratings, 'rating')}" + ("" if ratings >= wanted else f" of {wanted}"),
        ),
        Step(
            page="judge",
            title="Let judges rate them all",
            done=verdicts > 0,
            state=counted(verdicts, "verdict") if verdicts else "No judge has seen them yet",
        ),
        Step(
            page="compare",
            title="See which judge shares your taste",
            done=compared and verdicts > 0 and ratings > 0,
            state="Looked at" if compared else "Not looked at yet",
        ),
        Step(
            page="curate",
            title="Export a dataset",
            done=exported is not None,
            state=f"Last to {exported}" if exported else "Nothing exported yet",
        ),
    ]


def compared_key(project_id: str) -> str:
    """Under this key the workspace remembers that she has looked at the comparison."""
    return f"compared:{project_id}"


def exported_key(project_id: str) -> str:
    """Under this key the workspace remembers the folder of the last export."""
    return f"exported:{project_id}"


def dismissed_key(project_id: str) -> str:
    """Under this key the workspace remembers that she wants no checklist."""
    return f"checklist_dismissed:{project_id}"
