"""A file lock that allows only one build of a portal at a time: two builds writing into one folder would leave a
mixture of both."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "build/cache/lock"


@contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Holds the lock of the portal at `root`: only one process at a time writes below its `build`, others wait.

    The operating system releases the lock when the process and all processes forked from it have ended, also after a
    crash.
    """
    lock = root / FILE
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Một lần dựng khác đang ghi vào thư mục build; đang chờ lần đó xong.\n")
            sys.stderr.flush()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
