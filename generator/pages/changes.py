"""Formats changes of the published data in words: for `/cap-nhat/`, for a unit's page and for the feeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator import formats, words
from generator.grouping import grouped
from generator.history import Change, ChangeKind, History, Release, ReleaseEntry, Replacement, SubjectKind, wording
from generator.history.ranks import Ranks
from generator.history.subjects import FIGURES, LOCATED, TRACKED_COLUMNS
from generator.history.wording import Names
from generator.model import Assessment, Period, Portal, comparison_unit_id
from generator.model.addresses import RELEASE_PAGE, Part
from generator.pages.links import row_address, source_link, source_ref
from generator.pages.parts import Link, SourceRef
from generator.pages.unit_names import unique_full_names

PENDING = "cho-cong-bo"
"""The anchor of changes that are not released yet."""

OTHER_DOCUMENT = "Đổi theo văn bản khác"
"""The word for a figure that was replaced by the figure of another document."""


@dataclass(frozen=True)
class ChangeLine:
    """One change as pages show it.

    - `kind` and `word`: what happened, as a code and in words; `of` and `what`: the kind of row (result, target, …).
    - `when`: the day of the release (`04/10/2024`), or a remark that the change is not released yet.
    - `subject`: the indicator, unit, document or task that changed; `time`: the period, or the due date of a target.
    - `old`, `new`: the value before and after, empty if there was or is none.
    - `source`, `place`: the row of the document; for a moved figure `place` also names the former row.
    - `effect`: for a figure, how its assessment changed; for an assessment, the change of the figure that caused it.
    - `before`: the row that stated `old`, if that is in another document.
    """

    kind: ChangeKind
    of: SubjectKind
    what: str
    word: str
    when: str
    unit: Link
    subject: Link
    time: str
    old: str
    new: str
    source: SourceRef | None
    place: str
    effect: str
    before: SourceRef | None = None


def is_withdrawn_result(line: ChangeLine) -> bool:
    """Whether a result was withdrawn."""
    return line.kind is ChangeKind.WITHDRAWN and line.of is SubjectKind.RESULT


def changes_by_unit(history: History, portal: Portal) -> Mapping[str, tuple[ChangeLine, ...]]:
    """Returns the changes that each unit's page must show, by unit id, newest first.

    These are figures that were changed, withdrawn or replaced by another document's figure, and assessments that
    changed for another reason.
    """
    names, ranks = names_on_pages(history, portal), ranks_by_release(history, portal)
    found: dict[str, list[ChangeLine]] = {}
    for release in history.releases:
        formatter = ChangeFormatter(release, names, portal, ranks[release.id])
        listed = {wording.figure_key(change) for change in _figures_of(release)}
        for replacement in release.replaced:
            if not replacement.change.level:
                found.setdefault(replacement.change.unit_id, []).append(formatter.replacement(replacement))
        shown = [change for change in release.changes if _is_on_unit_page(change, listed)]
        for changes in grouped(shown, _what_changed).values():
            found.setdefault(changes[0].unit_id, []).append(formatter.combined(changes))
    return {unit_id: tuple(lines) for unit_id, lines in found.items()}


def _what_changed(change: Change) -> tuple[object, ...]:
    """Returns a key that is equal for changes that one line can show: a target that is set or replaced changes the
    assessments of many periods in the same way."""
    if change.what is not SubjectKind.ASSESSMENT or not change.old or not change.new:
        return (change,)
    return change.unit_id, change.indicator_id, change.old[0], change.new[0]


def _is_on_unit_page(change: Change, listed: set[wording.FigureKey]) -> bool:
    """Whether the unit's page shows the change. `listed` are figures whose own change is shown already."""
    if change.level or change.kind is ChangeKind.NEW:
        return False
    if change.what in LOCATED:
        return change.old != change.new
    return (
        change.what is SubjectKind.ASSESSMENT
        and assessment_changed(change)
        and wording.figure_key(change) not in listed
    )


def _figures_of(release: Release) -> Iterable[Change]:
    """Yields the results that the release changed, in their own document or by another document."""
    yield from (change for change in release.changes if change.what is SubjectKind.RESULT)
    yield from (replacement.change for replacement in release.replaced)


