"""What a run needs from the process it runs in, and how it is told to stop."""

from __future__ import annotations

import asyncio
from typing import Literal, Protocol

from studio.providers.base import Provider
from studio.records import Usage
from studio.runs.limits import Limit
from studio.runs.pace import Pace

Stop = Literal["pause", "cancel", "cap", "disk"]


class Surroundings(Protocol):
    """Doors, limits, prices and the clock, shared by every run of the process."""

    def provider(self, address: str) -> Provider:
        """The door to this model; raises StudioError in words when there is none."""

    def limit(self, address: str) -> Limit:
        """The limit of this model's provider."""

    def pace(self, address: str) -> Pace:
        """The pace of this model."""

    def cost_usd(self, address: str, usage: Usage) -> float | None:
        """What these tokens cost; None when the price is unknown."""

    def now(self) -> float:
        """Seconds that only go forward."""


class StopSign:
    """Whether a run shall stop, and why; a cancel outranks everything else."""

    def __init__(self) -> None:
        self.why: Stop | None = None
        self._raised = asyncio.Event()

    def put_up(self, why: Stop) -> None:
        """Asks the run to stop; call it on the event loop."""
        if self.why is None or why == "cancel":
            self.why = why
        self._raised.set()

    async def wait(self) -> None:
        """Returns once the run shall stop."""
        await self._raised.wait()
