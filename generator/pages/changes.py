"""Changes of the published data in words: for `/cap-nhat/`, for a unit's page and for the feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator import formats
from generator.history import Change, History, Kind, Release, ReleaseEntry, Replacement, What, wording
from generator.history.ranks import Ranks
from generator.history.subjects import FIGURES, LOCATED, OWN, WATCHED
from generator.history.wording import Names
from generator.measures import compared_within
from generator.model import SCALE, Portal
from generator.pages.links import UPDATES, names_apart, row_address, source_link, source_ref
from generator.pages.parts import Link, SourceRef
from generator.words import sentence

PENDING = "cho-cong-bo"

BY_ANOTHER = "Đổi theo văn bản khác"
"""The word for a figure that was replaced by the figure of another document."""


@dataclass(frozen=True)
class ChangeLine:
    """One change as it is shown. `what` says of what kind of thing it is (`of`), `word` what happened to it.

    `old` or `new` is empty where there was or is nothing. `when` is the day of the release (`04/10/2024`), or says that
    it is not released yet. `place` is the row within the document, of a moved figure the former one too; `effect` tells
    what turned with a figure, and of an assessment the figure that turned it. `before` is where `old` stands if that is
    another document.
    """

    kind: Kind
    of: What
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


def withdrew(line: ChangeLine) -> bool:
    """Whether a result was withdrawn."""
    return line.kind is Kind.WITHDRAWN and line.of is What.RESULT


def changes_by_unit(history: History, portal: Portal) -> Mapping[str, tuple[ChangeLine, ...]]:
    """What a unit's page must show by unit id, newest first: past figures that were changed or withdrawn, or count by
    another document, and assessments that turned for another reason."""
    names, places = told_names(history, portal), placings(history, portal)
    found: dict[str, list[ChangeLine]] = {}
    for release in history.releases:
        teller = Teller(release, names, portal, places[release.id])
        told = {wording.figure_key(change) for change in _figures_of(release)}
        for replacement in release.replaced:
            if not replacement.change.level:
                found.setdefault(replacement.change.unit_id, []).append(teller.replacement(replacement))
        for change in release.changes:
            if _concerns_unit(change, told):
                found.setdefault(change.unit_id, []).append(teller.line(change))
    return {unit_id: tuple(lines) for unit_id, lines in found.items()}


def _concerns_unit(change: Change, told: set[wording.FigureKey]) -> bool:
    if change.level or change.aggregate not in OWN or change.kind is Kind.NEW:
        return False
    if change.what in LOCATED:
        return change.old != change.new
    return change.what is What.ASSESSMENT and turned(change) and wording.figure_key(change) not in told


def _figures_of(release: Release) -> Iterable[Change]:
    """The results that say something else since the release, by their own document or by another one."""
    yield from (change for change in release.changes if change.what is What.RESULT)
    yield from (replacement.change for replacement in release.replaced)


def turned(change: Change) -> bool:
    """Whether the assessment itself turned, not the rank alone."""
    return bool(change.old and change.new) and (change.old or ())[0] != (change.new or ())[0]


@dataclass(frozen=True)
class Placing:
    """The places after a release, known by its number, and before it."""

    ranks: Ranks
    release: int

    def texts(self, change: Change) -> tuple[str, str]:
        """A unit's place before and after the release that changed it: `hạng 5`, `đồng hạng 1`."""
        return self._text(change, change.old, self.release + 1), self._text(change, change.new, self.release)

    def _text(self, change: Change, state: tuple[str, ...] | None, release: int) -> str:
        """What all share is no place; nothing of a unit without one."""
        if state is None or not state[1]:
            return ""
        places = self.ranks.after(release, change.indicator_id, change.period)
        rank, sharing, ranked = places.get(change.unit_id, (state[1], 1, 0))
        if sharing == ranked:
            return f"cả {counted(ranked)} đơn vị cùng một mức"
        return wording.rank_text(rank, tied=sharing > 1)


def peers_in(portal: Portal) -> Mapping[str, str]:
    """Whom each unit is ranked with: those of its level within the same unit."""
    country = portal.country
    return {unit.id: f"{compared_within(unit, portal.units, country)}:{unit.level}" for unit in portal.units.values()}


