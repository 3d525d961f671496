"""What the newest releases brought, for those who follow the portal, a unit, an indicator, a document or a level.

There is an entry only where a value, a rank or an assessment changed; it says so in a sentence for each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from generator import formats, words
from generator.bulk import LONG, Numbers, in_categories, in_order, made_of_texts, places_in, row_keys
from generator.history import Change, History, Kind, Release, Replacement, What, wording
from generator.history.changes import LOG_COLUMNS, change_of
from generator.history.ranks import Ranks, all_ranks
from generator.history.subjects import FIGURES, KEY, LOCATED
from generator.history.wording import Names
from generator.measures import province_of
from generator.model import Assessment, Level, Measure, Period, Portal
from generator.pages.changes import ReleaseRanks, counted, peers_in, release_address, source_of, summary_of, names_on_pages
from generator.pages.topics import ALL, Subject, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


_ORDER: Mapping[str, int] = {What.RESULT: 0, What.TARGET: 1, What.ASSESSMENT: 2}
"""In which order an entry tells of figures."""

_NONE: Numbers = np.empty(0, np.int64)
_NOWHERE = -1


class _Told:
    """The figures that a release changed, each known by the number of its line: first come those that it published for
    the first time, then the others. There may be millions: a line becomes a change only when it is told.

    In the first release everything is new: only what documents state of it is news.
    """

    def __init__(self, release: Release, places: Mapping[str, str]) -> None:
        self.release = release
        wanted = frozenset(LOCATED if release.first else FIGURES)
        new = release.read_new()
        new = new[new["what"].isin(list(wanted))]
        self._new = len(new)
        self._altered = [change for change in release.changes if change.what in wanted and not change.only_moved]
        log = in_categories(pd.concat([new, _lines_of(self._altered)], ignore_index=True), LOG_COLUMNS)
        self._cells = {name: _Cells(log[name]) for name in LOG_COLUMNS}
        self._concerned = _concerned(log, places)
        self._figures = row_keys(log, ("unit_id", "indicator_id", "period"))
        self._order = np.array(made_of_texts(log["what"], _ORDER.__getitem__), np.int8)
        self._ends = np.array(made_of_texts(log["period"], _end_of), np.int64)
        self._replaced = {_place_of(replaced.change): replaced for replaced in release.replaced}
        self._changed = log["kind"].isin([Kind.CHANGED, Kind.MOVED]).to_numpy() | self._replacing(log)
        self._outcomes = self._assessments()
        assessed = log[self._order == _ORDER[What.ASSESSMENT]]
        self._assessed = assessed.groupby(["indicator_id", "period"], observed=True, sort=False).groups

    def of(self, topic: Topic) -> Numbers:
        """The lines on a topic."""
        return self._concerned[topic.subject].get(topic.id, _NONE)

    def worth_telling(self, lines: Numbers) -> Numbers:
        """The changed figures first, then new ones, then ranks and assessments that turned by themselves; of each the
        newest periods first, for the rest is only counted."""
        order, changed, figures = self._order[lines], self._changed[lines], self._figures[lines]
        with_result = np.isin(figures, figures[order == _ORDER[What.RESULT]])
        worth = (order != _ORDER[What.ASSESSMENT]) | (changed & ~with_result)
        chosen: Numbers = lines[worth][np.lexsort((-self._ends[lines[worth]], ~changed[worth], order[worth]))]
        return chosen

    def parted(self, worth: Numbers) -> tuple[Numbers, Numbers]:
        """The lines to tell one by one, and those of new figures where these are too many: of a whole level, the first
        dozen would be those of one unit."""
        new = ~self._changed[worth]
        return (worth[~new], worth[new]) if np.count_nonzero(new) > SENTENCES else (worth, _NONE)

    def opened(self, line: int) -> Change:
        """The change that a line tells of."""
        if line >= self._new:
            return self._altered[line - self._new]
        return change_of(tuple(self._cells[name][line] for name in LOG_COLUMNS))

    def outcome(self, line: int) -> Change | None:
        """What became of the assessment of a unit's result, if anything."""
        own = self._order[line] == _ORDER[What.RESULT] and not self._cells["level"][line]
        at = int(self._outcomes[line]) if own else _NOWHERE
        return None if at == _NOWHERE else self.opened(at)

    def ranks_before(self, indicator_id: str, period: str) -> Iterator[tuple[str, str]]:
        """Each unit whose assessment it changed, with the rank before that; empty for none."""
        for line in self._assessed.get((indicator_id, period), ()):
            old = self._altered[line - self._new].old if line >= self._new else None
            yield self._cells["unit_id"][line], old[1] if old else ""

    def replaced(self, change: Change) -> Replacement | None:
        """Which figure of another document a new one took the place of, if any."""
        return self._replaced.get(_place_of(change)) if change.kind is Kind.NEW else None

    def _replacing(self, log: pd.DataFrame) -> "NDArray[np.bool_]":
        """Which lines are figures in another one's place: of few units, so that only theirs are looked at."""
        units = {replaced.change.unit_id for replaced in self._replaced.values()}
        near = np.flatnonzero(log["unit_id"].iloc[: self._new].isin(units)).tolist()
        replacing = np.zeros(len(log), dtype=bool)
        replacing[[line for line in near if self.replaced(self.opened(line))]] = True
        return replacing

    def numbers(self, lines: Numbers) -> Mapping[tuple[str, str], int]:
        """How many of the lines tell of each document and kind of figure."""
        sources, whats = self._cells["source_id"], self._cells["what"]
        return Counter((sources[line], whats[line]) for line in lines.tolist())

    def _assessments(self) -> Numbers:
        """The line of the assessment of each line's unit, indicator and period."""
        lines = np.flatnonzero(self._order == _ORDER[What.ASSESSMENT])
        lines = lines[in_order(self._figures[lines])]
        return np.append(lines, _NOWHERE)[places_in(self._figures[lines], self._figures)]


