"""Judging by files: requests written in OpenAI's batch shape for others to run, results read back by their names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import BufferedReader
from itertools import islice
from pathlib import Path

from studio.calls import Failure, Reply
from studio.errors import StudioError
from studio.judging.judge_lane import JudgeLane
from studio.judging.request_name import parsed_name
from studio.providers.batches import BatchAnswer
from studio.providers.chat_answer import read_chat_answer
from studio.providers.openai import OpenAIProvider
from studio.providers.openai_batches import read_result_line, request_line
from studio.runs.call_record import call_record
from studio.runs.work import Saved, Task
from studio.store.engine import Database
from studio.store.runs import save_call
from studio.store.store import Store

LINES_A_WRITE = 200


@dataclass(slots=True)
class ReadResults:
    """What became of the lines of a file of results."""

    lines: int = 0
    verdicts: int = 0
    failures: int = 0
    already_there: int = 0
    """Answers to what has a verdict already: not one is taken twice."""
    unknown: int = 0
    """Lines whose name belongs to no request of these judges."""
    first_unknown: list[int] = field(default_factory=list)


def write_requests(lanes: Iterable[JudgeLane], *, file: Path) -> int:
    """Writes every request that is still missing, one a line; returns how many."""
    count = 0
    draft = file.with_name(f"{file.name}.part")
    with draft.open("wb") as out:
        for lane in lanes:
            provider = lane.address.partition(":")[0]
            shape = OpenAIProvider(name=provider, label=provider, base_url="", key="")
            for task in (task for page in lane.pages() for task in page):
                out.write(request_line(name=task.name, body=shape.body(task.request)))
                count += 1
    draft.replace(file)
    return count


def read_results(lanes: Sequence[JudgeLane], *, file: Path, store: Store, run_id: int) -> ReadResults:
    """Takes the answers in, a few hundred in a transaction; the same file read again changes nothing."""
    report = ReadResults()
    with _opened(file) as lines:
        numbered = enumerate((line for line in lines if line.strip()), start=1)
        while part := list(islice(numbered, LINES_A_WRITE)):
            answers = [
                (number, read_result_line(line.decode("utf-8", "replace"), label="The file")) for number, line in part
            ]
            report.lines += len(part)
            _note_unknown(report, answers, lanes=lanes)
            for lane in lanes:
                _keep(lane, [answer for _, answer in answers], report=report, store=store, run_id=run_id)
    return report


def judges_in(file: Path) -> set[str]:
    """The judges whose requests are answered in this file."""
    with _opened(file) as lines:
        names = (parsed_name(_result(line).name) for line in lines if line.strip())
        return {name.judge_id for name in names if name is not None}


def file_digest(file: Path) -> str:
    """What tells this file from every other one."""
    with _opened(file) as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _keep(lane: JudgeLane, answers: Sequence[BatchAnswer], *, report: ReadResults, store: Store, run_id: int) -> None:
    tasks = lane.tasks_named([answer.name for answer in answers])
    missing = lane.still_missing(list(tasks.values()))
    report.already_there += len(tasks) - len(missing)
    read = [
        (tasks[answer.name], said)
        for answer in answers
        if answer.name in missing and (said := _said(answer, task=tasks[answer.name])) is not None
    ]

    def action(database: Database) -> list[Saved]:
        return [lane.save(database, task, said, _saved_call(database, lane, task, said, run_id)) for task, said in read]

    for saved in store.write(action, patience_seconds=None):
        report.verdicts += saved.done
        report.failures += len(saved.failures)


def _said(answer: BatchAnswer, *, task: Task) -> Reply | Failure | None:
    if answer.answer is None or isinstance(answer.answer, Failure):
        return answer.answer
    return read_chat_answer(answer.answer, request=task.request, label="The file")


def _saved_call(database: Database, lane: JudgeLane, task: Task, said: Reply | Failure, run_id: int) -> int:
    # What somebody else ran was paid for elsewhere, if at all: its price is not known here.
    call = call_record(said, run_id=run_id, model=lane.address, subject=task.subject, cost_usd=None)
    unreadable = lane.read(task, said) if isinstance(said, Reply) else None
    return save_call(
        database, replace(call, failure=unreadable.kind, message=unreadable.message) if unreadable else call
    )


def _result(line: bytes) -> BatchAnswer:
    return read_result_line(line.decode("utf-8", "replace"), label="The file")


def _note_unknown(
    report: ReadResults, answers: Sequence[tuple[int, BatchAnswer]], *, lanes: Sequence[JudgeLane]
) -> None:
    judges = {lane.id for lane in lanes}
    for number, answer in answers:
        name = parsed_name(answer.name)
        if name is None or name.judge_id not in judges:
            report.unknown += 1
            report.first_unknown += [number] if len(report.first_unknown) < 5 else []


def _opened(file: Path) -> BufferedReader:
    try:
        return file.open("rb")
    except OSError as error:
        raise StudioError(
            happened=f"{file.name} cannot be opened ({error.strerror or error}).",
            safe="Nothing was changed.",
            to_do="Check its name and place.",
        ) from None
