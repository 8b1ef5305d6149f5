"""Finds, saves and deletes keys: environment, then the system's key store, then secrets.toml; never in a database."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.atomic_file import write_atomically
from studio.errors import StudioError
from studio.redaction import remember_secret
from studio.settings import environment_key

KeySource = Literal["environment", "key store", "secrets file"]
VENDOR_KEY_NAMES = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}

_KEY_STORE_SERVICE = "rubric-studio"
_ACCEPTABLE = re.compile(r"[\x21-\x7e]{4,4096}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and where it was found; printing it shows the last four characters only."""

    name: str
    source: KeySource
    secret: str = field(repr=False)

    @property
    def last_four(self) -> str:
        """What may be shown of it; nothing of a key so short that this would be most of it."""
        return self.secret[-4:] if len(self.secret) >= 12 else ""


def secrets_path(workspace: Path) -> Path:
    """Where keys stand when the system has no key store; Streamlit reads the same file."""
    return workspace / ".streamlit" / "secrets.toml"


def find_key(key_name: str, *, workspace: Path) -> Key | None:
    """The key of this name, from the first place that has it."""
    in_environment, in_file = environment_key(key_name), _secret_in_file(key_name, workspace=workspace)
    # Streamlit copies secrets.toml into the environment: such a copy must not outrank the key store.
    if in_environment and in_environment != in_file:
        return _key(key_name, secret=in_environment, source="environment")
    stored = _secret_in_store(key_name)
    if stored:
        return _key(key_name, secret=stored, source="key store")
    return _key(key_name, secret=in_file, source="secrets file") if in_file else None


def save_key(key_name: str, *, secret: str, workspace: Path) -> Key:
    """Saves a key in the system's key store, or in secrets.toml (readable by her alone) where there is none."""
    secret = secret.strip()
    if not _ACCEPTABLE.fullmatch(secret):
        raise StudioError(
            happened="This does not look like a key: keys are one word of letters, digits and signs.",
            safe="Nothing was saved.",
            to_do="Copy the key again, without spaces or line breaks.",
        )
    remember_secret(secret)
    if _save_in_store(key_name, secret=secret):
        _write_secret(key_name, secret=None, workspace=workspace)
        return Key(name=key_name, source="key store", secret=secret)
    _write_secret(key_name, secret=secret, workspace=workspace)
    return Key(name=key_name, source="secrets file", secret=secret)


def delete_key(key_name: str, *, workspace: Path) -> None:
    """Removes a key from the key store and from secrets.toml; one in the environment is not ours to remove."""
    _delete_from_store(key_name)
    _write_secret(key_name, secret=None, workspace=workspace)
    if environment_key(key_name):
        raise StudioError(
            happened=f"The environment variable {key_name} still holds a key.",
            safe="Saved copies of it are removed.",
            to_do=f"Remove {key_name} from where it is set, then start the studio again.",
        )


def has_key_store() -> bool:
    """Whether the system offers a key store that can hold keys."""
    import keyring

    return float(keyring.get_keyring().priority) > 0


def _key(key_name: str, *, secret: str, source: KeySource) -> Key:
    remember_secret(secret)
    return Key(name=key_name, source=source, secret=secret)


def _secret_in_store(key_name: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_KEY_STORE_SERVICE, key_name) or ""
    except (KeyringError, OSError, RuntimeError):
        return ""


def _save_in_store(key_name: str, *, secret: str) -> bool:
    """Whether the key store took it and gives it back: a switched-off one takes everything and keeps nothing."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_KEY_STORE_SERVICE, key_name, secret)
    except (KeyringError, OSError, RuntimeError):
        return False
    return _secret_in_store(key_name) == secret


def _delete_from_store(key_name: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_KEY_STORE_SERVICE, key_name)
    except (KeyringError, OSError, RuntimeError):
        return


def _secret_in_file(key_name: str, *, workspace: Path) -> str:
    try:
        found = tomllib.loads(secrets_path(workspace).read_text(encoding="utf-8")).get(key_name)
    except (OSError, ValueError):
        return ""
    return found.strip() if isinstance(found, str) else ""


def _write_secret(key_name: str, *, secret: str | None, workspace: Path) -> None:
    """Sets or removes one line of secrets.toml and leaves the others alone."""
    path = secrets_path(workspace)
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = _with_line(before, key_name=key_name, secret=secret)
        if after == before:
            return
        others = {name: value for name, value in tomllib.loads(before).items() if name != key_name}
        if tomllib.loads(after) != others | ({} if secret is None else {key_name: secret}):
            raise ValueError("it is laid out in a way that the studio does not change")
        path.parent.mkdir(parents=True, exist_ok=True)
        _keep_out_of_git(path)
        write_atomically(path, text=after, mode=0o600)
    except (OSError, ValueError) as error:
        raise StudioError(
            happened=f"The file {path.name} could not be changed: {error}.",
            safe="It is as it was.",
            to_do=f"Change the line {key_name} in it by hand: {path}",
        ) from None


def _keep_out_of_git(path: Path) -> None:
    ignored = path.parent / ".gitignore"
    lines = ignored.read_text(encoding="utf-8").splitlines() if ignored.exists() else []
    if path.name not in lines:
        write_atomically(ignored, text="\n".join([*lines, path.name]) + "\n")


def _with_line(text: str, *, key_name: str, secret: str | None) -> str:
    """The text with this key's line set or removed, above the first table."""
    lines = text.splitlines()
    top = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    is_line = re.compile(rf"\s*[\"']?{re.escape(key_name)}[\"']?\s*=")
    kept = [line for line in lines[:top] if not is_line.match(line)]
    if secret is not None:
        last = next((number for number in range(len(kept), 0, -1) if kept[number - 1].strip()), 0)
        kept.insert(last, f"{key_name} = {json.dumps(secret)}")
    return "".join(f"{line}\n" for line in [*kept, *lines[top:]])
