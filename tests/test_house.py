"""The layout of the house, held by reading every import: who may know whom, and who alone may touch what."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXTS = {path: path.read_text("utf-8") for path in sorted([*ROOT.glob("studio/**/*.py"), *ROOT.glob("pages/*.py")])}
TREES = {path: ast.parse(text) for path, text in TEXTS.items()}

# Rooms from the ground up: each may import only what stands before it, or itself.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("errors", "records", "judge_settings", "bundle", "calls", "redaction", "atomic_file"),
    ("settings", "rubric", "prompting", "agreement", "curation", "rules", "taste", "workspace_lock", "server_guard"),
    ("keys",),
    ("store", "providers"),
    ("runs",),
    ("own_judges", "judging", "generation", "comparing", "drafting", "interchange", "rating"),
    ("exporting", "run_kinds"),
    ("workspace", "workspace_runs"),
    ("demo", "connections", "reward_function"),
    ("ui", "commands", "cli", "launcher"),
    ("pages", "app", "__main__"),
)
LEVEL = {room: level for level, rooms in enumerate(STOREYS) for room in rooms}

# Only these places may import the package; vendor SDKs and slow ones only inside functions.
ALLOWED = {
    "streamlit": ("studio/app.py", "studio/launcher.py", "studio/ui/", "pages/"),
    "altair": ("studio/ui/charts/",),
    "sqlite_utils": ("studio/store/",),
    "openai": ("studio/providers/",),
    "anthropic": ("studio/providers/",),
    "xllamacpp": ("studio/providers/",),
    "sqlite3": ("studio/store/", "studio/commands/doctor"),
    "sklearn": ("studio/taste/",),
    "re2": ("studio/rules/",),
    "litellm": (),
    "pickle": (),
}
FORBIDDEN_CALLS = ("st.html", "st.iframe", "yaml.load", "eval", "exec", "pickle.load", "pickle.loads")
LAZY = ("openai", "anthropic", "xllamacpp", "sklearn", "re2", "scipy", "pandas", "pyarrow", "datasketch")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return "pages" if parts[0] == "pages" else parts[1].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "every import names the whole way: from studio.x import y"
            yield node.module or "", node
            if node.module == "studio":
                yield from ((f"studio.{alias.name}", node) for alias in node.names)


def test_each_room_imports_only_rooms_below_it() -> None:
    wrong = []
    for path, tree in TREES.items():
        room = room_of(path)
        known = {name.split(".")[1] for name, _ in imports(tree) if name.startswith("studio.")} - {"__version__"}
        higher = {other for other in known - {room} if LEVEL[other] > LEVEL.get(room, len(STOREYS))}
        wrong += [f"{named(path)} knows {other}" for other in sorted(higher)]
    assert not wrong


def test_pages_know_neither_each_other_nor_providers_nor_sql() -> None:
    for path, tree in TREES.items():
        if room_of(path) == "pages":
            known = {name for name, _ in imports(tree)}
            assert not [name for name in known if name.startswith(("pages", "studio.providers", "studio.store.engine"))]


def test_each_package_is_touched_only_where_it_belongs() -> None:
    wrong = []
    for path, tree in TREES.items():
        at_the_top = {id(node) for node in tree.body}
        for name, node in imports(tree):
            package = name.split(".")[0]
            if package in ALLOWED and not named(path).startswith(ALLOWED[package]):
                wrong.append(f"{named(path)} imports {package}")
            if package in LAZY and id(node) in at_the_top:
                wrong.append(f"{named(path)} imports {package} at the top")
    assert not wrong


def test_the_environment_is_read_in_one_place() -> None:
    touched = [
        named(path)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]
    assert set(touched) <= {"studio/settings.py"}


def test_nothing_draws_html_or_evaluates_text() -> None:
    wrong = []
    for path, tree in TREES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = ast.unparse(call.func)
            keywords = {keyword.arg for keyword in call.keywords}
            if "unsafe_allow_html" in keywords or name in FORBIDDEN_CALLS or "components" in name:
                wrong.append(f"{named(path)}:{call.lineno} {name}")
    assert not wrong


def test_every_file_says_what_it_is_for() -> None:
    assert not [named(path) for path, tree in TREES.items() if not ast.get_docstring(tree)]


def test_every_file_holds_one_concept() -> None:
    assert not {named(path): lines for path, text in TEXTS.items() if (lines := text.count("\n")) > 300}


def test_no_module_in_studio_hides_an_installed_or_standard_one() -> None:
    # Under `streamlit run studio/app.py` the folder studio/ stands first on the import path.
    own = {path.stem for path in (ROOT / "studio").glob("*.py")} | {
        path.name for path in (ROOT / "studio").iterdir() if path.is_dir() and (path / "__init__.py").exists()
    }
    known = set(sys.stdlib_module_names) | set(packages_distributions())
    assert not (own - {"__init__", "__main__", "studio"}) & known