def assessment_changed(change: Change) -> bool:
    """Whether the assessment itself changed, not only the rank."""
    return bool(change.old and change.new) and (change.old or ())[0] != (change.new or ())[0]


def is_lost_gap(change: Change) -> bool:
    """Whether an assessment without a figure was withdrawn: the unit's first figure was published under its own period,
    or the figures were withdrawn that the unit was missing among. Nothing that readers could see of the unit changed.
    """
    return change.kind is ChangeKind.WITHDRAWN and (change.old or ("",))[0] == Assessment.NO_RESULT


@dataclass(frozen=True)
class ReleaseRanks:
    """The ranks before and after one release. `release` is its number, counted from the newest release (0)."""

    ranks: Ranks
    release: int

    def texts(self, change: Change) -> tuple[str, str]:
        """Returns a unit's rank before and after the release: `hạng 5`, `đồng hạng 1`; empty without a rank."""
        return self._text(change, change.old, self.release + 1), self._text(change, change.new, self.release)

    def _text(self, change: Change, state: tuple[str, ...] | None, release: int) -> str:
        """Returns the rank in one state. If all units share a rank, the text states this instead of the rank."""
        if state is None or not state[1]:
            return ""
        places = self.ranks.after(release, change.indicator_id, change.period)
        rank, sharing, ranked = places.get(change.unit_id, (state[1], 1, 0))
        if sharing == ranked:
            return f"cả {formats.count(ranked)} đơn vị cùng một mức"
        return wording.rank_text(rank, tied=sharing > 1)


def peer_group_keys(portal: Portal) -> Mapping[str, str]:
    """Returns the key of each unit's peer group, by unit id: units of one level within the same unit."""
    country = portal.country
    return {
        unit.id: f"{comparison_unit_id(unit, portal.units, country)}:{unit.level}" for unit in portal.units.values()
    }


def ranks_by_release(history: History, portal: Portal) -> Mapping[str, ReleaseRanks]:
    """Returns the ranks before and after each release, by release id."""
    ranks = Ranks(lambda *figure: history.ranks.get(figure, {}), history.releases, peer_group_keys(portal))
    return {release.id: ReleaseRanks(ranks, number) for number, release in enumerate(history.releases)}


class ChangeFormatter:
    """Formats the changes of one release as words and links."""

    def __init__(self, release: Release, names: Names, portal: Portal, ranks: ReleaseRanks) -> None:
        self.release = release
        self.names = names
        self.portal = portal
        self._ranks = ranks
        self._effects = {
            wording.figure_key(change): f" {wording.ARROW} ".join(self._assessed(change))
            for change in release.changes
            if change.what is SubjectKind.ASSESSMENT and change.old and change.new
        }
        replaced = (item.change for item in release.replaced if not item.change.level)
        self._in_force = {wording.figure_key(change): change.source_id for change in replaced}
        self._causes = {
            wording.figure_key(change): f"Số liệu: {wording.values_text(change, names)}"
            for change in _changed_figures(release)
        }

    def replacement(self, replacement: Replacement) -> ChangeLine:
        """Formats a figure that was replaced by the figure of another document."""
        line = self.line(replacement.change)
        document = source_of(replacement.source_id, self.names, self.portal)
        row = _row_of(replacement.source_id, replacement.locator, self.portal)
        before = row or _withdrawn_ref(replacement.source_id, self.names)
        return replace(line, word=OTHER_DOCUMENT, old=f"{line.old}, theo {document.text}", before=before)

    def combined(self, changes: Sequence[Change]) -> ChangeLine:
        """Formats changes that `_what_changed` puts together. If there are several, the line names the first and the
        last period instead of the rank in each."""
        line = self.line(changes[0])
        if len(changes) == 1:
            return line
        first, *_, last = sorted((Period.parse(change.period) for change in changes), key=lambda period: period.order)
        time = f"{len(changes)} kỳ, từ {formats.period(first)} đến {formats.period(last)}"
        unread = changes[0].indicator_id in self.names.unread
        states = (changes[0].old, changes[0].new)
        old, new = (wording.assessed_text(state[0], "", unread=unread) for state in states if state)
        return replace(line, time=time, old=old, new=new, effect="")

    def line(self, change: Change) -> ChangeLine:
        """Formats one change."""
        old, new = self._before_and_after(change)
        return ChangeLine(
            kind=change.kind,
            of=change.what,
            what=words.capitalised(wording.WHAT[change.what]),
            word=words.capitalised(wording.KIND[wording.reported_kind(change)]),
            when=formats.day(self.release.on) if self.release.on else "chưa thuộc phiên bản nào",
            unit=_unit(change, self.names, self.portal),
            subject=_subject(change, self.names, self.portal),
            time=wording.time_text(change),
            old=old,
            new=new,
            source=_source_ref(change, self.names, self.portal),
            place=wording.row_text(change),
            effect=self._effect(change),
        )

    def _before_and_after(self, change: Change) -> tuple[str, str]:
        """Returns what was published before and after; empty if there was or is nothing."""
        if change.what is SubjectKind.ASSESSMENT:
            old, new = self._assessed(change)
            return old, words.capitalised(new)
        return wording.old_text(change, self.names), wording.new_text(change, self.names)

    def _assessed(self, change: Change) -> tuple[str, str]:
        """Returns an assessment before and after, each with the rank. If only the rank changed, the text after is the
        rank alone."""
        places, unread = self._ranks.texts(change), change.indicator_id in self.names.unread
        if change.old and change.new and not assessment_changed(change):
            before, after = (place or words.NOT_RANKED for place in places)
            return wording.assessed_text(change.old[0], before, unread=unread), after
        states = zip((change.old, change.new), places, strict=True)
        old, new = (wording.assessed_text(state[0], rank, unread=unread) if state else "" for state, rank in states)
        return old, new

    def _effect(self, change: Change) -> str:
        if change.what is SubjectKind.ASSESSMENT:
            return self._causes.get(wording.figure_key(change), "")
        key = wording.figure_key(change)
        own = change.what is SubjectKind.RESULT and not change.level
        # If another document's figure counts now, the row of this document changed nothing.
        counts = self._in_force.get(key, change.source_id) == change.source_id
        return self._effects.get(key, "") if own and counts else ""


