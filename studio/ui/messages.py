"""Draws errors as three sentences with a reference number; the one place where an unexpected error becomes words."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

import streamlit as st

from studio import __version__
from studio.errors import StudioError
from studio.redaction import redacted
from studio.ui.plain import plain

log = logging.getLogger("studio.ui")


@contextmanager
def guarded() -> Iterator[None]:
    """Draw any error of the block, or of the decorated page or fragment, as words; reruns and stops pass through."""
    try:
        yield
    except StudioError as error:
        show_error(error)
    except Exception as error:  # the one boundary where a page may fail in ways nobody foresaw
        show_unexpected(error)


def show_error(error: StudioError) -> None:
    """The three parts of a foreseen error: what happened, what is safe, what to do."""
    _three_parts(happened=error.happened, safe=error.safe, to_do=error.to_do)


def show_unexpected(error: Exception) -> None:
    """An error nobody foresaw: words on the page, its place in the log, the same reference number in both."""
    reference = new_reference()
    log.error("%s %s: %s at %s", reference, type(error).__name__, redacted(str(error)), place_of(error))
    _three_parts(
        happened="Something went wrong while drawing this part.",
        safe="Everything saved so far is safe.",
        to_do="Reload the page. If it happens again, report the lines below with what you did just before.",
        details=f"{reference}\n{type(error).__name__} at {place_of(error)}\nRubric Studio {__version__}",
    )


def new_reference() -> str:
    """A short number by which a person and the log speak of the same error."""
    digits = secrets.token_hex(4).upper()
    return f"RS-{digits[:4]}-{digits[4:]}"


def place_of(error: BaseException) -> str:
    """Where an error arose, innermost first: files, lines and functions, without the folders they lie in."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = (f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return " < ".join(places) or "unknown place"


def _three_parts(*, happened: str, safe: str, to_do: str, details: str = "") -> None:
    with st.container(border=True, gap="xsmall"):
        st.markdown(f":orange[:material/error:] **{plain(redacted(happened))}**")
        if safe:
            st.markdown(f":material/shield: {plain(redacted(safe))}")
        if to_do:
            st.markdown(f":material/arrow_forward: {plain(redacted(to_do))}")
        if details:
            st.code(details, language=None, wrap_lines=True)
