"""The prompts of a project: edited as drafts, saved as versions; a version that samples were made with stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from studio.errors import StudioError
from studio.generation.sample_lane import template_values
from studio.prompting.templates import filled, names_in, refuse_unknown_names
from studio.records import Project, Prompt
from studio.store.coverage import tag_names
from studio.store.engine import Database
from studio.store.inputs import inputs
from studio.store.prompt_versions import PromptVersion, delete_prompt, prompt_versions, rename_prompt, use_prompt
from studio.ui import formats, opened, state
from studio.ui.differences import show_differences
from studio.ui.empty import empty_state
from studio.ui.messages import show_error
from studio.ui.plain import plain
from studio.ui.untrusted import show_untrusted
from studio.ui.visible import visible

Versions = Mapping[str, list[PromptVersion]]
_NEW = "generate_new_prompt"
_TROUBLE = "generate_prompt_trouble"


def prompts_part(project: Project) -> None:
    """The names on the left, one prompt on the right."""
    versions = opened.workspace().read(lambda database: prompt_versions(database, project.id))
    if not versions:
        empty_state(
            "A prompt is what your product tells the model before the user's words. Write the first one.",
            button="Write a prompt",
            key="generate_first_prompt",
            on_click=lambda: _add(project, {}),
            icon=":material/edit_note:",
        )
        return
    left, right = st.columns([1, 3], gap="large")
    with left:
        name = _choose(project, versions)
    with right:
        _editor(project, name=name, versions=versions)
        st.button("Next: samples", key="generate_to_samples", icon=":material/arrow_forward:", on_click=_go_to_samples)


def _choose(project: Project, versions: Versions) -> str:
    key = "generate_prompt"
    if st.session_state.get(key) not in versions:
        st.session_state.pop(key, None)
    name = st.radio(
        "Prompts",
        options=list(versions),
        format_func=plain,
        captions=[_caption(found) for found in versions.values()],
        key=key,
        label_visibility="collapsed",
    )
    st.button("New prompt", key=_NEW, icon=":material/add:", on_click=_add, args=(project, versions))
    return str(name)


def _caption(found: Sequence[PromptVersion]) -> str:
    samples = sum(version.samples for version in found)
    several = f"{len(found)} versions, " if len(found) > 1 else ""
    return f"{several}{formats.counted(samples, 'sample') if samples else 'not used yet'}"


def _add(project: Project, versions: Versions) -> None:
    name = next(name for name in _names() if name not in versions)
    told = "" if versions else project.task
    system = told or _placeholder(name)
    opened.workspace().write(
        lambda database: use_prompt(database, Prompt(name=name, system=system), project_id=project.id)
    )
    st.session_state["generate_prompt"] = name


def _placeholder(name: str) -> str:
    """The name stands in an otherwise empty prompt, or two new ones would be one and the same content."""
    return f"({name})"


def _names() -> list[str]:
    return ["Plain", *(f"Prompt {number}" for number in range(2, 1000))]


def _editor(project: Project, *, name: str, versions: Versions) -> None:
    current = versions[name][0].prompt
    keys = {part: f"generate_prompt_{part}_{project.id}_{current.id}" for part in ("name", "system", "template")}
    for part, key in keys.items():
        if key not in st.session_state:
            st.session_state[key] = getattr(current, part)
    st.text_input("Name", key=keys["name"], max_chars=60, width=320, persist_state="session")
    st.text_area(
        "What the model is told first",
        key=keys["system"],
        height=220,
        max_chars=50_000,
        persist_state="session",
        placeholder="You answer customers of a shop for hiking gear. Be brief and kind.",
    )
    st.text_area(
        "Then the user's words",
        key=keys["template"],
        height="content",
        max_chars=50_000,
        persist_state="session",
        help="{{input}} stands for what the user sends, {{topic}} for its tag called topic, and so on.",
    )
    draft = Prompt(
        name=str(st.session_state[keys["name"]] or "").strip(),
        system=str(st.session_state[keys["system"]] or "").strip(),
        template=str(st.session_state[keys["template"]] or "").strip(),
    )
    _save_row(project, draft, current=versions[name][0], versions=versions)
    _preview(project, draft)
    if len(versions[name]) > 1:
        _earlier_versions(project, versions[name])


def _save_row(project: Project, draft: Prompt, *, current: PromptVersion, versions: Versions) -> None:
    known = ("input", *opened.workspace().read(lambda database: tag_names(database, project.id)))
    trouble = _trouble(draft, current=current.prompt, versions=versions, known=known)
    is_changed = (draft.name, draft.id) != (current.prompt.name, current.prompt.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Save",
            key="generate_prompt_save",
            type="primary",
            disabled=not is_changed or trouble is not None,
            on_click=_save,
            args=(project, draft, current.prompt),
        )
        st.caption("Not saved yet" if is_changed else f"Saved {formats.her_time(current.saved_at)}", width="content")
        if all(version.samples == 0 for version in versions[current.prompt.name]):
            st.button(
                "Delete",
                key="generate_prompt_delete",
                type="tertiary",
                icon=":material/delete:",
                on_click=_delete,
                args=(project.id, current.prompt.name),
            )
    if trouble is not None:
        show_error(trouble)
    kept = st.session_state.pop(_TROUBLE, None)
    if kept is not None:
        show_error(kept)


def _trouble(draft: Prompt, *, current: Prompt, versions: Versions, known: tuple[str, ...]) -> StudioError | None:
    """What stands in the way of saving, in words."""
    if not draft.name:
        return _refusal("A prompt needs a name.", "Write one.")
    same = next((v.prompt for found in versions.values() for v in found if v.prompt.id == draft.id), None)
    if same is not None and same.name != current.name:
        return _refusal(f'The prompt "{same.name}" has exactly these words.', "Change something, or use that one.")
    if draft.name != current.name and draft.name in versions:
        return _refusal("Another prompt has this name.", "Choose another name.")
    if "input" not in names_in(draft.template):
        return _refusal("The user's words are missing: nothing would be answered.", "Put {{input}} where they belong.")
    try:
        refuse_unknown_names(draft.template, known=known)
    except StudioError as error:
        return error
    return None


def _refusal(happened: str, to_do: str) -> StudioError:
    return StudioError(happened=happened, safe="The saved version is unchanged.", to_do=to_do)


def _save(project: Project, draft: Prompt, old: Prompt) -> None:
    def action(database: Database) -> None:
        if old.system == _placeholder(old.name):
            delete_prompt(database, project_id=project.id, name=old.name)
        elif draft.name != old.name:
            rename_prompt(database, project_id=project.id, old=old.name, new=draft.name)
        use_prompt(database, draft, project_id=project.id)

    try:
        opened.workspace().write(action)
    except StudioError as error:
        st.session_state[_TROUBLE] = error
        return
    st.session_state["generate_prompt"] = draft.name


def _delete(project_id: str, name: str) -> None:
    opened.workspace().write(lambda database: delete_prompt(database, project_id=project_id, name=name))


def _preview(project: Project, draft: Prompt) -> None:
    shown = opened.workspace().read(lambda database: inputs(database, project.id, limit=1))
    if not shown or "input" not in names_in(draft.template):
        return
    with st.expander("How the model sees the first input", icon=":material/visibility:"):
        if draft.system:
            show_untrusted(draft.system, key="generate_preview_system", label="Told first")
        words = filled(draft.template, values=template_values(shown[0], template=draft.template))
        show_untrusted(words, key="generate_preview_user", label="Then")


def _earlier_versions(project: Project, found: Sequence[PromptVersion]) -> None:
    with st.expander(f"Earlier versions ({len(found) - 1})", icon=":material/history:", key="generate_versions"):
        titles = {place: _version_title(version) for place, version in enumerate(found) if place}
        place = st.selectbox(
            "Version", options=list(titles), format_func=lambda one: visible(titles[one]), key="generate_version"
        )
        chosen = found[place if place in titles else 1].prompt
        show_differences(
            (_whole(chosen), _whole(found[0].prompt)), key="generate_version_text", labels=("That version", "In use")
        )
        st.button("Use that version again", key="generate_version_use", on_click=_use, args=(project.id, chosen))


def _version_title(version: PromptVersion) -> str:
    return f"{formats.her_time(version.saved_at)}, {formats.counted(version.samples, 'sample')}"


def _whole(prompt: Prompt) -> str:
    return f"{prompt.system}\n\n{prompt.template}".strip()


def _use(project_id: str, prompt: Prompt) -> None:
    opened.workspace().write(lambda database: use_prompt(database, prompt, project_id=project_id))


def _go_to_samples() -> None:
    st.session_state[state.GENERATE_PART] = "samples"
