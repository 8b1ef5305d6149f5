"""studio.toml: read and written whole, refused in words, never with a key in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.settings import (
    LocalModel,
    MinuteLimits,
    Server,
    Settings,
    child_environment,
    is_loopback,
    load_settings,
    save_settings,
    vendor_url,
)

HERS = Settings(
    rater="Ana Ünal",
    local_only=True,
    allowed_providers=("local", "gateway"),
    timeout_seconds=30.0,
    local=LocalModel(threads=3, slots=1, idle_minutes=2.5),
    servers=(Server(name="gateway", base_url="https://llm.example.com/v1", key_name="GATEWAY_API_KEY"),),
    minute_limits=(MinuteLimits(provider="openai", requests=500), MinuteLimits(provider="gateway", tokens=90_000)),
)


def test_a_folder_without_a_file_has_the_standard_settings(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_what_is_saved_is_what_is_read(tmp_path: Path) -> None:
    save_settings(HERS, folder=tmp_path)
    assert load_settings(tmp_path) == HERS
    assert [path.name for path in tmp_path.iterdir()] == ["studio.toml"]


@settings(deadline=None)
@given(rater=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_survives_the_file(rater: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("workspace")
    try:
        save_settings(Settings(rater=rater), folder=folder)
    except StudioError as refused:
        assert "looks like a key" in refused.happened
    else:
        assert load_settings(folder).rater == rater


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("rater = ", "cannot be read"),
        ("colour = 'red'", "colour"),
        ("[local]\nspeed = 1", "local.speed"),
        ("timeout_seconds = nan", "between 1 and 3,600"),
        ("timeout_seconds = 0", "between 1 and 3,600"),
        ("timeout_seconds = 'long'", "timeout_seconds"),
        ("[local]\nslots = 0", "slots 1 to 16"),
        ("[local]\nidle_minutes = inf", "idle_minutes"),
        ("servers = [{name = 'a'}]", "base_url"),
        ("servers = [{name = 'openai', base_url = 'http://h/v1'}]", "cannot be a server's name"),
        ("servers = [{name = 'Upper Case', base_url = 'http://h/v1'}]", "cannot be a server's name"),
        ("servers = [{name = 'a', base_url = 'http://h/v1'}, {name = 'a', base_url = 'http://i/v1'}]", "two servers"),
        ("servers = [{name = 'a', base_url = 'file:///etc/passwd'}]", "must look like http"),
        ("servers = [{name = 'a', base_url = 'http://[half'}]", "must look like http"),
        ("servers = [{name = 'a', base_url = 'http://h/v1?token=1'}]", "must look like http"),
        ("servers = [{name = 'a', base_url = 'http://ana@h/v1'}]", "must look like http"),
        ("servers = [{name = 'a', base_url = 'http://h/v1', key_name = 'not a name'}]", "GATEWAY_API_KEY"),
        ("servers = [{name = 'a', base_url = 'http://ana:secret@h/v1'}]", "looks like a key, at servers.0.base_url"),
        ("minute_limits = [{provider = 'openai', requests = -1}]", "0 for no limit"),
        ("rater = 'sk-proj-0123456789abcdef'", "looks like a key, at rater"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_left_as_it_is(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "studio.toml"
    file.write_text(content)
    with pytest.raises(StudioError) as told:
        load_settings(tmp_path)
    assert words in told.value.happened
    assert "studio.toml" in told.value.to_do
    assert file.read_text() == content


def test_a_refusal_never_repeats_the_key(tmp_path: Path) -> None:
    (tmp_path / "studio.toml").write_text("rater = 'sk-proj-0123456789abcdef'")
    with pytest.raises(StudioError) as told:
        load_settings(tmp_path)
    assert "0123456789" not in str(told.value)


def test_settings_that_could_not_be_read_again_are_not_written(tmp_path: Path) -> None:
    save_settings(HERS, folder=tmp_path)
    with pytest.raises(StudioError):
        save_settings(Settings(servers=(Server(name="x y", base_url="http://h/v1"),)), folder=tmp_path)
    assert load_settings(tmp_path) == HERS


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as told:
        save_settings(HERS, folder=tmp_path / "not there")
    assert "cannot be written" in told.value.happened


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:8000", "http://127.9.9.9"]
)
def test_addresses_of_this_machine_are_known(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    ["https://api.openai.com/v1", "http://192.168.0.4:11434", "http://localhost.example.com", "http://0.0.0.0", ""],
)
def test_other_addresses_are_not_taken_for_this_machine(url: str) -> None:
    assert not is_loopback(url)


def test_the_sdks_own_variables_say_where_a_vendor_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert vendor_url("openai") == "https://api.openai.com/v1"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8399/v1")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:8399")
    assert (vendor_url("openai"), vendor_url("anthropic")) == ("http://127.0.0.1:8399/v1", "http://127.0.0.1:8399")


def test_a_child_process_gets_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_API_KEY", "plain-words")
    monkeypatch.setenv("NOTES", "my key is sk-proj-0123456789abcdef")
    monkeypatch.setenv("HOME", "/home/ana")
    environment = child_environment(EXTRA="1")
    assert environment["HOME"] == "/home/ana" and environment["EXTRA"] == "1"
    assert not {"GATEWAY_API_KEY", "NOTES"} & set(environment)
