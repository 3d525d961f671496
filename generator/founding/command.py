"""Creates a portal for another province from the gazetteer and this repository, completely or not at all."""

import difflib
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build import format_data
from generator.formats import fold
from generator.founding.copying import copied_paths, copy_repository
from generator.founding.departments import PROPOSED, departments
from generator.founding.documents import documents, resolution_of
from generator.founding.gazetteer import Gazetteer, GazetteerUnit, gazetteer
from generator.founding.gazetteer_errors import successors_without_namesakes, units_with_wrong_points
from generator.founding.manifest import PROGRAM, manifest_of_folder
from generator.founding.naming import unit_name_of
from generator.founding.texts import data_texts, first_texts, identity_of, names_of, point_texts, texts_with_names
from generator.founding.units import Territory, territory
from generator.loading import load_portal
from generator.model import Level, UnitKind
from generator.problems import Problem, raise_if_any
from generator.words import LEVEL_UNITS, inline, name_in_text

_MIN_SIMILARITY = 0.8
_ABBREVIATED = re.compile(r"^(?:tp|t\.p)\b[. ]*")


@dataclass(frozen=True)
class NewPortalRequest:
    """The options of the command: the folder, the province, and whether to include the units before July 2025.

    `departments` is a file with the departments of the province, one a line, or None for the proposed ones.
    """

    target: Path
    province: str
    past: bool = False
    departments: Path | None = None


def create_portal(root: Path, request: NewPortalRequest) -> str:
    """Creates the portal from the one at `root`. Returns a report of its units and of the next steps.

    Raises ProblemsFound, before anything is written, if the gazetteer is not installed, if no province has the name, or
    if the folder is not free or is inside this portal.
    """
    source = with_corrected_successors(gazetteer())
    raise_if_any(_target_problems(root, request.target))
    province = _province_named(source, request.province)
    made = _territory(source, province, request)
    old = identity_of(load_portal(root)[0])
    title = f"Cổng Minh Bạch {made.province.short_name}"
    merged = len(source.origins[province.key]) > 1
    sources = documents(source, province, merged=merged, past=request.past)
    names = names_of(old, title, (made.province, *made.former_provinces), made.units.values())
    files = {
        **texts_with_names(root, names),
        **first_texts(root, names, source.licence),
        **data_texts(title, made, sources),
        **point_texts(made, units_with_wrong_points(source, source.successors)),
    }
    with _all_or_nothing(request.target) as folder:
        copy_repository(root, folder)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        (folder / PROGRAM).write_text(manifest_of_folder(folder, copied_paths(root)), encoding="utf-8", newline="\n")
        list(format_data(folder))
    return _report(request, made)


def with_corrected_successors(source: Gazetteer) -> Gazetteer:
    """Returns the gazetteer without the successors that belong to another unit of the same name."""
    return replace(source, successors=successors_without_namesakes(source))


def _territory(source: Gazetteer, province: GazetteerUnit, request: NewPortalRequest) -> Territory:
    city = unit_name_of(Level.PROVINCE, province.name).kind is UnitKind.CITY_PROVINCE
    own_departments = departments(request.departments or PROPOSED, city=city)
    return territory(source, province, own_departments, resolution_of(province), past=request.past)


def _target_problems(root: Path, target: Path) -> Iterator[Problem]:
    """Yields the problems of the target folder. A portal inside this one would be read as a part of it."""
    if target.resolve().is_relative_to(root.resolve()):
        hint = "ghi một thư mục ở nơi khác, ví dụ ../ten-tinh"
        yield Problem(str(target), 0, "", "", "nằm trong thư mục của cổng này", hint)
    elif target.is_dir() and any(target.iterdir()):
        yield Problem(str(target), 0, "", "", "thư mục đã có tệp", "ghi một thư mục chưa có, hoặc thư mục trống")
    elif target.exists() and not target.is_dir():
        yield Problem(str(target), 0, "", "", "đã có một tệp mang tên này", "ghi một thư mục chưa có")
    elif not target.resolve().parent.is_dir():
        yield Problem(str(target), 0, "", "", "thư mục chứa nó chưa có", "tạo thư mục ấy trước, hoặc ghi nơi khác")


def _province_named(source: Gazetteer, name: str) -> GazetteerUnit:
    """Returns the present province that a name means. The name may omit the kind and the diacritics.

    Raises ProblemsFound for any other name. It suggests the nearest name, or the present province that a former one
    belongs to.
    """
    key = _key(name)
    for place in source.provinces.values():
        if key in (_key(place.name), *place.aliases):
            return place
    raise_if_any([_unknown(source, name)])
    raise AssertionError("an unknown province is refused")


def _key(name: str) -> str:
    plain = _ABBREVIATED.sub("thanh pho ", fold(name))
    return re.sub("^(?:thanh pho|tinh) ", "", plain)


def _unknown(source: Gazetteer, name: str) -> Problem:
    known = [unit_name_of(Level.PROVINCE, place.name).bare for place in source.provinces.values()]
    for former in source.former_provinces.values():
        if _key(name) == _key(former.name):
            successor_key = next(key for key, origins in source.origins.items() if former.key in origins)
            successor = unit_name_of(Level.PROVINCE, source.provinces[successor_key].name)
            message = f"từ ngày 01/07/2025 thuộc {inline(successor.name)}"
            return Problem("--province", 0, "", name, message, f'ghi "{successor.bare}"')
    # `Thừa Thiên Huế` contains the name of a present province; that is safer than a name that is only similar.
    within = [_key(one) for one in known if f" {_key(one)} " in f" {_key(name)} "]
    near = within or difflib.get_close_matches(_key(name), [_key(one) for one in known], n=1, cutoff=_MIN_SIMILARITY)
    suggestion = next((f'có phải "{one}"? ' for one in known if near and _key(one) == near[0]), "")
    listed = ", ".join(sorted(known, key=fold))
    return Problem("--province", 0, "", name, "không có tỉnh, thành phố này", f"{suggestion}Có: {listed}")


@contextmanager
def _all_or_nothing(target: Path) -> Iterator[Path]:
    """Yields a temporary folder beside the target. It replaces the target on success and is removed on failure."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.resolve().parent))
    try:
        folder.chmod(0o755)
        yield folder
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _report(request: NewPortalRequest, made: Territory) -> str:
    units = list(made.units.values())
    counts = [
        f"{sum(unit.level is level for unit in units)} {LEVEL_UNITS[level]}"
        for level in Level
        if any(unit.level is level for unit in units)
    ]
    lines = [f"Đã tạo cổng của {name_in_text(made.province)} ở {request.target}: {'; '.join(counts)}."]
    if request.departments is None:
        names = [unit.name for unit in units if unit.level is Level.DEPARTMENT]
        lines += [
            f"Sở, ban, ngành theo danh sách đề xuất: {'; '.join(names)}.",
            "Tỉnh có cơ quan khác thì ghi mỗi dòng một tên vào tệp, xóa thư mục này rồi tạo lại với DEPARTMENTS=tệp.",
        ]
    lines += ["Bước tiếp theo:", f"    cd {shlex.quote(str(request.target))}", *(f"    {step}" for step in _NEXT_STEPS)]
    return "\n".join(lines)


_NEXT_STEPS = (
    'git init -b main && git add . && git commit -m "Cổng mới"',
    "make serve",
    "make template LEVEL=commune PERIOD=2025-10 OUT=mau.xlsx ARGS='--indicator online-payment'",
)
