"""The renderer processes of a web worker: started when needed, stopped when they take too long.

One waits between renders; a web worker that never prints has none. Each is a `multiprocessing` process,
spawned rather than forked, so that it shares neither threads nor connections with the web worker.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection

from django.conf import settings

MAX_RENDERS = 200
"""After so many renders a process is replaced, and what a library failed to free goes with it."""
MAX_MEMORY = 1536 * 1024 * 1024
"""Bytes of address space of a renderer process."""
CONTEXT = multiprocessing.get_context("spawn")


class RenderError(Exception):
    """The file could not be made."""


class RenderTimeoutError(RenderError):
    """The renderer took longer than `SHEET_SECONDS`, and was stopped."""


def serve(connection: Connection, temporary: str, seconds: float) -> None:
    """The renderer process: perform tasks until the web worker closes the connection or is gone.

    The kernel ends the process (SIGALRM) when a task, or the start, takes longer than `seconds`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    tempfile.tempdir = temporary

    from programs.sheets.renderer import perform

    with suppress(EOFError, OSError):
        while True:
            signal.setitimer(signal.ITIMER_REAL, 0)
            seconds, task, args = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            connection.send(perform(task, *args))
    shutil.rmtree(temporary, ignore_errors=True)


class RendererProcess:
    """One renderer process with its connection and its folder for temporary files."""

    def __init__(self) -> None:
        self.temporary = tempfile.TemporaryDirectory(prefix="backfit-renderer-")
        self.connection, theirs = CONTEXT.Pipe()
        arguments = (theirs, self.temporary.name, settings.SHEET_SECONDS)
        self.process = CONTEXT.Process(target=serve, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.renders = 0

    def run(self, seconds: float, task: str, *args: object) -> bytes:
        """The rendered file. Raises `RenderTimeoutError` after `seconds`, `RenderError` otherwise."""
        self.renders += 1
        try:
            self.connection.send((seconds, task, args))
            result: bytes | str = self.connection.recv()
        except (EOFError, OSError) as error:
            self.process.join()
            was_late = self.process.exitcode == -signal.SIGALRM
            raise RenderTimeoutError if was_late else RenderError("It stopped.") from error
        if isinstance(result, str):
            raise RenderError(result)
        return result

    @property
    def is_usable(self) -> bool:
        """Whether it runs and has renders left."""
        return self.process.is_alive() and self.renders < MAX_RENDERS

    def stop(self) -> None:
        """End the process and remove its temporary files."""
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.temporary.cleanup()


_idle: list[RendererProcess] = []
# A forked worker starts its own: two processes must not share a connection.
os.register_at_fork(after_in_child=_idle.clear)


def run(task: str, *args: object, seconds: float | None = None) -> bytes:
    """Have a renderer perform a task. Raises `RenderError`, `RenderTimeoutError` when it takes too long:
    more than `seconds`, which are `SHEET_SECONDS` where nothing is said."""
    renderer = _take_idle() or RendererProcess()
    try:
        return renderer.run(seconds or settings.SHEET_SECONDS, task, *args)
    finally:
        if renderer.is_usable and not _idle:
            _idle.append(renderer)
        else:
            renderer.stop()


def stop_idle() -> None:
    """Stop the renderer that waits."""
    while _idle:
        _idle.pop().stop()


def _take_idle() -> RendererProcess | None:
    """The renderer that waits, if it still runs."""
    try:
        renderer = _idle.pop()
    except IndexError:
        return None
    if renderer.is_usable:
        return renderer
    renderer.stop()
    return None
