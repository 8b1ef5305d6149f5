"""The list of providers, and the way from a model's address to the door it is asked through; it asks nothing itself."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from studio.errors import NotFound, StudioError
from studio.keys import VENDOR_KEY_NAMES, find_key
from studio.providers.address import Address, parse_address
from studio.providers.base import Provider
from studio.settings import Server, Settings, is_loopback

KNOCK_SECONDS = 0.5
ANSWER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a provider is opened with."""

    settings: Settings
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One provider of the list."""

    name: str
    label: str
    open: Callable[[Opening], Provider]
    package: str = ""
    """What must be installed for it."""
    key_name: str = ""
    """The name its key is kept under; empty where it needs none."""
    base_url: str = ""
    """Where a compatible server is reached; empty for the others."""
    stays_here: bool = False
    """Whether nothing that is sent to it leaves this machine."""


def _open_openai(opening: Opening) -> Provider:
    from studio.providers.openai import open_openai

    return open_openai(key=opening.key)


def _open_anthropic(opening: Opening) -> Provider:
    from studio.providers.anthropic import open_anthropic

    return open_anthropic(key=opening.key)


def _open_local(opening: Opening) -> Provider:
    from studio.providers.local import LocalProvider

    return LocalProvider(settings=opening.settings.local)


def _open_scripted(opening: Opening) -> Provider:
    from studio.providers.scripted import ScriptedProvider

    return ScriptedProvider()


def _server_entry(server: Server, *, label: str = "") -> Entry:
    def open_server(opening: Opening) -> Provider:
        from studio.providers.openai import OpenAIProvider

        return OpenAIProvider(name=server.name, label=label or server.name, base_url=server.base_url, key=opening.key)

    return Entry(
        name=server.name,
        label=label or server.name,
        open=open_server,
        package="openai",
        key_name=server.key_name,
        base_url=server.base_url,
        stays_here=is_loopback(server.base_url),
    )


# A new provider is one file and one line here.
PROVIDERS: tuple[Entry, ...] = (
    Entry(name="openai", label="OpenAI", open=_open_openai, package="openai", key_name=VENDOR_KEY_NAMES["openai"]),
    Entry(
        name="anthropic",
        label="Anthropic",
        open=_open_anthropic,
        package="anthropic",
        key_name=VENDOR_KEY_NAMES["anthropic"],
    ),
    Entry(name="local", label="Built-in demo model", open=_open_local, stays_here=True),
    Entry(name="scripted", label="Scripted answers, no model", open=_open_scripted, stays_here=True),
    _server_entry(Server(name="ollama", base_url="http://127.0.0.1:11434/v1"), label="Ollama"),
    _server_entry(Server(name="lmstudio", base_url="http://127.0.0.1:1234/v1"), label="LM Studio"),
    _server_entry(Server(name="vllm", base_url="http://127.0.0.1:8000/v1"), label="vLLM"),
    _server_entry(Server(name="llamacpp", base_url="http://127.0.0.1:8080/v1"), label="llama.cpp server"),
)


def provider_entries(settings: Settings) -> tuple[Entry, ...]:
    """Every provider of a workspace: the built-in ones, and her servers, which win where they bear the same name."""
    hers = {server.name: _server_entry(server) for server in settings.servers}
    built_in = [hers.pop(entry.name, entry) for entry in PROVIDERS]
    return (*built_in, *hers.values())


def provider_entry(address: str, *, settings: Settings) -> Entry:
    """The provider of a model's address; raises StudioError where there is none or the settings forbid it."""
    provider, _ = parse_address(address)
    entries = {entry.name: entry for entry in provider_entries(settings)}
    if provider not in entries:
        raise NotFound(
            happened=f'There is no provider called "{provider}".',
            safe="Nothing was sent.",
            to_do=f"Take one of {', '.join(entries)}, or add a server on the Settings page.",
        )
    entry = entries[provider]
    _refuse_forbidden(entry, settings=settings)
    return entry


def open_provider(address: str, *, settings: Settings, workspace: Path) -> Provider:
    """The door to the model of this address; raises StudioError with what to do where it cannot be opened."""
    entry = provider_entry(address, settings=settings)
    if entry.package and importlib.util.find_spec(entry.package) is None:
        raise StudioError(
            happened=f"{entry.label} needs the Python package {entry.package}, which is not installed.",
            safe="Every other model still works.",
            to_do=f"Run: pip install {entry.package}",
        )
    return entry.open(Opening(settings=settings, key=_key(entry, workspace=workspace)))


def price_url(address: str, *, settings: Settings) -> str | None:
    """Where the price list of a server of hers is found; None for the built-in providers."""
    provider = parse_address(address).provider
    return next((server.base_url for server in settings.servers if server.name == provider), None)


async def answering_servers(settings: Settings, *, workspace: Path) -> dict[str, list[str]]:
    """The servers on this machine that answer just now, each with its models' addresses; none is switched to."""
    entries = [entry for entry in provider_entries(settings) if entry.base_url and entry.stays_here]
    answers = await asyncio.gather(*(_models_of(entry, settings=settings, workspace=workspace) for entry in entries))
    return {entry.name: models for entry, models in zip(entries, answers, strict=True) if models}


async def _models_of(entry: Entry, *, settings: Settings, workspace: Path) -> list[str]:
    # A knock first: loading the SDK to find nobody at home would cost half a second.
    if not await _is_listening(entry.base_url):
        return []
    try:
        provider = open_provider(f"{entry.name}:any", settings=settings, workspace=workspace)
    except StudioError:
        return []
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return [":".join(Address(entry.name, model)) for model in await provider.models()]
    except (StudioError, TimeoutError):
        return []
    finally:
        await provider.close()


async def _is_listening(url: str) -> bool:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(KNOCK_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def _refuse_forbidden(entry: Entry, *, settings: Settings) -> None:
    why = ""
    if settings.local_only and not entry.stays_here:
        why = "this workspace is set to use models on this machine only"
    elif settings.allowed_providers and entry.name not in settings.allowed_providers:
        why = f"this workspace allows only {', '.join(settings.allowed_providers)}"
    if why:
        raise StudioError(
            happened=f"{entry.label} is not asked: {why}.",
            safe="Nothing was sent.",
            to_do="Choose another model, or change the workspace's settings.",
        )


def _key(entry: Entry, *, workspace: Path) -> str:
    if not entry.key_name:
        return ""
    key = find_key(entry.key_name, workspace=workspace)
    if key is None:
        raise StudioError(
            happened=f"There is no key for {entry.label}.",
            safe="Nothing was sent.",
            to_do=f"Save one on the Settings page, or set {entry.key_name} and start the studio again.",
        )
    return key.secret