def _changed_figures(release: Release) -> Iterable[Change]:
    """Returns the changes of units' figures that have a value both before and after."""
    return (change for change in _figures_of(release) if not change.level and change.old and change.new)


def _unit(change: Change, names: Names, portal: Portal) -> Link:
    if not change.unit_id:
        return Link("", "")
    unit = portal.units.get(change.unit_id)
    return Link(wording.place_text(change, names), unit.address if unit else "")


def _subject(change: Change, names: Names, portal: Portal) -> Link:
    """Returns the changed thing with its page; without an address if it is no longer in the portal."""
    if change.what in FIGURES or change.what is SubjectKind.INDICATOR:
        indicator = portal.indicators.get(change.indicator_id)
        return Link(indicator.short_name, indicator.address) if indicator else Link(change.indicator_id, "")
    if change.what is SubjectKind.UNIT:
        unit = portal.units.get(change.unit_id)
        return Link(names.unit(change.unit_id), unit.address if unit else "")
    if change.what is SubjectKind.SOURCE:
        return source_of(change.source_id, names, portal)
    return Link(wording.subject_text(change, names), "")


def names_on_pages(history: History, portal: Portal) -> Names:
    """Returns the names of everything in the portal and its history; names that several units share are made unique."""
    names = wording.names_in(portal)
    pages = {document.id: document.address for document in history.withdrawn}
    unique = replace(names, units={**names.units, **unique_full_names(portal)}, withdrawn_pages=pages)
    named = wording.with_withdrawn_documents(unique, history.releases)
    return wording.with_unread_targets(named, history.releases)


def source_of(source_id: str, names: Names, portal: Portal) -> Link:
    """Returns a document with its page; without an address if it was withdrawn from the portal and has no page."""
    source = portal.sources.get(source_id)
    if source:
        return source_link(source)
    return Link(names.sources.get(source_id, source_id), names.withdrawn_pages.get(source_id, ""))


def _source_ref(change: Change, names: Names, portal: Portal) -> SourceRef | None:
    """Returns the row of the document, or the document itself for a withdrawn figure, which has no row any more."""
    ref = _row_of(change.source_id, change.locator, portal)
    if ref is None and change.locator:
        return _withdrawn_ref(change.source_id, names)
    if ref and change.kind is ChangeKind.WITHDRAWN:
        return SourceRef(ref.text, portal.sources[change.source_id].address)
    return ref


