"""Decides whether a stated figure agrees with an exact one, within the precision of the stated figure."""

from enum import StrEnum
from fractions import Fraction

from generator.model import SCALE

ALMOST_HALF = 0.499
"""Slightly less than half a unit in the last place. Figures closer than this agree, without exact arithmetic."""


class Verdict(StrEnum):
    """The result of comparing a stated figure with the exact one."""

    AGREES = "agrees"
    TRUNCATED = "truncated"
    DIFFERS = "differs"


def verdict(stated: int, decimals: int, exact: Fraction, slack: Fraction = Fraction(0)) -> Verdict:
    """Compares `stated` (in millionths, written with `decimals` decimals) with the exact figure.

    A figure rounded to the nearest step agrees, and a half may be rounded either way; a figure whose decimals were cut
    off is truncated. `slack` is the possible error of `exact`, if it is computed from rounded figures.
    """
    step = _last_place(decimals)
    gap = exact - Fraction(stated, SCALE)
    if abs(gap) <= step / 2 + slack:
        return Verdict.AGREES
    return Verdict.TRUNCATED if 0 < gap < step else Verdict.DIFFERS


def _last_place(decimals: int) -> Fraction:
    """Returns one unit in the last decimal place: 1/100 for two decimals."""
    return Fraction(1, 10**decimals)


def amount_of(exact: Fraction, decimals: int) -> int:
    """Returns the exact figure in millionths, rounded half up to `decimals`."""
    scaled = exact * int(10**decimals)
    steps: int = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return steps * SCALE // int(10**decimals)
