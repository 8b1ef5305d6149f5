"""Keys: where they are found, where they are kept, and that they stay there."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.keys import Key, delete_key, find_key, has_key_store, save_key, secrets_path
from tests.settings.conftest import MemoryKeyStore

NAME = "GATEWAY_API_KEY"
SECRET = "gw-0123456789abcdef"


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def test_there_is_no_key_until_there_is_one(tmp_path: Path, key_store: MemoryKeyStore) -> None:
    assert find_key(NAME, workspace=tmp_path) is None


def test_environment_comes_before_key_store_before_secrets_file(
    tmp_path: Path, key_store: MemoryKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets_path(tmp_path).parent.mkdir()
    secrets_path(tmp_path).write_text(f'{NAME} = "from-the-file"\n')
    assert _found(tmp_path) == ("secrets file", "from-the-file")
    key_store.set_password("rubric-studio", NAME, "from-the-store")
    assert _found(tmp_path) == ("key store", "from-the-store")
    monkeypatch.setenv(NAME, "from-the-environment")
    assert _found(tmp_path) == ("environment", "from-the-environment")


def test_streamlits_copy_of_the_secrets_file_in_the_environment_does_not_outrank_the_key_store(
    tmp_path: Path, key_store: MemoryKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets_path(tmp_path).parent.mkdir()
    secrets_path(tmp_path).write_text(f'{NAME} = "from-the-file"\n')
    monkeypatch.setenv(NAME, "from-the-file")
    assert _found(tmp_path) == ("secrets file", "from-the-file")
    key_store.set_password("rubric-studio", NAME, "from-the-store")
    assert _found(tmp_path) == ("key store", "from-the-store")


def test_a_key_goes_to_the_key_store_and_leaves_no_file(tmp_path: Path, key_store: MemoryKeyStore) -> None:
    assert has_key_store()
    key = save_key(NAME, secret=f"  {SECRET}\n", workspace=tmp_path)
    assert (key.source, key.secret) == ("key store", SECRET)
    assert not secrets_path(tmp_path).exists()
    assert find_key(NAME, workspace=tmp_path) == key


@pytest.mark.usefixtures("no_key_store")
def test_without_a_key_store_it_goes_to_a_file_that_she_alone_can_read(tmp_path: Path) -> None:
    key = save_key(NAME, secret=SECRET, workspace=tmp_path)
    assert key.source == "secrets file"
    assert find_key(NAME, workspace=tmp_path) == key
    assert (secrets_path(tmp_path).parent / ".gitignore").read_text() == "secrets.toml\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(secrets_path(tmp_path).stat().st_mode) == 0o600


@pytest.mark.usefixtures("no_key_store")
def test_the_other_lines_of_the_secrets_file_stay(tmp_path: Path) -> None:
    path = secrets_path(tmp_path)
    path.parent.mkdir()
    before = '# mine\nOTHER = "x"\n\n[database]\npassword = "y"\n'
    path.write_text(before)
    save_key(NAME, secret="first-key", workspace=tmp_path)
    save_key(NAME, secret="second-key", workspace=tmp_path)
    assert tomllib.loads(path.read_text()) == {"OTHER": "x", NAME: "second-key", "database": {"password": "y"}}
    assert path.read_text().startswith("# mine\n")
    delete_key(NAME, workspace=tmp_path)
    assert path.read_text() == before


@pytest.mark.usefixtures("no_key_store")
def test_a_secrets_file_that_is_broken_is_not_touched(tmp_path: Path) -> None:
    path = secrets_path(tmp_path)
    path.parent.mkdir()
    path.write_text("this is not toml")
    with pytest.raises(StudioError) as told:
        save_key(NAME, secret=SECRET, workspace=tmp_path)
    assert SECRET not in str(told.value)
    assert path.read_text() == "this is not toml"


@pytest.mark.parametrize("secret", ["", "abc", "two words", "line\nbreak", "käse-schlüssel"])
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, key_store: MemoryKeyStore, secret: str) -> None:
    with pytest.raises(StudioError) as told:
        save_key(NAME, secret=secret, workspace=tmp_path)
    assert not key_store.kept
    assert not secret or secret not in str(told.value)


def test_a_deleted_key_is_gone_everywhere(tmp_path: Path, key_store: MemoryKeyStore) -> None:
    save_key(NAME, secret=SECRET, workspace=tmp_path)
    secrets_path(tmp_path).parent.mkdir()
    secrets_path(tmp_path).write_text(f'{NAME} = "{SECRET}"\n')
    delete_key(NAME, workspace=tmp_path)
    assert find_key(NAME, workspace=tmp_path) is None
    assert not key_store.kept
    assert SECRET not in secrets_path(tmp_path).read_text()


def test_a_key_in_the_environment_is_not_ours_to_delete(
    tmp_path: Path, key_store: MemoryKeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, SECRET)
    with pytest.raises(StudioError) as told:
        delete_key(NAME, workspace=tmp_path)
    assert NAME in told.value.to_do


def test_printing_a_key_shows_no_more_than_its_last_four() -> None:
    key = Key(name=NAME, source="environment", secret=SECRET)
    assert SECRET not in repr(key) and SECRET not in str(key) and SECRET not in f"{key!s:>80}"
    assert key.last_four == "cdef"
    assert Key(name=NAME, source="environment", secret="short").last_four == ""


def _found(workspace: Path) -> tuple[str, str] | None:
    key = find_key(NAME, workspace=workspace)
    return (key.source, key.secret) if key else None
