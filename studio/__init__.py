"""Rubric Studio: a product owner's taste, turned into rubrics and into judges that share it.

In a notebook: `from studio import Workspace`. In training: `reward_funcs=studio.reward("project", "judge")`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.reward_function import reward
    from studio.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__", "reward"]


def __getattr__(name: str) -> object:
    # Loaded on first use: `studio --version` and the server's guard need no database.
    if name == "Workspace":
        from studio.workspace import Workspace

        return Workspace
    if name == "reward":
        from studio.reward_function import reward

        return reward
    raise AttributeError(f"module 'studio' has no attribute {name!r}")
