"""The network between a browser and the site, which a test can cut: a TCP proxy that also service workers go through."""

from __future__ import annotations

import socket
from threading import Lock, Thread
from types import TracebackType
from typing import Self

RESET = b"\x01\x00\x00\x00\x00\x00\x00\x00"
"""SO_LINGER: close at once, with a reset."""


class Network:
    """Listens at `address` and passes everything on to `port`, while it is up."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_up = True
        self.lost_replies = 0
        """How many replies to uploads are still to be lost: the site has got the request, the browser hears nothing."""
        self.is_gone = False
        """Whether only the proxy in front of the site answers: the site does not."""
        self.is_silent = False
        """Whether what is asked arrives nowhere, and nobody tells."""
        self.missing = b""
        """Paths that begin so are not there, if it says any: 404."""
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()
        self._listener.close()

    def cut(self) -> None:
        """Nothing comes through any more; lines that are open break."""
        self.is_up = False
        with self._lock:
            for each in self._open:
                _break(each)
            self._open.clear()

    def mend(self) -> None:
        """Everything comes through again."""
        self.is_up = True

    def _status_of(self, request: bytes) -> bytes:
        """What a request is answered with that never reaches the site; nothing for any other."""
        if self.is_gone:
            return b"502 Bad Gateway"
        is_missing = self.missing and request.startswith(b"GET " + self.missing)
        return b"404 Not Found" if is_missing else b""

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            try:
                if not self.is_up:
                    raise ConnectionError
                site = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                _break(browser)
                continue
            with self._lock:
                self._open |= {browser, site}
            is_upload = [False]
            Thread(target=self._carry, args=(browser, site, is_upload, False), daemon=True).start()
            Thread(target=self._carry, args=(site, browser, is_upload, True), daemon=True).start()

    def _carry(
        self, giver: socket.socket, taker: socket.socket, is_upload: list[bool], is_reply: bool
    ) -> None:
        try:
            while data := giver.recv(65536):
                if not is_reply and data.startswith((b"GET ", b"POST ")):
                    is_upload[0] = data.startswith(b"POST /workouts/sync/")
                    if status := self._status_of(data):
                        giver.sendall(b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % status)
                        continue
                if self.is_silent:
                    continue
                if is_reply and is_upload[0] and self.lost_replies:
                    self.lost_replies -= 1
                    break
                taker.sendall(data)
        except OSError:
            pass
        _break(giver)
        _break(taker)


def _break(line: socket.socket) -> None:
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        line.shutdown(socket.SHUT_RDWR)  # wakes the thread that reads from it
        line.close()
    except OSError:
        pass
