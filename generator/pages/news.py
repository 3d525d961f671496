"""Writes the entries of feeds: what the newest releases changed on a topic (portal, unit, indicator, document, level).

A release has an entry on a topic only if a value, a rank or an assessment changed. The entry has a sentence for each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from generator import formats, words
from generator.bulk import ARROW_TEXT, Numbers, in_categories, map_texts, positions_in, row_keys, row_order
from generator.history import Change, ChangeKind, History, Release, Replacement, SubjectKind, wording
from generator.history.changes import LOG_COLUMNS, change_of
from generator.history.ranks import Ranks, all_ranks
from generator.history.releases import blank_results
from generator.history.subjects import FIGURES, KEY, LOCATED
from generator.history.wording import Names
from generator.model import Assessment, Level, Measure, Period, Portal, province_id_of
from generator.pages.changes import (
    ReleaseRanks,
    names_on_pages,
    peer_group_keys,
    release_address,
    source_of,
    summary_of,
)
from generator.pages.topics import ALL, Subject, Topic

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = 12
"""The largest number of releases in a feed: feed readers keep older entries, and a feed must not grow forever."""

SENTENCES = 12
"""The largest number of sentences in an entry; further changes are only counted."""


@dataclass(frozen=True)
class News:
    """The entry of one release on a topic. `key` is its unique and permanent id."""

    key: str
    title: str
    summary: str
    address: str
    on: date


_ORDER: Mapping[str, int] = {SubjectKind.RESULT: 0, SubjectKind.TARGET: 1, SubjectKind.ASSESSMENT: 2}
"""The order of kinds of figures within an entry."""

_NONE: Numbers = np.empty(0, np.int64)
_NO_LINE = -1
_NEW = "{count} {what} mới từ {source}."
_WITHDRAWN = "{count} {what} của {source} đã rút bỏ."
"""Sentences that count the figures of a document."""


class _ReleaseLog:
    """The figures that a release changed, as the numbered lines of a log: first new figures, then changed ones.

    There may be millions of lines, so a line becomes a `Change` only if an entry contains it. In the first release
    everything is new, so only the figures that documents state are kept, without assessments.
    """

    def __init__(self, release: Release, level_topics: Mapping[str, str]) -> None:
        self.release = release
        kinds = frozenset(LOCATED if release.first else FIGURES)
        new = release.read_new()
        new = new[new["what"].isin(list(kinds))]
        self._new = len(new)
        self._altered = [change for change in release.changes if change.what in kinds and not change.only_moved]
        log = in_categories(pd.concat([new, _lines_of(self._altered)], ignore_index=True), LOG_COLUMNS)
        self._blank = blank_results(log).to_numpy()
        self._columns = {name: _Column(log[name]) for name in LOG_COLUMNS}
        self._lines_on = _lines_by_topic(log, level_topics)
        self._figures = row_keys(log, ("unit_id", "indicator_id", "period"))
        self._order = np.array(map_texts(log["what"], _ORDER.__getitem__), np.int8)
        self._ends = np.array(map_texts(log["period"], _end_of), np.int64)
        self._replaced = {_row_key(replaced.change): replaced for replaced in release.replaced}
        self._changed = log["kind"].isin([ChangeKind.CHANGED, ChangeKind.MOVED]).to_numpy() | self._replacing(log)
        self._withdrawn = log["kind"].eq(ChangeKind.WITHDRAWN).to_numpy()
        self._outcomes = self._assessments()
        self._of_several = self._stated_by_several(log)
        assessed = log[self._order == _ORDER[SubjectKind.ASSESSMENT]]
        self._assessed = assessed.groupby(["indicator_id", "period"], observed=True, sort=False).groups

    def of(self, topic: Topic) -> Numbers:
        """Returns the lines on a topic."""
        return self._lines_on[topic.subject].get(topic.id, _NONE)

    def worth_a_sentence(self, lines: Numbers) -> Numbers:
        """Returns the lines that deserve a sentence, most important first, because the rest is only counted.

        The order is results, targets, then ranks and assessments that changed without a line on the figure itself.
        Within each of these, changed figures come before new ones, and newer periods before older ones.
        """
        order, changed, figures = self._order[lines], self._changed[lines], self._figures[lines]
        with_result = np.isin(figures, figures[order == _ORDER[SubjectKind.RESULT]])
        worth = (order != _ORDER[SubjectKind.ASSESSMENT]) | (changed & ~with_result)
        chosen: Numbers = lines[worth][np.lexsort((-self._ends[lines[worth]], ~changed[worth], order[worth]))]
        return chosen

    def split(self, worth: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Splits the lines into those with a sentence each, new figures that are only counted, and withdrawn figures
        that are only counted.

        New or withdrawn figures are only counted if there are too many: of a whole level, the first dozen would be of
        one unit.
        """
        withdrawn = self._withdrawn[worth]
        new = ~self._changed[worth] & ~withdrawn
        counted_new, counted_withdrawn = (lines & (np.count_nonzero(lines) > SENTENCES) for lines in (new, withdrawn))
        return worth[~counted_new & ~counted_withdrawn], worth[counted_new], worth[counted_withdrawn]

    def opened(self, line: int) -> Change:
        """Returns the change of a line."""
        if line >= self._new:
            return self._altered[line - self._new]
        return change_of(tuple(self._columns[name][line] for name in LOG_COLUMNS))

    def outcome(self, line: int) -> Change | None:
        """Returns the change of the assessment that belongs to a unit's changed result; None if there is none.

        If the release changed the figure in the rows of several documents, only one of them is assessed. It is known
        only if it replaced the figure of an earlier release.
        """
        own = self._order[line] == _ORDER[SubjectKind.RESULT] and not self._columns["level"][line]
        at = int(self._outcomes[line]) if own else _NO_LINE
        if at == _NO_LINE or (self._of_several[line] and not self.replaced(self.opened(line))):
            return None
        return self.opened(at)

    def ranks_before(self, indicator_id: str, period: str) -> Iterator[tuple[str, str]]:
        """Yields each unit whose assessment the release changed, with its earlier rank; empty if it had none."""
        for line in self._assessed.get((indicator_id, period), ()):
            old = self._altered[line - self._new].old if line >= self._new else None
            yield self._columns["unit_id"][line], old[1] if old else ""

    def replaced(self, change: Change) -> Replacement | None:
        """Returns the replacement, if a new figure replaced the figure of another document."""
        return self._replaced.get(_row_key(change)) if change.kind is ChangeKind.NEW else None

    def _replacing(self, log: pd.DataFrame) -> "NDArray[np.bool_]":
        """Returns the mask of new lines that replaced another document's figure.

        Replacements concern few units, so only the lines of these units are examined.
        """
        units = {replaced.change.unit_id for replaced in self._replaced.values()}
        candidates = np.flatnonzero(log["unit_id"].iloc[: self._new].isin(units)).tolist()
        replacing = np.zeros(len(log), dtype=bool)
        replacing[[line for line in candidates if self.replaced(self.opened(line))]] = True
        return replacing

    def numbers(self, lines: Numbers) -> Mapping[tuple[str, str], int]:
        """Counts the lines by document and kind of figure, without the results that a document leaves empty."""
        sources, whats = self._columns["source_id"], self._columns["what"]
        return Counter((sources[line], whats[line]) for line in lines[~self._blank[lines]].tolist())

    def _stated_by_several(self, log: pd.DataFrame) -> "NDArray[np.bool_]":
        """Returns the mask of results of units of which the log has several lines for one figure."""
        own = np.flatnonzero((self._order == _ORDER[SubjectKind.RESULT]) & log["level"].eq("").to_numpy())
        several = np.zeros(len(log), dtype=bool)
        several[own] = pd.Series(self._figures[own]).duplicated(keep=False).to_numpy()
        return several

    def _assessments(self) -> Numbers:
        """Returns for each line the line of the assessment of the same unit, indicator and period, or `_NO_LINE`."""
        lines = np.flatnonzero(self._order == _ORDER[SubjectKind.ASSESSMENT])
        lines = lines[row_order(self._figures[lines])]
        return np.append(lines, _NO_LINE)[positions_in(self._figures[lines], self._figures)]


