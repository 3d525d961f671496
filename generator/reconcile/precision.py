"""When a stated figure agrees with an exact one: the precision of the stated figure decides."""

from enum import StrEnum
from fractions import Fraction

from generator.model import SCALE


class Verdict(StrEnum):
    """How a stated figure stands to the exact one."""

    AGREES = "agrees"
    TRUNCATED = "truncated"
    DIFFERS = "differs"


def verdict(stated: int, decimals: int, exact: Fraction, slack: Fraction = Fraction(0)) -> Verdict:
    """Compares `stated` (millionths, written with `decimals`) with the exact figure.

    Rounding to the nearest agrees, whichever way a half goes; cutting off the decimals is a truncation. `slack` is
    what the figures behind `exact` may themselves be off by, being rounded.
    """
    step = last_place(decimals)
    gap = exact - Fraction(stated, SCALE)
    if abs(gap) <= step / 2 + slack:
        return Verdict.AGREES
    return Verdict.TRUNCATED if 0 < gap < step else Verdict.DIFFERS


def last_place(decimals: int) -> Fraction:
    """One unit in the last place: 1/100 for two decimals."""
    return Fraction(1, 10**decimals)


def amount_of(exact: Fraction, decimals: int) -> int:
    """The exact figure in millionths, rounded half up to `decimals`."""
    scaled = exact * int(10**decimals)
    steps: int = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return steps * SCALE // int(10**decimals)
