"""S19 and S12: what the shipped settings turn off, for `studio start` and for `streamlit run` alike."""

from __future__ import annotations

import signal
import subprocess
import sys
import tomllib
from pathlib import Path

from studio.launcher import server_options
from tests.launcher.serving import ROOT, TINY_PAGE, free_port, stop, until_answered

EXPECTED = {
    "browser.gatherUsageStats": False,
    "client.allowedOrigins": [],
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "runner.magicEnabled": False,
    "secrets.files": [],
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["127.0.0.1", "localhost"],
    "server.baseUrlPath": "",
    "server.corsAllowedOrigins": [],
    "server.disconnectedSessionTTL": 600,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableExpensiveMemoryStats": False,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 120,
    "server.runOnSave": False,
    "server.showEmailPrompt": False,
    "server.xsrfCookieSameSite": "strict",
}


def test_the_server_runs_with_these_settings_and_no_others_but_the_theme() -> None:
    running = {name: value for name, value in server_options(8501).items() if not name.startswith("theme.")}
    assert running == {**EXPECTED, "server.port": 8501, "logger.hideWelcomeMessage": True}


def test_the_launcher_repeats_no_value_of_the_settings_file() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    source = (ROOT / "studio" / "launcher.py").read_text("utf-8")
    repeated = [
        name for section in ("browser", "client", "runner", "theme") for name in written[section] if name in source
    ]
    assert repeated == []


def test_streamlit_run_from_the_checkout_takes_the_same_settings(tmp_path: Path) -> None:
    (tmp_path / "tiny.py").write_text(TINY_PAGE)
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(tmp_path / "tiny.py"), "--server.port", str(port)]
    command += ["--server.headless", "true"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)
    try:
        until_answered(port)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        assert any(f"http://127.0.0.1:{port}" in line for line in lines)
    finally:
        # Streamlit misses a Ctrl+C that comes while it starts.
        stop(process, how=signal.SIGTERM)
