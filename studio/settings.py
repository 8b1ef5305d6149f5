"""What the environment and a workspace's studio.toml say; it holds no keys and refuses a file that does."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from studio.atomic_file import write_atomically
from studio.errors import StudioError
from studio.redaction import holds_secret

FILE_NAME = "studio.toml"
WORKSPACE_VARIABLE = "RUBRIC_STUDIO_WORKSPACE"
RESERVED_NAMES = ("openai", "anthropic", "local", "scripted")

_NO_OTHER_KEYS = {"extra": "forbid"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_KEY_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_HEADER = (
    "# Written by the Settings page, which does not keep comments. Keys never stand here: this file may be shared.\n"
)
_TABLES = ("servers", "minute_limits")
_VENDOR_URLS = {
    "openai": ("OPENAI_BASE_URL", "https://api.openai.com/v1"),
    "anthropic": ("ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that speaks OpenAI's protocol, reached as `name:model`."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_OTHER_KEYS

    name: str
    base_url: str
    key_name: str = ""
    """The name its key is kept under, never the key; empty when it wants none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalModel:
    """How the embedded model runs."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_OTHER_KEYS

    threads: int = 0
    """0 means half the processor's cores: with all of them the machine and the model both crawl."""
    slots: int = 2
    """How many calls it works on at once; each costs memory."""
    idle_minutes: float = 10.0
    """After this long without a call its process ends; the next call starts it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteLimits:
    """How much each model of a provider is sent in a minute, where a run says nothing else; 0 for no limit."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_OTHER_KEYS

    provider: str
    requests: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One workspace's settings."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _NO_OTHER_KEYS

    rater: str = ""
    """Who rates here when nobody says otherwise."""
    local_only: bool = False
    """Nothing may leave this machine: only models that run on it are asked."""
    allowed_providers: tuple[str, ...] = ()
    """Only these may be asked; empty means all."""
    timeout_seconds: float = 120.0
    local: LocalModel = LocalModel()
    servers: tuple[Server, ...] = ()
    minute_limits: tuple[MinuteLimits, ...] = ()

    def limits_of(self, provider: str) -> MinuteLimits:
        """What holds for this provider's models."""
        return next((one for one in self.minute_limits if one.provider == provider), MinuteLimits(provider=provider))


def load_settings(folder: Path) -> Settings:
    """The workspace's settings, or the standard ones where it has no file; raises StudioError in words."""
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise _refusal(f"{FILE_NAME} cannot be read: {error}.") from None
    return _checked(content)


def save_settings(settings: Settings, *, folder: Path) -> None:
    """Writes the workspace's settings whole or not at all, after the same checks as on reading."""
    content = {name: value for name, value in asdict(settings).items() if value != () or name not in _TABLES}
    try:
        _checked(json.loads(json.dumps(content)))
    except StudioError as error:
        raise _refusal(error.happened, to_do="Correct it and save again.") from None
    try:
        write_atomically(folder / FILE_NAME, text=_HEADER + _toml(content))
    except OSError as error:
        raise _refusal(f"{FILE_NAME} cannot be written: {error.strerror}.") from None


def workspace_folder() -> Path:
    """The folder the server works in: what `studio start` announced, else the current one."""
    return Path(os.environ.get(WORKSPACE_VARIABLE, "") or Path.cwd())


def announce_workspace(folder: Path) -> None:
    """Tells the pages of this process which folder they work in."""
    os.environ[WORKSPACE_VARIABLE] = str(folder.resolve())


def keep_arithmetic_on_one_thread() -> None:
    """Tells numpy, before it is loaded, to share no product among threads, unless the environment says how many."""
    # The tables of agreement are small: on two cores the waiting of threads for each other took twice the whole time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def environment_key(key_name: str) -> str:
    """The key that the environment holds under this name, or an empty text."""
    return os.environ.get(key_name, "").strip()


def vendor_url(provider: str) -> str:
    """Where OpenAI's or Anthropic's interface is: the SDK's own environment variable, else the vendor's address."""
    variable, standard = _VENDOR_URLS[provider]
    return os.environ.get(variable, "").strip() or standard


