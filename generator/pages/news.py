"""What the newest releases brought, for those who follow the portal, a unit, an indicator, a document or a level.

There is an entry only where a value, a rank or an assessment changed; it says so in a sentence for each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from generator import formats, words
from generator.history import Change, History, Kind, Release, What, wording
from generator.history.changes import LOG_COLUMNS, change_of, lines_of
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import Names
from generator.measures import province_of
from generator.model import Indicator, Level, Portal, Source, Unit
from generator.pages.changes import counted, release_address, source_of, summary_of
from generator.pages.levels import LEVEL_IDS
from generator.pages.links import RANKINGS, UPDATES, dated, source_name
from generator.pages.parts import Link

KEPT = 12
"""How many releases a feed tells of: readers keep what they have seen, and a feed must not grow for ever."""

SENTENCES = 12
"""How many sentences an entry has: more is told as a number."""


class Subject(StrEnum):
    """What somebody follows; the name stands in the ids of entries."""

    ALL = ""
    UNIT = "unit"
    INDICATOR = "indicator"
    SOURCE = "source"
    LEVEL = "level"


@dataclass(frozen=True)
class Topic:
    """Something to follow: its feed (`/data/don-vi/so-y-te.atom`), what it is called, and its page.

    `id` is that of the unit, indicator or document, `<province id>:<level>` of a level, empty for everything.
    """

    subject: Subject
    id: str
    feed: str
    name: str
    page: str

    @property
    def link(self) -> Link:
        """To its feed, from among the feeds of many things."""
        return Link(self.name, self.feed)

    @property
    def own_link(self) -> Link:
        """To its feed, from its own page."""
        return Link(FEED, self.feed)


@dataclass(frozen=True)
class News:
    """What one release brought on a topic. `key` is unique and stays."""

    key: str
    title: str
    summary: str
    address: str
    on: date


FEED = "Nguồn tin cập nhật (Atom)"
"""What a link to a feed says on the page of what it is about."""

ALL = Topic(Subject.ALL, "", "/data/cap-nhat.atom", "Mọi thay đổi", UPDATES.address)


def unit_topic(unit: Unit) -> Topic:
    """A unit, with all figures of levels within it."""
    return Topic(Subject.UNIT, unit.id, f"/data/don-vi/{unit.slug}.atom", unit.name, unit.address)


def indicator_topic(indicator: Indicator) -> Topic:
    """An indicator, with the figures of all units."""
    feed = f"/data/chi-tieu/{indicator.slug}.atom"
    return Topic(Subject.INDICATOR, indicator.id, feed, indicator.short_name, indicator.address)


def source_topic(source: Source) -> Topic:
    """A document, with every figure taken from it."""
    return Topic(Subject.SOURCE, source.id, f"/data/van-ban/{source.slug}.atom", source_name(source), source.address)


def level_topics(portal: Portal) -> tuple[Topic, ...]:
    """The units of each level of each province."""
    found: dict[tuple[str, Level], None] = {}
    for unit in portal.units.values():
        if unit.level is not Level.PROVINCE:
            found.setdefault((province_of(unit, portal.units), unit.level))
    return tuple(_level_topic(portal.units[id_], level) for id_, level in found)


def _level_topic(province: Unit, level: Level) -> Topic:
    feed = f"/data/cap/{province.slug}/{LEVEL_IDS[level]}.atom"
    name = words.opening(f"các {words.LEVEL_UNITS[level]} của {words.inline(dated(province))}")
    return Topic(Subject.LEVEL, f"{province.id}:{level}", feed, name, RANKINGS.address)


def topics(portal: Portal) -> Iterator[Topic]:
    """Everything that can be followed."""
    yield ALL
    yield from map(unit_topic, portal.units.values())
    yield from map(indicator_topic, portal.indicators.values())
    yield from map(source_topic, portal.sources.values())
    yield from level_topics(portal)


_Line = tuple[str, ...] | Change
"""A changed figure: a row of a log that nobody has opened yet, or a change."""


@dataclass(frozen=True)
class _Told:
    """The figures that a release changed, and which of them concern each topic, by subject and id."""

    release: Release
    lines: Sequence[_Line]
    concerned: Mapping[Subject, Mapping[str, Sequence[int]]]
    assessed: Mapping[tuple[str, ...], int]
    """Which of them is the assessment of a figure, by unit, indicator and period."""

    def of(self, topic: Topic) -> list[_Line]:
        """Those on a topic; of everything, only that there are any."""
        if topic.subject is Subject.ALL:
            return list(self.lines[:1])
        return [self.lines[at] for at in self.concerned[topic.subject].get(topic.id, ())]

    def outcome(self, change: Change) -> Change | None:
        """What became of the assessment of a unit's result, if anything."""
        at = self.assessed.get(_figure(change)) if change.what is What.RESULT and not change.level else None
        return None if at is None else _opened(self.lines[at])


