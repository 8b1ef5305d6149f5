"""From an address to a door, or to a sentence that says why there is none and what to do."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.providers.address import parse_address
from studio.providers.registry import (
    PROVIDERS,
    answering_servers,
    open_provider,
    price_url,
    provider_entries,
    provider_entry,
)
from studio.settings import Server, Settings
from tests.providers.doors import request
from tests.providers.loopback import loopback

NOWHERE = Settings(
    servers=tuple(Server(name=entry.name, base_url="http://127.0.0.1:1/v1") for entry in PROVIDERS if entry.base_url)
)


@pytest.mark.parametrize(
    ("text", "provider", "model"),
    [
        ("openai:gpt-5-mini", "openai", "gpt-5-mini"),
        (" anthropic:claude-sonnet-5 ", "anthropic", "claude-sonnet-5"),
        ("ollama:llama3.2:3b", "ollama", "llama3.2:3b"),
        ("local:/models/my model.gguf", "local", "/models/my model.gguf"),
        (r"local:C:\models\m.gguf", "local", r"C:\models\m.gguf"),
        ("my-gateway:meta/llama", "my-gateway", "meta/llama"),
    ],
)
def test_an_address_is_divided_at_its_first_colon(text: str, provider: str, model: str) -> None:
    assert parse_address(text) == (provider, model)


@pytest.mark.parametrize(
    "text", ["", "gpt-5", "openai:", ":gpt-5", "Open AI:gpt", "openai:a\nb", "openai:" + "x" * 2_000]
)
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(StudioError) as told:
        parse_address(text)
    assert "provider:model" in told.value.to_do
    assert len(told.value.happened) < 200


def test_the_list_has_every_built_in_provider_and_her_servers() -> None:
    hers = Settings(servers=(Server(name="gateway", base_url="https://llm.example.com/v1"),))
    names = [entry.name for entry in provider_entries(hers)]
    assert names == ["openai", "anthropic", "local", "scripted", "ollama", "lmstudio", "vllm", "llamacpp", "gateway"]


def test_her_server_takes_the_place_of_a_built_in_one_of_its_name() -> None:
    hers = Settings(servers=(Server(name="ollama", base_url="http://10.0.0.5:11434/v1"),))
    entry = provider_entry("ollama:llama3.2", settings=hers)
    assert (entry.base_url, entry.stays_here) == ("http://10.0.0.5:11434/v1", False)
    assert len(provider_entries(hers)) == len(PROVIDERS)
    assert price_url("ollama:llama3.2", settings=hers) == "http://10.0.0.5:11434/v1"
    assert price_url("openai:gpt-5", settings=hers) is None


def test_an_unknown_provider_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as told:
        open_provider("nobody:m", settings=Settings(), workspace=tmp_path)
    assert "scripted" in told.value.to_do


def test_a_missing_key_is_reported_with_where_to_put_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(StudioError) as told:
        open_provider("openai:m", settings=Settings(), workspace=tmp_path)
    assert "OPENAI_API_KEY" in told.value.to_do


def test_a_package_that_is_missing_is_reported_with_the_command_that_brings_it(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [])
        patch.setattr(sys, "meta_path", [])
        patch.delitem(sys.modules, "openai", raising=False)
        with pytest.raises(StudioError) as told:
            open_provider("ollama:m", settings=Settings(), workspace=tmp_path)
    assert told.value.to_do == "Run: pip install openai"


def test_every_built_in_provider_opens_without_asking_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-0123456789")
    for entry in PROVIDERS:
        provider = open_provider(f"{entry.name}:m", settings=Settings(), workspace=tmp_path)
        assert provider.name == entry.name
        assert provider.max_in_flight >= 1


def test_with_local_only_nothing_leaves_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    servers = (
        Server(name="far", base_url="https://llm.example.com/v1"),
        Server(name="near", base_url="http://[::1]:1/v1"),
    )
    settings = Settings(local_only=True, servers=servers)
    for address in ("openai:m", "anthropic:m", "far:m"):
        with pytest.raises(StudioError) as told:
            open_provider(address, settings=settings, workspace=tmp_path)
        assert "this machine only" in told.value.happened
    for address in ("local:smollm2", "scripted:fair", "ollama:m", "near:m"):
        open_provider(address, settings=settings, workspace=tmp_path)


def test_only_allowed_providers_are_opened(tmp_path: Path) -> None:
    settings = Settings(allowed_providers=("scripted",))
    open_provider("scripted:fair", settings=settings, workspace=tmp_path)
    with pytest.raises(StudioError) as told:
        open_provider("local:smollm2", settings=settings, workspace=tmp_path)
    assert "allows only scripted" in told.value.happened


def test_servers_that_answer_on_this_machine_are_found_and_the_others_are_not(tmp_path: Path) -> None:
    with loopback() as server:
        there = Server(name="there", base_url=f"{server.url}/v1")
        settings = Settings(servers=(*NOWHERE.servers, there))
        found = asyncio.run(answering_servers(settings, workspace=tmp_path))
    assert found == {"there": ["there:a", "there:b"]}


def test_a_server_of_hers_is_asked_with_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai-0123456789")
    monkeypatch.setenv("GATEWAY_API_KEY", "gw-0123456789")
    with loopback() as server:
        hers = Server(name="gateway", base_url=f"{server.url}/v1", key_name="GATEWAY_API_KEY")

        async def ask() -> None:
            provider = open_provider("gateway:m", settings=Settings(servers=(hers,)), workspace=tmp_path)
            await provider.ask(request())
            await provider.close()

        asyncio.run(ask())
        assert server.headers[0]["authorization"] == "Bearer gw-0123456789"
