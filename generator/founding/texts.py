"""The texts of a new portal that name its province, derived from those of this one; its settings and its data."""

import csv
import io
import re
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import data_files, tables, words
from generator.canonical import quoted, source_entry
from generator.founding.documents import GAZETTEER, START
from generator.founding.gazetteer import PACKAGE, VERSION
from generator.founding.units import Territory
from generator.loading.answers import ACCEPTANCE_COLUMNS, CORRECTION_COLUMNS
from generator.loading.settings import REDIRECT_COLUMNS
from generator.model import Level, Lineage, Portal, Settings, Unit
from generator.problems import Problem, raise_if_any

LICENCE_OF_DATA = "LICENSE-DATA"

_EMPTY = {
    data_files.ACCEPTANCES: ACCEPTANCE_COLUMNS,
    data_files.CORRECTIONS: CORRECTION_COLUMNS,
    data_files.REDIRECTS: REDIRECT_COLUMNS,
}
"""Files that are empty at first and filled in later, with their columns."""


_FILE_SUFFIX = ".yml"
"""Suffix of a file name that begins with an id."""


@dataclass(frozen=True)
class PortalIdentity:
    """How the texts of a portal name it: by its title and by its first province."""

    title: str
    province: Unit


@dataclass(frozen=True)
class PortalNames(PortalIdentity):
    """The names that the texts of a portal use, with those of the portal from which they are derived.

    `other_province` has units of its own for the examples; `communes` are two communes of today.
    """

    old: PortalIdentity
    other_province: Unit
    communes: tuple[Unit, Unit]

    @property
    def place(self) -> str:
        """The province within a sentence: `tỉnh Đồng Nai`."""
        return words.name_in_text(self.province)

    def example(self, found: re.Match[str]) -> str:
        """Returns an id of the new portal for an id of the old portal in the guide. The id of a department (`….so-…`)
        keeps its own part, the id of any other unit becomes that of a commune. The province's id is also replaced in
        the name of a file."""
        lower = found["lower"]
        if lower.startswith(".so-") or lower in {"", _FILE_SUFFIX}:
            return f"{self.province.id}{lower}"
        return self.communes[1].id


def identity_of(portal: Portal) -> PortalIdentity:
    """Returns how the texts of a portal name it."""
    return PortalIdentity(portal.settings.title, portal.units[portal.settings.province_ids[0]])


def names_of(old: PortalIdentity, title: str, provinces: Sequence[Unit], units: Iterable[Unit]) -> PortalNames:
    """Returns the names for the texts of a portal with these provinces, that of today first, and these units. A portal
    without communes of today has its provinces in the examples."""
    communes = [unit for unit in units if unit.level is Level.COMMUNE and unit.active_to is None] or provinces
    return PortalNames(title, provinces[0], old, provinces[:2][-1], (communes[0], communes[-1]))


def settings_text(title: str, territory: Territory) -> str:
    """Returns the text of `data/portal.yml`: the present province first, then the provinces that formed it."""
    ids = [territory.province.id, *(unit.id for unit in territory.former_provinces)]
    id_ = uuid.uuid5(uuid.UUID(Settings.id), territory.province.id)
    return f'title: {quoted(title)}\nprovince_ids: {quoted(ids)}\nrepository: ""\ncontact: ""\nid: {quoted(str(id_))}\n'