def openai_account_headers() -> tuple[str, ...]:
    """Headers that OpenAI's SDK adds from the environment to every request; other servers must not get them."""
    lines = os.environ.get("OPENAI_CUSTOM_HEADERS", "").splitlines()
    custom = [name.strip() for name, colon, _ in (line.partition(":") for line in lines) if colon]
    return ("OpenAI-Organization", "OpenAI-Project", *custom)


def child_environment(**extra: str) -> dict[str, str]:
    """The environment for a child process: this one's without keys, and what is given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().endswith(("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")) and not holds_secret(value)
    }
    return {**kept, **extra}


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    host = (urlsplit(url).hostname or "").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked(content: Mapping[str, Any]) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    secret_at = next((place for place, text in _texts(content) if holds_secret(text)), None)
    if secret_at:
        raise _refusal(f"{FILE_NAME} holds something that looks like a key, at {secret_at}.")
    try:
        settings = TypeAdapter(Settings).validate_python(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise _refusal(f"{FILE_NAME}, {place}: {first['msg']}.") from None
    problem = _problem(settings)
    if problem:
        raise _refusal(f"{FILE_NAME}: {problem}")
    return settings


def _problem(settings: Settings) -> str | None:
    names = [server.name for server in settings.servers]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        return f'two servers are called "{twice}".'
    if not 1 <= settings.timeout_seconds <= 3600:
        return "timeout_seconds must lie between 1 and 3,600."
    if any(min(one.requests, one.tokens) < 0 for one in settings.minute_limits):
        return "minute_limits: 0 for no limit, or a whole number above it."
    local = settings.local
    if not (0 <= local.threads <= 256 and 1 <= local.slots <= 16 and 0 < local.idle_minutes <= 1440):
        return "local: threads 0 to 256, slots 1 to 16, idle_minutes above 0 and up to 1,440."
    return next((problem for server in settings.servers if (problem := _server_problem(server))), None)


def _server_problem(server: Server) -> str | None:
    if not _NAME.fullmatch(server.name) or server.name in RESERVED_NAMES:
        return f'"{server.name}" cannot be a server\'s name: take small letters, digits, - and _, and no built-in name.'
    if server.key_name and not _KEY_NAME.fullmatch(server.key_name):
        return f'the key name of "{server.name}" must look like GATEWAY_API_KEY; the key itself is saved elsewhere.'
    try:
        parts = urlsplit(server.base_url)
        whole = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        whole = False
    if not whole or parts.scheme not in ("http", "https") or parts.username or parts.password or parts.query:
        return f'the address of "{server.name}" must look like http://127.0.0.1:8000/v1, without name, password or "?".'
    return None


def _texts(content: object, place: str = "") -> list[tuple[str, str]]:
    if isinstance(content, Mapping):
        return [found for key, value in content.items() for found in _texts(value, f"{place}.{key}".strip("."))]
    if isinstance(content, list):
        return [found for number, value in enumerate(content) for found in _texts(value, f"{place}.{number}")]
    return [(place, content)] if isinstance(content, str) else []


def _toml(content: Mapping[str, Any]) -> str:
    plain = {name: value for name, value in content.items() if name not in ("local", *_TABLES)}
    tables = [("", plain), ("[local]", content["local"])]
    tables += [(f"[[{name}]]", table) for name in _TABLES for table in content.get(name, ())]
    return "\n".join(_toml_table(head, table) for head, table in tables)


def _toml_table(head: str, table: Mapping[str, Any]) -> str:
    lines = [head] if head else []
    return "\n".join([*lines, *(f"{name} = {_toml_value(value)}" for name, value in table.items())]) + "\n"


def _toml_value(value: object) -> str:
    # JSON's texts, numbers, booleans and lists of texts are TOML's, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refusal(happened: str, *, to_do: str = f"Mend {FILE_NAME} in the workspace folder, or delete it.") -> StudioError:
    return StudioError(happened=happened, safe="Nothing was changed.", to_do=to_do)