def _end_of(period: str) -> int:
    return Period.parse(period).end.toordinal() if period else 0


def _row_key(change: Change) -> tuple[str, ...]:
    """Returns the key of a figure in a row of a document."""
    return tuple(str(getattr(change, name)) for name in ("what", *KEY))


class _Column:
    """A column of a log: its distinct texts, and the number of the text in each line."""

    def __init__(self, column: "pd.Series[str]") -> None:
        self._texts: list[str] = column.cat.categories.tolist()
        self._numbers: NDArray[np.integer[Any]] = column.cat.codes.to_numpy()

    def __getitem__(self, line: int) -> str:
        text: str = self._texts[self._numbers[line]]
        return text


def _lines_of(changes: Iterable[Change]) -> pd.DataFrame:
    """Returns log lines for the changes, without the states `old` and `new`, which stay in the changes."""
    lines = [{**vars(change), "old": "", "new": ""} for change in changes]
    return pd.DataFrame(lines, columns=LOG_COLUMNS, dtype=ARROW_TEXT)


def _lines_by_topic(log: pd.DataFrame, level_topics: Mapping[str, str]) -> Mapping[Subject, Mapping[str, Numbers]]:
    """Returns the lines on each topic, by subject and id.

    A figure of a whole level is not on the topic of units of that level, because it is not of one of these units.
    """
    level = pd.Series(map_texts(log["unit_id"], lambda id_: level_topics.get(id_, "")), dtype="str")
    return {
        Subject.ALL: {ALL.id: np.arange(len(log))},
        Subject.UNIT: _lines_by(log["unit_id"]),
        Subject.INDICATOR: _lines_by(log["indicator_id"]),
        Subject.SOURCE: _lines_by(log["source_id"]),
        Subject.LEVEL: _lines_by(level.where(log["level"].eq(""), "")),
    }


