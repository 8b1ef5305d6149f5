"""A page that puts every payload through every way the kit draws foreign text; the address says which way."""

from __future__ import annotations

import os

import streamlit as st

from studio.errors import StudioError
from studio.records import PASS_FAIL, Criterion, Sample
from studio.runs.progress import LaneProgress, RunProgress
from studio.ui import cards, charts, differences, empty, messages, progress, tables
from studio.ui.frame import page_frame
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from tests.ui.payloads import payloads

HOSTILE = payloads(os.environ["BEACON"])


def as_text() -> None:
    for place, payload in enumerate(HOSTILE):
        show_untrusted(payload, key=f"text_{place}", label=payload)


def formatted() -> None:
    for place, payload in enumerate(HOSTILE):
        show_untrusted(payload, key=f"formatted_{place}", look="formatted")
    show_untrusted("\n".join(HOSTILE), key="formatted_all", look="formatted")
    show_untrusted("\n\n".join(reversed(HOSTILE)), key="formatted_reversed", look="formatted")


def labels() -> None:
    for place, payload in enumerate(HOSTILE):
        name = plain(payload)
        st.markdown(f"**{name}** and :gray[{name}]")
        st.button(name, key=f"button_{place}", help=name)
        st.checkbox(name, key=f"check_{place}")
        st.caption(f"by {name}")
    st.selectbox("Choose", HOSTILE, format_func=plain, key="choose")
    st.segmented_control("Pick", HOSTILE[:8], format_func=plain, key="pick")
    st.tabs([plain(payload) for payload in HOSTILE[:8]])


def parts() -> None:
    for place, payload in enumerate(HOSTILE):
        sample = Sample(id="s", project="p", input_id="i", output=payload, system=payload, tags={payload: payload})
        cards.sample_card(sample, key=f"card_{place}", input_text=payload, show_writer=True)
        cards.criterion_card(Criterion(id="c", question=payload, anchors={"pass": payload}), numbered=True)
        cards.verdict_card(
            judge=payload, value=payload, failure=None, scale=PASS_FAIL, explanation=payload, key=f"v_{place}"
        )
        differences.show_differences((payload, f"other {payload} end"), key=f"d_{place}", labels=(payload, "b"))
        messages.show_error(StudioError(happened=payload, safe=payload, to_do=payload))
        empty.empty_state(payload, button=payload, key=f"empty_{place}")


def shapes() -> None:
    rows = [{"id": str(place), "text": payload} for place, payload in enumerate(HOSTILE)]
    tables.table(rows, columns=[tables.Column(field="text", heading="Text")], key="t", alt_text="Rows", id_field="id")
    measured = [charts.Measured(judge=p, criterion=p, value=0.5, low=0.4, high=0.6, n=9) for p in HOSTILE[:12]]
    undefined = [charts.Measured(judge=p, criterion=p, value=None, n=0, why=p) for p in HOSTILE]
    charts.interval_chart([*measured, *undefined], key="i", alt_text="Intervals")
    charts.heat_map([*measured, *undefined], key="h", alt_text="Cells")
    counts = [[1] * 6 for _ in range(6)]
    charts.confusion_matrix(values=HOSTILE[:6], counts=counts, key="c", alt_text="Counts", judge=HOSTILE[0])
    charts.histogram([charts.Bin(label=p, count=1) for p in HOSTILE[:6]], key="b", alt_text="Bars", x_title="Text")
    lanes = tuple(
        LaneProgress(
            label=p,
            done=1,
            failed={"refused": 1},
            waiting=1,
            calls=1,
            retries=1,
            cost_usd=None,
            seconds_left=None,
            message=p,
        )
        for p in HOSTILE
    )
    progress.show_run_progress(RunProgress(run_id=1, state="running", message=HOSTILE[0], lanes=lanes, under_way=0))


def unguarded() -> None:
    """What happens without the kit: whatever the tests look for must be found here."""
    for payload in HOSTILE:
        st.markdown(payload.replace("\ud800", ""))


WAYS = {way.__name__: way for way in (as_text, formatted, labels, parts, shapes, unguarded)}
page_frame("Hostile", lead=HOSTILE[0])
WAYS[st.query_params.get("way", "as_text")]()
st.text("everything is drawn")
