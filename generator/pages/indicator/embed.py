"""Pages `/nhung/xep-hang/<indicator>/` and `/nhung/xep-hang/<indicator>/<period>/`: rankings that other sites embed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from generator import formats, words
from generator.deferred import Deferred
from generator.model import Assessment, Period
from generator.model.addresses import LEVEL_IDS, RANKING_EMBED, Part
from generator.pages.embeds import EmbedLevel, EmbedRow, RankingEmbed
from generator.pages.facts import JUDGED, Assessed, Facts, Group, sources_of
from generator.pages.figures import (
    bar_of,
    caveats_of,
    figure_of,
    target_phrase,
    unread_target_phrase,
    useful_mark,
    with_former,
)
from generator.pages.indicator.distribution import distribution
from generator.pages.indicator.indicator_facts import IndicatorFacts
from generator.pages.indicator.results import whole_areas
from generator.pages.indicator.scope import Scope, whole_of
from generator.pages.level_names import level_id, level_title
from generator.pages.links import unit_link
from generator.pages.parts import EmbedCode, Embedding, Link
from generator.pages.posters import poster_path
from generator.pages.sentences import ends, level_target, sentences, unranked_because, without_figure
from generator.pages.unit_names import name_within

_WHOLE = 20
"""Maximum number of units of a level that are all shown."""

_BEST = 5
"""Number of units named beside the dots if a level has more units than `_WHOLE`."""

_MOST_LEVELS = 4
"""Maximum number of levels in an embed."""
_ROW_HEIGHT = 44
"""Height of a row in a frame 640 pixels wide, where the row of a long name takes two lines."""
_FRAME_HEIGHT = 280
"""Height of an embed without rows and distribution in such a frame."""
_STRIP_HEIGHT = 80
"""Height of a distribution in such a frame."""


def ranking_embed_address(indicator_slug: str, period: str = "") -> str:
    """Address of an embedded ranking: of the newest figures, or of a period."""
    return RANKING_EMBED.address({Part.INDICATOR: indicator_slug, Part.PERIOD: period})


def ranking_embeds(indicators: Sequence[IndicatorFacts]) -> Deferred[RankingEmbed]:
    """Returns for each indicator with figures an embed of the newest figures, and one for each period."""
    makers = [made for indicator_facts in indicators for made in _addressed_makers(indicator_facts)]
    return Deferred([make for _, make in makers], [(address,) for address, _ in makers])


def _addressed_makers(indicator_facts: IndicatorFacts) -> Iterator[tuple[str, partial[RankingEmbed]]]:
    """Yields the address of each embed and the function that builds it."""
    slug = indicator_facts.indicator.slug
    scope = whole_of(indicator_facts)
    if indicator_facts.figures:
        yield ranking_embed_address(slug), partial(_embed, scope, None)
    for period in indicator_facts.figures:
        yield ranking_embed_address(slug, str(period)), partial(_embed, scope, period)


def _figures(scope: Scope, period: Period | None) -> tuple[Sequence[Assessed], Sequence[Group], Sequence[Group]]:
    """Returns the provinces' own figures, the levels, and the levels of all provinces together; the newest ones without
    a period."""
    if period is None:
        return scope.newest.own, scope.newest.groups, scope.pooled
    figures = scope.figures(period)
    return figures.own, figures.groups, scope.indicator_facts.pooled_at.get(period, ())


def _embed(scope: Scope, period: Period | None) -> RankingEmbed:
    own, groups, pooled = _figures(scope, period)
    indicator, facts = scope.indicator, scope.facts
    shown = [*([_provinces(own, facts)] if own else []), *(_level(group, facts) for group in groups)]
    shown += [_pooled_level(group, facts) for group in pooled]
    first = sorted(shown, key=lambda level: level.id == _OWN)[:_MOST_LEVELS]
    page = scope.dated[period] if period else scope.address
    live = ranking_embed_address(indicator.slug)
    return RankingEmbed(
        address=ranking_embed_address(indicator.slug, str(period or "")),
        heading=indicator.short_name,
        scope=scope.where,
        page=Link("Xem tất cả", page),
        picture=poster_path(page),
        height=_frame_height(own, groups, pooled),
        levels=tuple(first),
        newest=Link("Xem số liệu mới nhất", live) if period else None,
        period=formats.period(period) if period else "",
    )


_OWN = "toan-tinh"
"""Anchor of the provinces' own figures."""


def _frame_height(own: Sequence[Assessed], groups: Sequence[Group], pooled: Sequence[Group]) -> int:
    """Returns the height in pixels that shows each level of an embed in a frame 640 pixels wide. `pooled` are levels of
    all provinces together."""
    counts = [len(group.known) for group in groups]
    of_levels = [_ROW_HEIGHT * count if count <= _WHOLE else _ROW_HEIGHT * _BEST + _STRIP_HEIGHT for count in counts]
    shown = [*of_levels, *(_STRIP_HEIGHT for _ in pooled), _ROW_HEIGHT * len(own)]
    return _FRAME_HEIGHT + max(shown[:_MOST_LEVELS])


