"""Runs the library that reads a file in a separate process.

A damaged file may crash the library, exhaust its memory or make it print text. In a separate process, none of this
affects the import itself.
"""

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import TypeVar

from generator.importing.sheets.archives import damaged
from generator.importing.sheets.grid import Unreadable

T = TypeVar("T")

_TIMEOUT = 120
"""Seconds after which a reader is stopped. The largest valid workbook takes a few seconds."""
_MEMORY_LIMIT = 4 << 30
"""Bytes of memory that a reader may use. Not enforced on systems that cannot limit it (Windows, macOS)."""


def read_in_subprocess(read: Callable[[bytes], T], content: bytes) -> T:
    """Returns `read(content)`, computed in a new process.

    `read` must be a function at the top level of a module. Raises Unreadable if `read` raises it, fails in any other
    way or takes too long. `read` should only call the library, because a bug of ours in it would look like damage.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(sending, read, content), daemon=True)
    process.start()
    sending.close()
    try:
        result: T | Unreadable = receiving.recv() if receiving.poll(_TIMEOUT) else damaged()
    except EOFError:
        result = damaged()
    finally:
        process.kill()
        process.join()
        receiving.close()
    if isinstance(result, Unreadable):
        raise result
    return result


def _send_result(sending: Connection, read: Callable[[bytes], T], content: bytes) -> None:
    """Sends the result of `read`, or the Unreadable that it raised, to the parent process.

    The error output is discarded: what a library prints before it crashes does not help staff.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if find_spec("resource"):
        import resource  # noqa: PLC0415 - not on Windows

        with suppress(ValueError):  # macOS refuses this limit, and a lower one may be in force already.
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        sending.send(read(content))
    except Unreadable as error:
        sending.send(error)