def _withdrawn_ref(source_id: str, names: Names) -> SourceRef | None:
    """Returns a withdrawn document with its page; None if it has no page."""
    address = names.withdrawn_pages.get(source_id)
    return SourceRef(names.sources.get(source_id, source_id), address) if address else None


def _row_of(source_id: str, locator: str, portal: Portal) -> SourceRef | None:
    source = portal.sources.get(source_id)
    if source is None or not locator:
        return None
    return SourceRef(source_ref(source, locator).text, row_address(source, locator))


def summary_of(release: Release) -> str:
    """Returns one sentence that counts what the release changed, or states that it is the first release."""
    results, targets = (_new(release, what) for what in (SubjectKind.RESULT, SubjectKind.TARGET))
    if release.first:
        documents = len({count.source_id for count in release.counts if count.what in LOCATED})
        both = formats.count(results + targets)
        return f"Dữ liệu công bố lần đầu: {both} số liệu kết quả và mức phải đạt, lấy từ {documents} văn bản."
    located = [change for change in release.changes if change.what in LOCATED]
    moved = sum(change.only_moved for change in located)
    altered = len(located) - moved
    blank = sum(count.blank for count in release.counts)
    begun, ended = (sum(map(counts, release.changes)) for counts in (_begins, _ends))
    reassessed = sum(change.what is SubjectKind.ASSESSMENT and assessment_changed(change) for change in release.changes)
    parts = [
        f"{formats.count(results)} kết quả mới" if results else "",
        f"{formats.count(targets)} mức phải đạt mới" if targets else "",
        f"{formats.count(blank)} ô văn bản để trống" if blank else "",
        f"{formats.count(altered)} số liệu điều chỉnh hoặc rút bỏ" if altered else "",
        f"{formats.count(len(release.replaced))} số liệu đổi theo văn bản khác" if release.replaced else "",
        f"{formats.count(moved)} số liệu chỉ đổi dòng dẫn nguồn" if moved else "",
        f"{formats.count(reassessed)} đánh giá đổi kết quả" if reassessed else "",
        f"{formats.count(ended)} đơn vị kết thúc hoạt động" if ended else "",
        f"{formats.count(begun)} đơn vị bắt đầu hoạt động" if begun else "",
    ]
    return words.sentence("; ".join(filter(None, parts)) or _no_figure_changed(release))


def _no_figure_changed(release: Release) -> str:
    """Returns the summary of a release that changed no figure."""
    others = sum(change.what not in FIGURES for change in release.changes)
    rest = f"; {formats.count(others)} thay đổi về đơn vị, chỉ tiêu, văn bản hoặc nhiệm vụ" if others else ""
    return f"không có số liệu nào thay đổi{rest}"


def _new(release: Release, what: SubjectKind) -> int:
    """Returns how many results or targets the release published for the first time."""
    return sum(count.stated for count in release.counts if count.what is what)


def _ends(change: Change) -> bool:
    """Whether the change ends a unit that existed before."""
    known = change.what is SubjectKind.UNIT and change.old is not None
    return known and not _day("active_to", change.old) and bool(_day("active_to", change.new))


def _begins(change: Change) -> bool:
    """Whether the change adds a unit with a first day. A unit without one existed before and was only entered later."""
    return change.what is SubjectKind.UNIT and change.old is None and bool(_day("active_from", change.new))


def _day(name: str, state: tuple[str, ...] | None) -> str:
    return state[TRACKED_COLUMNS[SubjectKind.UNIT].index(name)] if state else ""


def anchor_of(release: Release) -> str:
    """Returns the anchor of a release on the page of all releases."""
    return release.name or PENDING


def release_address(release: Release | ReleaseEntry) -> str:
    """Returns the address of the page of a release. The release must have a day."""
    return RELEASE_PAGE.address({Part.RELEASE: release.name})


def release_day(release: Release) -> str:
    """Returns the day of a release: `ngày 23/11/2026`; for the second release of a day `ngày 23/11/2026, lần 2`."""
    _, dot, number = release.id.partition(".")
    day = formats.day(release.on) if release.on else ""
    return f"ngày {day}, lần {number}" if dot else f"ngày {day}"
