"""Documents, the tasks that they set, and what was answered to doubts about them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.codes import TaskStatus
from generator.model.periods import Schedule


@dataclass(frozen=True)
class Source:
    """A document that figures are taken from. `apart` tells it from others of its kind and number: its year, its day or
    its issuer; empty where the portal has no other."""

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
    apart: str = ""
    line: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        """The hash of the id alone, which is unique and quick to hash: pages look things up by it all the time."""
        return hash(self.id)

    @property
    def address(self) -> str:
        """Its page, from the site's root."""
        return f"/van-ban/{self.slug}/"

    @property
    def related(self) -> Iterator[tuple[str, str]]:
        """The documents that it replaces and amends as it names them, each with the field that says so."""
        for field_, names in (("replaces", self.replaces), ("amends", self.amends)):
            yield from ((field_, named) for named in names)


_DAY = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})")


def day_named(named: str) -> tuple[int, ...]:
    """Year, month and day in the name of a document, which need be no day of the calendar; empty where it has none."""
    day = _DAY.search(named)
    return tuple(map(int, reversed(day.groups()))) if day else ()


def document_named(named: str, by: Source, sources: Iterable[Source]) -> Source | None:
    """The document that another one names, by its id or as `79/KH-UBND ngày 27/5/2021 của …`; None where the portal
    has none.

    Numbers begin anew each year, and each body has its own: the day tells documents of one number apart, then the
    issuer; without a day, it is the newest one that was there already.
    """
    number, wanted = named.partition(" ")[0], day_named(named)
    found = [
        source
        for source in sources
        if number in (source.number, source.id) and source.id != by.id and source.issued_on <= by.issued_on
    ]
    dated = [source for source in found if wanted in {(), source.issued_on.timetuple()[:3]}]
    return max(dated, key=lambda source: (source.issuer == by.issuer, source.issued_on, source.id), default=None)


def corrected_by(source: Source, sources: Iterable[Source]) -> Iterator[Source]:
    """The documents that a document amends or replaces, as far as the portal has them: earlier ones, or of its day."""
    held = tuple(sources)
    found = (document_named(named, source, held) for _, named in source.related)
    yield from (other for other in found if other)


def in_order(sources: Collection[Source]) -> Mapping[str, int]:
    """The place of each document among all, by id, where a later one counts before an earlier one: by its day, and of
    one day after those that it corrects. Documents of one place are as late as each other."""
    corrected = {
        source.id: [other for other in corrected_by(source, sources) if other.issued_on == source.issued_on]
        for source in sources
        if source.amends or source.replaces
    }

    def steps(source: Source, above: tuple[str, ...] = ()) -> int:
        """How many corrections of its day led to it; a circle, which is a fault, ends where it begins."""
        others = (other for other in corrected.get(source.id, ()) if other.id not in above)
        return max((1 + steps(other, (*above, source.id)) for other in others), default=0)

    late = {source.id: (source.issued_on, steps(source)) for source in sources}
    places = {moment: place for place, moment in enumerate(sorted(set(late.values())))}
    return {id_: places[moment] for id_, moment in late.items()}


@dataclass(frozen=True)
class Task:
    """What a document orders: who leads, who joins, when it is due, what it yields.

    A task with neither lead nor schedule is a heading of the plan. `lead_ids` and `partner_ids` hold unit ids,
    body ids, or `<unit id>:<level>` for all units of a level.
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
        """When it is due, as the data write it; empty when the document names no time."""
        return self.schedule.text if self.schedule else ""


@dataclass(frozen=True)
class Correction:
    """An answer to a finding of the reconciliation; it closes it publicly and alters nothing published."""

    finding_id: str
    answer: str
    answered_by: str
    answered_on: date
    source_id: str = ""
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Acceptance:
    """A warning that was looked at and found right, with the reason; the warning is silent from then on."""

    warning_id: str
    reason: str
    accepted_by: str
    accepted_on: date
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)
