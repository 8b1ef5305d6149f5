"""Which key does what on the Rate page: hers to change or to switch off, kept under her name."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

import streamlit as st

from studio.store import facts
from studio.ui import opened

KEPT_FOR_THE_PAGE = "CR"
"""Streamlit clears its cache with C and reruns with R."""
ARROWS = ("LEFT", "RIGHT", "UP", "DOWN")
COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The letter, or the arrow, of each move; the values have the digits."""

    skip: str = "S"
    undo: str = "U"
    flag: str = "F"
    next: str = "N"
    back: str = "P"
    left: str = "LEFT"
    right: str = "RIGHT"
    tie: str = "T"
    both_bad: str = "B"
    list: str = "H"
    on: bool = True

    def of(self, move: str) -> str | None:
        """The key of a move; None while keys are off."""
        return str(getattr(self, move)) if self.on else None

    def of_value(self, place: int) -> str | None:
        """The digit of the value at this place, counted from 1."""
        return str(place) if self.on and place <= 9 else None


MOVES = {
    "skip": "Unsure, skip",
    "undo": "Undo",
    "flag": "Flag",
    "next": "Next",
    "back": "Back",
    "left": "Left is better",
    "right": "Right is better",
    "tie": "Tie",
    "both_bad": "Both bad",
    "list": "List of keys",
}


def keys_of(rater_id: str) -> Keys:
    """Her keys; the standard ones where what was kept cannot be read."""
    kept = opened.workspace().read(lambda database: facts.fact(database, _fact(rater_id)))
    try:
        told = json.loads(kept or "{}")
        return Keys(**{one.name: told[one.name] for one in fields(Keys) if one.name in told})
    except (ValueError, TypeError):
        return Keys()


def keys_panel(rater_id: str, keys: Keys) -> None:
    """The list of keys, the switch, and a field for each move."""
    on = st.toggle("Keys on", value=keys.on, key="rate_keys_on")
    if on != keys.on:
        _keep(rater_id, replace(keys, on=on))
    st.caption("`1` `2` `3` … answer. Keys work when no text field is in use. A letter each, or LEFT, RIGHT, UP, DOWN.")
    columns = st.columns(COLUMNS, gap="small")
    chosen = {move: _letter(move, keys, columns[place % COLUMNS]) for place, move in enumerate(MOVES)}
    if why := _why_not(chosen):
        st.markdown(f":orange[:material/error:] {why}")
    elif any(chosen[move] != getattr(keys, move) for move in chosen):
        _keep(rater_id, Keys(**{**asdict(keys), **chosen}))


def keys_line(keys: Keys) -> str:
    """The list of keys in one line of Markdown."""
    moves = [f"`{getattr(keys, move)}` {label.lower()}" for move, label in MOVES.items()]
    return " · ".join(["`1` `2` `3` … answer", *moves]) if keys.on else "Keys are off. Switch them on under Options."


def _letter(move: str, keys: Keys, column: st.delta_generator.DeltaGenerator) -> str:
    given = column.text_input(
        MOVES[move], value=getattr(keys, move), max_chars=5, key=f"rate_key_{move}", disabled=not keys.on
    )
    return str(given).strip().upper()


def _why_not(chosen: dict[str, str]) -> str | None:
    letters = list(chosen.values())
    if not all(letter in ARROWS or (len(letter) == 1 and letter.isascii() and letter.isalpha()) for letter in letters):
        return "Each key is one letter or an arrow."
    if any(letter in KEPT_FOR_THE_PAGE for letter in letters):
        return "C and R are taken by the page itself."
    return None if len(set(letters)) == len(letters) else "Two moves have the same key."


def _keep(rater_id: str, keys: Keys) -> None:
    opened.workspace().write(
        lambda database: facts.save_fact(database, key=_fact(rater_id), value=json.dumps(asdict(keys)))
    )
    st.rerun()


def _fact(rater_id: str) -> str:
    return f"rate_keys:{rater_id}"
