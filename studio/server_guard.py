"""Stands in front of the whole server and lets only this machine's own browser tab in; it knows nothing of Streamlit.

A page on another site or on another local port can reach 127.0.0.1 too, directly or by DNS rebinding. Three headers
that a page cannot forge tell it from our own: Host, Origin and Sec-Fetch-Site.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

REFUSAL = (
    "The studio did not answer this request, because it did not come from the studio's own page. "
    "Nothing was read or changed. To open the studio, type or paste its address into the address bar of your browser.\n"
)


def local_hosts(port: int) -> frozenset[str]:
    """The values of the Host header that mean this server; it listens on IPv4 only, so [::1] is not among them."""
    suffix = "" if port == 80 else f":{port}"
    return frozenset({f"127.0.0.1{suffix}", f"localhost{suffix}"})


def content_policy(host: str) -> str:
    """What the page may load: its own files and WebSocket, nothing from elsewhere, no inline script, no frames."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            f"connect-src 'self' ws://{host}",
            "frame-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'none'",
            "base-uri 'self'",
            "object-src 'none'",
        )
    )


def security_headers(host: str) -> dict[bytes, bytes]:
    """The headers that every answer carries, refusals and errors included."""
    return {
        b"content-security-policy": content_policy(host).encode(),
        b"x-frame-options": b"DENY",
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"permissions-policy": b"camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    }


def why_refused(scope: Scope, hosts: frozenset[str]) -> str | None:
    """Which rule a request breaks, or None when it comes from the studio's own page or from the address bar."""
    seen = _header_values(scope)
    host = seen.get("host", [])
    if len(host) != 1 or host[0] not in hosts:
        return "host"
    needs_origin = scope["type"] == "websocket" or scope.get("method") not in ("GET", "HEAD")
    origin = seen.get("origin", [])
    if (origin or needs_origin) and origin != [f"http://{host[0]}"]:
        return "origin"
    site = seen.get("sec-fetch-site", ["none"])
    if site not in (["none"], ["same-origin"]):
        return "sec-fetch-site"
    return None


class ServerGuard:
    """An ASGI application around another one: refuses foreign requests, adds the security headers to every answer."""

    def __init__(self, app: AsgiApp, *, port: int) -> None:
        self._app = app
        self._hosts = local_hosts(port)
        self._headers = {host: security_headers(host) for host in self._hosts}
        self._refusal_headers = security_headers(min(self._hosts))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        if why_refused(scope, self._hosts):
            return await _refuse(scope, receive, send, self._refusal_headers)
        host = _header_values(scope)["host"][0]
        return await self._app(scope, receive, _with_headers(send, self._headers[host]))


def _header_values(scope: Scope) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        values.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return values


def _with_headers(send: Send, headers: Mapping[bytes, bytes]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept", "websocket.http.response.start"):
            own = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in headers]
            message = {**message, "headers": [*own, *headers.items()]}
        await send(message)

    return send_with_headers


async def _refuse(scope: Scope, receive: Receive, send: Send, headers: Mapping[bytes, bytes]) -> None:
    if scope["type"] == "websocket":
        # Closing before the handshake is accepted makes the server answer 403.
        await receive()
        return await send({"type": "websocket.close", "code": 1008})
    body = REFUSAL.encode()
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": [*plain, *headers.items()]})
    return await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})
