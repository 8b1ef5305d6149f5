"""A key store for tests: a real backend of the keyring library that keeps everything in memory."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyStore(KeyringBackend):
    """Keeps keys until the test ends."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


@pytest.fixture
def key_store() -> Iterator[MemoryKeyStore]:
    """A machine with a key store."""
    before, store = keyring.get_keyring(), MemoryKeyStore()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture(params=["none", "switched off"])
def no_key_store(request: pytest.FixtureRequest) -> Iterator[None]:
    """A machine without a key store, or with one that keeps nothing."""
    import keyring.backends.fail
    import keyring.backends.null

    before = keyring.get_keyring()
    none = keyring.backends.fail.Keyring() if request.param == "none" else keyring.backends.null.Keyring()
    keyring.set_keyring(none)
    yield
    keyring.set_keyring(before)
