"""Who would get what is sent to a model: the providers that are not on this machine; it sends nothing."""

from __future__ import annotations

from collections.abc import Iterable

from studio.errors import StudioError
from studio.providers.registry import provider_entry
from studio.settings import Settings


def recipients(addresses: Iterable[str], *, settings: Settings) -> tuple[str, ...]:
    """The providers behind these models that are elsewhere, in words, each once; those nobody can ask are left out."""
    found: dict[str, None] = {}
    for address in addresses:
        try:
            entry = provider_entry(address, settings=settings)
        except StudioError:
            continue
        if not entry.stays_here:
            found[entry.label] = None
    return tuple(found)