class Newsroom:
    """The news of the newest releases that have a day, made for one topic at a time."""

    def __init__(self, history: History, portal: Portal) -> None:
        released = [release for release in history.releases if release.on][:KEPT]
        short = {indicator.id: indicator.short_name for indicator in portal.indicators.values()}
        self._names = replace(wording.names_in(portal), indicators=short)
        self._portal = portal
        places = _places(portal)
        self._told = [_told(release, places) for release in released]

    def made_of(self, topic: Topic) -> object:
        """What the news on a topic are made of: two topics alike in this have the same news."""
        return [(told.release.id, told.of(topic)) for told in self._told]

    def news(self, topic: Topic) -> tuple[News, ...]:
        """The entries on a topic, the newest first."""
        return tuple(self._entry(told, topic) for told in self._told if told.of(topic))

    def _entry(self, told: _Told, topic: Topic) -> News:
        release = told.release
        day = formats.day(release.on) if release.on else ""
        if topic.subject is Subject.ALL:
            title, text, address = f"Cập nhật dữ liệu ngày {day}", summary_of(release), release_address(release)
        else:
            title, address = f"{topic.name}: cập nhật ngày {day}", topic.page
            text = " ".join(self._sentences(told, topic))
        return News(_key(release, topic), title, text, address, release.on or date.min)

    def _sentences(self, told: _Told, topic: Topic) -> list[str]:
        changes = [_opened(line) for line in told.of(topic)]
        if told.release.first:
            return self._counts(changes)
        sentences = list(_Writer(told, topic, self._names, self._portal).sentences(changes))
        more = len(sentences) - SENTENCES
        return [*sentences[:SENTENCES], f"Và {counted(more)} thay đổi khác."] if more > 0 else sentences

    def _counts(self, changes: Sequence[Change]) -> list[str]:
        """How many figures came first from each document."""
        numbers: dict[tuple[str, What], int] = {}
        for change in changes:
            if change.what in LOCATED:
                numbers[change.source_id, change.what] = numbers.get((change.source_id, change.what), 0) + 1
        return [
            f"{counted(number)} {wording.WHAT[what]} mới từ {source_of(source_id, self._portal).text}."
            for (source_id, what), number in numbers.items()
        ]


def _key(release: Release, topic: Topic) -> str:
    """Those of releases and units were published before others could be followed: they name no subject."""
    subject = topic.subject if topic.subject is not Subject.UNIT else ""
    return " ".join(filter(None, [release.id, subject, topic.id]))


def _told(release: Release, places: Mapping[str, str]) -> _Told:
    """In the first release everything is new: only what documents state of it is news."""
    wanted = frozenset(LOCATED if release.first else FIGURES)
    lines: list[_Line] = [line for line in lines_of(release.read_new()) if line[_WHAT] in wanted]
    lines += [change for change in release.changes if change.what in wanted and change.kind is not Kind.MOVED]
    concerned: dict[Subject, dict[str, list[int]]] = {subject: {} for subject in Subject}
    assessed: dict[tuple[str, ...], int] = {}
    for at, line in enumerate(lines):
        unit_id, level, indicator_id, source_id, period = _place(line)
        if (line.what if isinstance(line, Change) else line[_WHAT]) == What.ASSESSMENT:
            assessed[unit_id, indicator_id, period] = at
        concerned[Subject.UNIT].setdefault(unit_id, []).append(at)
        concerned[Subject.INDICATOR].setdefault(indicator_id, []).append(at)
        concerned[Subject.SOURCE].setdefault(source_id, []).append(at)
        if not level:
            concerned[Subject.LEVEL].setdefault(places.get(unit_id, ""), []).append(at)
    return _Told(release, lines, concerned, assessed)


