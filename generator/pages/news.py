"""What the newest releases brought, for those who follow the portal, a unit, an indicator, a document or a level.

There is an entry only where a value, a rank or an assessment changed; it says so in a sentence for each.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from generator import formats, words
from generator.history import Change, History, Kind, Release, What, wording
from generator.history.changes import LOG_COLUMNS, change_of, lines_of
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import Names
from generator.measures import province_of
from generator.model import Portal
from generator.pages.changes import counted, release_address, source_of, summary_of
from generator.pages.topics import Subject, Topic

KEPT = 12
"""How many releases a feed tells of: readers keep what they have seen, and a feed must not grow for ever."""

SENTENCES = 12
"""How many sentences an entry has: more is told as a number."""


@dataclass(frozen=True)
class News:
    """What one release brought on a topic. `key` is unique and stays."""

    key: str
    title: str
    summary: str
    address: str
    on: date


class _Line(NamedTuple):
    """A changed figure, as far as it must be known to choose what to tell; `cells` open it."""

    what: str
    kind: str
    unit_id: str
    level: str
    indicator_id: str
    period: str
    source_id: str
    cells: tuple[str, ...] | Change

    @property
    def figure(self) -> tuple[str, ...]:
        """What the figure is of."""
        return self.unit_id, self.indicator_id, self.period

    def opened(self) -> Change:
        """The change itself."""
        return self.cells if isinstance(self.cells, Change) else change_of(self.cells)


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

    def beside(self, topic: Topic) -> object:
        """What an entry says that does not stand in the lines on its topic: of everything, what the release did; of a
        document, what became of the assessments of its figures."""
        if topic.subject is Subject.ALL:
            return summary_of(self.release)
        return [self._judged(line) for line in self.of(topic)] if topic.subject is Subject.SOURCE else ()

    def outcome(self, change: Change) -> Change | None:
        """What became of the assessment of a unit's result, if anything."""
        judged = self._judged(change)
        return judged.opened() if judged else None

    def _judged(self, stated: _Line | Change) -> _Line | None:
        figure = stated.unit_id, stated.indicator_id, stated.period
        at = self.assessed.get(figure) if stated.what == What.RESULT and not stated.level else None
        return None if at is None else self.lines[at]


class Newsroom:
    """The news of the newest releases that have a day, made for one topic at a time; `names` are those that it uses."""

    def __init__(self, history: History, portal: Portal) -> None:
        short = {indicator.id: indicator.short_name for indicator in portal.indicators.values()}
        self.names = replace(wording.names_in(portal), indicators=short)
        self._portal = portal
        places = _places(portal)
        self._told = [_told(release, places) for release in history.released[:KEPT]]

    def made_of(self, topic: Topic) -> object:
        """What the news on a topic are made of, beside the names: two topics alike in this have the same news."""
        return [(told.release.id, told.of(topic), told.beside(topic)) for told in self._told]

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
        lines = told.of(topic)
        if told.release.first:
            return self._counts(lines)
        worth = _worth_telling(lines)
        writer = _Writer(told, topic, self.names, self._portal)
        sentences = [writer.sentence(line.opened()) for line in worth[:SENTENCES]]
        more = len(worth) - SENTENCES
        return [*sentences, f"Và {counted(more)} thay đổi khác."] if more > 0 else sentences

    def _counts(self, lines: Iterable[_Line]) -> list[str]:
        """How many figures came first from each document."""
        numbers = Counter((line.source_id, What(line.what)) for line in lines)
        return [
            f"{counted(number)} {wording.WHAT[what]} mới từ {source_of(source_id, self._portal).text}."
            for (source_id, what), number in numbers.items()
        ]


def _worth_telling(lines: Iterable[_Line]) -> list[_Line]:
    """The changed figures first, then new ones, then ranks and assessments that turned by themselves."""
    known = sorted(lines, key=lambda line: (_ORDER[line.what], line.kind != Kind.CHANGED))
    stated = {line.figure for line in known if line.what == What.RESULT}
    return [
        line
        for line in known
        if line.what != What.ASSESSMENT or (line.kind == Kind.CHANGED and line.figure not in stated)
    ]


def _key(release: Release, topic: Topic) -> str:
    """Those of releases and units were published before others could be followed: they name no subject."""
    subject = topic.subject if topic.subject is not Subject.UNIT else ""
    return " ".join(filter(None, [release.id, subject, topic.id]))


def _told(release: Release, places: Mapping[str, str]) -> _Told:
    """In the first release everything is new: only what documents state of it is news."""
    wanted = frozenset(LOCATED if release.first else FIGURES)
    found = [*map(_line_of, lines_of(release.read_new())), *map(_line_of_change, release.changes)]
    lines = [line for line in found if line.what in wanted and line.kind != Kind.MOVED]
    concerned: dict[Subject, dict[str, list[int]]] = {subject: {} for subject in Subject}
    for at, line in enumerate(lines):
        concerned[Subject.UNIT].setdefault(line.unit_id, []).append(at)
        concerned[Subject.INDICATOR].setdefault(line.indicator_id, []).append(at)
        concerned[Subject.SOURCE].setdefault(line.source_id, []).append(at)
        if not line.level:
            concerned[Subject.LEVEL].setdefault(places.get(line.unit_id, ""), []).append(at)
    assessed = {line.figure: at for at, line in enumerate(lines) if line.what == What.ASSESSMENT}
    return _Told(release, lines, concerned, assessed)


_CELLS = tuple(map(LOG_COLUMNS.index, _Line._fields[:-1]))


def _line_of(cells: tuple[str, ...]) -> _Line:
    what, kind, unit_id, level, indicator_id, period, source_id = (cells[at] for at in _CELLS)
    return _Line(what, kind, unit_id, level, indicator_id, period, source_id, cells)


def _line_of_change(change: Change) -> _Line:
    return _Line(
        change.what,
        change.kind,
        change.unit_id,
        change.level,
        change.indicator_id,
        change.period,
        change.source_id,
        change,
    )


def _places(portal: Portal) -> Mapping[str, str]:
    """The id of the level topic of each unit."""
    return {unit.id: f"{province_of(unit, portal.units)}:{unit.level}" for unit in portal.units.values()}


_ORDER: Mapping[str, int] = {What.RESULT: 0, What.TARGET: 1, What.ASSESSMENT: 2}


class _Writer:
    """Writes the sentences of one entry: what changed, and the assessment and rank that it led to beside it."""

    def __init__(self, told: _Told, topic: Topic, names: Names, portal: Portal) -> None:
        self._told = told
        self._topic = topic
        self._names = names
        self._units = portal.units

    def sentence(self, change: Change) -> str:
        """What changed."""
        alone = change.what is What.ASSESSMENT
        told = self._assessment(change) if alone else f"{self._turn(change)}{self._outcome(change)}"
        return words.sentence(f"{self._subject(change)}: {told}")

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
