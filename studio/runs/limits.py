"""How many calls may be under way at one provider: halved when it says "too many", grown slowly when it does not."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

RECENT_CALLS = 40
REFUSED_SHARE_THAT_PAUSES_ALL = 1 / 3
LONG_WAIT_SECONDS = 2.0
SECONDS_BETWEEN_HALVINGS = 1.0
GROWTH_A_ROUND = 4.0
# The first call goes alone, so that a wrong key costs one refusal and not one a place; but nobody waits long for it.
FIRST_CALL_ALONE_SECONDS = 1.0


class Limit:
    """A door to one provider, shared by all judges and runs that use it; belongs to one event loop."""

    def __init__(self, *, most: int, clock: Callable[[], float]) -> None:
        self.most = most
        self.allowed = 1.0
        self._proven = False
        self.under_way = 0
        self._being_saved = 0
        self._clock = clock
        self._paused_until = 0.0
        self._last_halving = float("-inf")
        self._recent: deque[bool] = deque(maxlen=RECENT_CALLS)
        self._queue: deque[asyncio.Future[None]] = deque()
        self._wake_up: asyncio.TimerHandle | None = None

    def change_most(self, most: int) -> None:
        """From now on this many at the most; what the provider has been found to take is not forgotten."""
        if most > self.most and self._proven and self.allowed >= self.most:
            self.allowed = float(most)
        self.most = most
        self.allowed = min(self.allowed, float(most))

    def pause_left_seconds(self) -> float:
        """How long the provider has asked everyone to wait from now."""
        return max(0.0, self._paused_until - self._clock())

    async def enter(self) -> None:
        """Waits for a free place; first come, first served."""
        if self._is_open() and not self._queue:
            self.under_way += 1
            return
        if not self._proven:
            asyncio.get_running_loop().call_later(FIRST_CALL_ALONE_SECONDS, self._open_up)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        self._admit()
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()
            raise

    def answered(self) -> None:
        """What came back is being saved: until then its place stays taken, so that a crash loses no more than these."""
        self._being_saved += 1

    def saved(self) -> None:
        """It is saved, or will be asked again."""
        self._being_saved -= 1
        self._admit()

    def leave(self) -> None:
        """Gives the place back."""
        self.under_way -= 1
        self._admit()

    def went_well(self) -> None:
        """A call was answered: a little more may be allowed."""
        self._recent.append(False)
        self._open_up()
        self.allowed = min(float(self.most), self.allowed + GROWTH_A_ROUND / self.allowed)

    def was_refused(self, *, wait_seconds: float) -> None:
        """The provider said "too many": half as much from now on, and a pause for all when it means all."""
        self._recent.append(True)
        now = self._clock()
        if now - self._last_halving >= SECONDS_BETWEEN_HALVINGS:
            self._last_halving = now
            self.allowed = max(1.0, self.allowed / 2)
        # One refused call among many waits for itself; when a third are refused, everybody waits.
        many = sum(self._recent) >= max(2.0, len(self._recent) * REFUSED_SHARE_THAT_PAUSES_ALL)
        if wait_seconds >= LONG_WAIT_SECONDS or many:
            self._paused_until = max(self._paused_until, now + wait_seconds)

    def _open_up(self) -> None:
        if not self._proven:
            self._proven = True
            self.allowed = float(self.most)
            self._admit()

    def _is_open(self) -> bool:
        return self.under_way + self._being_saved < int(self.allowed) and self.pause_left_seconds() == 0.0

    def _admit(self) -> None:
        while self._queue and self._is_open():
            place = self._queue.popleft()
            if not place.done():
                self.under_way += 1
                place.set_result(None)
        if self._queue and self.pause_left_seconds() > 0.0 and self._wake_up is None:
            loop = asyncio.get_running_loop()
            self._wake_up = loop.call_later(self.pause_left_seconds() + 0.001, self._after_pause)

    def _after_pause(self) -> None:
        self._wake_up = None
        self._admit()
