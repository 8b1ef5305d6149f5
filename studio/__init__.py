"""Rubric Studio: a product owner's taste, turned into rubrics and into judges that share it.

In a notebook: `from studio import Workspace`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded on first use: `studio --version` and the server's guard need no database.
    if name == "Workspace":
        from studio.workspace import Workspace

        return Workspace
    raise AttributeError(f"module 'studio' has no attribute {name!r}")
