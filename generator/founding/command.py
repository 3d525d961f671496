"""The recipe of a new portal: gazetteer and this repository → one for another province, whole or not at all."""

import difflib
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build import formatted
from generator.formats import fold
from generator.founding.copying import copied
from generator.founding.departments import PROPOSED, departments
from generator.founding.documents import documents, laws_of
from generator.founding.doubts import misplaced, untangled
from generator.founding.gazetteer import Gazetteer, GazetteerUnit, gazetteer
from generator.founding.naming import named
from generator.founding.texts import data_texts, own, point_texts, portal_texts
from generator.founding.units import Territory, territory
from generator.loading import load_portal
from generator.model import Level, UnitKind
from generator.problems import Problem, refuse
from generator.words import LEVEL_UNITS, name_in_text

_ALIKE = 0.8
_ABBREVIATED = re.compile(r"^(?:tp|t\.p)\b[. ]*")


@dataclass(frozen=True)
class Wanted:
    """The portal to be made: where, of which province, with the units before July 2025 or without.

    `departments` names a file of its departments, one a line; empty for those that are proposed.
    """

    target: Path
    province: str
    past: bool = False
    departments: Path | None = None


def founded(root: Path, wanted: Wanted) -> str:
    """Makes the portal from the one at `root` and says what it holds and what comes next.

    Raises ProblemsFound, before anything is written, when the gazetteer is not installed, no province has the name, or
    the folder is not free or lies in this portal.
    """
    source = trusted(gazetteer())
    refuse(_target_problems(root, wanted.target))
    province = province_named(source, wanted.province)
    made = _territory(source, province, wanted)
    old = own(load_portal(root)[0])
    title = f"Cổng Minh Bạch {made.province.short_name}"
    merged = len(source.origins[province.key]) > 1
    sources = documents(source, province, merged=merged, past=wanted.past)
    files = {
        **portal_texts(root, title, old, made, source.licence),
        **data_texts(title, made, sources),
        **point_texts(made, misplaced(source, source.successors)),
    }
    with _whole(wanted.target) as folder:
        copied(root, folder)
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        list(formatted(folder))
    return _said(wanted, made)


def trusted(source: Gazetteer) -> Gazetteer:
    """The gazetteer without the successors that belong to others of a name."""
    return replace(source, successors=untangled(source))


def _territory(source: Gazetteer, province: GazetteerUnit, wanted: Wanted) -> Territory:
    city = named(Level.PROVINCE, province.name).kind is UnitKind.CITY_PROVINCE
    own_departments = departments(wanted.departments or PROPOSED, city=city)
    return territory(source, province, own_departments, laws_of(province), past=wanted.past)


def _target_problems(root: Path, target: Path) -> Iterator[Problem]:
    """A portal inside this one would be read as a part of it."""
    if target.resolve().is_relative_to(root.resolve()):
        hint = "ghi một thư mục ở nơi khác, ví dụ ../ten-tinh"
        yield Problem(str(target), 0, "", "", "nằm trong thư mục của cổng này", hint)
    elif target.is_dir() and any(target.iterdir()):
        yield Problem(str(target), 0, "", "", "thư mục đã có tệp", "ghi một thư mục chưa có, hoặc thư mục trống")
    elif target.exists() and not target.is_dir():
        yield Problem(str(target), 0, "", "", "đã có một tệp mang tên này", "ghi một thư mục chưa có")
    elif not target.resolve().parent.is_dir():
        yield Problem(str(target), 0, "", "", "thư mục chứa nó chưa có", "tạo thư mục ấy trước, hoặc ghi nơi khác")


def province_named(source: Gazetteer, name: str) -> GazetteerUnit:
    """The province of today that a person means, with its kind or without, with marks or without.

    Raises ProblemsFound that suggests the nearest one, or says which one a former province belongs to.
    """
    wanted = _key(name)
    for place in source.provinces.values():
        if wanted in (_key(place.name), *place.aliases):
            return place
    refuse([_unknown(source, name)])
    raise AssertionError("an unknown province is refused")


def _key(name: str) -> str:
    plain = _ABBREVIATED.sub("thanh pho ", fold(name))
    return re.sub("^(?:thanh pho|tinh) ", "", plain)


def _unknown(source: Gazetteer, name: str) -> Problem:
    known = [named(Level.PROVINCE, place.name).bare for place in source.provinces.values()]
    for former in source.former_provinces.values():
        if _key(name) == _key(former.name):
            follower = next(key for key, origins in source.origins.items() if former.key in origins)
            heir = named(Level.PROVINCE, source.provinces[follower].name)
            message = f"từ ngày 01/07/2025 thuộc {heir.name[:1].lower()}{heir.name[1:]}"
            return Problem("--province", 0, "", name, message, f'ghi "{heir.bare}"')
    # `Thừa Thiên Huế` holds the name of today; a name that is only a little alike would lead astray.
    within = [_key(one) for one in known if f" {_key(one)} " in f" {_key(name)} "]
    near = within or difflib.get_close_matches(_key(name), [_key(one) for one in known], n=1, cutoff=_ALIKE)
    suggestion = next((f'có phải "{one}"? ' for one in known if near and _key(one) == near[0]), "")
    listed = ", ".join(sorted(known, key=fold))
    return Problem("--province", 0, "", name, "không có tỉnh, thành phố này", f"{suggestion}Có: {listed}")


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when everything went well, and is gone when it did not."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.resolve().parent))
    try:
        folder.chmod(0o755)
        yield folder
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _said(wanted: Wanted, made: Territory) -> str:
    units = list(made.units.values())
    counts = [
        f"{sum(unit.level is level for unit in units)} {LEVEL_UNITS[level]}"
        for level in Level
        if any(unit.level is level for unit in units)
    ]
    lines = [f"Đã tạo cổng của {name_in_text(made.province)} ở {wanted.target}: {'; '.join(counts)}."]
    if wanted.departments is None:
        names = [unit.name for unit in units if unit.level is Level.DEPARTMENT]
        lines += [
            f"Sở, ban, ngành theo danh sách đề xuất: {'; '.join(names)}.",
            "Tỉnh có cơ quan khác thì ghi mỗi dòng một tên vào tệp, xóa thư mục này rồi tạo lại với DEPARTMENTS=tệp.",
        ]
    lines += ["Bước tiếp theo:", f"    cd {shlex.quote(str(wanted.target))}", *(f"    {step}" for step in _NEXT)]
    return "\n".join(lines)


_NEXT = (
    'git init -b main && git add . && git commit -m "Cổng mới"',
    "make serve",
    "make template LEVEL=commune PERIOD=2025-10 OUT=mau.xlsx ARGS='--indicator online-payment'",
)
