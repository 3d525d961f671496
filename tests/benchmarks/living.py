"""An invented province with figures of 36 months and the units of `tests/province`, to show and measure pages over
time.

From January 2023 to December 2025 a monthly report states 20 indicators of the province, its departments, districts
and communes, and a yearly plan sets targets. Each unit has its own level and trend; figures are higher in December and
lower at Tết. Figures are missing, unreadable, provisional or corrected later, one mean is wrong, one definition
changes, and in July 2025 the province merges.

The figures of a month do not depend on how many months are written, except one cell that is corrected later. So another
month is added by writing the portal again: `write_living(root, 35)`, build; `write_living(root, 36)`,
`generator format`, build with the cache of the last build.

    python -m tests.benchmarks.living FOLDER [MONTHS]
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from generator.cli import main
from generator.progress import progress
from tests.benchmarks.living_figures import (
    COLUMNS,
    MERGER,
    WRONG_MEAN,
    Members,
    Month,
    Report,
    result_rows,
    target_rows,
)
from tests.support.folders import PROVINCE, ROOT
from tests.support.headers import (
    CORRECTION_HEADER,
    LINEAGE_HEADER,
    POINT_HEADER,
    RESULT_HEADER,
    TARGET_HEADER,
    UNIT_HEADER,
)

DATA = PROVINCE / "data"
LIVING = Path(__file__).with_suffix(".yml")
LINKED = ("CONTRIBUTING.md", "content", "node_modules", "package.json", "theme")
"""The files that a portal needs besides its data. They are links to those of this repository."""

MONTHS = 36
RELEASED = (12, 19, 20, 29, 30)
"""The numbers of months after which releases are recorded: a year, and before and after corrections and the merger."""

OLD, NEW = "tay-ninh", "tay-ninh-2025"
ISSUER = "Ủy ban nhân dân tỉnh Tây Ninh"
INVENTED = "Số liệu giả định, dùng để xem và đo cổng."
INVENTED_NOTE = "Đơn vị giả định: chưa có văn bản nào nêu các sở của tỉnh sau hợp nhất"
DECREE = "1-QD-UBND-2025"

Entry = Mapping[str, str | Sequence[str]]
"""An entry of a YAML file of the data."""

UnitRow = dict[str, str]
"""A row of units.csv: values by column."""


@dataclass(frozen=True)
class Plan:
    """A document that sets the targets of a province for a year."""

    year: int
    number: str
    issued_on: date
    province_id: str = OLD

    @property
    def source_id(self) -> str:
        return f"{self.number.replace('/', '-')}-{self.issued_on.year}"


PLANS = (
    Plan(2023, "4105/KH-UBND", date(2022, 12, 20)),
    Plan(2024, "4230/KH-UBND", date(2023, 12, 19)),
    Plan(2025, "4311/KH-UBND", date(2024, 12, 18)),
    Plan(2025, "88/KH-UBND", date(2025, 7, 25), NEW),
)


def write_living(root: Path, months: int, first: int = 0) -> None:
    """Writes the data of the portal at the time when the last of the months is reported. `first` is the number of the
    first month.

    Does not write the ledger, which `generator format` writes, or releases, which `write_history` records.
    """
    reported = [Month(number) for number in range(first, first + months)]
    now = reported[-1].issued_on
    units = _units(now)
    plans = [plan for plan in PLANS if plan.year >= reported[0].start.year and plan.issued_on <= now]
    documents = [*_references(now), *map(_plan_source, plans), *map(_report_source, reported)]
    tables = {
        "units.csv": _csv(UNIT_HEADER, (row.values() for row in units)),
        "redirects.csv": "from,to\n/chi-tieu/so-hoa-ho-so/,/chi-tieu/ty-le-so-hoa-ho-so-ket-qua/\n",
        "corrections.csv": _csv(CORRECTION_HEADER, _answers(reported)),
        "points.csv": _csv(POINT_HEADER, _points(units, now)),
        "lineage.csv": _csv(LINEAGE_HEADER, _lineage(now)),
        "portal.yml": _portal(units),
        "sources.yml": _yaml(documents),
        "indicators.yml": _yaml(_indicators(plans[0].source_id)),
    }
    for plan in plans:
        rows = target_rows(plan.year, _members(plan.province_id, units))
        tables[f"targets/{plan.source_id}.csv"] = _csv(TARGET_HEADER, rows)
    for month in reported:
        report = Report(month, reported[-1], _members(NEW if month.merged else OLD, units))
        tables[f"results/{month.source_id}.csv"] = _csv(RESULT_HEADER, result_rows(report))
    _write(root / "data", tables)


def write_history(root: Path, months: int = MONTHS) -> None:
    """Writes the portal in its state at each release, with its ledger, and records these releases and one at the
    end."""
    released = [*(number for number in RELEASED if number < months), months]
    for known in progress(released, len(released), "Phiên bản"):
        write_living(root, known)
        _generate("format", root)
        _generate("release", root, "--today", Month(known - 1).issued_on.isoformat())


def write_province(root: Path, months: int) -> None:
    """Writes the portal with this number of months, with its ledger."""
    link_resources(root)
    write_living(root, months)
    _generate("format", root)


def link_resources(root: Path) -> None:
    """Links everything except the data into a portal: hand-written pages, the theme, third-party files."""
    root.mkdir(parents=True, exist_ok=True)
    for name in LINKED:
        if not (root / name).is_symlink():
            (root / name).symlink_to(ROOT / name)


def _generate(command: str, root: Path, *arguments: str) -> None:
    with redirect_stdout(io.StringIO()):  # Hides the list of written files; problems are still printed.
        if main([command, "--root", str(root), *arguments]):
            sys.exit(1)


def _units(now: date) -> list[UnitRow]:
    """Returns the rows of units.csv as staff know them on a day. Before the merger they do not contain it."""
    rows = _rows("units.csv")
    old = [row for row in rows if row["id"].split(".")[0] == OLD]
    if now < MERGER:
        return [{**row, "active_to": "", "note": ""} for row in old]
    departments = [_successor(row) for row in old if row["level"] == "department"]
    return [*old, *(row for row in rows if row["id"] == NEW or row["parent_id"] == NEW), *departments]


def _successor(department: UnitRow) -> UnitRow:
    """Returns the same department of the new province. It is invented, because no document names it yet."""
    started = {"id": _new_id(department["id"]), "slug": f"{department['slug']}-tu-2025", "parent_id": NEW}
    return {
        **department,
        **started,
        "active_from": MERGER.isoformat(),
        "active_to": "",
        "aliases": "",
        "note": INVENTED_NOTE,
    }


def _new_id(unit_id: str) -> str:
    return f"{NEW}.{unit_id.partition('.')[2]}"


def _members(province_id: str, units: Iterable[UnitRow]) -> Members:
    levels: dict[str, list[str]] = {"department": [], "district": [], "commune": []}
    for row in units:
        if row["id"].startswith(f"{province_id}."):
            levels[row["level"]].append(row["id"])
    return Members(province_id, {level: ids for level, ids in levels.items() if ids})


def _lineage(now: date) -> Iterator[Iterable[str]]:
    """Yields the successors of the units once they are known. The successors of departments are invented."""
    if now < MERGER:
        return
    yield from (row.values() for row in _rows("lineage.csv") if row["predecessor_id"].split(".")[0] == OLD)
    for row in _rows("units.csv"):
        if row["parent_id"] == OLD and row["level"] == "department":
            yield row["id"], _new_id(row["id"]), MERGER.isoformat(), "merged", DECREE, INVENTED_NOTE


def _references(now: date) -> Iterator[Entry]:
    """Yields the documents that state the points and, after the merger, the lineage, if they are issued by that day."""
    points = {row["source_id"] for row in _rows("points.csv")}
    yield from (entry for entry in _entries(DATA / "sources.yml") if entry["id"] in points and _is_issued(entry, now))
    if now < MERGER:
        return
    named = {row["source_id"] for row in _rows("lineage.csv")}
    yield from (entry for entry in _entries(DATA / "sources.yml") if entry["id"] in named)
    title = "Tổ chức các sở của tỉnh sau hợp nhất (giả định)"
    yield _source(DECREE, "1/QĐ-UBND", title, "Quyết định", MERGER, INVENTED_NOTE)


def _points(units: Iterable[UnitRow], now: date) -> Iterator[Iterable[str]]:
    """Returns the points of units whose source is issued by that day."""
    known = {str(entry["id"]) for entry in _references(now)}
    ids = {row["id"] for row in units}
    return (row.values() for row in _rows("points.csv") if row["unit_id"] in ids and row["source_id"] in known)


def _is_issued(entry: Entry, now: date) -> bool:
    return str(entry["issued_on"]) <= now.isoformat()


def _report_source(month: Month) -> Entry:
    title = f"Báo cáo kết quả cải cách thủ tục hành chính tháng {month.words} (giả định)"
    about = f"{INVENTED} Kết quả tháng {month.words} của tỉnh và từng đơn vị, theo ba phụ lục."
    return _source(month.source_id, month.report, title, "Báo cáo", month.issued_on, about)


def _plan_source(plan: Plan) -> Entry:
    title = f"Kế hoạch cải cách thủ tục hành chính năm {plan.year} (giả định)"
    about = f"{INVENTED} Giao chỉ tiêu năm {plan.year} cho tỉnh, từng cấp, từng sở và huyện."
    return _source(plan.source_id, plan.number, title, "Kế hoạch", plan.issued_on, about)


def _source(id_: str, number: str, title: str, kind: str, issued_on: date, about: str) -> Entry:
    slugs = {"Báo cáo": "bao-cao", "Kế hoạch": "ke-hoach", "Quyết định": "quyet-dinh"}
    named = {"id": id_, "slug": f"{slugs[kind]}-{id_.lower()}", "number": number, "title": title, "kind": kind}
    return {**named, "issuer": ISSUER, "issued_on": issued_on.isoformat(), "about": about}


def _indicators(source_id: str) -> Iterator[Entry]:
    """Yields the indicators of all columns, from `tests/province` or else from living.yml."""
    known = {str(entry["id"]): entry for path in (DATA / "indicators.yml", LIVING) for entry in _entries(path)}
    for column in COLUMNS:
        yield {**known[column.indicator_id], "sources": [source_id]}


def _answers(reported: Sequence[Month]) -> Iterator[Iterable[str]]:
    """Yields the province's answer to the finding about the wrong mean, which is given after the next report."""
    indicator_id, level, month = WRONG_MEAN
    if month in reported and month < reported[-1]:
        found = f"mean.{month.source_id.lower()}.pl1-mean.{OLD}.{level}.mean.{indicator_id}.{month.period}"
        answer = "Dòng bình quân ghi nhầm khi lập bảng; số của từng xã là đúng (giả định)."
        yield found, answer, ISSUER, Month(month.number + 1).issued_on.isoformat(), ""


def _portal(units: Iterable[UnitRow]) -> str:
    """Returns the text of portal.yml. The first province is the active one, to which the portal belongs."""
    provinces = sorted((row["id"] for row in units if row["level"] == "province"), key=[NEW, OLD].index)
    return f'title: "Cổng Minh Bạch (tỉnh thử)"\nprovince_ids: {json.dumps(provinces)}\n'


@cache
def _entries(path: Path) -> list[Entry]:
    """Returns the entries of a YAML file; all values are texts."""
    found: list[Entry] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return found


@cache
def _rows(name: str) -> list[UnitRow]:
    """Returns the rows of a CSV file of `tests/province`."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _csv(header: str, rows: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    written.write(header)
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _yaml(entries: Iterable[Entry]) -> str:
    """Returns the entries in the form of `data/`: each line has a quoted text or a list of quoted texts. JSON texts are
    valid YAML."""
    lines = (
        "\n  ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entry.items())
        for entry in entries
    )
    return "\n\n".join(f"- {text}" for text in lines) + "\n"


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    root_folder = Path(sys.argv[1])
    link_resources(root_folder)
    write_history(root_folder, *map(int, sys.argv[2:]))
