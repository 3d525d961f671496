"""Frozen view-models of the rows with a unit's results, and of the boards that show them together."""

from dataclasses import dataclass

from generator.pages.drawings import Bar, Spark
from generator.pages.parts import Figure, Finding, Link, Mark, SourceRef


@dataclass(frozen=True)
class ResultRow:
    """One figure on a board: its indicator, the result and its source, its assessment and its target.

    `id` is the row's anchor. `permanent_address` is the permanent address of this figure if that is on another page.
    `place` (the rank) and `sentences` are short sentences below the figure; `notes` are folded. `text_sparkline` is a
    small line chart of the figures so far, shown among these sentences. `unread_target` could not be read.
    """

    name: Link
    figure: Figure
    id: str = ""
    permanent_address: str = ""
    source: SourceRef | None = None
    mark: Mark | None = None
    bar: Bar | None = None
    bar_sparkline: Spark | None = None
    """Small line chart of the figures so far, shown beside the bar or, on a phone, instead of the bar."""
    target: Link | None = None
    unread_target: Link | None = None
    benchmark: Link | None = None
    """The country's figure, with a link to the row that states it."""
    place: str = ""
    sentences: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    text_sparkline: Spark | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Board:
    """Figures of one unit that are shown together, with what is common to all of them above.

    `sentences` are the common sentences, `documents` the documents that the figures come from. `places` are links to
    rows, if all figures come from one document.
    """

    title: str
    sentences: tuple[str, ...]
    documents: tuple[Link, ...]
    rows: tuple[ResultRow, ...]
    places: tuple[Link, ...] = ()

    @property
    def has_level_range(self) -> bool:
        """Whether a bar shows the middle half of the unit's level."""
        return any(row.bar is not None and row.bar.middle is not None for row in self.rows)

    @property
    def has_targets(self) -> bool:
        """Whether a bar shows a target."""
        return any(row.bar is not None and row.bar.target is not None for row in self.rows)

    @property
    def inferred(self) -> bool:
        """Whether one of the figures is marked as inferred (not clearly readable)."""
        return any(row.source is not None and row.source.inferred for row in self.rows)

    @property
    def has_sparklines(self) -> bool:
        """Whether a row has a small line chart beside its bar."""
        return any(row.bar_sparkline is not None for row in self.rows)
