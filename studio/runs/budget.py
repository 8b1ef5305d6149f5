"""A hard limit on what a run may spend, kept by reserving the cost of each call before it is made."""

from __future__ import annotations


class Budget:
    """What a run has spent and has promised to spend, in US dollars; None as cap means no limit."""

    def __init__(self, *, cap_usd: float | None, spent_usd: float = 0.0) -> None:
        self.cap_usd = cap_usd
        self.spent_usd = spent_usd
        self._reserved_usd = 0.0

    def reserve(self, expected_usd: float | None) -> bool:
        """Sets money aside for a call; False when that would go over the cap."""
        wanted = expected_usd or 0.0
        if self.cap_usd is not None and self.spent_usd + self._reserved_usd + wanted > self.cap_usd:
            return False
        self._reserved_usd += wanted
        return True

    def settle(self, expected_usd: float | None, *, cost_usd: float | None) -> None:
        """Replaces a reservation by what the call really cost; an unknown cost counts as the expected one."""
        expected = expected_usd or 0.0
        self._reserved_usd = max(0.0, self._reserved_usd - expected)
        self.spent_usd += expected if cost_usd is None else cost_usd
