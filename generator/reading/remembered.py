"""What follows from the content of a file alone is worked out once."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_REMEMBERED = 512
"""A portal has a few files for each document."""

P = ParamSpec("P")
T = TypeVar("T")


def remembered(work: Callable[P, T]) -> Callable[P, T]:
    """Remembers what follows from arguments alone, a file's content above all; of bytes only their digest is kept."""
    known: OrderedDict[tuple[object, ...], T] = OrderedDict()

    @wraps(work)
    def found(*arguments: P.args, **named: P.kwargs) -> T:
        key = tuple(map(_digested, (*arguments, *named.items())))
        if key not in known:
            known[key] = work(*arguments, **named)
        known.move_to_end(key)
        if len(known) > _REMEMBERED:
            known.popitem(last=False)
        return known[key]

    return found


def _digested(argument: object) -> object:
    return hashlib.sha256(argument).digest() if isinstance(argument, bytes) else argument
