"""What the scan finds, what it leaves alone, and that it never shows what it found."""

from __future__ import annotations

import time

import pytest

from studio.curation.scan import findings_in, masked
from studio.records import Prompt
from tests.curation.shop import chosen, sample

SECRETS = {
    "Anthropic key": "sk-ant-" + "api03-" + "a1B2c3D4e5F6g7H8",
    "OpenAI or similar key": "sk-" + "proj-" + "a1B2c3D4e5F6g7H8i9J0",
    "Google key": "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",
    "AWS key id": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub token": "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
    "Slack token": "xoxb-" + "123456789012-abcdefABCDEF",
    "Hugging Face token": "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ",
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dBjftJeZ4CVPmB92K27uhbUJU1p1r",
    "bearer token": "Bearer " + "a1b2c3d4e5f6a7b8c9d0e1",
}
PERSONAL = {
    "e-mail address": ["ada.lovelace+shop@mail.example.org", "a_b@x-y.co"],
    "account number (IBAN)": ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"],
    "payment card number": ["4111 1111 1111 1111", "5500-0055-5555-5559"],
    "telephone number": ["+49 30 901820", "030 901820 12", "(415) 555-2671", "415-555-2671", "+1 (415) 555-2671"],
    "network address": ["8.8.8.8", "2001:4860:4860::8888"],
}
HARMLESS = (
    "Order 4711 of 2026-11-22, 14:30:05, costs 1,299.00 and weighs 12.5 kg.",
    "Version 3.11.7 or 1.2.3, sections 2.1.4 and 5.6.7.8.9.",
    "127.0.0.1, 192.168.1.20 and ::1 are at home; 10:20:30 is a time.",
    "A card 1234 5678 9012 3456 that fails its check, and 1111 1111 1111 1111.",
    "DE00370400440532013000 has wrong check digits.",
    "Use sk- as a prefix, AIza, or ask-ant-eaters; say hi @ noon.",
    "risk-management-and-mitigation-strategies, ghp_short, eyJustice for all.",
)


def names(text: str) -> list[str]:
    return [finding.name for finding in findings_in(text, sample="s", place="output")]


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_found_wherever_it_stands(name) -> None:
    for text in (
        SECRETS[name],
        f"Use {SECRETS[name]}, please.",
        f'{{"key":"{SECRETS[name]}"}}',
        f"a\n{SECRETS[name]}\nb",
    ):
        assert name in names(text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in PERSONAL.items() for text in texts])
def test_personal_data_is_found_wherever_it_stands(name, text) -> None:
    for around in (text, f"Write to {text} today.", f"({text})", f"before\n{text}\nafter"):
        assert name in names(around)


@pytest.mark.parametrize("around", ["Ünïcode – 日本", "half \ud800 a character", "order 12, and so on"])
def test_numbers_are_found_among_other_signs(around) -> None:
    for name, texts in PERSONAL.items():
        assert name in names(f"{around} {texts[0]} {around}")


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_numbers_and_words_are_left_alone(text) -> None:
    assert names(text) == []


@pytest.mark.parametrize("secret", SECRETS.values())
def test_a_finding_never_shows_what_it_found(secret) -> None:
    for finding in findings_in(f"Here: {secret}", sample="s", place="output"):
        assert secret not in finding.shown
        assert len(finding.shown.split("…")[0]) <= 6
    assert secret[8:] not in masked(secret)


def test_a_planted_key_drops_the_sample_and_is_listed_with_its_place() -> None:
    planted = sample("planted", output=f"Your key is {SECRETS['AWS key id']}.")
    made = chosen([planted, sample("clean", of="i2")])
    found = made.selection
    assert made.samples == ["clean"]
    assert [(f.sample, f.place, f.name, f.start) for f in found.findings] == [("planted", "output", "AWS key id", 12)]
    assert found.finding_counts == {"AWS key id": 1}


@pytest.mark.parametrize("place", ["input", "output", "tags", "prompt", "note", "explanation"])
def test_every_text_of_a_sample_is_scanned(place) -> None:
    from dataclasses import replace

    from tests.curation.shop import ratings, verdicts

    key = SECRETS["GitHub token"]
    texts = {"input": {"text": key}, "output": {"output": key}, "tags": {"tags": {"topic": key}}}
    candidate = sample("s", **texts.get(place, {}), prompt=Prompt(name="p", system=key if place == "prompt" else ""))
    if place == "note":
        candidate = replace(candidate, ratings=ratings("s", {"answers": "pass"}, note=key))
    if place == "explanation":
        candidate = replace(candidate, verdicts=verdicts("s", {"answers": "pass"}, explanation=key))
    found = chosen([candidate]).selection
    assert [finding.place for finding in found.findings] == [place]
    assert found.size == 0


def test_personal_data_is_listed_and_dropped_only_when_the_recipe_says_so() -> None:
    candidates = [sample("s", output="Write to ada@example.org.")]
    listed = chosen(candidates).selection
    assert (listed.size, listed.finding_counts) == (1, {"e-mail address": 1})
    assert chosen(candidates, hygiene={"personal": "drop"}).selection.size == 0


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1 " * 100_000, "a@" * 50_000, "1:" * 100_000, "+1 (" * 50_000, "sk-" * 60_000]
)
def test_a_hostile_text_of_200_kb_does_not_hold_the_scan_up(text) -> None:
    began = time.process_time()
    names(text)
    assert time.process_time() - began < 5
