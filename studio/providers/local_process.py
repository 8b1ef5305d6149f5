"""Starts, watches and ends the process of an embedded model: one for each model file, shared by the whole studio."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from studio.errors import StudioError
from studio.providers.local_worker import READY
from studio.redaction import redacted
from studio.settings import LocalModel, child_environment

START_SECONDS = 60.0
STOP_SECONDS = 3.0
CONTEXT_TOKENS = 8192
MOST_STARTS = 3
MOST_STARTS_WITHIN_SECONDS = 60.0

_WORKER = Path(__file__).with_name("local_worker.py")


class Line(NamedTuple):
    """How to reach a running process."""

    url: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Started:
    process: subprocess.Popen[str]
    line: Line


class LocalProcess:
    """One embedded model's process; safe to use from any thread."""

    def __init__(self, file: Path, *, name: str, settings: LocalModel) -> None:
        self._file = file
        self._name = name
        self._settings = settings
        self._started: _Started | None = None
        self._starts: deque[float] = deque(maxlen=MOST_STARTS)
        self._starting = threading.Lock()
        # Apart from the lock above, which is held for as long as a start takes: an event loop waits for this one.
        self._counting = threading.Lock()
        self._calls = 0
        self._last_used = time.monotonic()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While this lasts the process does not count as idle; it starts nothing and never waits."""
        with self._counting:
            self._calls += 1
        try:
            yield
        finally:
            with self._counting:
                self._calls -= 1
                self._last_used = time.monotonic()

    def running(self) -> Line | None:
        """The line to the process, if it runs."""
        started = self._started
        return started.line if started and started.process.poll() is None else None

    def has_ended(self) -> bool:
        """Whether the process is gone; one that was just killed takes a moment to be counted as gone."""
        started = self._started
        if started is None:
            return True
        try:
            started.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def process_id(self) -> int | None:
        """The running process, if there is one."""
        started = self._started
        return started.process.pid if started and started.process.poll() is None else None

    def line(self) -> Line:
        """The line to the process, started where it does not run: about a second; raises StudioError in words."""
        with self._starting:
            line = self.running()
            if line is None:
                self._refuse_to_start_for_ever()
                self._started = self._start()
                line = self._started.line
                threading.Thread(target=self._watch, args=(self._started,), daemon=True).start()
            return line

    def stop(self) -> None:
        """Ends the process; the next call starts it again."""
        with self._starting:
            started, self._started = self._started, None
            self._starts.clear()
        if started:
            _end(started.process)

    def stop_if_unused(self) -> None:
        """Ends the process unless a call is under way."""
        if self._idle_seconds() > 0.0:
            self.stop()

    def _refuse_to_start_for_ever(self) -> None:
        now = time.monotonic()
        if len(self._starts) == MOST_STARTS and now - self._starts[0] < MOST_STARTS_WITHIN_SECONDS:
            raise StudioError(
                happened=f"The embedded model's process ended {MOST_STARTS} times within a minute.",
                safe="Finished results are kept.",
                to_do="Wait a minute and try again, or choose another model.",
            )
        self._starts.append(now)

    def _start(self) -> _Started:
        key = secrets.token_urlsafe(32)
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                # -P: the worker's folder holds an openai.py, which must not be found first.
                [sys.executable, "-P", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # Idle threads that spin take the processor from the studio.
                env=child_environment(GOMP_SPINCOUNT="1000"),
                # Ctrl+C is for the studio, which then ends this process in its own time.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            url = _url_of(process, wish=self._wish(key))
            if url is None:
                _end(process)
                raise self._did_not_start(errors)
        return _Started(process=process, line=Line(url, key))

    def _wish(self, key: str) -> str:
        # Through standard input: arguments and environment can be read by every program of this user.
        wish = {
            "path": str(self._file),
            "name": self._name,
            "key": key,
            "slots": self._settings.slots,
            "threads": self._settings.threads or max(1, (os.cpu_count() or 2) // 2),
            "context_tokens": CONTEXT_TOKENS,
        }
        return json.dumps(wish) + "\n"

    def _did_not_start(self, errors: IO[bytes]) -> StudioError:
        errors.seek(0)
        said = redacted(errors.read().decode("utf-8", "replace")).strip().splitlines()
        first = f" It said: {said[0][:300]}" if said else ""
        return StudioError(
            happened=f"The embedded model {self._name} did not start.{first}",
            safe="Every other model still works.",
            to_do="Close other programs if memory is short, or choose another model.",
        )

    def _watch(self, started: _Started) -> None:
        """Ends the process after its idle time."""
        most = self._settings.idle_minutes * 60.0
        while True:
            try:
                started.process.wait(timeout=max(0.05, most - self._idle_seconds()))
                return
            except subprocess.TimeoutExpired:
                if self._idle_seconds() >= most:
                    self.stop()

    def _idle_seconds(self) -> float:
        with self._counting:
            return 0.0 if self._calls else time.monotonic() - self._last_used


_processes: dict[tuple[Path, LocalModel], LocalProcess] = {}
_processes_lock = threading.Lock()


def shared_process(file: Path, *, name: str, settings: LocalModel) -> LocalProcess:
    """The one process for this file and these settings in this studio; not started yet, perhaps."""
    with _processes_lock:
        if not _processes:
            atexit.register(_stop_all)
        return _processes.setdefault((file, settings), LocalProcess(file, name=name, settings=settings))


def _stop_all() -> None:
    for process in list(_processes.values()):
        process.stop()


def _url_of(process: subprocess.Popen[str], *, wish: str) -> str | None:
    """Where the process serves, once it says so; None when it ends or stays silent instead."""
    assert process.stdin is not None and process.stdout is not None
    too_late = threading.Timer(START_SECONDS, process.kill)
    too_late.start()
    try:
        process.stdin.write(wish)
        process.stdin.flush()
        for said in process.stdout:
            word, _, url = said.strip().partition(" ")
            if word == READY:
                return url
    except OSError:
        return None
    finally:
        too_late.cancel()
    return None


def _end(process: subprocess.Popen[str]) -> None:
    """Closing its standard input is the sign to leave; one that does not is killed."""
    if process.stdin is not None:
        try:
            process.stdin.close()
        except OSError:
            process.kill()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
