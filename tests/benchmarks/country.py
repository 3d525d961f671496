"""An invented country of any size, in the form of `data/`, to measure the portal at a scale that no province has."""

import random
from pathlib import Path

from tests.support.headers import RESULT_HEADER, TARGET_HEADER, UNIT_HEADER

PERIODS = ("2024-03", "2024-06")
PROVINCES = 34
INDICATORS = 10


def write_country(root: Path, units: int) -> None:
    """Writes a portal without faults of about `units` units: provinces with communes, ten indicators with two periods
    each, and common targets of the provinces."""
    rng = random.Random(7)  # noqa: S311 - figures for a benchmark
    data = root / "data"
    for folder in ("targets", "results", "tasks"):
        (data / folder).mkdir(parents=True, exist_ok=True)
    provinces = [f"p{number}" for number in range(min(PROVINCES, max(1, units // 20)))]
    communes = [
        (f"{province}.c{number}", province) for number in range(units // len(provinces)) for province in provinces
    ]
    (data / "portal.yml").write_text(f"title: Cổng thử\nprovince_ids: [{', '.join(provinces)}]\n", encoding="utf-8")
    (data / "sources.yml").write_text(source_entry(), encoding="utf-8")
    (data / "indicators.yml").write_text("".join(indicator_entry(n) for n in range(INDICATORS)), encoding="utf-8")
    (data / "units.csv").write_text(UNIT_HEADER + "".join(unit_rows(provinces, communes)), encoding="utf-8")
    targets = [f"{p},commune,i{n},2024,at_least,80,,PL{n}:{p},\n" for p in provinces for n in range(INDICATORS)]
    (data / "targets" / "s.csv").write_text(TARGET_HEADER + "".join(targets), encoding="utf-8")
    results = (
        f"{commune},,,i{n},{period},{rng.randint(0, 10000) / 100:.2f},,,PL{n}.{at}:{row},\n"
        for row, (commune, _) in enumerate(communes)
        for n in range(INDICATORS)
        for at, period in enumerate(PERIODS)
    )
    (data / "results" / "s.csv").write_text(RESULT_HEADER + "".join(results), encoding="utf-8")


def unit_rows(provinces: list[str], communes: list[tuple[str, str]]) -> list[str]:
    province_rows = [f"{p},{p},Tỉnh {p},Tỉnh {p},province,province,,,,,,\n" for p in provinces]
    commune_rows = [f"{c},{c.replace('.', '-')},Xã {c},Xã {c},commune,commune,{p},,,,,\n" for c, p in communes]
    return [*province_rows, *commune_rows]


def source_entry(id_: str = "s", issued_on: str = "2024-07-01") -> str:
    return (
        f"- id: {id_}\n  slug: van-ban-{id_}\n  number: 1/BC\n  title: Báo cáo thử\n  kind: Báo cáo\n  issuer: Bộ Thử\n"
        f'  issued_on: "{issued_on}"\n  about: Số liệu thử.\n'
    )


def indicator_entry(number: int) -> str:
    return (
        f"- id: i{number}\n  slug: chi-tieu-{number}\n  name: Chỉ tiêu {number}\n  short_name: Chỉ tiêu {number}\n"
        f'  name_en: Indicator {number}\n  measure: percent\n  decimals: "2"\n  direction: higher\n'
        "  definition: Tỷ lệ thử.\n  group: Nhóm thử\n  sources: [s]\n"
    )
