"""`make wheel-test`: the wheel carries what it needs, and starts from an empty folder in a clean environment."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CARRIED = (
    "studio/cli.py",
    "studio/icon.svg",
    "studio/py.typed",
    "studio/_bundle/.streamlit/config.toml",
    "studio/_bundle/pages/home.py",
    "studio/_bundle/rubrics/",
)


def main() -> int:
    """Builds, looks inside, installs, starts."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        wheel = built_wheel(work / "dist")
        check_contents(wheel)
        studio = installed_studio(wheel, work / "clean")
        (work / "empty").mkdir()
        check_start(studio, work / "empty")
    print("The wheel was built, installed in a clean environment, and started in an empty folder.")
    return 0


def built_wheel(folder: Path) -> Path:
    """The wheel of this checkout."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def check_contents(wheel: Path) -> None:
    """Everything that is needed, and nothing outside the package."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [wanted for wanted in CARRIED if not any(name.startswith(wanted) for name in names)]
    assert not missing, f"The wheel lacks {missing}"
    foreign = {name.split("/")[0] for name in names} - {"studio"}
    assert all(name.endswith(".dist-info") for name in foreign), f"The wheel would also install {foreign}"
    shipped_pages = {Path(name).name for name in names if name.startswith("studio/_bundle/pages/")}
    assert shipped_pages == {path.name for path in (ROOT / "pages").glob("*.py")}


def installed_studio(wheel: Path, environment: Path) -> Path:
    """The `studio` command of an environment that holds the wheel and what pip thinks it needs."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-qq", "--no-compile", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    print(f"Installed from the registry in {time.monotonic() - began:.0f} s.")
    return scripts / "studio"


def check_start(studio: Path, folder: Path) -> None:
    """The first page is served, and stopping leaves with 0."""
    command = [str(studio), "start", "--no-browser"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=folder, text=True, **pipes)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://" in line, f"the studio printed no URL but {line!r}"
        url = line.split()[-1]
        assert b"<title>" in urllib.request.urlopen(url, timeout=30).read()
        check_first_page(url)
    finally:
        process.terminate()
    assert process.wait(timeout=20) == 0, "the studio did not end in peace"


def check_first_page(url: str) -> None:
    """The first page draws itself without an error."""
    from tests.chromium import browser_context

    with browser_context() as context:
        page = context.new_page()
        page.goto(url)
        page.locator("h1").first.wait_for(timeout=60_000)
        assert page.get_by_test_id("stException").count() == 0, page.locator("main").inner_text()
        print(f"The first page says: {page.locator('h1').first.inner_text()}")


if __name__ == "__main__":
    sys.exit(main())
