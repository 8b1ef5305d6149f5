"""The frame of the studio: the page list, the project switch, and the one place that shows what went wrong."""

from __future__ import annotations

import streamlit as st

from studio.bundle import PACKAGE, bundled_path
from studio.ui import opened, state
from studio.ui.frame import demo_badge
from studio.ui.messages import guarded
from studio.ui.visible import visible

# (file, title, icon), in the order of her work: a new page is one file and one line here.
PAGES = (
    ("home", "Home", "home"),
    ("rubrics", "Rubrics", "checklist"),
    ("generate", "Generate", "edit_note"),
    ("rate", "Rate", "thumbs_up_down"),
    ("judge", "Judge", "gavel"),
    ("compare", "Compare", "compare_arrows"),
    ("curate", "Curate", "inventory_2"),
    ("settings", "Settings", "settings"),
)


def main() -> None:
    """Draw the frame, then the page she is on."""
    # Before the page list: until it knows an icon of ours, the browser asks a font host for the page's one.
    st.set_page_config(page_title="Rubric Studio", page_icon=str(PACKAGE / "icon.svg"), layout="wide")
    page = st.navigation(_pages(), expanded=True)
    with guarded():
        opened.workspace()
        with st.sidebar:
            _project_switch()
        page.run()


def _pages() -> list[st.Page]:
    folder = bundled_path("pages")
    return [
        st.Page(folder / f"{file}.py", title=title, icon=f":material/{icon}:", url_path=file, default=file == "home")
        for file, title, icon in PAGES
    ]


def _project_switch() -> None:
    projects = {project.id: project for project in opened.workspace().projects()}
    if not projects:
        return
    if st.session_state.get(state.PROJECT) not in projects:
        asked_for = st.query_params.get(state.PROJECT)
        st.session_state[state.PROJECT] = asked_for if asked_for in projects else next(iter(projects))
    st.selectbox(
        "Project",
        options=list(projects),
        format_func=lambda project_id: visible(projects[project_id].title),
        key=state.PROJECT,
    )
    if projects[st.session_state[state.PROJECT]].demo:
        demo_badge()
    # Kept in the address by hand: the widget's own binding writes the title there, and loses to the line above.
    if st.query_params.get(state.PROJECT) != st.session_state[state.PROJECT]:
        st.query_params[state.PROJECT] = st.session_state[state.PROJECT]


main()
