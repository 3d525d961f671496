"""Records → units, indicators, documents, lineage, tasks and the portal's settings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from generator import formats, words
from generator.grouping import grouped
from generator.loading.fields import Fields, entries, entry, maps, one_of, parse_day, rows
from generator.loading.observations import LOCATOR, LOCATOR_HINT
from generator.model import (
    Acceptance,
    Body,
    Correction,
    Direction,
    Formula,
    IndexGroup,
    IndexScheme,
    Indicator,
    Level,
    LevelAggregate,
    Lineage,
    LineageKind,
    Measure,
    Period,
    Rhythm,
    Schedule,
    Settings,
    Source,
    Task,
    TaskStatus,
    Unit,
    UnitKind,
)
from generator.problems import Problem
from generator.reading import YamlList, YamlMap, YamlNode, read_csv, read_yaml
from generator.tables import BODIES, INDICATORS, LINEAGE, SOURCES, TASKS, UNITS

ACCEPTANCE_COLUMNS = ("warning_id", "reason", "accepted_by", "accepted_on")
CORRECTION_COLUMNS = ("finding_id", "answer", "answered_by", "answered_on", "source_id")
REDIRECT_COLUMNS = ("from", "to")
PORTAL_KEYS = ("title", "province_ids", "repository", "contact", "id", "sharing_levels")
LANGUAGES = ("vi", "en")
SCHEME_KEYS = ("id", "name", "source_id", "groups", "note")

SCHEDULE_FORMS = (
    "2024",
    "2024-Q1",
    "2024-05",
    "2024-05-31",
    "2021/2025",
    "2023/..",
    "ongoing",
    "annual",
    "annual-Q1",
    "quarterly",
    "monthly",
)
"""An example of each form that a task's `due` may take."""

_FORMULA = re.compile(r"[a-z0-9-]+(?: / [a-z0-9-]+|(?: \+ [a-z0-9-]+)+)")
_RECURRING = re.compile(r"(ongoing|annual|quarterly|monthly)(?:(?<=annual)-(Q[1-4]))?")
_PLAIN_CODE = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_DOTTED_CODE = rf"{_PLAIN_CODE}(?:\.{_PLAIN_CODE})*"
_FILE_CODE = r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
_CODE_HINT = "chỉ dùng chữ thường không dấu, chữ số, dấu gạch nối; các cấp ngăn bằng dấu chấm"
_CODE_DIGITS: Mapping[str, int] = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
"""How many digits the official code of a unit has (Decision 124/2004/QĐ-TTg)."""
_MOST_DECIMALS = 6
_LONGEST_SLUG = 100


