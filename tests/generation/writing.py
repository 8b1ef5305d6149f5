"""A project in a real workspace whose models are a scripted provider with prepared answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from studio.providers.scripted import Scripted, ScriptedProvider
from studio.records import Project
from studio.runs.jobs import Jobs
from studio.runs.progress import RunProgress
from studio.store.inputs import inputs
from studio.workspace import Workspace
from studio.workspace_runs import price_usd

SHOP = Project(id="shop", title="Shop", task="A shop for hiking gear answers its customers.", rubric="reply")
SECONDS = 20.0


def opened(folder: Path, *replies: Scripted) -> tuple[Workspace, ScriptedProvider]:
    """A workspace with the project, and the provider that answers whatever model is named."""
    workspace = Workspace(folder)
    workspace.save_project(SHOP)
    provider = ScriptedProvider(replies)
    workspace.jobs = Jobs(store=workspace.store, open_provider=lambda address: provider, price=price_usd)
    return workspace, provider


def ended(workspace: Workspace, run_id: int) -> RunProgress:
    """The run once it is over."""
    assert workspace.jobs.wait(run_id, seconds=SECONDS)
    return workspace.progress(run_id)


def listed(texts: Iterable[str]) -> str:
    """A reply with these inputs in the JSON form."""
    return json.dumps({"inputs": list(texts)})


def texts_in(workspace: Workspace) -> list[str]:
    """The inputs of the project, in their order."""
    return [one.text for one in workspace.read(lambda database: inputs(database, SHOP.id))]
