"""A cache for functions whose result depends only on their arguments, such as the content of a file."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_MOST_REMEMBERED = 512
"""How many results a function keeps: a portal has a few files for each document."""

P = ParamSpec("P")
T = TypeVar("T")


def cached_by_content(function: Callable[P, T]) -> Callable[P, T]:
    """Decorator: caches the results of a function that depends only on its arguments. Of arguments that are bytes only
    the digest is kept."""
    results: OrderedDict[tuple[object, ...], T] = OrderedDict()

    @wraps(function)
    def cached(*arguments: P.args, **named: P.kwargs) -> T:
        key = tuple(map(_digested, (*arguments, *named.items())))
        if key not in results:
            results[key] = function(*arguments, **named)
        results.move_to_end(key)
        if len(results) > _MOST_REMEMBERED:
            results.popitem(last=False)
        return results[key]

    return cached


def _digested(argument: object) -> object:
    return hashlib.sha256(argument).digest() if isinstance(argument, bytes) else argument
