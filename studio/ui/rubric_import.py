"""Taking in somebody else's rubric: from a file, a zip, a folder or the clipboard, shown whole before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from studio.errors import StudioError
from studio.records import Rubric
from studio.rubric.diff import diff_rubrics
from studio.rubric.sharing import READABLE, Bundle, SharedRubric, read_bundle, read_files
from studio.rubric.taking_in import take_in
from studio.ui import opened, rubric_draft
from studio.ui.formats import counted
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.rubric_diff_view import show_diff
from studio.ui.rubric_trust import show_whole, trust
from studio.ui.untrusted import MEASURE_PIXELS

WAYS = {"file": "A file or zip", "folder": "A folder", "text": "Pasted text"}


def import_part(*, go_to_file: Callable[[str], None]) -> None:
    """Where it comes from, what was understood of it, and the button that takes it in."""
    way = st.segmented_control(
        "From",
        options=list(WAYS),
        format_func=WAYS.__getitem__,
        default="file",
        key="rubrics_import_way",
        required=True,
        label_visibility="collapsed",
    )
    st.caption(
        "A rubric of this studio, a bundle, or one from promptfoo, OpenAI graders, G-Eval, Prometheus or "
        "HealthBench. Nothing in it is run, and nothing is kept before you say so.",
        width=MEASURE_PIXELS,
    )
    try:
        bundle = _bundle(way or "file")
    except StudioError as error:
        show_error(error)
        return
    if bundle is None:
        return
    for trouble in bundle.broken:
        show_error(trouble)
    if bundle.ignored:
        st.caption(f"Left aside: {plain(', '.join(bundle.ignored[:12]))}")
    for place, shared in enumerate(bundle.rubrics):
        _shared(shared, bundle.agreement, place=place, only=len(bundle.rubrics) == 1, go_to_file=go_to_file)
    if not bundle.rubrics and not bundle.broken:
        st.caption("There is no rubric in it.")


def _bundle(way: str) -> Bundle | None:
    if way == "text":
        text = st.text_area("Paste it here", key="rubrics_import_text", height=240, max_chars=200_000)
        return read_bundle(text.encode("utf-8", "replace"), name="the text") if text and text.strip() else None
    if way == "folder":
        found = st.file_uploader("Choose a folder", accept_multiple_files="directory", key="rubrics_import_folder")
        return read_files([(one.name, one.getvalue()) for one in found]) if found else None
    kinds = [*(ending.lstrip(".") for ending in READABLE), "md", "zip"]
    one = st.file_uploader("Choose a file", type=kinds, key="rubrics_import_file")
    return read_bundle(one.getvalue(), name=one.name) if one is not None else None


def _shared(
    shared: SharedRubric,
    agreement: Mapping[str, object] | None,
    *,
    place: int,
    only: bool,
    go_to_file: Callable[[str], None],
) -> None:
    rubric = shared.rubric
    with st.expander(plain(f"{rubric.title} · {shared.format}"), expanded=only, key=f"rubrics_import_{place}"):
        if shared.not_carried:
            st.markdown(f"**Not understood, and left out** ({counted(len(shared.not_carried), 'thing')})")
            for words in shared.not_carried[:40]:
                st.caption(plain(words))
        show_whole(rubric, key=f"rubrics_import_{place}")
        if agreement:
            _their_agreement(agreement)
        _take_in(shared, place=place, go_to_file=go_to_file)


def _their_agreement(agreement: Mapping[str, object]) -> None:
    judges = agreement.get("judges")
    count = len(judges) if isinstance(judges, list) else 0
    st.caption(
        f":material/compare_arrows: The sender's agreement record came along ({counted(count, 'row')}). "
        "It says how judges agreed with them, not with you."
    )


def _take_in(shared: SharedRubric, *, place: int, go_to_file: Callable[[str], None]) -> None:
    mine = {file.rubric.name: file for file in opened.workspace().rubrics.load().files}
    ours = mine.get(shared.rubric.name)
    if ours is not None and ours.rubric.id == shared.rubric.id:
        st.caption(":material/check: You have this very rubric already.")
        return
    with st.container(horizontal=True, gap="small"):
        label = "I have read it, take it in" if ours is None else "I have read it, keep both"
        st.button(
            label,
            key=f"rubrics_import_take_{place}",
            type="primary",
            on_click=_take,
            args=(shared, go_to_file),
        )
        if ours is not None:
            st.button(
                f"Make it my draft of {plain(ours.rubric.title)}",
                key=f"rubrics_import_draft_{place}",
                on_click=_as_draft,
                args=(ours.file, shared.rubric, go_to_file),
            )
    if ours is not None:
        diff = diff_rubrics(old=ours.rubric, new=shared.rubric)
        st.caption("Yours has the same id. What theirs changes:")
        show_diff(diff, old=ours.rubric, new=shared.rubric)


def _take(shared: SharedRubric, go_to_file: Callable[[str], None]) -> None:
    try:
        made = take_in(opened.workspace().rubrics, shared)
    except StudioError as error:
        st.session_state["rubrics_problem"] = error
        return
    trust(made.rubric)
    go_to_file(made.file)


def _as_draft(file: str, rubric: Rubric, go_to_file: Callable[[str], None]) -> None:
    rubric_draft.keep_rubric(file, rubric)
    rubric_draft.turn_over(file)
    go_to_file(file)
