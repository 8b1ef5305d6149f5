"""Starts a run for a command, shows how far it is on the error stream, and reports how it ended."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.cli import FINDING, OK, tell
from studio.judging.canaries import canary_words
from studio.runs.progress import LaneProgress, RunProgress
from studio.store.canaries import CanaryResult
from studio.workspace import Workspace
from studio.workspace_lock import workspace_lock

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_LOOKS = 0.1


@contextmanager
def workspace_for_writing(folder: Path, *, purpose: str) -> Iterator[Workspace]:
    """The workspace, held by this process alone until the block ends."""
    with workspace_lock(folder, purpose=purpose):
        workspace = Workspace(folder)
        try:
            yield workspace
        finally:
            workspace.close()


def follow(workspace: Workspace, run_id: int) -> RunProgress:
    """Waits for the run, a line of progress every few seconds; Ctrl+C stops it where it is, with everything saved."""
    told = time.monotonic()
    try:
        while not workspace.jobs.wait(run_id, seconds=SECONDS_BETWEEN_LOOKS):
            if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                print(_line(workspace.progress(run_id)), file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        # A batch goes on at its provider when nobody watches; `--cancel` calls it back.
        workspace.jobs.stop(run_id, why="pause" if workspace.run(run_id).plan.get("batch") else "cancel")
        workspace.jobs.wait(run_id, seconds=10.0)
    return workspace.progress(run_id)


def report(progress: RunProgress, *, as_json: bool, what: str, canaries: Sequence[CanaryResult] = ()) -> int:
    """Prints how the run ended; 0 when nothing is missing, 1 when something failed or is left."""
    told, words = _told(progress, what=what), _words(progress, what=what)
    if canaries:
        told |= {"canaries": [asdict(one) for one in canaries]}
        words += f"\n  {canary_words(canaries)}"
    tell(told, as_json=as_json, words=words)
    return OK if _is_complete(progress) else FINDING


def report_several(ended: Mapping[str, RunProgress], *, as_json: bool) -> int:
    """The same for several runs, by what each one made."""
    told = {what: _told(progress, what=what) for what, progress in ended.items()}
    words = "\n".join(_words(progress, what=what) for what, progress in ended.items())
    tell(told, as_json=as_json, words=words)
    return OK if all(_is_complete(progress) for progress in ended.values()) else FINDING


def _told(progress: RunProgress, *, what: str) -> dict[str, Any]:
    return {
        "run": progress.run_id,
        "state": progress.state,
        "message": progress.message,
        "judges" if what == "verdicts" else "models": [_lane(lane) for lane in progress.lanes],
    }


def _words(progress: RunProgress, *, what: str) -> str:
    lines = [f"Run {progress.run_id}: {progress.state}. {progress.message}".rstrip()]
    return "\n".join([*lines, *(f"  {_lane_words(lane, what=what)}" for lane in progress.lanes)])


def _is_complete(progress: RunProgress) -> bool:
    return progress.state == "done" and not any(lane.waiting or lane.failed for lane in progress.lanes)


def _lane(lane: LaneProgress) -> dict[str, Any]:
    return {
        "name": lane.label,
        "done": lane.done,
        "failed": dict(lane.failed),
        "waiting": lane.waiting,
        "calls": lane.calls,
        "retries": lane.retries,
        "cost_usd": lane.cost_usd,
        "message": lane.message,
    }


def _lane_words(lane: LaneProgress, *, what: str) -> str:
    failed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in lane.failed.items())
    cost = "price unknown" if lane.cost_usd is None else f"{lane.cost_usd:,.4f} USD"
    parts = [f"{lane.label}: {lane.done:,} {what}"]
    parts += [f"failed: {failed}"] if failed else []
    parts += [f"{lane.waiting:,} waiting"] if lane.waiting else []
    return ", ".join([*parts, _calls(lane.calls), cost]) + (f". {lane.message}" if lane.message else "")


def _line(progress: RunProgress) -> str:
    done = sum(lane.done for lane in progress.lanes)
    waiting = sum(lane.waiting for lane in progress.lanes)
    failed = sum(sum(lane.failed.values()) for lane in progress.lanes)
    return f"{done:,} done, {failed:,} failed, {waiting:,} waiting, {_calls(progress.under_way)} under way"


def _calls(count: int) -> str:
    return f"{count:,} call" + ("" if count == 1 else "s")
