"""What is left out whatever it is worth, and how the rest is paired, balanced and split."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from studio.atomic_file import write_atomically
from studio.curation.held_out import read_held_out
from studio.errors import StudioError
from studio.exporting.recipes import HELD_OUT_FOLDER
from studio.ui import opened
from studio.ui.curate_fields import Offer, criterion, field, one_of, several
from studio.ui.curate_state import note_trouble
from studio.ui.visible import visible
from studio.workspace import slug

SAFE = {"drop": "Leave out", "list": "Keep and list"}
SPLIT_NAMES = {
    "none": "All in one file",
    "test": "Train and test, 80 to 20",
    "three": "Train, validation, test, 80 to 10 to 10",
    "own": "Other shares",
}
SOURCES = {
    "pairwise_rating": "you compared the two",
    "rating_difference": "you rated them differently",
    "pairwise_verdict": "a judge compared them, the same in both orders",
    "verdict_difference": "a judge's values differ",
}
HELD_OUT_KINDS = ("jsonl", "json", "csv", "txt")
_UPLOAD = "curate_upload_held_out"


def how_clean(offer: Offer) -> None:
    """Duplicates, keys, personal data, and what stands in a file of hers."""
    copies, private, held_out = st.columns(3, gap="large")
    with copies:
        help_exact = "Where ratings are handed on (evaluation set, ratings), twins stay: no rating must be lost."
        field(offer, st.toggle, "No exact duplicates", name="exact", help=help_exact)
        field(offer, st.toggle, "No near-duplicates", name="near")
        if offer.chosen("near"):
            one_of(offer, "Alike in", name="near_of", words={"output": "The output", "input": "The input"})
            field(offer, st.slider, "From a likeness of", 0.5, 1.0, name="near_likeness", step=0.05)
    with private:
        one_of(offer, "Keys and passwords", name="secrets", words=SAFE)
        one_of(offer, "Personal data", name="personal", words=SAFE)
    with held_out:
        _held_out(offer)


def _held_out(offer: Offer) -> None:
    files = {"": "No file", **{name: visible(PurePath(name).name) for name in offer.held_out}}
    one_of(
        offer,
        "Leave out what stands in",
        name="held_out",
        words=files,
        help="Such as a test set: whole texts, or thirteen words in a row.",
    )
    with st.popover("Add a file", icon=":material/upload_file:"):
        st.file_uploader(
            "JSONL, JSON, CSV or text",
            type=list(HELD_OUT_KINDS),
            key=_UPLOAD,
            on_change=_keep_held_out,
            args=(offer,),
        )


def _keep_held_out(offer: Offer) -> None:
    """Puts the file into the workspace, under a name of ours, and chooses it."""
    given = st.session_state.get(_UPLOAD)
    if given is None:
        return
    name = PurePath(given.name)
    folder = opened.workspace().folder / HELD_OUT_FOLDER
    try:
        path = folder / f"{slug(name.stem)}{name.suffix.lower()}"
        folder.mkdir(exist_ok=True)
        write_atomically(path, text=given.getvalue().decode("utf-8-sig"))
        read_held_out(path, name=path.name)
    except StudioError as error:
        note_trouble(error)
    except (OSError, UnicodeDecodeError):
        note_trouble(
            StudioError(
                happened=f"{name.name} cannot be kept as a text file in UTF-8.",
                safe="Nothing has changed.",
                to_do="Save it as UTF-8, check the space on the disk, and add it again.",
            )
        )
    else:
        st.session_state[offer.key("held_out")] = f"{HELD_OUT_FOLDER}/{path.name}"


def how_paired(offer: Offer) -> None:
    """Which two answers to one input make a pair."""
    several(offer, "A pair is made where", name="pair_sources", options=list(SOURCES), words=SOURCES.get, width=960)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        criterion(offer, "Better by", name="pair_criterion")
        help_margin = "A share of the scale: one step of five is 0.25."
        field(offer, st.slider, "Least difference", 0.05, 1.0, name="margin", step=0.05, help=help_margin, width=220)
        field(
            offer, st.number_input, "Pairs of one input", 1, 10_000, name="per_input", placeholder="no limit", width=170
        )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        field(offer, st.toggle, "Also across prompts", name="across")
        field(offer, st.toggle, "Set the share of hard pairs", name="hard")
        if offer.chosen("hard"):
            field(offer, st.slider, "Hard pairs", 0.0, 1.0, name="hard_share", step=0.05, width=220)
            field(offer, st.slider, "Hard: differ at most by", 0.0, 1.0, name="hard_margin", step=0.01, width=220)


def how_split(offer: Offer) -> None:
    """Where each input goes; and equal shares of values, prompts, models or tags."""
    split_only(offer)
    _balance(offer)


def split_only(offer: Offer) -> None:
    """Where each input goes."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        split_help = "All samples of one input go the same way, and adding samples later moves none of them."
        one_of(offer, "Split", name="split", words=SPLIT_NAMES, width=340, help=split_help)
        if offer.chosen("split") == "own":
            field(offer, st.number_input, "Train, %", 0, 100, name="train", width=120)
            field(offer, st.number_input, "Validation, %", 0, 100, name="validation", width=140)
        if offer.chosen("split") != "none":
            field(
                offer, st.text_input, "Seed", name="seed", max_chars=20, width=100, help="Another seed, another split."
            )


def _balance(offer: Offer) -> None:
    over = ["value", "prompt", "model", *dict.fromkeys(f"tag:{name}" for name, _ in offer.tags)]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        several(
            offer,
            "Equal numbers of each",
            name="balance",
            options=over,
            words=lambda name: visible(name.removeprefix("tag:")),
            placeholder="as they come",
            help="Cuts larger groups down to the smallest. Several make cells: each value under each prompt.",
            width=340,
        )
        if "value" in offer.chosen("balance"):
            criterion(offer, "Value of", name="balance_criterion")
        if offer.chosen("balance"):
            most = "At most, times the smallest"
            field(offer, st.number_input, most, 1.0, 1_000.0, name="balance_most", step=0.5, width=200)
