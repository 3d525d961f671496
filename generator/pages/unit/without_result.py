"""The indicators for which no document states a result of a unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.model import TargetStatus
from generator.pages.facts import Assessed, Facts, Target
from generator.pages.figures import target_sentence
from generator.pages.links import indicator_link, row_address, row_link, statement_address
from generator.pages.parts import Link
from generator.words import sentence


@dataclass(frozen=True)
class TargetWithoutResult:
    """A target of a unit without a result: a link to the row that states it, and the note there."""

    link: Link
    note: str


@dataclass(frozen=True)
class IndicatorWithoutResult:
    """An indicator without a result, with the unit's targets. `row` links to the row of the newest document that lists
    the unit without a figure, and `row_note` is the note there. Both are empty if the page already states them in
    another place."""

    link: Link
    targets: tuple[TargetWithoutResult, ...]
    row: Link | None
    row_note: str


def indicators_without_result(
    rows: Sequence[Assessed], newest: Sequence[Assessed], facts: Facts
) -> tuple[IndicatorWithoutResult, ...]:
    """Returns the indicators for which no document states a result of this unit. If the unit has no figures at all, the
    rows that list it are left out, because `NoFigures` shows them at the top of the page."""
    known = {row.indicator.id for row in newest}
    without_result = {row.indicator.id: row for row in rows if row.indicator.id not in known}
    listed = {row.indicator.id: row for row in rows if statement_address(row)} if newest else {}
    return tuple(_without_result(row, listed.get(id_), facts) for id_, row in without_result.items())


def _without_result(row: Assessed, listed: Assessed | None, facts: Facts) -> IndicatorWithoutResult:
    return IndicatorWithoutResult(
        link=indicator_link(row.indicator),
        targets=tuple(map(_target, _targets(row, facts))),
        row=row_link(listed) if listed else None,
        row_note=sentence(listed.note) if listed else "",
    )


def _target(target: Target) -> TargetWithoutResult:
    address = row_address(target.source, target.locator)
    return TargetWithoutResult(Link(target_sentence(target), address), sentence(target.note))


def _targets(row: Assessed, facts: Facts) -> Iterator[Target]:
    """Yields the target in force in the row's period, after the one that it stands in for, if that could not be read. A
    row without a period has no such moment, so it yields all targets of the unit itself by due date, of several
    documents the latest one's."""
    if row.period is None:
        stated = facts.targets_for.get(row.unit.id, ())
        own = [target for target in stated if target.level is None and target.indicator.id == row.indicator.id]
        valid = [target for target in own if not facts.corrected_targets.after(target.source, target.figure)]
        by_due = {target.due: target for target in sorted(valid, key=lambda target: target.source.issued_on)}
        if any(target.status is not TargetStatus.UNREADABLE for target in by_due.values()):
            yield from (by_due[due] for due in sorted(by_due, key=lambda due: due.order))
            return
    yield from (target for target in (row.unread_target, row.target) if target)