def data_texts(title: str, territory: Territory, sources: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Returns the data files of a new portal by path, without the ledger of addresses."""
    files = {
        data_files.SETTINGS: settings_text(title, territory),
        data_files.UNITS: csv_text(
            tables.UNITS.entered, (*_first_units(), *map(_unit_cells, territory.units.values()))
        ),
        data_files.SOURCES: "\n".join(map(source_entry, sources)),
        data_files.INDICATORS: (START / "indicators.yml").read_text(encoding="utf-8"),
        data_files.SERVICE_INDEX: (START / "service-index.yml").read_text(encoding="utf-8"),
        "data/mappings/dich-vu-cong-truc-tuyen.yml": (START / "mapping.yml").read_text(encoding="utf-8"),
        **{path: csv_text(columns, ()) for path, columns in _EMPTY.items()},
    }
    if territory.lineage:
        files[data_files.LINEAGE] = csv_text(tables.LINEAGE.entered, map(_lineage_cells, territory.lineage))
    return files


def point_texts(territory: Territory, misplaced: Collection[str]) -> dict[str, str]:
    """Returns the file with the points of units. Points that the gazetteer misplaced are left out."""
    places = {key: place for key, place in territory.places.items() if place.key not in misplaced}
    rows = [[territory.units[key].id, str(place.lat), str(place.lon), GAZETTEER] for key, place in places.items()]
    return {data_files.POINTS: csv_text(tables.POINTS.entered, rows)}


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a data file in its canonical form."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([columns, *rows])
    return written.getvalue()


def _first_units() -> list[list[str]]:
    """Returns the rows of the units that every portal has: the country, with whose figures those of all others are
    compared."""
    with (START / "units.csv").open(encoding="utf-8", newline="") as file:
        return [[row.get(name, "") for name in tables.UNITS.entered] for row in csv.DictReader(file)]


def _unit_cells(unit: Unit) -> list[str]:
    days = ["" if day is None else day.isoformat() for day in (unit.active_from, unit.active_to)]
    names = [unit.id, unit.slug, unit.name, unit.short_name, unit.kind, unit.level, unit.parent_id, unit.code]
    return [*names, *days, ";".join(unit.aliases), unit.note]


def _lineage_cells(row: Lineage) -> list[str]:
    return [row.predecessor_id, row.successor_id, row.on.isoformat(), row.kind, row.source_id, row.note]


class NothingToReplace(Exception):
    """A text no longer has the passage in which a name is replaced."""


def texts_with_names(root: Path, names: PortalNames) -> dict[str, str]:
    """Returns the texts outside `data/` that name the province, by path. Each is derived from the same file of the
    portal at `root`.

    Raises ProblemsFound with every such file that no longer names its province.
    """
    edits: Mapping[str, Callable[[str, PortalNames], str]] = {
        "mkdocs.yml": _site_name,
        "README.md": _example_page,
        "CONTRIBUTING.md": _examples,
        ".github/ISSUE_TEMPLATE/gui-so-lieu-thang.yml": _issuer,
        "content/gioi-thieu/index.md": _about,
    }
    texts, problems = {}, []
    for path, edit in edits.items():
        try:
            texts[path] = edit((root / path).read_text(encoding="utf-8"), names)
        except NothingToReplace:
            hint = "dùng kho mã khác, hoặc trả lại đoạn văn ấy trong tệp này"
            message = "không còn đoạn văn mang tên tỉnh để thay bằng tên tỉnh của cổng kia"
            problems.append(Problem(str(root / path), 0, "", "", message, hint))
    raise_if_any(problems)
    return texts


def first_texts(root: Path, names: PortalNames, licence: str) -> dict[str, str]:
    """Returns the texts that a new portal gets once and that are its own from then on: the licence of its data and its
    list of changes. `licence` is that of the gazetteer."""
    return {
        LICENCE_OF_DATA: _with_licence((root / LICENCE_OF_DATA).read_text(encoding="utf-8"), licence),
        "CHANGELOG.md": _changelog(names),
    }


def _with_replacement(pattern: str, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
    """Returns the text with every match replaced. Raises NothingToReplace if there is none: then the text has
    changed."""
    replaced, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
    if not count:
        raise NothingToReplace(pattern)
    return replaced


def _site_name(text: str, names: PortalNames) -> str:
    return _with_replacement(r"^site_name: .+$", lambda _: f"site_name: {quoted(names.title)}", text)


def _example_page(text: str, names: PortalNames) -> str:
    """Returns the README with a neutral example page, because the old figures and document are not the new
    province's."""
    text = _with_replacement(r"cấp sở · .+$", f"cấp sở · {names.place}", text)
    text = _with_replacement(r"^Số liệu (?:đến .+|minh họa)$", "Số liệu minh họa", text)
    return _with_replacement(r"nguồn: [^,\n]+,", "nguồn: số hiệu văn bản,", text)


def _issuer(text: str, names: PortalNames) -> str:
    return _with_replacement(r"Ủy ban nhân dân (?:tỉnh|thành phố) [^\"\n]+", f"Ủy ban nhân dân {names.place}", text)


def _examples(text: str, names: PortalNames) -> str:
    """Returns the guide with ids, names and an issuer of the new portal in its examples. Present communes belong to no
    district, so those with the same name are distinguished by their codes."""
    first, second = names.communes
    text = _with_replacement(r'^  "[^"]+ / [^"]+": ".+"$', f'  "{first.name} / {second.name}": "{second.id}"', text)
    code_hint = f"Trùng tên thì thêm mã số hành chính: `{second.slug.removesuffix(f'-{second.code}')}-{second.code}`"
    text = _with_replacement(r"Trùng tên thì thêm [^:\n]+: `[^`]+`", code_hint, text)
    text = _with_replacement(r"WITHIN=[a-z0-9-]+", f"WITHIN={names.other_province.id}", text)
    text = _with_replacement(
        rf"\b{re.escape(names.old.province.id)}(?P<lower>(?:\.[a-z0-9-]+)*)(?![a-z0-9-])", names.example, text
    )
    text = _with_replacement(r"UBND (?:tỉnh|thành phố) [^\"…)\n]+(?=\")", f"UBND {names.place}", text)
    return _issuer(text, names)


_PORTAL_OF = re.compile(r"^Cổng này dành cho .+\n\n", re.MULTILINE)
_UNITS_FROM = re.compile(r"^Tên, mã, tọa độ .+\n\n", re.MULTILINE)
_SOURCES_END = "## Tính độc lập {#doc-lap}"
_FIRST_SECTION = "## Dành cho ai {#danh-cho-ai}"


def _about(text: str, names: PortalNames) -> str:
    """Returns the page about the portal with its province, and with the source of the list of its units."""
    bare = _UNITS_FROM.sub("", _PORTAL_OF.sub("", text))
    scope = f"Cổng này dành cho {names.place}.\n\n"
    credit = (
        f"Tên, mã, tọa độ và quan hệ của các đơn vị hành chính lấy từ danh mục mở "
        f"[{PACKAGE} {VERSION}](https://pypi.org/project/{PACKAGE}/{VERSION}/) của Tran Ngoc Minh Hieu, cấp phép theo "
        f"giấy phép MIT. Danh mục không phải văn bản của cơ quan nhà nước; chỗ nào khác văn bản thì theo văn bản.\n\n"
    )
    scoped = _with_replacement(f"^{re.escape(_FIRST_SECTION)}$", f"{scope}{_FIRST_SECTION}", bare)
    return _with_replacement(f"^{re.escape(_SOURCES_END)}$", f"{credit}{_SOURCES_END}", scoped)


_CREDIT = "Danh mục đơn vị hành chính"


def _with_licence(text: str, licence: str) -> str:
    """Returns the licence of the data followed by that of the gazetteer, whose notice must accompany the data taken
    from it."""
    if _CREDIT in text:
        return text
    credit = (
        f"{'-' * 80}\n\n{_CREDIT} trong data/units.csv, data/lineage.csv và data/points.csv lấy từ\n"
        f"{PACKAGE} {VERSION}, https://pypi.org/project/{PACKAGE}/{VERSION}/\n\n"
        f"The units in data/units.csv, data/lineage.csv and data/points.csv were taken from\n"
        f"{PACKAGE} {VERSION}, under this licence:\n\n"
    )
    return f"{text.rstrip()}\n\n{credit}{licence.strip()}\n"


def _changelog(names: PortalNames) -> str:
    text = (START / "CHANGELOG.md").read_text(encoding="utf-8")
    return text.replace("{province}", names.province.name).replace("{gazetteer}", f"{PACKAGE} {VERSION}")