def _end_of(period: str) -> int:
    return Period.parse(period).end.toordinal() if period else 0


def _place_of(change: Change) -> tuple[str, ...]:
    """The row of the document that states a figure, and the figure."""
    return tuple(str(getattr(change, name)) for name in ("what", *KEY))


class _Cells:
    """A column of a log: its texts, each held once, and which of them stands in each line."""

    def __init__(self, column: "pd.Series[str]") -> None:
        self._texts: list[str] = column.cat.categories.tolist()
        self._numbers: NDArray[np.integer[Any]] = column.cat.codes.to_numpy()

    def __getitem__(self, line: int) -> str:
        text: str = self._texts[self._numbers[line]]
        return text


def _lines_of(changes: Iterable[Change]) -> pd.DataFrame:
    """The lines of a log that tell which figures changed; how they did stays with the changes."""
    lines = [{**vars(change), "old": "", "new": ""} for change in changes]
    return pd.DataFrame(lines, columns=LOG_COLUMNS, dtype=LONG)


def _concerned(log: pd.DataFrame, places: Mapping[str, str]) -> Mapping[Subject, Mapping[str, Numbers]]:
    """The lines that concern each topic, by subject and id. What is stated of all units of a level is no news of one
    of them."""
    level = pd.Series(made_of_texts(log["unit_id"], lambda id_: places.get(id_, "")), dtype="str")
    return {
        Subject.ALL: {ALL.id: np.arange(len(log))},
        Subject.UNIT: _lines_by(log["unit_id"]),
        Subject.INDICATOR: _lines_by(log["indicator_id"]),
        Subject.SOURCE: _lines_by(log["source_id"]),
        Subject.LEVEL: _lines_by(level.where(log["level"].eq(""), "")),
    }


def _lines_by(column: "pd.Series[str]") -> Mapping[str, Numbers]:
    """The lines in which each text of a column stands, in their order."""
    return {str(text): np.asarray(lines) for text, lines in column.groupby(column, observed=True).indices.items()}