class Identified(Protocol):
    """Anything with an id of its own."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Identified)


def load_units(root: Path, faults: list[Problem]) -> dict[str, Unit]:
    """`data/units.csv`, by id; a portal has at least one."""
    path = "data/units.csv"
    records = read_csv(root, path, UNITS.entered, faults)
    if records is not None and records.frame.empty:
        faults.append(_nothing(path, "chưa có đơn vị nào"))
    return _by_id(rows(records, faults), _unit)


def _is_bare(node: YamlNode | None) -> bool:
    return isinstance(node, YamlList) and not node.items


def _nothing(path: str, message: str) -> Problem:
    return Problem(path, 0, "", "", message, "lấy lại nội dung từ phiên bản trước, hoặc khai ít nhất một mục")


def _unit(fields: Fields) -> Unit:
    return Unit(
        id=fields.code("id", _DOTTED_CODE, _CODE_HINT),
        slug=_slug(fields),
        name=fields.text("name"),
        short_name=fields.text("short_name"),
        kind=fields.choice("kind", UnitKind),
        level=fields.choice("level", Level),
        parent_id=fields.optional("parent_id"),
        code=_official_code(fields),
        active_from=fields.optional_day("active_from"),
        active_to=fields.optional_day("active_to"),
        aliases=fields.texts("aliases"),
        note=fields.optional("note"),
        line=fields.line,
    )


def _official_code(fields: Fields) -> str:
    """The code by which the State knows a unit: of a province, district or commune so many digits; an office may have
    letters in it too."""
    code, digits = fields.optional("code"), _CODE_DIGITS.get(fields.optional("level"))
    if not code:
        return ""
    if digits and not re.fullmatch(f"[0-9]{{{digits}}}", code):
        fields.fault("code", f"không phải mã hành chính gồm {digits} chữ số", _digits_hint(code, digits))
    elif not re.fullmatch(_FILE_CODE, code):
        fields.fault("code", "không phải mã hành chính", "chỉ dùng chữ không dấu, chữ số, dấu chấm, dấu gạch nối")
    return code


def _digits_hint(code: str, digits: int) -> str:
    """Programs for tables drop the zeros at the beginning of a number."""
    lacking = re.fullmatch("[0-9]+", code) and len(code) < digits
    rule = "chép đúng mã của Nhà nước, kể cả các số 0 ở đầu; không có mã thì để trống"
    return f"có phải {code.zfill(digits)}? {words.opening(rule)}" if lacking else rule


def load_bodies(root: Path, faults: list[Problem]) -> dict[str, Body]:
    """`data/bodies.csv`, by id; a portal may have none."""
    if not (root / "data/bodies.csv").exists():
        return {}
    return _by_id(rows(read_csv(root, "data/bodies.csv", BODIES.entered, faults), faults), _body)


def _body(fields: Fields) -> Body:
    return Body(
        fields.code("id", _DOTTED_CODE, _CODE_HINT),
        fields.text("name"),
        fields.text("short_name"),
        fields.optional("parent_id"),
        fields.optional("note"),
        fields.line,
    )


def load_indicators(root: Path, faults: list[Problem]) -> dict[str, Indicator]:
    """`data/indicators.yml`, by id; a portal has at least one."""
    path = "data/indicators.yml"
    node = read_yaml(root, path, faults)
    if _is_bare(node):
        faults.append(_nothing(path, "chưa có chỉ tiêu nào"))
    return _by_id(entries(path, node, INDICATORS.entered, faults), _indicator)


def _indicator(fields: Fields) -> Indicator:
    return Indicator(
        id=fields.code("id", _PLAIN_CODE, _CODE_HINT),
        slug=_slug(fields),
        name=fields.text("name"),
        short_name=fields.text("short_name"),
        name_en=fields.text("name_en"),
        measure=fields.choice("measure", Measure),
        decimals=_decimals(fields),
        direction=fields.choice("direction", Direction),
        definition=fields.text("definition"),
        group=fields.text("group"),
        formula=_formula(fields),
        aggregate=fields.choice("aggregate", LevelAggregate),
        sources=fields.texts("sources"),
        measured_by=fields.optional("measured_by"),
        measured_by_reason=fields.optional("measured_by_reason"),
        line=fields.line,
    )


def _decimals(fields: Fields) -> int:
    number = fields.whole("decimals")
    if number > _MOST_DECIMALS:
        fields.fault("decimals", "quá nhiều chữ số thập phân", f"ghi từ 0 đến {_MOST_DECIMALS}")
        return _MOST_DECIMALS
    return number


def _formula(fields: Fields) -> Formula | None:
    text = fields.optional("formula")
    if not text:
        return None
    if not _FORMULA.fullmatch(text):
        hint = 'viết "mã / mã" (tỷ lệ) hoặc "mã + mã" (tổng các phần), có dấu cách quanh phép tính'
        fields.fault("formula", "không phải công thức", hint)
        return None
    operator = "/" if " / " in text else "+"
    return Formula(text, operator, tuple(text.split(f" {operator} ")))


def load_sources(root: Path, faults: list[Problem]) -> dict[str, Source]:
    """`data/sources.yml`, by id; a portal has at least one."""
    path = "data/sources.yml"
    node = read_yaml(root, path, faults)
    if _is_bare(node):
        faults.append(_nothing(path, "chưa có văn bản nào"))
    return _told_apart(_by_id(entries(path, node, SOURCES.entered, faults), _source))


def _told_apart(sources: dict[str, Source]) -> dict[str, Source]:
    """The documents, those of one kind and number told apart: numbers begin anew each year, and in each office."""
    namesakes = grouped(sources.values(), lambda source: (source.kind, source.number))
    ways: tuple[Callable[[Source], str], ...] = (
        lambda source: str(source.issued_on.year),
        lambda source: formats.day(source.issued_on),
        lambda source: source.issuer,
        lambda source: source.id,
    )
    told = dict(sources)
    for alike in namesakes.values():
        way = next(way for way in ways if len({way(source) for source in alike}) == len(alike))
        if len(alike) > 1:
            told |= {source.id: replace(source, apart=way(source)) for source in alike}
    return told


def _source(fields: Fields) -> Source:
    return Source(
        id=fields.code("id", _FILE_CODE, "chỉ dùng chữ không dấu, chữ số, dấu gạch nối, ví dụ 1612-UBND-KSTT-2024"),
        slug=_slug(fields),
        number=fields.text("number"),
        title=fields.text("title"),
        kind=fields.text("kind"),
        issuer=fields.text("issuer"),
        issued_on=fields.day("issued_on"),
        about=fields.text("about"),
        url=_web_address(fields, "url"),
        sha256=_sha256(fields),
        language=_language(fields),
        note=fields.optional("note"),
        signer=fields.optional("signer"),
        replaces=fields.texts("replaces"),
        amends=fields.texts("amends"),
        line=fields.line,
    )


def _language(fields: Fields) -> str:
    language = fields.optional("language") or LANGUAGES[0]
    if language not in LANGUAGES:
        fields.fault(
            "language", "không phải mã ngôn ngữ cho phép", f"{one_of(language, LANGUAGES)}; tiếng Việt thì bỏ dòng này"
        )
        return LANGUAGES[0]
    return language


def _sha256(fields: Fields) -> str:
    digest = fields.optional("sha256")
    if digest and not re.fullmatch(r"[0-9a-f]{64}(?: [0-9a-f]{64})*", digest):
        hint = "mỗi mã gồm 64 chữ số và chữ a đến f, nhiều tệp thì cách nhau bằng dấu cách; không có thì bỏ dòng này"
        fields.fault("sha256", "không phải mã SHA-256", hint)
    return digest


def _web_address(fields: Fields, name: str) -> str:
    url = fields.optional(name)
    if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url):
        fields.fault(name, "không phải địa chỉ trang mạng", "bắt đầu bằng https:// và không có dấu cách")
    return url


def load_lineage(root: Path, faults: list[Problem]) -> tuple[Lineage, ...]:
    """`data/lineage.csv` in file order; a portal may have none."""
    if not (root / "data/lineage.csv").exists():
        return ()
    found = rows(read_csv(root, "data/lineage.csv", LINEAGE.entered, faults), faults)
    return tuple(_lineage(fields) for fields in found)


def _lineage(fields: Fields) -> Lineage:
    return Lineage(
        predecessor_id=fields.text("predecessor_id"),
        successor_id=fields.optional("successor_id"),
        on=fields.day("on"),
        kind=fields.choice("kind", LineageKind),
        source_id=fields.text("source_id"),
        note=fields.optional("note"),
        path=fields.path,
        line=fields.line,
    )


def load_corrections(root: Path, faults: list[Problem]) -> tuple[Correction, ...]:
    """`data/corrections.csv` in file order; a portal may have none."""
    if not (root / "data/corrections.csv").exists():
        return ()
    found = rows(read_csv(root, "data/corrections.csv", CORRECTION_COLUMNS, faults), faults)
    return tuple(_correction(fields) for fields in found)


def _correction(fields: Fields) -> Correction:
    return Correction(
        finding_id=fields.text("finding_id"),
        answer=fields.text("answer"),
        answered_by=fields.text("answered_by"),
        answered_on=fields.day("answered_on"),
        source_id=fields.optional("source_id"),
        path=fields.path,
        line=fields.line,
    )


def load_acceptances(root: Path, faults: list[Problem]) -> tuple[Acceptance, ...]:
    """`data/accepted.csv` in file order; a portal may have none."""
    path = "data/accepted.csv"
    if not (root / path).exists():
        return ()
    return tuple(_acceptance(fields) for fields in rows(read_csv(root, path, ACCEPTANCE_COLUMNS, faults), faults))


def _acceptance(fields: Fields) -> Acceptance:
    return Acceptance(
        warning_id=fields.text("warning_id"),
        reason=fields.text("reason"),
        accepted_by=fields.text("accepted_by"),
        accepted_on=fields.day("accepted_on"),
        path=fields.path,
        line=fields.line,
    )


def load_tasks(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> tuple[Task, ...]:
    """The tasks of each document, in file order; `paths` maps a document's id to its file."""
    return tuple(
        _task(fields, source_id)
        for source_id, path in paths.items()
        for fields in rows(read_csv(root, path, TASKS.entered, faults), faults)
    )


