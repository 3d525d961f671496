"""The indicators for which no document states a result of a unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.pages.facts import Assessed
from generator.pages.figures import target_sentence
from generator.pages.links import indicator_link, row_address, row_link, statement_address
from generator.pages.parts import Link
from generator.words import sentence


@dataclass(frozen=True)
class IndicatorWithoutResult:
    """An indicator without a result. `target` links to the target, `note` is the note on it. `row` links to the row of
    the newest document that lists the unit without a figure, and `row_note` is the note there. Both are empty if the
    page already states them in another place."""

    link: Link
    target: Link | None
    note: str
    row: Link | None = None
    row_note: str = ""


def indicators_without_result(
    rows: Sequence[Assessed], newest: Sequence[Assessed]
) -> tuple[IndicatorWithoutResult, ...]:
    """Returns the indicators for which no document states a result of this unit. If the unit has no figures at all, the
    rows that list it are left out, because `NoFigures` shows them at the top of the page."""
    known = {row.indicator.id for row in newest}
    without_result = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    listed = {row.indicator.id: row for row in rows if statement_address(row)} if newest else {}
    return tuple(_without_result(row, listed.get(id_)) for id_, row in without_result.items())


def _without_result(row: Assessed, listed: Assessed | None) -> IndicatorWithoutResult:
    found = IndicatorWithoutResult(indicator_link(row.indicator), None, "")
    if row.target:
        row_of_target = row_address(row.target.source, row.target.locator)
        target = Link(target_sentence(row.target), row_of_target)
        found = replace(found, target=target, note=row.target.note)
    if listed:
        found = replace(found, row=row_link(listed), row_note=sentence(listed.note))
    return found