def placings(history: History, portal: Portal) -> Mapping[str, Placing]:
    """The places that each release changed, by its id."""
    ranks = Ranks(lambda *figure: history.ranks.get(figure, {}), history.releases, peers_in(portal))
    return {release.id: Placing(ranks, number) for number, release in enumerate(history.releases)}


class Teller:
    """Tells the changes of one release in words and links."""

    def __init__(self, release: Release, names: Names, portal: Portal, placing: Placing) -> None:
        self.release = release
        self.names = names
        self.portal = portal
        self._placing = placing
        self._effects = {
            wording.figure_key(change): f" {wording.ARROW} ".join(self._assessed(change))
            for change in release.changes
            if change.what is What.ASSESSMENT and change.old and change.new
        }
        self._causes = {
            wording.figure_key(change): f"Số liệu: {wording.values_text(change, names)}" for change in _altered(release)
        }

    def replacement(self, replacement: Replacement) -> ChangeLine:
        """A figure that counts by another document than before."""
        line = self.line(replacement.change)
        before = _row_of(replacement.source_id, replacement.locator, self.portal)
        document = source_of(replacement.source_id, self.names, self.portal).text
        return replace(line, word=BY_ANOTHER, old=f"{line.old}, theo {document}", before=before)

    def line(self, change: Change) -> ChangeLine:
        """One change as it is shown."""
        old, new = self._turn(change)
        return ChangeLine(
            kind=change.kind,
            of=change.what,
            what=wording.WHAT[change.what].capitalize(),
            word=wording.KIND[change.kind].capitalize(),
            when=formats.day(self.release.on) if self.release.on else "chưa vào phiên bản",
            unit=_unit(change, self.names, self.portal),
            subject=_subject(change, self.names, self.portal),
            time=wording.time_text(change),
            old=old,
            new=new,
            source=_source_ref(change, self.portal),
            place=wording.row_text(change),
            effect=self._effect(change),
        )

    def _turn(self, change: Change) -> tuple[str, str]:
        """What was published before and since; empty where there was or is nothing."""
        if change.what is What.ASSESSMENT:
            return self._assessed(change)
        return wording.old_text(change, self.names), wording.new_text(change, self.names)

    def _assessed(self, change: Change) -> tuple[str, str]:
        """An assessment before and since, with its place among those that share it."""
        states = zip((change.old, change.new), self._placing.texts(change), strict=True)
        old, new = (wording.assessed_text(state[0], place) if state else "" for state, place in states)
        return old, new

    def _effect(self, change: Change) -> str:
        if change.what is What.ASSESSMENT:
            return self._causes.get(wording.figure_key(change), "")
        return self._effects.get(wording.figure_key(change), "") if change.what is What.RESULT else ""


def _altered(release: Release) -> Iterable[Change]:
    """The figures of units that had one value and have another one."""
    return (change for change in _figures_of(release) if not change.level and change.old and change.new)


def _unit(change: Change, names: Names, portal: Portal) -> Link:
    if not change.unit_id:
        return Link("", "")
    unit = portal.units.get(change.unit_id)
    return Link(wording.place_text(change, names), unit.address if unit else "")


def _subject(change: Change, names: Names, portal: Portal) -> Link:
    """What changed and its page; what is no longer in the portal has no page."""
    if change.what in FIGURES or change.what is What.INDICATOR:
        indicator = portal.indicators.get(change.indicator_id)
        return Link(indicator.short_name, indicator.address) if indicator else Link(change.indicator_id, "")
    if change.what is What.UNIT:
        unit = portal.units.get(change.unit_id)
        return Link(names.unit(change.unit_id), unit.address if unit else "")
    if change.what is What.SOURCE:
        return source_of(change.source_id, names, portal)
    return Link(wording.subject_text(change, names), "")


def told_names(history: History, portal: Portal) -> Names:
    """The names of everything that the history of this portal tells of."""
    names = wording.names_in(portal)
    apart = replace(names, units={**names.units, **names_apart(portal)})
    return wording.with_withdrawn_documents(apart, history.releases)