def _task(fields: Fields, source_id: str) -> Task:
    return Task(
        id=fields.code("id", _FILE_CODE, "ghép mã văn bản, dấu chấm và số mục, ví dụ 2631-QD-UBND-2021.III.5"),
        source_id=source_id,
        parent_id=fields.optional("parent_id"),
        title=fields.text("title"),
        product=fields.optional("product"),
        lead_ids=fields.texts("lead_ids"),
        partner_ids=fields.texts("partner_ids"),
        schedule=_schedule(fields),
        status=_task_status(fields),
        progress_note=fields.optional("progress_note"),
        locator=_locator(fields),
        path=fields.path,
        line=fields.line,
    )


def _task_status(fields: Fields) -> TaskStatus:
    entered = [status for status in TaskStatus if status is not TaskStatus.OVERDUE]
    value = fields.optional("status")
    if value in entered:
        return TaskStatus(value)
    computed = value == TaskStatus.OVERDUE
    message = "là trạng thái cổng tự tính, không nhập" if computed else "không phải giá trị cho phép"
    fields.fault("status", message, one_of("" if computed else value, entered))
    return TaskStatus.UNKNOWN


def _locator(fields: Fields) -> str:
    locator = fields.text("locator")
    if locator and not re.fullmatch(LOCATOR, locator):
        fields.fault("locator", "không chỉ ra chỗ trong văn bản", LOCATOR_HINT)
    return locator


