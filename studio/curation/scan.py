"""Finds secrets and personal data in a text; shows only enough of them to be found again, never the whole."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["secret", "personal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a sample that should perhaps not leave the house."""

    sample: str
    place: str
    """Which of its texts: input, output, prompt, reference, tags, note, explanation or raw reply."""
    name: str
    kind: FindingKind
    start: int
    shown: str
    """The first characters and the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """One form, with what is looked for first: most texts are done with before a pattern is tried."""

    name: str
    kind: FindingKind
    pattern: re.Pattern[str]
    sign: str = ""
    """A character that every match holds; one that texts hold seldom."""
    marks: tuple[str, ...] = ("",)
    """One of these stands in every match."""
    core: re.Pattern[str] | None = None
    """What stands in every match and is sought sooner, where no mark says enough."""
    holds: Callable[[str], bool] = bool

    def may_be_in(self, text: str) -> bool:
        """Whether the pattern is worth trying on a text that has its sign."""
        return any(map(text.__contains__, self.marks)) and (self.core is None or self.core.search(text) is not None)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def luhn_holds(text: str) -> bool:
    """Whether the digits pass the check that payment cards use (Luhn, 1954) and are not all the same."""
    digits = [int(digit) for digit in _digits(text)]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1 or digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def iban_holds(text: str) -> bool:
    """Whether the check digits of an international account number are right (ISO 13616: the number modulo 97 is 1)."""
    account = text.replace(" ", "").upper()
    if not 15 <= len(account) <= 34:
        return False
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


def public_address_holds(text: str) -> bool:
    """Whether it is an address on the public internet, not a private, local or example one."""
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False


def phone_holds(text: str) -> bool:
    """Whether it has as many digits as telephone numbers have."""
    return 8 <= len(_digits(text)) <= 15


def _secret(name: str, pattern: str, *, sign: str, marks: tuple[str, ...]) -> _Pattern:
    return _Pattern(name=name, kind="secret", pattern=re.compile(pattern), sign=sign, marks=marks)


def _number(name: str, pattern: str, *, holds: Callable[[str], bool]) -> _Pattern:
    return _Pattern(name=name, kind="personal", pattern=re.compile(pattern), holds=holds)


_WITH_A_SIGN = (
    _secret("Anthropic key", r"\bsk-ant-[A-Za-z0-9_-]{16,}", sign="-", marks=("sk-ant-",)),
    _secret("OpenAI or similar key", r"\bsk-(?!ant-)[A-Za-z0-9_-]{16,}", sign="-", marks=("sk-",)),
    _secret("Slack token", r"\bxox[abprs]-[A-Za-z0-9-]{10,}", sign="-", marks=("xox",)),
    _secret("private key", r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----", sign="-", marks=("PRIVATE KEY-----",)),
    _secret("Google key", r"\bAIza[A-Za-z0-9_-]{30,}", sign="A", marks=("AIza",)),
    _secret("AWS key id", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", sign="A", marks=("AKIA", "ASIA")),
    _secret("GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{20,}", sign="_", marks=("gh",)),
    _secret("GitHub token", r"\bgithub_pat_[A-Za-z0-9_]{20,}", sign="_", marks=("github_pat_",)),
    _secret("Hugging Face token", r"\bhf_[A-Za-z0-9]{20,}", sign="_", marks=("hf_",)),
    _secret(
        "JSON Web Token",
        r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
        sign="J",
        marks=("eyJ",),
    ),
    _secret("bearer token", r"(?i)\bbearer\s+[a-z0-9._~+/-]{20,}", sign="", marks=("earer", "EARER")),
    _Pattern(
        name="e-mail address",
        kind="personal",
        pattern=re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}\b"),
        sign="@",
    ),
    _Pattern(
        name="network address",
        kind="personal",
        pattern=re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{1,4}(?![\w:])"),
        sign=":",
        core=re.compile(r":[0-9A-Fa-f]{0,4}:"),
        holds=public_address_holds,
    ),
)
_OF_DIGITS = (
    _number("account number (IBAN)", r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", holds=iban_holds),
    _number("payment card number", r"(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])", holds=luhn_holds),
    _number(
        "telephone number",
        r"(?<![\w.+])(?:\+\d[\d ()./-]{6,20}\d|\(?0\d{2,5}\)?[ /-]\d[\d -]{4,12}\d"
        r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4})(?!\w)",
        holds=phone_holds,
    ),
    _number("network address", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)", holds=public_address_holds),
)
_SEVEN_DIGITS = re.compile(r"[0-9](?:[ ()./-]{0,3}[0-9]){6}")
_DOTTED_DIGITS = re.compile(r"\.[0-9]{1,3}\.[0-9]")
_BETWEEN_DIGITS = b" ()./-"
_ZERO_FOR_DIGITS = bytes(ord("0") if chr(code) in "0123456789" else ord("x") for code in range(256))


def findings_in(text: str, *, sample: str, place: str) -> Iterator[Finding]:
    """Everything found in one text of a sample, in the order of the patterns."""
    for known in _worth_trying(text):
        for found in known.pattern.finditer(text):
            if known.holds(found.group()):
                yield Finding(
                    sample=sample,
                    place=place,
                    name=known.name,
                    kind=known.kind,
                    start=found.start(),
                    shown=masked(found.group()),
                )


def may_hold_something(text: str) -> bool:
    """Whether a closer look at the text is worth while."""
    return bool(_worth_trying(text))


def _worth_trying(text: str) -> Sequence[_Pattern]:
    found = [known for known in _WITH_A_SIGN if known.sign in text and known.may_be_in(text)]
    return [*found, *_OF_DIGITS] if _may_hold_digits_of_something(text) else found


def _may_hold_digits_of_something(text: str) -> bool:
    """Whether seven digits stand with little between them, or three with dots: less is none of the forms."""
    # Bytes are gone through ten times as fast as the patterns go; few texts are left for those.
    digits = text.encode("utf-8", "surrogatepass").translate(_ZERO_FOR_DIGITS, _BETWEEN_DIGITS)
    if b"0000" not in digits:
        return False
    return bool(_DOTTED_DIGITS.search(text) or (b"0000000" in digits and _SEVEN_DIGITS.search(text)))


def masked(text: str) -> str:
    """The first characters of what was found, and how long it is."""
    return f"{text[: min(6, len(text) // 4)]}… ({len(text)} characters)"
