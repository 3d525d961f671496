"""Documents, the tasks that they set, and the answers to findings and warnings."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.grouping import grouped
from generator.model.addresses import DOCUMENT_PAGE, Part
from generator.model.codes import TaskStatus
from generator.model.periods import Schedule


@dataclass(frozen=True)
class Source:
    """A document from which figures are taken. `distinction` distinguishes it from other documents of the same kind and
    number, by its year, its day or its issuer; empty if there is no other."""

    id: str
    slug: str
    number: str
    title: str
    kind: str
    issuer: str
    issued_on: date
    about: str
    url: str = ""
    sha256: str = ""
    language: str = "vi"
    note: str = ""
    signer: str = ""
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    distinction: str = ""
    line: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """The hash of the id alone. The id is unique and fast to hash, and pages look documents up very often."""
        return hash(self.id)

    @cached_property
    def address(self) -> str:
        """The address of its page, from the site's root."""
        return DOCUMENT_PAGE.address({Part.SOURCE: self.slug})

    @property
    def related(self) -> Iterator[tuple[str, str]]:
        """The names of the documents that it replaces and amends, each with the field (`replaces`, `amends`) that
        contains the name."""
        for field_, names in (("replaces", self.replaces), ("amends", self.amends)):
            yield from ((field_, named) for named in names)


_DAY = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})")


def day_named(named: str) -> tuple[int, ...]:
    """Returns year, month and day from the name of a document, empty if the name has none. The day may be one that no
    calendar has."""
    day = _DAY.search(named)
    return tuple(map(int, reversed(day.groups()))) if day else ()


def document_named(named: str, by: Source, sources: Iterable[Source]) -> Source | None:
    """Returns the document that the document `by` names, by its id or as `79/KH-UBND ngày 27/5/2021 của …`. None if the
    portal does not have it.

    Numbers start again each year, and each body has its own numbers. So the day distinguishes documents of the same
    number, then the issuer. If the name has no day, the newest document issued on or before the day of `by` is
    returned.
    """
    number, day = named.partition(" ")[0], day_named(named)
    found = [
        source
        for source in sources
        if number in (source.number, source.id) and source.id != by.id and source.issued_on <= by.issued_on
    ]
    dated = [source for source in found if day in {(), source.issued_on.timetuple()[:3]}]
    return max(dated, key=lambda source: (source.issuer == by.issuer, source.issued_on, source.id), default=None)


def corrected_by(source: Source, sources: Iterable[Source]) -> Iterator[Source]:
    """Yields the documents that a document amends or replaces, as far as the portal has them. They are of an earlier
    day or of the same day."""
    known = tuple(sources)
    found = (document_named(named, source, known) for _, named in source.related)
    yield from (other for other in found if other)


def corrected_documents(sources: Iterable[Source]) -> Mapping[str, tuple[Source, ...]]:
    """Returns the documents that each document amends or replaces, by id. Leaves out documents that correct none."""
    held = tuple(sources)
    correcting = (source for source in held if source.amends or source.replaces)
    return {source.id: tuple(corrected_by(source, held)) for source in correcting}


def replacing_documents(sources: Iterable[Source]) -> Mapping[str, tuple[Source, ...]]:
    """Returns the documents that replace each document, by its id. Leaves out documents that no other one replaces."""
    held = tuple(sources)
    named = ((source, document_named(name, source, held)) for source in held for name in source.replaces)
    replaced = [(source, other.id) for source, other in named if other]
    return {id_: tuple(source for source, _ in pairs) for id_, pairs in grouped(replaced, lambda pair: pair[1]).items()}


def document_order(sources: Collection[Source]) -> Mapping[str, int]:
    """Returns the position of each document in time, by id; a higher number is later. Documents are ordered by their
    day, and on the same day a document comes after those that it corrects. Of other documents of one day, the one with
    the greater id counts as later."""
    steps = corrections_within_a_day(sources)
    ordered = sorted(sources, key=lambda source: (source.issued_on, steps.get(source.id, 0), source.id))
    return {source.id: place for place, source in enumerate(ordered)}


def corrections_within_a_day(sources: Collection[Source]) -> Mapping[str, int]:
    """Returns how many corrections of one day led to each document, by id. Leaves out documents that correct none of
    their own day."""
    corrected = corrected_documents(sources)

    def steps(source: Source, above: tuple[str, ...] = ()) -> int:
        """Returns how many corrections of one day led to this document. A circle is a fault and is not followed."""
        same_day = (other for other in corrected.get(source.id, ()) if other.issued_on == source.issued_on)
        others = (other for other in same_day if other.id not in above)
        return max((1 + steps(other, (*above, source.id)) for other in others), default=0)

    counted = ((source.id, steps(source)) for source in sources if source.id in corrected)
    return {id_: number for id_, number in counted if number}


@dataclass(frozen=True)
class Task:
    """A task that a document sets: who leads it, who takes part, when it is due, what it produces.

    A task with neither lead nor schedule is a heading of the plan. `lead_ids` and `partner_ids` contain unit ids, body
    ids, or `<unit id>:<level>` for all units of a level.
    """

    id: str
    source_id: str
    parent_id: str
    title: str
    product: str
    lead_ids: tuple[str, ...]
    partner_ids: tuple[str, ...]
    schedule: Schedule | None
    status: TaskStatus
    progress_note: str
    locator: str
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def due(self) -> str:
        """When the task is due, as written in the data; empty if the document states no time."""
        return self.schedule.text if self.schedule else ""


@dataclass(frozen=True)
class Correction:
    """A published answer to a finding of the reconciliation. It closes the finding and changes no published figure."""

    finding_id: str
    answer: str
    answered_by: str
    answered_on: date
    source_id: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Acceptance:
    """A warning that staff checked and found to be right data, with the reason. The warning is not reported any
    more."""

    warning_id: str
    reason: str
    accepted_by: str
    accepted_on: date
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