def _lines_by(column: "pd.Series[str]") -> Mapping[str, Numbers]:
    """Returns the lines of each text of a column, in their order."""
    return {str(text): np.asarray(lines) for text, lines in column.groupby(column, observed=True).indices.items()}


class Newsroom:
    """Builds the feed entries of the newest releases that have a day, for one topic at a time."""

    def __init__(self, history: History, portal: Portal) -> None:
        short = {indicator.id: indicator.short_name for indicator in portal.indicators.values()}
        self._names = replace(names_on_pages(history, portal), indicators=short)
        self._portal = portal
        level_topics = _level_topics(portal)
        self._logs = [_ReleaseLog(release, level_topics) for release in history.released[:KEPT]]
        self._ranks = Ranks(all_ranks(history.last_version), self._logs, peer_group_keys(portal))

    def news(self, topic: Topic) -> tuple[News, ...]:
        """Returns the entries on a topic, newest first.

        A release without a sentence on the topic has no entry, for example if a new report leaves out the unit.
        """
        entries = (self._entry(number, topic) for number, log in enumerate(self._logs) if len(log.of(topic)))
        return tuple(entry for entry in entries if entry.summary)

    def _entry(self, number: int, topic: Topic) -> News:
        release = self._logs[number].release
        day = formats.day(release.on) if release.on else ""
        if topic.subject is Subject.ALL:
            title, text, address = f"Cập nhật dữ liệu ngày {day}", summary_of(release), release_address(release)
        else:
            title, address = f"{topic.name}: cập nhật ngày {day}", topic.page
            text = " ".join(self._sentences(number, topic))
        return News(_key(release, topic), title, text, address, release.on or date.min)

    def _sentences(self, number: int, topic: Topic) -> list[str]:
        log = self._logs[number]
        lines = log.of(topic)
        if log.release.first:
            return self._counts(log.numbers(lines), _NEW)
        worth = log.worth_a_sentence(lines)
        single, new, withdrawn = (worth, _NONE, _NONE) if topic.subject is Subject.UNIT else log.split(worth)
        writer = _Writer(log, topic, self._names, self._portal, ReleaseRanks(self._ranks, number))
        sentences = [writer.sentence(line) for line in single[:SENTENCES].tolist()]
        more = len(single) - SENTENCES
        rest = [f"Và {formats.count(more)} thay đổi khác."] if more > 0 else []
        counts = self._counts(log.numbers(withdrawn), _WITHDRAWN), self._counts(log.numbers(new), _NEW)
        return [*sentences, *rest, *chain.from_iterable(counts)]

    def _counts(self, numbers: Mapping[tuple[str, str], int], text: str) -> list[str]:
        """Returns a sentence for each document and kind of figure: how many figures are new or withdrawn."""
        names, portal = self._names, self._portal
        return [
            text.format(
                count=formats.count(number),
                what=wording.WHAT[SubjectKind(what)],
                source=source_of(source_id, names, portal).text,
            )
            for (source_id, what), number in numbers.items()
        ]