def _schedule(fields: Fields) -> Schedule | None:
    text = fields.optional("due")
    if not text:
        return None
    try:
        return schedule_of(text)
    except ValueError:
        fields.fault("due", "không phải thời hạn", f"viết theo một trong các dạng: {', '.join(SCHEDULE_FORMS)}")
        return None


def schedule_of(text: str) -> Schedule:
    """The schedule that the text of a task's `due` names.

    Raises ValueError for anything else, an end before its beginning included.
    """
    recurring = _RECURRING.fullmatch(text)
    if recurring:
        return Schedule(text, Rhythm(recurring[1]), within=recurring[2] or "")
    begin, slash, end = text.partition("/")
    first, last = _ends(begin)
    if not slash:
        return Schedule(text, end=last)
    if end == "..":
        return Schedule(text, start=first, end=last, continuing=True)
    until = _ends(end)[1]
    if until < first:
        raise ValueError(f"ends before it begins: {text!r}")
    return Schedule(text, start=first, end=until)


def _ends(text: str) -> tuple[date, date]:
    """First and last day of a date or period."""
    if text.count("-") == 2:  # noqa: PLR2004 - year, month, day
        return parse_day(text), parse_day(text)
    period = Period.parse(text)
    return period.start, period.end


def load_settings(root: Path, faults: list[Problem]) -> Settings:
    """`data/portal.yml`."""
    path = "data/portal.yml"
    node = read_yaml(root, path, faults)
    if node is not None and not isinstance(node, YamlMap):
        hint = "viết mỗi cặp trên một dòng"
        faults.append(Problem(path, node.line, "", "", "tệp phải gồm các cặp khóa: giá trị", hint))
    if not isinstance(node, YamlMap):
        return Settings("", ())
    fields = entry(path, node, PORTAL_KEYS, faults)
    if not fields.texts("province_ids"):
        fields.fault("province_ids", "còn trống", "ghi mã các tỉnh trong data/units.csv")
    return Settings(
        title=fields.text("title"),
        province_ids=fields.texts("province_ids"),
        repository=_web_address(fields, "repository"),
        contact=fields.optional("contact"),
        id=_portal_id(fields),
        sharing_levels=_sharing_levels(fields),
        line=fields.lines.get("province_ids", fields.line),
    )


