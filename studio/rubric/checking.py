"""What the command line does with rubric files: check them, convert one, say what was found; it changes none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.errors import NotFound, RubricError
from studio.records import Rubric
from studio.rubric.disk import text_of
from studio.rubric.folder import SUFFIXES
from studio.rubric.formats import Conversion, read_foreign, write_foreign
from studio.rubric.lint import Severity, lint_rubric
from studio.rubric.reading import parse_rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to mend or to think about, with its place as far as it has one."""

    severity: Severity
    rule: str
    message: str
    criterion: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one file."""

    file: str
    rubric: str | None
    """Its id; None if the file cannot be read."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in all files."""

    files: tuple[FileReport, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a file cannot be used, or must not be shared, as it is."""
        return any(finding.severity == "error" for file in self.files for finding in file.findings)

    def as_json(self) -> dict[str, Any]:
        """The report for `--json`."""
        return {"ok": not self.has_errors, "files": [asdict(file) for file in self.files]}

    def in_words(self) -> str:
        """The report for a terminal, a line for each file and finding."""
        return "\n".join(line for file in self.files for line in _file_lines(file))


def check_files(paths: Iterable[Path]) -> Report:
    """Reads and lints rubric files; a folder stands for the rubric files in it."""
    reports = [_checked(path) for given in paths for path in _files(given)]
    return Report(files=tuple(_without_twins(reports)))


def convert_file(path: Path, *, to: str) -> Conversion[str]:
    """The rubric in a file of any known format as a text of the named one, with all that was left behind."""
    if not path.is_file():
        raise NotFound(happened=f"There is no file {path}.", safe="Nothing was written.", to_do="Check the name.")
    read, _ = read_foreign(text_of(path, folder=path.parent), file=path.name)
    written = write_foreign(read.result, to=to)
    return Conversion(result=written.result, not_carried=(*read.not_carried, *written.not_carried))


def _files(given: Path) -> list[Path]:
    if not given.is_dir():
        return [given]
    return sorted(path for path in given.iterdir() if path.suffix in SUFFIXES and not path.name.startswith("."))


def _checked(path: Path) -> FileReport:
    try:
        # A file that is named on the command line may be a link to anywhere: she chose it.
        chosen = path.resolve(strict=True)
        rubric = parse_rubric(text_of(chosen, folder=chosen.parent), file=str(path))
    except RubricError as error:
        broken = Finding(
            severity="error", rule="unreadable", message=error.happened, line=error.line, column=error.column
        )
        return FileReport(file=str(path), rubric=None, findings=(broken,))
    except OSError as error:
        missing = Finding(severity="error", rule="no-file", message=f"{path}: {error.strerror or 'no such file'}.")
        return FileReport(file=str(path), rubric=None, findings=(missing,))
    return FileReport(file=str(path), rubric=rubric.name, findings=tuple(_advice(rubric)))


def _advice(rubric: Rubric) -> Iterator[Finding]:
    for advice in lint_rubric(rubric):
        yield Finding(severity=advice.severity, rule=advice.rule, message=advice.message, criterion=advice.criterion)


def _without_twins(reports: Sequence[FileReport]) -> Iterator[FileReport]:
    first: dict[str, str] = {}
    for report in reports:
        other = first.setdefault(report.rubric, report.file) if report.rubric else report.file
        if other == report.file:
            yield report
        else:
            message = f"{report.file}: the id `{report.rubric}` is also that of {other}. Change one of them."
            twin = Finding(severity="error", rule="same-id", message=message)
            yield FileReport(file=report.file, rubric=report.rubric, findings=(twin, *report.findings))


def _file_lines(file: FileReport) -> Iterator[str]:
    if not file.findings:
        yield f"{file.file}: fine."
        return
    count = len(file.findings)
    yield f"{file.file}: {count} {'finding' if count == 1 else 'findings'}"
    for finding in file.findings:
        where = f"{finding.criterion}: " if finding.criterion else ""
        yield f"  {finding.severity:<8} {where}{finding.message} [{finding.rule}]"
