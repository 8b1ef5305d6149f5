"""What a run will probably take, drawn before it begins: calls, tokens, money, time; it reckons nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from studio.providers.prices import price_list_version
from studio.runs.outlook import BATCH_SECONDS, Outlook, together_seconds, together_usd
from studio.ui import formats
from studio.ui.plain import plain
from studio.ui.tables import Column, Row, table


def show_outlook(outlooks: Sequence[Outlook], *, key: str) -> None:
    """One line for the whole run, one quiet line on where the price is from, and a table where there are several."""
    calls = sum(one.calls for one in outlooks)
    words = [formats.counted(calls, "call"), cost_words(outlooks), _time_words(outlooks)]
    st.markdown(" · ".join(f"**{plain(word)}**" for word in words))
    tokens = f"About {_tokens(sum(one.input_tokens for one in outlooks))} to read"
    tokens += f" and {_tokens(sum(one.output_tokens for one in outlooks))} to write."
    st.caption(f"{tokens} {_price_source(outlooks)}".strip())
    if len(outlooks) > 1:
        table([_row(one) for one in outlooks], columns=_COLUMNS, key=f"{key}_table", alt_text="Estimate for each part")


def _time_words(outlooks: Sequence[Outlook]) -> str:
    low, high = together_seconds(outlooks)
    return "within a day" if high >= BATCH_SECONDS[1] else formats.duration_range(low, high)


def cost_words(outlooks: Sequence[Outlook]) -> str:
    """The expected cost with its limits; unknown where one price is."""
    usd = together_usd(outlooks)
    if usd is None:
        return "price unknown"
    low, expected, high = usd
    if high == 0:
        return "no cost"
    return f"{formats.money(expected)} (from {_amount(low)} to {_amount(high)})"


def cap_field(*, key: str, outlooks: Sequence[Outlook]) -> float | None:
    """How much the run may cost; empty for no limit, and not asked for where nothing costs anything."""
    usd = together_usd(outlooks)
    if usd is not None and usd[2] == 0:
        return None
    cap = st.number_input(
        "Money cap in USD",
        min_value=0.0,
        value=None,
        key=key,
        placeholder="no cap",
        width=180,
        format="%.2f",
        help="Checked before every call. At the cap the run pauses; nothing finished is lost.",
    )
    if cap is not None and usd is None:
        st.caption(":orange[:material/warning:] A price is unknown, so the cap cannot count those calls.")
    return cap


_COLUMNS = (
    Column(field="label", heading="Who", width="large"),
    Column(field="calls", heading="Calls", form="number"),
    Column(field="tokens", heading="Tokens", form="number"),
    Column(field="cost", heading="Expected cost"),
    Column(field="most", heading="At most"),
)


def _row(one: Outlook) -> Row:
    return {
        "label": one.label,
        "calls": one.calls,
        "tokens": one.input_tokens + one.output_tokens,
        "cost": formats.money(one.cost.expected.usd) if one.cost else formats.UNKNOWN,
        "most": formats.money(one.cost.high.usd) if one.cost else formats.UNKNOWN,
    }


def _price_source(outlooks: Sequence[Outlook]) -> str:
    known = [one.cost.expected for one in outlooks if one.cost is not None]
    free = list(dict.fromkeys(cost.why_free for cost in known if cost.why_free))
    if free and len(free) == len(outlooks) == 1:
        return f"No cost: it {free[0]}." if free[0].startswith("runs") else f"No cost: {free[0]}."
    days = [cost.priced_on for cost in known if cost.priced_on is not None]
    checked = f", price last checked {min(days):%d %b %Y}" if days else ""
    return f"Prices: {price_list_version()}{checked}." if any(not cost.why_free for cost in known) else ""


def _tokens(count: int) -> str:
    return formats.counted(_rounded(count), "token")


def _rounded(count: int) -> int:
    """Two figures that mean something: an estimate to the single token would be a lie."""
    digits = max(0, len(str(count)) - 2)
    return int(round(count, -digits))


def _amount(usd: float) -> str:
    return formats.money(usd).removeprefix("about ").removesuffix(" USD")
