"""A page with the charts that can be clicked; it says which cell was."""

from __future__ import annotations

import streamlit as st

from studio.ui import charts
from studio.ui.frame import page_frame
from studio.ui.untrusted import show_untrusted

page_frame("Clickable")
pair = charts.confusion_matrix(values=["pass", "fail"], counts=[[88, 9], [11, 14]], key="confusion", alt_text="Counts")
st.text(f"confusion: {pair}")
measured = [charts.Measured(judge="j.1", criterion=c, value=0.7, n=30) for c in ("tone", "facts")]
st.text(f"heat map: {charts.heat_map(measured, key='heat', alt_text='Cells')}")
show_untrusted("word " * 40_000, key="long")
show_untrusted("שלום עולם", key="right")
st.text("everything is drawn")
