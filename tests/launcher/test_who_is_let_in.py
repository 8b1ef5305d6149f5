"""S9, S10, S11, S18: only the studio's own page reaches the server, on every path, over HTTP and WebSocket."""

from __future__ import annotations

import socket

import pytest

from tests.launcher.serving import Answer, Served, open_web_socket, send_request

HOSTS_AND_ORIGINS = [
    # Host, Origin, let in. P stands for the studio's port, Q for another one.
    ("127.0.0.1:P", "http://127.0.0.1:P", True),
    ("localhost:P", "http://localhost:P", True),
    ("127.0.0.1:P", "http://localhost:P", False),
    ("localhost:P", "http://127.0.0.1:P", False),
    ("127.0.0.1:P", "https://127.0.0.1:P", False),
    ("127.0.0.1:P", "http://127.0.0.1:Q", False),
    ("localhost:P", "http://localhost:Q", False),
    ("127.0.0.1:P", "http://127.0.0.1", False),
    ("127.0.0.1:P", "http://evil.example", False),
    ("127.0.0.1:P", "http://127.0.0.1:P.evil.example", False),
    ("127.0.0.1:P", "null", False),
    ("127.0.0.1:P", "", False),
    ("127.0.0.1:Q", "http://127.0.0.1:Q", False),
    ("127.0.0.1", "http://127.0.0.1", False),
    ("localhost", "http://localhost", False),
    ("evil.example:P", "http://evil.example:P", False),
    ("evil.example:P", "http://127.0.0.1:P", False),
    ("localhost.:P", "http://localhost.:P", False),
    ("127.0.0.1.nip.io:P", "http://127.0.0.1.nip.io:P", False),
    ("0.0.0.0:P", "http://0.0.0.0:P", False),
    ("[::1]:P", "http://[::1]:P", False),
    ("user@127.0.0.1:P", "http://127.0.0.1:P", False),
]

PATHS = [
    "/",
    "/rate",
    "/favicon.png",
    "/_stcore/health",
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/script-health-check",
    "/_stcore/upload_file/some-session/some-file",
    "/_stcore/agent",
    "/_stcore/bidi-components/some.component/index.js",
    "/component/some.component/index.html",
    "/media/0123456789abcdef.csv",
    "/app/static/some-file.txt",
    "/auth/login",
    "/oauth2callback",
    "/no/such/place",
]


def on_port(text: str, port: int) -> str:
    return text.replace("P", str(port)).replace("Q", str(port + 1))


@pytest.mark.parametrize(("host", "origin", "let_in"), HOSTS_AND_ORIGINS)
def test_only_our_own_page_is_let_in(served: Served, host: str, origin: str, let_in: bool) -> None:
    headers = {"Host": on_port(host, served.port), "Origin": on_port(origin, served.port)}
    assert send_request(served.port, headers=headers).status == (200 if let_in else 403)
    assert open_web_socket(served.port, headers=headers).status == (101 if let_in else 403)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "SAME-ORIGIN", "none, same-origin"])
def test_a_request_that_another_site_caused_is_refused(served: Served, site: str) -> None:
    ours = {"Host": f"127.0.0.1:{served.port}", "Origin": served.url}
    assert send_request(served.port, headers={**ours, "Sec-Fetch-Site": site}).status == 403
    assert open_web_socket(served.port, headers={**ours, "Sec-Fetch-Site": site}).status == 403


@pytest.mark.parametrize("site", ["none", "same-origin"])
def test_the_address_bar_and_our_own_page_are_let_in(served: Served, site: str) -> None:
    ours = {"Host": f"127.0.0.1:{served.port}", "Sec-Fetch-Site": site}
    assert send_request(served.port, headers=ours).status == 200
    assert open_web_socket(served.port, headers={**ours, "Origin": served.url}).status == 101


def test_reading_needs_no_origin_but_a_web_socket_and_every_change_do(served: Served) -> None:
    headers = {"Host": f"127.0.0.1:{served.port}"}
    assert send_request(served.port, headers=headers).status == 200
    assert open_web_socket(served.port, headers=headers).status == 403
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert send_request(served.port, headers=headers, method=method).status == 403, method


def test_two_host_headers_or_none_are_refused(served: Served) -> None:
    twice = {"Host": f"127.0.0.1:{served.port}", "host": f"127.0.0.1:{served.port}"}
    assert send_request(served.port, headers=twice).status in (400, 403)
    assert send_request(served.port, headers={}).status in (400, 403)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_answers_a_foreign_host(served: Served, path: str) -> None:
    assert send_request(served.port, path=path, headers={"Host": f"127.0.0.1:{served.port}"}).status != 403
    refused = send_request(served.port, path=path, headers={"Host": f"evil.example:{served.port}"})
    assert refused.status == 403
    assert b"address bar" in refused.body


def check_headers(answer: Answer) -> None:
    sent = dict(answer.headers)
    assert "script-src 'self';" in sent["content-security-policy"]
    assert "unsafe-eval" not in sent["content-security-policy"]
    assert "frame-ancestors 'none'" in sent["content-security-policy"]
    assert sent["x-frame-options"] == "DENY"
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["referrer-policy"] == "same-origin"
    assert sent["cross-origin-opener-policy"] == "same-origin"
    names = [name for name, _ in answer.headers if name != "set-cookie"]
    assert len(names) == len(set(names)), names


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers_once(served: Served, path: str) -> None:
    for host in ("127.0.0.1", "localhost", "evil.example"):
        check_headers(send_request(served.port, path=path, headers={"Host": f"{host}:{served.port}"}))


def test_an_open_web_socket_carries_the_security_headers_too(served: Served) -> None:
    headers = {"Host": f"127.0.0.1:{served.port}", "Origin": served.url}
    check_headers(open_web_socket(served.port, headers=headers))


def test_an_upload_without_the_page_s_token_is_refused(served: Served) -> None:
    headers = {"Host": f"127.0.0.1:{served.port}", "Origin": served.url, "Content-Length": "0"}
    answer = send_request(served.port, path="/_stcore/upload_file/session/file", method="PUT", headers=headers)
    assert answer.status == 403
    assert b"address bar" not in answer.body, "our guard let it through; the server itself refused it"


def test_the_server_listens_on_loopback_only(served: Served) -> None:
    listening = {row.split()[1] for row in _rows("/proc/net/tcp") if _is_listening_on(row, served.port)}
    listening6 = {row.split()[1] for row in _rows("/proc/net/tcp6") if _is_listening_on(row, served.port)}
    assert listening == {f"0100007F:{served.port:04X}"}, "127.0.0.1, as the kernel writes it"
    assert listening6 == set()


def test_another_address_of_this_machine_is_not_answered(served: Served) -> None:
    with socket.socket(socket.AF_INET6) as wire, pytest.raises(OSError):
        wire.connect(("::1", served.port))
    with socket.socket() as wire, pytest.raises(OSError):
        wire.connect(("127.0.0.2", served.port))


def _rows(table: str) -> list[str]:
    try:
        with open(table, encoding="ascii") as file:
            return file.readlines()[1:]
    except FileNotFoundError:
        pytest.skip(f"This system has no {table}.")


def _is_listening_on(row: str, port: int) -> bool:
    _, local, _, state, *_ = row.split()
    return state == "0A" and local.endswith(f":{port:04X}")