def source_of(source_id: str, names: Names, portal: Portal) -> Link:
    """A document and its page; one that was withdrawn has no page any more."""
    source = portal.sources.get(source_id)
    return source_link(source) if source else Link(names.sources.get(source_id, source_id), "")


def _source_ref(change: Change, portal: Portal) -> SourceRef | None:
    """The row of the document; one that was withdrawn has no row any more, so the document itself."""
    ref = _row_of(change.source_id, change.locator, portal)
    if ref and change.kind is Kind.WITHDRAWN:
        return SourceRef(ref.text, portal.sources[change.source_id].address)
    return ref


def _row_of(source_id: str, locator: str, portal: Portal) -> SourceRef | None:
    source = portal.sources.get(source_id)
    if source is None or not locator:
        return None
    return SourceRef(source_ref(source, locator).text, row_address(source, locator))


def summary_of(release: Release) -> str:
    """One sentence: what the release brought, or that it was the first."""
    results, targets = (_new(release, what) for what in (What.RESULT, What.TARGET))
    if release.first:
        documents = len({count.source_id for count in release.counts if count.what in LOCATED})
        both = counted(results + targets)
        return f"Dữ liệu công bố lần đầu: {both} số liệu kết quả và mức phải đạt, lấy từ {documents} văn bản."
    located = [change for change in release.changes if change.what in LOCATED]
    moved = sum(change.only_moved for change in located)
    altered = len(located) - moved
    begun, ended = (sum(map(counts, release.changes)) for counts in (_begins, _ends))
    turns = sum(change.what is What.ASSESSMENT and turned(change) for change in release.changes)
    told = [
        f"{counted(results)} kết quả mới" if results else "",
        f"{counted(targets)} mức phải đạt mới" if targets else "",
        f"{counted(altered)} số liệu điều chỉnh hoặc rút bỏ" if altered else "",
        f"{counted(len(release.replaced))} số liệu đổi theo văn bản khác" if release.replaced else "",
        f"{counted(moved)} số liệu chỉ đổi dòng dẫn nguồn" if moved else "",
        f"{counted(turns)} đánh giá đổi kết quả" if turns else "",
        f"{counted(ended)} đơn vị kết thúc hoạt động" if ended else "",
        f"{counted(begun)} đơn vị bắt đầu hoạt động" if begun else "",
    ]
    return sentence("; ".join(filter(None, told)) or _nothing_but(release))


def _nothing_but(release: Release) -> str:
    """What is said of a release that changed no figure."""
    others = sum(change.what not in FIGURES for change in release.changes)
    but = f"; {counted(others)} thay đổi về đơn vị, chỉ tiêu, văn bản hoặc nhiệm vụ" if others else ""
    return f"không có số liệu nào thay đổi{but}"


def _new(release: Release, what: What) -> int:
    """How many results or targets the release published for the first time."""
    return sum(count.figures for count in release.counts if count.what is what)


def _ends(change: Change) -> bool:
    """Whether a unit that was at work ended."""
    known = change.what is What.UNIT and change.old is not None
    return known and not _day("active_to", change.old) and bool(_day("active_to", change.new))


def _begins(change: Change) -> bool:
    """Whether a new unit has a first day: one without a first day existed before and was only entered later."""
    return change.what is What.UNIT and change.old is None and bool(_day("active_from", change.new))


def _day(name: str, state: tuple[str, ...] | None) -> str:
    return state[WATCHED[What.UNIT].index(name)] if state else ""


def counted(number: int) -> str:
    return formats.number(number * SCALE, 0)


def anchor_of(release: Release) -> str:
    """Where the list of all releases tells of it."""
    return release.name or PENDING


def release_address(release: Release | ReleaseEntry) -> str:
    """The page of a release that has a day."""
    return f"{UPDATES.address}{release.name}/"


def release_day(release: Release) -> str:
    """`ngày 23/11/2026`; the second release of a day says so: `ngày 23/11/2026, lần 2`."""
    _, dot, number = release.id.partition(".")
    day = formats.day(release.on) if release.on else ""
    return f"ngày {day}, lần {number}" if dot else f"ngày {day}"
