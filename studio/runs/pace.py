"""How many requests and tokens a minute one model is sent: what she set, and what its provider says is left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from studio.calls import Allowance, Rates

BURST_SECONDS = 1.0
# While more than this is left nobody waits: a provider's own bucket evens short bursts out.
LOW_SHARE = 0.2
# Then it looks again: a limit may be lifted meanwhile.
LONGEST_SLEEP_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PerMinute:
    """What she allows for each model; None for as much as the provider takes."""

    requests: int | None = None
    tokens: int | None = None


NO_LIMIT = PerMinute()


class Meter:
    """Lets so much a second through, a second's worth at once; what costs more than that is paid off afterwards."""

    def __init__(self, *, per_second: float, now: float) -> None:
        self.per_second = per_second
        self._free_at = now

    def wait_seconds(self, *, now: float) -> float:
        """How long from now until the next may pass."""
        return max(0.0, self._free_at - now)

    def take(self, amount: float, *, now: float) -> None:
        """Notes what passes; a negative amount gives back what was noted too much."""
        self._free_at = max(self._free_at, now - BURST_SECONDS) + amount / self.per_second


class Pace:
    """The pace of one model, for all judges and runs that ask it; belongs to one event loop."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._hers = NO_LIMIT
        self._set: dict[str, Meter] = {}
        self._learned: dict[str, Meter] = {}
        self._turn = asyncio.Lock()

    @property
    def is_free(self) -> bool:
        """Whether nothing is to be kept to: neither a limit of hers nor one that is nearly used up."""
        return not self._set and not self._learned

    @property
    def turn(self) -> asyncio.Lock:
        """Held by the one caller whose turn it is, so that those behind it cannot gather and go all at once."""
        return self._turn

    def change(self, hers: PerMinute) -> None:
        """From now on no more than this a minute."""
        if hers == self._hers:
            return
        self._hers, now = hers, self._clock()
        wanted = {"requests": hers.requests, "tokens": hers.tokens}
        self._set = {name: Meter(per_second=most / 60.0, now=now) for name, most in wanted.items() if most}

    def learn(self, rates: Rates) -> None:
        """What the provider says is left; it counts only while that is little."""
        self._note("requests", rates.requests)
        self._note("tokens", rates.tokens)

    def wait_seconds(self) -> float:
        """How long from now until the next call may go."""
        now = self._clock()
        return max((meter.wait_seconds(now=now) for meter in self._meters()), default=0.0)

    def take(self, *, tokens: int) -> None:
        """Notes a call with about so many tokens."""
        now = self._clock()
        for kept in (self._set, self._learned):
            for name, meter in kept.items():
                meter.take(1.0 if name == "requests" else float(tokens), now=now)

    def correct(self, *, tokens: int) -> None:
        """Notes how many more tokens a call took than was thought."""
        now = self._clock()
        for kept in (self._set, self._learned):
            if "tokens" in kept:
                kept["tokens"].take(float(tokens), now=now)

    async def wait(self) -> None:
        """Returns when the next call may go; call it holding `turn`."""
        while (seconds := self.wait_seconds()) > 0.0:
            await asyncio.sleep(min(seconds, LONGEST_SLEEP_SECONDS))

    def _note(self, name: str, left: Allowance | None) -> None:
        if left is None:
            return
        if left.remaining > LOW_SHARE * left.limit or left.full_in_seconds <= 0.0:
            self._learned.pop(name, None)
            return
        # How fast it fills up again: the same reckoning for limits a minute and for limits a day.
        per_second = (left.limit - left.remaining) / left.full_in_seconds
        meter = self._learned.setdefault(name, Meter(per_second=per_second, now=self._clock()))
        meter.per_second = per_second

    def _meters(self) -> list[Meter]:
        return [*self._set.values(), *self._learned.values()]
