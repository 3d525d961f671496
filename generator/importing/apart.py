"""A reader in a process of its own: a damaged file may end it, fill its memory or make it talk, and nothing else."""

import multiprocessing
import os
from collections.abc import Callable
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import TypeVar

from generator.importing.archives import damaged
from generator.importing.grid import Unreadable

T = TypeVar("T")

_LONGEST = 120
"""Seconds after which a reader is stopped; the largest sound workbook takes some of them."""
_MEMORY = 4 << 30
"""Bytes that a reader may ask for, where the system can keep it from more."""


def read_apart(read: Callable[[bytes], T], content: bytes) -> T:
    """What `read`, a function of a module, makes of a file. Raises Unreadable as it does, and where it breaks off."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sending, read, content), daemon=True)
    process.start()
    sending.close()
    try:
        found: T | Unreadable = receiving.recv() if receiving.poll(_LONGEST) else damaged()
    except EOFError:
        found = damaged()
    finally:
        process.kill()
        process.join()
        receiving.close()
    if isinstance(found, Unreadable):
        raise found
    return found


def _answer(sending: Connection, read: Callable[[bytes], T], content: bytes) -> None:
    """Sends what was read, or why nothing was. What a library writes before it breaks off says nothing to staff."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if find_spec("resource"):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        sending.send(read(content))
    except Unreadable as error:
        sending.send(error)
