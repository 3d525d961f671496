"""Lists the topics that readers can follow, each with a feed: everything, a unit, an indicator, a document, a level."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from generator import formats, words
from generator.history import WithdrawnDocument, wording
from generator.model import Indicator, Level, Portal, Source, Unit, province_id_of
from generator.model.addresses import LEVEL_IDS, file_of
from generator.pages.links import RANKINGS, UPDATES
from generator.pages.parts import Link
from generator.pages.unit_names import name_with_days, unique_full_names


class Subject(StrEnum):
    """The kind of a topic. Its value is part of the permanent ids of feed entries."""

    ALL = ""
    UNIT = "unit"
    INDICATOR = "indicator"
    SOURCE = "source"
    LEVEL = "level"


@dataclass(frozen=True)
class Topic:
    """A topic that readers can follow: its feed (`/data/don-vi/so-y-te.atom`), its name and the address of its page.

    `id` is the id of the unit, indicator or document; `<province id>:<level>` for a level; empty for everything.
    """

    subject: Subject
    id: str
    feed: str
    name: str
    page: str

    @property
    def link(self) -> Link:
        """The link to the feed in a list of feeds; its text is the topic's name."""
        return Link(self.name, self.feed)

    @property
    def own_link(self) -> Link:
        """The link to the feed on the topic's own page."""
        return Link(FEED, self.feed)


_ATOM = "atom"
FEED = "Nguồn tin cập nhật (Atom)"
"""The text of a feed's link on the topic's own page."""

ALL = Topic(Subject.ALL, "", file_of(UPDATES.address, _ATOM), "Mọi thay đổi", UPDATES.address)
"""The topic of all changes."""


def unit_topic(unit: Unit) -> Topic:
    """Returns the topic of a unit, which includes the figures of whole levels within it."""
    return Topic(Subject.UNIT, unit.id, file_of(unit.address, _ATOM), unit.name, unit.address)


def indicator_topic(indicator: Indicator) -> Topic:
    """Returns the topic of an indicator, which includes the figures of all units."""
    feed = file_of(indicator.address, _ATOM)
    return Topic(Subject.INDICATOR, indicator.id, feed, indicator.short_name, indicator.address)


def source_topic(source: Source) -> Topic:
    """Returns the topic of a document, which includes every figure taken from it."""
    return Topic(Subject.SOURCE, source.id, file_of(source.address, _ATOM), formats.source_name(source), source.address)


def withdrawn_topic(item: WithdrawnDocument) -> Topic:
    """Returns the topic of a document that was withdrawn from the portal."""
    feed = file_of(item.address, _ATOM)
    return Topic(Subject.SOURCE, item.id, feed, wording.document_name(item.document.number), item.address)


def level_topics(portal: Portal) -> tuple[Topic, ...]:
    """Returns a topic for each level of each province: the units of that level."""
    found: dict[tuple[str, Level], None] = {}
    for unit in portal.units.values():
        if unit.level.below_province:
            found.setdefault((province_id_of(unit, portal.units), unit.level))
    return tuple(_level_topic(portal.units[id_], level) for id_, level in found)


def _level_topic(province: Unit, level: Level) -> Topic:
    feed = f"/data/cap/{province.slug}/{LEVEL_IDS[level]}.atom"
    name = words.capitalised(f"các {words.LEVEL_UNITS[level]} của {words.inline(name_with_days(province))}")
    return Topic(Subject.LEVEL, f"{province.id}:{level}", feed, name, RANKINGS.address)


def topics(portal: Portal) -> Iterator[Topic]:
    """Yields all topics of the portal."""
    unique_names = unique_full_names(portal)
    yield ALL
    yield from (replace(unit_topic(unit), name=unique_names.get(unit.id, unit.name)) for unit in portal.units.values())
    yield from map(indicator_topic, portal.indicators.values())
    yield from map(source_topic, portal.sources.values())
    yield from level_topics(portal)
