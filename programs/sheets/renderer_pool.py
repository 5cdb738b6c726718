"""The renderers of this process: started when needed, stopped when they take too long.

One is kept waiting between renders; a worker that never prints has none.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings

from programs.sheets.frames import FAILED, read_frame, write_frame

MAX_RENDERS = 200
"""After so many, a renderer is replaced: what a library forgets to free goes with it."""


class RenderError(Exception):
    """The renderer could not make the file."""


class RenderTimeoutError(RenderError):
    """The renderer took longer than it may, and was stopped."""


class RendererProcess:
    """One renderer process."""

    def __init__(self) -> None:
        folder = Path(settings.VAR_DIR) / "fonts"
        self.process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-m", "programs.sheets.renderer", str(folder)],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.renders = 0

    def request(self, task: bytes, content: bytes, seconds: float) -> bytes:
        """The rendered file. Raises `RenderTimeoutError` after `seconds`, `RenderError` else."""
        requests = cast("BinaryIO", self.process.stdin)
        replies = cast("BinaryIO", self.process.stdout)
        late = threading.Event()
        timer = threading.Timer(seconds, self._stop_late, [late])
        timer.start()
        try:
            write_frame(requests, task + content)
            reply = read_frame(replies)
        except BrokenPipeError:
            reply = None
        finally:
            timer.cancel()
        self.renders += 1
        if reply is None:
            self.stop()
            raise RenderTimeoutError if late.is_set() else RenderError("the renderer stopped")
        if reply[:1] == FAILED:
            raise RenderError(reply[1:].decode())
        return reply[1:]

    def _stop_late(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    @property
    def is_usable(self) -> bool:
        """Whether it runs and has not done its share yet."""
        return self.process.poll() is None and self.renders < MAX_RENDERS

    def stop(self) -> None:
        """End the process and its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            # What could not be sent to a stopped process is lost with it.
            with suppress(BrokenPipeError):
                pipe.close()


_waiting: list[RendererProcess] = []
os.register_at_fork(after_in_child=_waiting.clear)


def _waiting_engine() -> RendererProcess | None:
    """The renderer that waits, if it is still there."""
    try:
        engine = _waiting.pop()
    except IndexError:
        return None
    if engine.is_usable:
        return engine
    engine.stop()
    return None


def request(task: bytes, content: bytes) -> bytes:
    """Have a renderer do the task. Raises `RenderError`, `RenderTimeoutError` when it takes too long."""
    engine = _waiting_engine() or RendererProcess()
    try:
        return engine.request(task, content, settings.SHEET_SECONDS)
    finally:
        if engine.is_usable and not _waiting:
            _waiting.append(engine)
        else:
            engine.stop()


@atexit.register
def stop_all() -> None:
    """Stop the renderers that wait."""
    while _waiting:
        _waiting.pop().stop()
