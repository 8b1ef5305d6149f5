"""What a provider offers that takes many requests at once, for half the price and within a day; it polls nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from studio.calls import Failure, Reply, Request
from studio.errors import StudioError
from studio.providers.base import Provider

# Both vendors charge half of the plain price for what is answered in a batch.
PRICE_SHARE = 0.5


class BatchTrouble(StudioError):
    """A batch could not be handed in, looked at or collected; carries what the provider said."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(
            happened=failure.message, safe="Everything collected so far is saved.", to_do="Resume the run later."
        )
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """So many requests as they are handed in together."""

    key: str
    """A name nobody else gives, so that a batch can be found again by it."""
    requests: Sequence[tuple[str, Request]]
    """Each with the name its answer will bear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A batch at this moment."""

    state: Literal["working", "ended"]
    answered: int
    message: str = ""
    """Set where the provider gave the batch up, expired or refused it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAnswer:
    """What became of one request of a batch."""

    name: str
    answer: Mapping[str, Any] | Failure | None
    """The vendor's answer, not read yet; None: it was never asked, because the batch was cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orphan:
    """A batch that was perhaps handed in: the studio stopped before it learned the provider's name for it."""

    key: str
    count: int
    since: datetime
    known: Collection[str]
    """The provider's names of batches that are certainly others."""


class BatchDoor(Protocol):
    """A provider's way of taking batches; every method raises BatchTrouble and nothing else."""

    most_requests: int
    most_bytes: int

    def size(self, name: str, request: Request) -> int:
        """How many bytes this request adds to a batch."""

    async def hand_in(self, bundle: Bundle) -> str:
        """Hands it in; returns the provider's name for it."""

    async def find(self, orphan: Orphan) -> str | None:
        """The provider's name of a batch that was handed in without our learning it; None when it never was."""

    async def look(self, remote_id: str) -> Look:
        """How far it is."""

    async def cancel(self, remote_id: str) -> None:
        """Asks the provider to stop; what is answered stays answered."""

    def answers(self, remote_id: str) -> AsyncIterator[BatchAnswer]:
        """What became of each request, in any order."""

    def read(self, answer: Mapping[str, Any], *, request: Request) -> Reply | Failure:
        """The vendor's answer in the studio's shape."""


def batch_door(provider: Provider) -> BatchDoor | None:
    """How this provider takes batches; None where it does not."""
    found: BatchDoor | None = getattr(provider, "batches", None)
    return found
