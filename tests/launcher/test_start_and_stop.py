"""How the studio comes up, refuses to come up twice, and goes down."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.launcher import chosen_port
from tests.launcher.serving import ROOT, free_port, send_request, start_process, stop, studio


def test_start_prints_the_url_on_exactly_one_line_and_nothing_else(tmp_path: Path) -> None:
    port = free_port()
    with studio(tmp_path, port=port) as served:
        assert served.url == f"http://127.0.0.1:{port}"
        assert send_request(port, path="/_stcore/health", headers={"Host": f"127.0.0.1:{port}"}).body == b"ok"
        out, err = stop(served.process)
    assert out == "worker ended \n"
    assert err == ""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_the_workers_and_frees_the_workspace(tmp_path: Path, how: int) -> None:
    with studio(tmp_path) as served:
        out, _ = stop(served.process, how=how)
    assert out == "worker ended \n"
    assert served.process.returncode == 0
    assert not (tmp_path / "studio.open.json").exists()


def test_an_open_page_does_not_keep_the_server_from_stopping(tmp_path: Path) -> None:
    with studio(tmp_path) as served, socket.create_connection(("127.0.0.1", served.port)) as wire:
        wire.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nOrigin: {served.url}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert b"101" in wire.recv(200)
        began = time.monotonic()
        out, _ = stop(served.process)
        assert time.monotonic() - began < 5
    assert out == "worker ended \n"


def test_a_second_start_says_who_is_first_and_where_within_two_seconds(tmp_path: Path) -> None:
    with studio(tmp_path) as served:
        began = time.monotonic()
        command = [sys.executable, "-m", "studio", "start", "--workspace", str(tmp_path), "--no-browser"]
        second = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        assert time.monotonic() - began < 2
    assert second.returncode == 1
    assert second.stdout == ""
    assert f"process {served.process.pid}" in second.stderr
    assert served.url in second.stderr


def test_a_start_after_kill_9_takes_the_workspace_over(tmp_path: Path) -> None:
    with studio(tmp_path) as first:
        stop(first.process, how=signal.SIGKILL)
    with studio(tmp_path) as second:
        assert send_request(second.port, headers={"Host": f"127.0.0.1:{second.port}"}).status == 200


def test_a_wanted_port_that_is_taken_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with start_process(tmp_path, port=port) as process:
            try:
                out, err = process.communicate(timeout=30)
            finally:
                process.kill()
    assert process.returncode == 1
    assert out == ""
    assert f"Port {port} on this machine cannot be used: another program is using it." in err
    assert "leave --port out" in err
    assert "Traceback" not in err


def test_without_a_wanted_port_the_next_free_one_is_taken() -> None:
    first = chosen_port(None)
    with socket.create_server(("127.0.0.1", first)):
        assert chosen_port(None) > first


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_does_not_exist_is_a_sentence(port: int) -> None:
    with pytest.raises(StudioError, match="1 to 65535"):
        chosen_port(port)


def test_settings_in_the_folder_it_is_started_from_cannot_open_the_server(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        '[server]\naddress = "0.0.0.0"\nenableStaticServing = true\nenableAgentApi = true\nbaseUrlPath = "x"\n'
    )
    (tmp_path / ".streamlit" / "secrets.toml").write_text('PLANTED = "http://evil.example"\n')
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "notes.txt").write_text("unpublished")
    with studio(tmp_path, cwd=tmp_path) as served:
        headers = {"Host": f"127.0.0.1:{served.port}"}
        assert send_request(served.port, path="/_stcore/health", headers=headers).body == b"ok"
        assert b"unpublished" not in send_request(served.port, path="/app/static/notes.txt", headers=headers).body
        with socket.socket() as wire, pytest.raises(OSError):
            wire.connect(("127.0.0.2", served.port))
        out, _ = stop(served.process)
    assert "evil.example" not in out, "Streamlit would have put the planted setting into the environment"
