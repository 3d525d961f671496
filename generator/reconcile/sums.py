"""The rows that a stated figure should be the sum or the mean of."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from generator.bulk import Numbers
from generator.model import SCALE, Measure
from generator.reconcile.columns import ResultColumns
from generator.reconcile.figures import Figure, Figures


@dataclass(frozen=True, eq=False)
class Sum:
    """A stated figure, and the numbers of the rows that should add up to it."""

    stated: Figure
    numbers: Numbers
    results: ResultColumns

    @cached_property
    def rows(self) -> Figures:
        """The figures of these rows."""
        return self.results.figures(self.numbers)

    @cached_property
    def total(self) -> int:
        """The sum in millionths. Uses Python integers, because the sum of a dozen of the largest figures does not fit
        in 64 bits."""
        return sum(self.results.amounts[self.numbers].tolist())

    @property
    def exact(self) -> Fraction:
        """The sum in the indicator's own measure."""
        return Fraction(self.total, SCALE)

    @property
    def rounding(self) -> Fraction:
        """The rounding error that one row may have, according to the row with the most decimals; 0 for counts, which
        are exact."""
        finest = int(self.results.decimals[self.numbers].max())
        return Fraction(0) if self.stated.measure == Measure.COUNT else Fraction(1, 2 * 10**finest)

    @property
    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest of the rows' amounts."""
        amounts = self.results.amounts[self.numbers[self.results.known[self.numbers]]]
        return int(amounts.min()), int(amounts.max())
