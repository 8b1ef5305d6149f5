"""Which providers this workspace can ask: keys found, models offered, what may leave the machine; it shows no key."""

from __future__ import annotations

from dataclasses import dataclass

from studio.keys import KeySource, delete_key, find_key, save_key
from studio.providers.registry import provider_entries
from studio.workspace import Workspace

MODELS_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One provider as it stands."""

    name: str
    label: str
    key_name: str
    """Empty where it needs no key."""
    key_source: KeySource | None
    last_four: str
    base_url: str
    stays_here: bool
    allowed: bool
    """Whether the workspace's settings let it be asked."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be asked without another step."""
        return self.allowed and (not self.key_name or self.key_source is not None)


def connections(workspace: Workspace) -> list[Connection]:
    """Every provider, the built-in ones first."""
    settings = workspace.settings
    found = []
    for entry in provider_entries(settings):
        key = find_key(entry.key_name, workspace=workspace.folder) if entry.key_name else None
        allowed = not settings.allowed_providers or entry.name in settings.allowed_providers
        found.append(
            Connection(
                name=entry.name,
                label=entry.label,
                key_name=entry.key_name,
                key_source=key.source if key else None,
                last_four=key.last_four if key else "",
                base_url=entry.base_url,
                stays_here=entry.stays_here,
                allowed=allowed and (entry.stays_here or not settings.local_only),
            )
        )
    return found


def models_of(workspace: Workspace, provider: str) -> list[str]:
    """The model names a provider offers, asked now: one cheap call that also tells whether the key is good."""
    return workspace.jobs.ask(lambda door: door(f"{provider}:any").models(), seconds=MODELS_SECONDS)


def keep_key(workspace: Workspace, *, connection: Connection, secret: str) -> None:
    """Saves a key and lets go of the client that used the old one."""
    save_key(connection.key_name, secret=secret, workspace=workspace.folder)
    workspace.jobs.forget_provider(connection.name)


def drop_key(workspace: Workspace, *, connection: Connection) -> None:
    """Deletes a saved key and lets go of the client that used it."""
    delete_key(connection.key_name, workspace=workspace.folder)
    workspace.jobs.forget_provider(connection.name)
