"""A real HTTP server on loopback whose faults are chosen by the path, as a receiver in bad health would show them."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BufferedIOBase
from types import MappingProxyType

from attrs import frozen

__all__ = ["FaultServer", "Seen"]


@frozen
class Seen:
    """A request as it came over the wire."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class FaultServer:
    """Use as a context manager. `seen` holds every request that came in whole; `url(path)` chooses the fault."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.connections = 0
        self._stop = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def url(self, path: str = "/ok") -> str:
        """The address of a fault."""
        return f"http://127.0.0.1:{self._server.server_address[1]}{path}"

    def effects(self) -> list[tuple[str, bytes]]:
        """What took effect: a receiver that remembers ids acts on each once."""
        first: dict[str, bytes] = {}
        for seen in self.seen:
            first.setdefault(seen.headers["webhook-id"], seen.body)
        return list(first.items())

    def nap(self, seconds: float) -> bool:
        """Wait; True when the test is over."""
        return self._stop.wait(seconds)

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def _handler(faults: FaultServer) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            faults.connections += 1
            with suppress(OSError, ValueError, IndexError):  # what is no HTTP gets no answer
                while (request := _read(self.rfile)) is not None:
                    faults.seen.append(request)
                    act = _FAULTS.get(request.path.split("/")[1], _status)
                    if not act(self.connection, request, faults):
                        return

    return Handler


def _read(stream: BufferedIOBase) -> Seen | None:
    head = stream.readline()
    if not head:
        return None
    headers = {}
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", "0")))
    return Seen(head.split()[1].decode(), headers, body or b"")


Act = Callable[[socket.socket, Seen, FaultServer], bool]


def _reply(connection: socket.socket, status: str, headers: str = "", body: bytes = b"") -> bool:
    head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{headers}\r\n"
    connection.sendall(head.encode() + body)
    return True


def _ok(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    return _reply(connection, "200 OK", body=b'{"id":"msg-1","queued":true,"cost":0.25}')


def _status(connection: socket.socket, seen: Seen, _: FaultServer) -> bool:
    """`/503` answers 503; `/503/7` with Retry-After 7."""
    parts = seen.path.strip("/").split("/", 1)
    wait = f"retry-after: {parts[1].replace('%20', ' ')}\r\n" if len(parts) > 1 else ""
    return _reply(connection, f"{parts[0]} Because", wait, b"no")


def _redirect(connection: socket.socket, _: Seen, faults: FaultServer) -> bool:
    return _reply(connection, "301 Moved", f"location: {faults.url('/ok')}\r\n")


def _hang(_: socket.socket, __: Seen, faults: FaultServer) -> bool:
    faults.nap(30)
    return False


def _close(_: socket.socket, __: Seen, ___: FaultServer) -> bool:
    return False


def _reset(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    return False


def _half(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf of")
    return False


def _drip_headers(connection: socket.socket, _: Seen, faults: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not faults.nap(0.05):
        connection.sendall(b"x-more: 1\r\n")
    return False


def _drip_body(connection: socket.socket, _: Seen, faults: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    while not faults.nap(0.05):
        connection.sendall(b".")
    return False


def _endless(connection: socket.socket, _: Seen, faults: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    while not faults.nap(0):
        connection.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
    return False


def _big_headers(connection: socket.socket, _: Seen, faults: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for _number in range(1000):
        connection.sendall(b"x-long: " + b"y" * 10_000 + b"\r\n")
        if faults.nap(0):
            break
    return False


def _garbage(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    connection.sendall(b"\x00\xff SMTP ready\r\n\r\n")
    return False


def _deep(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    return _reply(connection, "200 OK", body=b"[" * 50_000)


def _nothing(connection: socket.socket, _: Seen, __: FaultServer) -> bool:
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
    return True


def _slow(connection: socket.socket, seen: Seen, faults: FaultServer) -> bool:
    """Acts, and answers after the caller has given up."""
    faults.nap(float(seen.path.split("/")[2]))
    return _ok(connection, seen, faults)


_FAULTS: Mapping[str, Act] = MappingProxyType(
    {
        "ok": _ok,
        "redirect": _redirect,
        "hang": _hang,
        "close": _close,
        "reset": _reset,
        "half": _half,
        "drip-headers": _drip_headers,
        "drip-body": _drip_body,
        "endless": _endless,
        "big-headers": _big_headers,
        "garbage": _garbage,
        "deep": _deep,
        "nothing": _nothing,
        "slow": _slow,
    }
)