class Newsroom:
    """The news of the newest releases that have a day, made for one topic at a time."""

    def __init__(self, history: History, portal: Portal) -> None:
        short = {indicator.id: indicator.short_name for indicator in portal.indicators.values()}
        self._names = replace(names_on_pages(history, portal), indicators=short)
        self._portal = portal
        places = _places(portal)
        self._told = [_Told(release, places) for release in history.released[:KEPT]]
        self._ranks = Ranks(all_ranks(history.last), self._told, peers_in(portal))

    def news(self, topic: Topic) -> tuple[News, ...]:
        """The entries on a topic, the newest first; none where there is no sentence to tell, as of a unit that a new
        report leaves out."""
        entries = (self._entry(number, topic) for number, told in enumerate(self._told) if len(told.of(topic)))
        return tuple(entry for entry in entries if entry.summary)

    def _entry(self, number: int, topic: Topic) -> News:
        release = self._told[number].release
        day = formats.day(release.on) if release.on else ""
        if topic.subject is Subject.ALL:
            title, text, address = f"Cập nhật dữ liệu ngày {day}", summary_of(release), release_address(release)
        else:
            title, address = f"{topic.name}: cập nhật ngày {day}", topic.page
            text = " ".join(self._sentences(number, topic))
        return News(_key(release, topic), title, text, address, release.on or date.min)

    def _sentences(self, number: int, topic: Topic) -> list[str]:
        told = self._told[number]
        lines = told.of(topic)
        if told.release.first:
            return self._counts(told.numbers(lines))
        worth = told.worth_telling(lines)
        single, new = (worth, _NONE) if topic.subject is Subject.UNIT else told.parted(worth)
        writer = _Writer(told, topic, self._names, self._portal, ReleaseRanks(self._ranks, number))
        sentences = [writer.sentence(line) for line in single[:SENTENCES].tolist()]
        more = len(single) - SENTENCES
        rest = [f"Và {counted(more)} thay đổi khác."] if more > 0 else []
        return [*sentences, *rest, *self._counts(told.numbers(new))]

    def _counts(self, numbers: Mapping[tuple[str, str], int]) -> list[str]:
        """How many figures came first from each document."""
        names, portal = self._names, self._portal
        return [
            f"{counted(number)} {wording.WHAT[What(what)]} mới từ {source_of(source_id, names, portal).text}."
            for (source_id, what), number in numbers.items()
        ]


def _key(release: Release, topic: Topic) -> str:
    """Those of releases and units were published before others could be followed: they name no subject."""
    subject = topic.subject if topic.subject is not Subject.UNIT else ""
    return " ".join(filter(None, [release.id, subject, topic.id]))


def _places(portal: Portal) -> Mapping[str, str]:
    """The id of the level topic of each unit."""
    return {unit.id: f"{province_of(unit, portal.units)}:{unit.level}" for unit in portal.units.values()}


class _Writer:
    """Writes the sentences of one entry: what changed, and the assessment and rank that it led to beside it."""

    def __init__(self, told: _Told, topic: Topic, names: Names, portal: Portal, placing: ReleaseRanks) -> None:
        self._told = told
        self._topic = topic
        self._names = names
        self._portal = portal
        self._placing = placing

    def sentence(self, line: int) -> str:
        """What changed."""
        change = self._told.opened(line)
        alone = change.what is What.ASSESSMENT
        told = self._assessment(change) if alone else f"{self._turn(change)}{self._outcome(line)}{self._before(change)}"
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
        unit = self._portal.units.get(change.unit_id)
        if unit and not change.level:
            apart = self._names.unit(unit.id)
            return apart.replace(unit.name, words.name_in_text(unit), 1)
        return words.inline(wording.place_text(change, self._names))

    def _turn(self, change: Change) -> str:
        replaced = self._told.replaced(change)
        if replaced:
            return wording.values_text(replaced.change, self._names)
        old, new = wording.old_text(change, self._names), wording.new_text(change, self._names)
        if change.kind is Kind.NEW:
            return new
        return f"{old} {wording.ARROW} {new}" if new else f"đã rút bỏ, trước là {old}"

    def _before(self, change: Change) -> str:
        """`; số trước theo Báo cáo số 2/BC-UBND`: which document's figure a new one took the place of."""
        replaced = self._told.replaced(change)
        if replaced is None:
            return ""
        return f"; số trước theo {source_of(replaced.source_id, self._names, self._portal).text}"

    def _outcome(self, line: int) -> str:
        """` (chưa đạt, hạng 5 → đạt, hạng 3)`: what became of a unit's result."""
        assessed = self._told.outcome(line)
        if assessed is None or not assessed.new or self._never_asked(assessed):
            return ""
        return f" ({self._assessment(assessed)})"

    def _never_asked(self, change: Change) -> bool:
        """Whether it is no news that nothing was to be reached: of a number, and of the country."""
        unit = self._portal.units.get(change.unit_id)
        of_country = unit is not None and unit.level is Level.COUNTRY
        is_count = self._names.measures.get(change.indicator_id) is Measure.COUNT
        return (of_country or is_count) and (change.new or ("",))[0] == Assessment.NO_TARGET

    def _assessment(self, change: Change) -> str:
        states = zip((change.old, change.new), self._placing.texts(change), strict=True)
        told = [words.inline(wording.assessed_text(state[0], place)) for state, place in states if state]
        return f" {wording.ARROW} ".join(dict.fromkeys(told))