def _key(release: Release, topic: Topic) -> str:
    """Returns the permanent id of an entry.

    Ids of releases and of units have no subject, because they were published before other topics existed.
    """
    subject = topic.subject if topic.subject is not Subject.UNIT else ""
    return " ".join(filter(None, [release.id, subject, topic.id]))


def _level_topics(portal: Portal) -> Mapping[str, str]:
    """Returns the id of the level topic of each unit, by unit id."""
    return {unit.id: f"{province_id_of(unit, portal.units)}:{unit.level}" for unit in portal.units.values()}


class _Writer:
    """Writes the sentences of one entry: what changed, and how the assessment and the rank changed with it."""

    def __init__(self, log: _ReleaseLog, topic: Topic, names: Names, portal: Portal, ranks: ReleaseRanks) -> None:
        self._log = log
        self._topic = topic
        self._names = names
        self._portal = portal
        self._ranks = ranks

    def sentence(self, line: int) -> str:
        """Returns the sentence on the change of a line."""
        change = self._log.opened(line)
        alone = change.what is SubjectKind.ASSESSMENT
        text = (
            self._assessment(change) if alone else f"{self._values(change)}{self._outcome(line)}{self._before(change)}"
        )
        return words.sentence(f"{self._subject(change)}: {text}")

    def _subject(self, change: Change) -> str:
        """Returns what changed, without the topic itself: `Thanh toán trực tuyến của Sở Y tế, tháng 5/2024`."""
        known = self._topic.subject is Subject.INDICATOR
        indicator = "" if known else self._names.indicators.get(change.indicator_id, change.indicator_id)
        own = self._topic.subject is Subject.UNIT and not change.level
        figure = " của ".join(filter(None, [indicator, "" if own else self._owner(change)]))
        target = "mức phải đạt" if change.what is SubjectKind.TARGET else ""
        return ", ".join(filter(None, [figure, target, wording.time_text(change)]))

    def _owner(self, change: Change) -> str:
        """Returns the unit or the level that the figure belongs to."""
        unit = self._portal.units.get(change.unit_id)
        if unit and not change.level:
            unique = self._names.unit(unit.id)
            return unique.replace(unit.name, words.name_in_text(unit), 1)
        return words.inline(wording.place_text(change, self._names))

    def _values(self, change: Change) -> str:
        """Returns the values before and after, in words."""
        replaced = self._log.replaced(change)
        if replaced:
            return wording.values_text(replaced.change, self._names)
        old, new = wording.old_text(change, self._names), wording.new_text(change, self._names)
        if change.kind is ChangeKind.NEW:
            return new
        return f"{old} {wording.ARROW} {new}" if new else f"đã rút bỏ, trước là {old}"

    def _before(self, change: Change) -> str:
        """Returns the document of the replaced figure, if any: `; số trước theo Báo cáo số 2/BC-UBND`."""
        replaced = self._log.replaced(change)
        if replaced is None:
            return ""
        return f"; số trước theo {source_of(replaced.source_id, self._names, self._portal).text}"

    def _outcome(self, line: int) -> str:
        """Returns how the assessment of a unit's result changed: ` (chưa đạt, hạng 5 → đạt, hạng 3)`. Empty if it only
        repeats why there is no figure: `không áp dụng`."""
        assessed = self._log.outcome(line)
        if assessed is None or not assessed.new or self._never_has_target(assessed):
            return ""
        text = self._assessment(assessed)
        return "" if text == self._values(self._log.opened(line)) else f" ({text})"

    def _never_has_target(self, change: Change) -> bool:
        """Whether "no target" is no news: counts and the country's figures normally have no target."""
        unit = self._portal.units.get(change.unit_id)
        of_country = unit is not None and unit.level is Level.COUNTRY
        is_count = self._names.measures.get(change.indicator_id) is Measure.COUNT
        return (of_country or is_count) and (change.new or ("",))[0] == Assessment.NO_TARGET

    def _assessment(self, change: Change) -> str:
        states = zip((change.old, change.new), self._ranks.texts(change), strict=True)
        unread = change.indicator_id in self._names.unread
        texts = [words.inline(wording.assessed_text(state[0], rank, unread=unread)) for state, rank in states if state]
        return f" {wording.ARROW} ".join(dict.fromkeys(texts))
