"""How a worker and its renderer talk: a length (4 bytes, big-endian), then as many bytes."""

from __future__ import annotations

from typing import BinaryIO

PDF, PNG = b"H", b"P"
"""What to do: HTML to PDF; page and dots an inch (`0 96`, a line) and PDF to PNG."""
RENDERED, FAILED = b"+", b"-"
"""How it went."""


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Send one message."""
    stream.write(len(content).to_bytes(4, "big") + content)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next message; None when the other side has gone."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = int.from_bytes(head, "big")
    content = stream.read(length)
    return content if len(content) == length else None