_WHAT = LOG_COLUMNS.index("what")
_PLACE = tuple(map(LOG_COLUMNS.index, ("unit_id", "level", "indicator_id", "source_id", "period")))


def _place(line: _Line) -> tuple[str, ...]:
    """Whose figure it is, of which level within it, of which indicator, stated by which document, of when."""
    if isinstance(line, Change):
        return line.unit_id, line.level, line.indicator_id, line.source_id, line.period
    return tuple(line[at] for at in _PLACE)


def _places(portal: Portal) -> Mapping[str, str]:
    """The id of the level topic of each unit."""
    return {unit.id: f"{province_of(unit, portal.units)}:{unit.level}" for unit in portal.units.values()}


_ORDER = (What.RESULT, What.TARGET, What.ASSESSMENT)


class _Writer:
    """Writes the sentences of one entry: what changed, and the assessment and rank that it led to beside it."""

    def __init__(self, told: _Told, topic: Topic, names: Names, portal: Portal) -> None:
        self._told = told
        self._topic = topic
        self._names = names
        self._units = portal.units

    def sentences(self, changes: Iterable[Change]) -> Iterator[str]:
        """The changed figures first, then new ones, then ranks and assessments that turned by themselves."""
        ordered = sorted(changes, key=lambda change: (_ORDER.index(change.what), change.kind is not Kind.CHANGED))
        stated = {_figure(change) for change in ordered if change.what is What.RESULT}
        for change in ordered:
            if change.what is not What.ASSESSMENT:
                yield words.sentence(f"{self._subject(change)}: {self._turn(change)}{self._outcome(change)}")
            elif change.kind is Kind.CHANGED and _figure(change) not in stated:
                yield words.sentence(f"{self._subject(change)}: {self._assessment(change)}")

    def _subject(self, change: Change) -> str:
        """`Thanh toán trực tuyến của Sở Y tế, tháng 5/2024`, without what the topic says already."""
        known = self._topic.subject is Subject.INDICATOR
        indicator = "" if known else self._names.indicators.get(change.indicator_id, change.indicator_id)
        own = self._topic.subject is Subject.UNIT and not change.level
        whose = " của ".join(filter(None, [indicator, "" if own else self._place(change)]))
        target = "mức phải đạt" if change.what is What.TARGET else ""
        return ", ".join(filter(None, [whose, target, wording.time_text(change)]))

    def _place(self, change: Change) -> str:
        unit = self._units.get(change.unit_id)
        if unit and not change.level:
            return words.name_in_text(unit)
        return words.inline(wording.place_text(change, self._names))

    def _turn(self, change: Change) -> str:
        old, new = wording.old_text(change, self._names), wording.new_text(change, self._names)
        if change.kind is Kind.NEW:
            return new
        return f"{old} {wording.ARROW} {new}" if new else f"đã rút bỏ, trước là {old}"

    def _outcome(self, change: Change) -> str:
        """` (chưa đạt, hạng 5 → đạt, hạng 3)`: what became of a unit's result."""
        assessed = self._told.outcome(change)
        return f" ({self._assessment(assessed)})" if assessed and assessed.new else ""

    def _assessment(self, change: Change) -> str:
        states = [wording.old_text(change, self._names), wording.new_text(change, self._names)]
        return f" {wording.ARROW} ".join(words.inline(state) for state in states if state)


def _opened(line: _Line) -> Change:
    return line if isinstance(line, Change) else change_of(line)


def _figure(change: Change) -> tuple[str, ...]:
    return change.unit_id, change.indicator_id, change.period
