"""Which links an output has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from studio.rules.found import Asked, Found, broken, counted, quoted
from studio.rules.limits import within

_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'`)\]}]+", re.IGNORECASE)


def link_rule(asked: Asked, setting: Mapping[str, Any]) -> Found:
    """How many links there are, whether they are secure, and where they lead."""
    links = [link.rstrip(".,;:!?*_") for link in _LINK.findall(asked.output)]
    for link in links:
        if setting.get("https_only") and not link.lower().startswith("https://"):
            return broken(f"The link {quoted(link)} does not start with https.")
        hosts = setting.get("hosts", ())
        if hosts and not any(_leads_to(link, host=host) for host in hosts):
            return broken(f"The link {quoted(link)} leads elsewhere than to {', '.join(hosts)}.")
    return within(len(links), setting, told=f"It has {counted(len(links), 'link')}")


def _leads_to(link: str, *, host: str) -> bool:
    try:
        found = urlsplit(link if "//" in link else f"https://{link}").hostname or ""
    except ValueError:
        return False
    wanted = host.lower().strip(".")
    return found == wanted or found.endswith(f".{wanted}")
