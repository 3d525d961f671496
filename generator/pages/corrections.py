"""Figures that a later document corrects. The corrected document stays published, and pages name both figures."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from generator.model import Source, corrected_by, document_order

Row = TypeVar("Row")


@dataclass(frozen=True)
class Corrections(Generic[Row]):
    """Results or targets that one document states in place of another document that it amends or replaces.

    Both mappings are keyed by the id of the document and by what the figure is of (see `figure` of `corrections_of`).
    """

    by_corrected: Mapping[tuple[str, Hashable], Row] = field(default_factory=dict)
    by_correcting: Mapping[tuple[str, Hashable], Row] = field(default_factory=dict)

    def after(self, source: Source, figure: Hashable) -> Row | None:
        """The row that replaced this figure of the document; None if no later document corrects it."""
        return self.by_corrected.get((source.id, figure))

    def before(self, source: Source, figure: Hashable) -> Row | None:
        """The row that this figure of the document replaced; None if it corrects nothing."""
        return self.by_correcting.get((source.id, figure))


def corrections_of(
    rows_of: Mapping[str, Sequence[Row]],
    sources: Collection[Source],
    figure: Callable[[Row], Hashable],
    value: Callable[[Row], object],
) -> Corrections[Row]:
    """The corrections among the rows of documents, which are grouped by document id.

    `figure` returns what a row is of: two rows of one unit, indicator and period have the same. `value` returns what
    it states; a document that repeats a figure unchanged does not correct it. If several documents correct one figure,
    the latest is taken.
    """
    late = document_order(sources)
    by_corrected, by_correcting = {}, {}
    for source in sorted(correcting(sources), key=lambda source: late[source.id]):
        for other in sorted(corrected_by(source, sources), key=lambda other: late[other.id]):
            stated = {figure(row): row for row in rows_of.get(other.id, ())}
            for row in rows_of.get(source.id, ()):
                old = stated.get(figure(row))
                if old is not None and value(old) != value(row):
                    by_corrected[other.id, figure(row)] = row
                    by_correcting[source.id, figure(row)] = old
    return Corrections(by_corrected, by_correcting)


def correcting(sources: Collection[Source]) -> tuple[Source, ...]:
    """The documents that amend or replace others."""
    return tuple(source for source in sources if source.amends or source.replaces)