def _portal_id(fields: Fields) -> str:
    found = fields.optional("id")
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found or Settings.id):
        fields.fault("id", "không phải mã UUID", "giữ nguyên mã đã có từ khi lập cổng; cổng chưa có mã thì bỏ dòng này")
    return found or Settings.id


def _sharing_levels(fields: Fields) -> tuple[Level, ...]:
    """The levels named; all where none is."""
    named = fields.texts("sharing_levels")
    for text in named:
        if text not in tuple(Level):
            fields.fault("sharing_levels", "có mục không phải cấp nào", one_of(text, map(str, Level)))
    return tuple(level for level in Level if level in named) or tuple(Level)


def load_schemes(root: Path, faults: list[Problem]) -> tuple[IndexScheme, ...]:
    """`data/service-index.yml`: how the points of the service index are shared out; a portal may have none."""
    path = "data/service-index.yml"
    node = read_yaml(root, path, faults) if (root / path).exists() else None
    found = [_scheme(path, item, faults) for item in maps(path, node, faults)]
    again = [scheme for number, scheme in enumerate(found) if scheme.id in {other.id for other in found[:number]}]
    faults.extend(Problem(path, item.line, "id", item.id, "mã này đã có ở trên", "đặt mã khác") for item in again)
    return tuple(found)


def _scheme(path: str, node: YamlMap, faults: list[Problem]) -> IndexScheme:
    groups = node.entries.get("groups")
    items = groups.items if isinstance(groups, YamlList) else ()
    flat = YamlMap({key: value for key, value in node.entries.items() if key != "groups"}, node.line)
    fields = entry(path, flat, SCHEME_KEYS, faults)
    if not items:
        fields.fault("groups", "còn trống", "liệt kê từng nhóm với name và points")
    found = [entry(path, item, ("name", "points"), faults) for item in maps(path, YamlList(items, node.line), faults)]
    return IndexScheme(
        id=fields.text("id"),
        name=fields.text("name"),
        source_id=fields.text("source_id"),
        groups=tuple(IndexGroup(group.text("name"), group.whole("points")) for group in found),
        note=fields.optional("note"),
        line=fields.line,
    )


def load_redirects(root: Path, faults: list[Problem]) -> dict[str, str]:
    """`data/redirects.csv`: former addresses and where they lead now; a portal may have none."""
    path = "data/redirects.csv"
    if not (root / path).exists():
        return {}
    found = rows(read_csv(root, path, REDIRECT_COLUMNS, faults), faults)
    redirects: dict[str, str] = {}
    for fields in found:
        former = fields.text("from")
        if former in redirects:
            fields.fault("from", "địa chỉ này đã có ở dòng trên", "mỗi địa chỉ cũ chỉ chuyển đến một nơi; xóa một dòng")
        redirects[former] = fields.text("to")
    return redirects


def _by_id(found: list[Fields], make: Callable[[Fields], T]) -> dict[str, T]:
    """The entities by id. A second entity with the same id is a fault at its line."""
    entities: dict[str, T] = {}
    first: dict[str, int] = {}
    for fields in found:
        made = make(fields)
        if made.id in entities:
            fields.fault("id", f"mã này đã có ở dòng {first[made.id]}", "đặt mã khác; mã không bao giờ dùng lại")
            continue
        entities[made.id] = made
        first[made.id] = fields.line
    return entities


def _slug(fields: Fields) -> str:
    slug = fields.text("slug")
    if slug and not (formats.is_slug(slug) and len(slug) <= _LONGEST_SLUG):
        hint = f"chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối; dài nhất {_LONGEST_SLUG} ký tự"
        fields.fault("slug", "không dùng được trong địa chỉ", hint)
    return slug
