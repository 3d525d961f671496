"""Rules that belong to no single table: slugs, settings, and the decisions on names in workbooks."""

from collections.abc import Iterator, Sequence

from generator.checks.hints import nearest
from generator.data_files import INDICATORS, SETTINGS, SOURCES, UNITS
from generator.loading.fields import UNREAD_DAY
from generator.model import (
    NAMED_UNIT,
    SKIPPED,
    Aggregate,
    Indicator,
    Level,
    Portal,
    Source,
    Unit,
    corrected_by,
    document_named,
)
from generator.model.addresses import RANKING, RANKING_EMBED, UNIT_EMBED, Part
from generator.problems import Problem


def unique_slugs(portal: Portal) -> Iterator[Problem]:
    """Checks that no two units, indicators or documents share a slug, because an address belongs to one page."""
    yield from _repeated(UNITS, list(portal.units.values()))
    yield from _repeated(INDICATORS, list(portal.indicators.values()))
    yield from _repeated(SOURCES, list(portal.sources.values()))


def _repeated(path: str, entities: Sequence[Unit | Indicator | Source]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entity in entities:
        other = first.setdefault(entity.slug, entity.id)
        if other != entity.id:
            yield Problem(path, entity.line, "slug", entity.slug, f"đã dùng cho {other}", _other_slug(entity))


def _other_slug(entity: Unit | Indicator | Source) -> str:
    """Returns the hint for another slug, with an addition that makes it different: where a unit is, when a document was
    issued, what an indicator counts."""
    if isinstance(entity, Unit):
        return "thêm tên cấp trên vào sau, ví dụ xa-tan-binh-tan-bien"
    if isinstance(entity, Source):
        example = f"{entity.slug}-{entity.issued_on.year}"
        return f"thêm năm ban hành vào sau, ví dụ {example}; cùng năm thì thêm cơ quan ban hành"
    return "thêm điều làm hai chỉ tiêu khác nhau vào sau, ví dụ ty-le-ho-so-truc-tuyen-cap-xa"


def slugs_like_other_addresses(portal: Portal) -> Iterator[Problem]:
    """Checks that no address of a unit is read as another address: `/xep-hang/2024/` is the page of a year, and the
    folder `/nhung/xep-hang/` holds rankings."""
    for unit in portal.units.values():
        rankings = RANKING.parts_of(RANKING.address({Part.PROVINCE: unit.slug})) or {}
        if Part.PERIOD in rankings or RANKING_EMBED.root == f"{UNIT_EMBED.root}{unit.slug}/":
            message = "trùng với phần đã có nghĩa khác trong địa chỉ trang"
            yield Problem(UNITS, unit.line, "slug", unit.slug, message, "đặt slug theo tên đơn vị, ví dụ so-y-te")


def document_relations(portal: Portal) -> Iterator[Problem]:
    """Checks the documents that a document replaces or amends. They must be earlier ones: documents of the portal,
    named by their id, or any others, named in words."""
    for source in portal.sources.values():
        for field, named in source.related:
            found = _wrong_relation(source, named, portal)
            if found:
                yield Problem(SOURCES, source.line, field, named, f"(văn bản {source.id}) {found[0]}", found[1])


def _wrong_relation(source: Source, named: str, portal: Portal) -> tuple[str, str] | None:
    """Returns what is wrong with the name of a document that another one replaces or amends, and the hint; None if
    nothing is wrong."""
    other = portal.sources.get(named)
    if named in (source.id, source.number):
        return "là chính văn bản này", "ghi văn bản được thay thế hoặc sửa đổi, hoặc bỏ mục này"
    if other and UNREAD_DAY not in (other.issued_on, source.issued_on) and other.issued_on > source.issued_on:
        message = f"ban hành sau văn bản này ({other.issued_on.isoformat()})"
        return message, "xem lại mã; văn bản này bị thay thế, sửa đổi thì ghi ở mục của văn bản ban hành sau"
    if _corrects_back(document_named(named, source, portal.sources.values()), source, portal):
        message = "cũng ghi là thay thế hoặc sửa đổi văn bản này, cùng ngày ban hành"
        return message, "chỉ ghi ở mục của văn bản sửa sau; văn bản kia bỏ mục này"
    several = [one.strip() for one in named.split(";")]
    known = {name for it in portal.sources.values() for name in (it.id, it.number)} if len(several) > 1 else set()
    if known.intersection(several):
        listed = ", ".join(f'"{one}"' for one in several)
        return "ghi nhiều văn bản trong một mục", f"đặt mỗi văn bản trong dấu nháy riêng: [{listed}]"
    if not other and not {" ", "/"}.intersection(named):
        rule = "cổng chưa có văn bản ấy thì ghi số, ngày, cơ quan, ví dụ 79/KH-UBND ngày 27/5/2021 của UBND tỉnh"
        return "không có văn bản này", f"{nearest(named, portal.sources, SOURCES)}; {rule}"
    return None


def _corrects_back(other: Source | None, source: Source, portal: Portal) -> bool:
    """Whether the other document, of the same day, states that it corrects this one."""
    same_day = other is not None and other.issued_on == source.issued_on
    return other is not None and same_day and source in corrected_by(other, portal.sources.values())


def settings(portal: Portal) -> Iterator[Problem]:
    """Checks that the provinces in the settings exist as units."""
    for id_ in portal.settings.province_ids if portal.units else ():
        if id_ not in portal.units:
            yield _no_province(portal, id_)


def provinces(portal: Portal) -> Iterator[Problem]:
    """Checks that the provinces in the settings are of the level of provinces."""
    for unit in portal.provinces:
        if unit.level is not Level.PROVINCE:
            yield _no_province(portal, unit.id)


def _no_province(portal: Portal, id_: str) -> Problem:
    message, hint = "không phải tỉnh nào trong danh sách đơn vị", nearest(id_, portal.units, UNITS)
    return Problem(SETTINGS, portal.settings.line, "province_ids", id_, message, hint)


def workbook_mappings(portal: Portal) -> Iterator[Problem]:
    """Checks that the decisions on headings and names of workbooks refer to indicators, units and levels that exist."""
    for item in portal.workbook_mappings:
        for text, id_ in item.headings.items():
            if id_ not in (SKIPPED, *portal.indicators) and portal.indicators:
                hint = nearest(id_, portal.indicators, INDICATORS)
                line = item.lines.get(f"headings/{text}", 0)
                yield Problem(item.path, line, "headings", id_, "không có chỉ tiêu này", hint)
        for text, id_ in item.names.items():
            unit_id, _, scope = id_.partition(":")
            level, _, aggregate = scope.partition(":")
            known = unit_id in portal.units and level in ("", *Level) and aggregate in list(Aggregate)
            of_offices = id_ == NAMED_UNIT and text.partition(" / ")[0] in list(Level)
            if id_ != SKIPPED and not of_offices and not known and portal.units:
                hint = f"{nearest(id_, portal.units, UNITS)}; cả một cấp: <mã tỉnh>:district"
                line = item.lines.get(f"names/{text}", 0)
                yield Problem(item.path, line, "names", id_, "không có đơn vị này", hint)