def embedding(scope: Scope, period: Period | None, section_links: Sequence[Link]) -> Embedding | None:
    """Returns the code for embedding a ranking, of the newest figures or of a period; None if the page has no figures.
    `section_links` are the links to the levels of the page."""
    own, groups, pooled = _figures(scope, period)
    parts = (*section_links, *((Link(whole_areas(own), f"#{_OWN}"),) if own else ()))
    if not parts:
        return None
    address = ranking_embed_address(scope.indicator.slug, str(period or ""))
    others = tuple(Link(part.text, f"{address}{part.address}") for part in parts[1:_MOST_LEVELS])
    scope_text = f"{scope.where}, {formats.period(period)}" if period else scope.where
    height = _frame_height(own, groups, pooled)
    code = EmbedCode(f"{address}{parts[0].address}", scope.indicator.short_name, scope_text, height)
    return Embedding(code, others, _DATED if period else _NEWEST)


_NEWEST = "Bảng theo số liệu mới nhất; để bảng dừng ở một kỳ, lấy mã ở trang của kỳ đó."
_DATED = "Bảng dừng ở kỳ này, không thay đổi khi có số liệu mới."


def _provinces(own: Sequence[Assessed], facts: Facts) -> EmbedLevel:
    """The provinces' own figures as a level."""
    sentences = tuple(_own_sentence(row, row.period, facts) for row in own if row.period)
    rows = tuple(_embed_row(row, "", caveats_of(row)) for row in own)
    return EmbedLevel(_OWN, whole_areas(own), sentences, None, rows, "", _sources(own))


def _own_sentence(row: Assessed, period: Period, facts: Facts) -> str:
    """As in `Tỉnh Tây Ninh, tháng 5/2024: chưa đạt, phải đạt tối thiểu 80% đến hết năm 2025.`. An exemption is stated
    only once, in the text of the target."""
    stated = row.stated_target
    target = with_former(target_phrase(stated), facts.former_target(row)) if stated else ""
    mark = None if row.assessment is Assessment.EXEMPT else useful_mark(row)
    verdict = words.inline(mark.word) if mark else ""
    asked = "; ".join(filter(None, [target, unread_target_phrase(row)]))
    text = ", ".join(filter(None, [verdict, asked]))
    place = f"{row.unit.name}, {formats.period(period)}"
    return f"{place}: {text}." if text else f"{place}."


def _level(group: Group, facts: Facts) -> EmbedLevel:
    whole = len(group.known) <= _WHOLE
    shown = group.known if whole else group.known[:_BEST]
    strip = None if whole else distribution(group)
    headline = next(sentences(group, facts.today))
    first_and_last = () if whole else ends(group)
    shown_sentences = (headline, _target_sentence(group, facts), *first_and_last, unranked_because(group))
    return EmbedLevel(
        id=level_id(group, facts),
        title=level_title(group, facts),
        sentences=tuple(filter(None, shown_sentences)),
        strip=strip,
        rows=tuple(_row(row, group) for row in shown),
        more="; ".join(_remaining(len(group.known) - len(shown), without_figure(group.unknown, len(group.absent)))),
        sources=_sources(group.known),
    )


def _target_sentence(group: Group, facts: Facts) -> str:
    """The common target of the units, with the one that it replaces; empty if they have no common target."""
    if group.target is None:
        return ""
    return f"{with_former(level_target(group.target), facts.target_before(group.target))}."


def _pooled_level(group: Group, facts: Facts) -> EmbedLevel:
    """A level of all provinces together. It shows the distribution without a table, because ranks apply only within a
    province."""
    named = partial(name_within, portal=facts.portal)
    return EmbedLevel(
        id=LEVEL_IDS[group.level],
        title=words.LEVELS[group.level],
        sentences=(next(sentences(group, facts.today, named)), *ends(group, named)),
        strip=distribution(group),
        rows=(),
        more="",
        sources=_sources(group.known),
    )


def _row(row: Assessed, group: Group) -> EmbedRow:
    """Row of a unit. A shared rank is marked, because the units that share it may not be shown. An exempt unit has no
    rank but can have a figure; without the word for "exempt", zero would look like a failure."""
    placed = row.has_rank and not group.all_equal
    tied = "đồng hạng" if placed and row.tied else ""
    exempt = words.inline(words.ASSESSMENTS[row.assessment]) if row.assessment is Assessment.EXEMPT else ""
    noted = ", ".join(filter(None, [tied, exempt, caveats_of(row)]))
    return _embed_row(row, str(row.rank) if placed else "", noted)


def _embed_row(row: Assessed, place: str, note: str) -> EmbedRow:
    word = words.ASSESSMENTS[row.assessment] if row.assessment in JUDGED else ""
    return EmbedRow(place, unit_link(row.unit), figure_of(row), bar_of(row), note, word)


def _remaining(others: int, without: Mapping[str, int]) -> Iterator[str]:
    if others:
        yield f"và {others} đơn vị khác"
    yield from (f"{count} đơn vị {why}" for why, count in without.items())


def _sources(rows: Sequence[Assessed]) -> str:
    """As in `Công văn số 1612/UBND-KSTT ngày 30/06/2024`."""
    return "; ".join(
        f"{formats.source_name(source)} ngày {formats.day(source.issued_on)}" for source in sources_of(rows)
    )
