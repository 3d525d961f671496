"""Published against recomputed: each kind by a planted fault and without one (`tests/reconcile/`), the precision that
decides by properties, and what it finds in the real documents. Expected figures are worked by hand."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.loading import load_portal
from generator.measures import measure
from generator.model import Portal
from generator.pages.reconciliation.page import findings, reconciliation_page
from generator.reconcile import (
    Discrepancy,
    Kind,
    answer_problems,
    finding_problems,
    notes,
    reconcile,
)
from generator.reconcile.precision import Verdict, amount_of, verdict
from generator.rendering import make_environment, render_page

ROOT = Path(__file__).parent.parent
NBSP = "\N{NO-BREAK SPACE}"

UNIT_COLUMNS = "id,slug,name,short_name,kind,level,parent_id,code,active_from,active_to,aliases,note\n"
UNITS = """\
t,tinh-t,Tỉnh T,Tỉnh T,province,province,,,,,,
t.so-a,so-a,Sở A,Sở A,department,department,t,,,,,
t.so-b,so-b,Sở B,Sở B,department,department,t,,,,,
t.so-c,so-c,Sở C,Sở C,department,department,t,,,,,
t.so-d,so-d,Sở D,Sở D,department,department,t,,,,,
t.h1,huyen-1,Huyện Một,H. Một,district,district,t,,,,,
t.h2,huyen-2,Huyện Hai,H. Hai,district,district,t,,,,,
t.h3,huyen-3,Huyện Ba,H. Ba,district,district,t,,,,,
t.cu,huyen-cu,Huyện Cũ,H. Cũ,district,district,t,,,2020-12-31,,
"""
INDICATOR = """\
- id: "{id}"
  slug: "{id}"
  name: "{name}"
  short_name: "{name}"
  name_en: "{id}"
  measure: "{measure}"
  decimals: "{decimals}"
  direction: "higher"
  definition: "Định nghĩa"
  group: "Nhóm"
  formula: "{formula}"
  aggregate: "{aggregate}"
"""
INDICATORS = "".join(
    INDICATOR.format(id=id_, name=name, measure=kind, decimals=decimals, formula=formula, aggregate=aggregate)
    for id_, name, kind, decimals, formula, aggregate in [
        ("total", "Tổng dịch vụ", "count", 0, "full + partial", "total"),
        ("full", "Toàn trình", "count", 0, "", "total"),
        ("partial", "Một phần", "count", 0, "", "total"),
        ("share", "Tỷ lệ toàn trình", "percent", 2, "full / total", ""),
        ("rate", "Tỷ lệ trực tuyến", "percent", 2, "", "mean"),
        ("speed", "Tỷ lệ đúng hạn", "percent", 2, "", "mean"),
        ("staff", "Số cán bộ", "count", 0, "", "total"),
        ("each", "Phút mỗi cán bộ", "minutes", 1, "full / staff", ""),
    ]
)
SOURCE = """\
- id: "{id}"
  slug: "{id}"
  number: "{number}"
  title: "Văn bản"
  kind: "{kind}"
  issuer: "UBND tỉnh T"
  issued_on: "{day}"
  about: "Số liệu"
"""
SOURCES = SOURCE.format(id="ke-hoach-{case}", number="1/KH-UBND", kind="Kế hoạch", day="2023-11-14") + SOURCE.format(
    id="cong-van-{case}", number="2/UBND", kind="Công văn", day="2024-05-31"
)
RESULTS = "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
TARGETS = "unit_id,level,indicator_id,due,comparison,value,status,locator,note\n"
CORRECTIONS = "finding_id,answer,answered_by,answered_on,source_id\n"


def read(path: Path) -> dict[str, Any]:
    """A case; all its scalars are strings."""
    return dict(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))  # noqa: S506 - builds strings only


CASES = {path.stem: read(path) for path in sorted((ROOT / "tests/reconcile").glob("*.yml"))}


def portal_of(root: Path, cases: Mapping[str, Mapping[str, Any]], country: str = "") -> Portal:
    """A portal in which each case, by its number, has a province and two documents of its own; `country` is the line of
    the country above them."""
    files = {
        "portal.yml": f'title: "Cổng"\nprovince_ids: [{", ".join(f"t{number}" for number in cases)}]\n',
        "units.csv": UNIT_COLUMNS
        + country
        + "".join(_own(UNITS + case.get("units", ""), number) for number, case in cases.items()),
        "indicators.yml": INDICATORS,
        "sources.yml": "".join(_documents(case, number) for number, case in cases.items()),
        "corrections.csv": CORRECTIONS + "".join(case.get("corrections", "") for case in cases.values()),
    }
    for number, case in cases.items():
        files[f"results/ke-hoach-{number}.csv"] = RESULTS + _own(case.get("results", ""), number)
        files[f"results/cong-van-{number}.csv"] = RESULTS + _own(case.get("later", ""), number)
        files[f"targets/ke-hoach-{number}.csv"] = TARGETS + _own(case.get("targets", ""), number)
        files[f"targets/cong-van-{number}.csv"] = TARGETS + _own(case.get("later_targets", ""), number)
    for name, text in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    portal, faults = load_portal(root)
    assert faults == []
    return portal


def _documents(case: Mapping[str, Any], number: str) -> str:
    """The two documents of a case; the first has another number, and the second more fields, where the case says so."""
    text = SOURCES.replace("1/KH-UBND", case.get("number", "1/KH-UBND")).replace("{case}", number)
    return text + str(case.get("document", ""))


def _own(rows: str, number: str) -> str:
    """Rows of the province `t`, as those of the case's province."""
    renamed = re.sub(r"^t(?=[.,])", f"t{number}", rows, flags=re.MULTILINE)
    return re.sub(r",t(?=,)", f",t{number}", renamed).replace("{case}", number)


def _bare(text: str, number: str) -> str:
    """An id or sentence as the case writes it; documents of all cases share two numbers, so that sentences tell them
    apart."""
    plain = text.replace(NBSP, " ").replace(f"ke-hoach-{number}", "ke-hoach").replace(f"cong-van-{number}", "cong-van")
    return re.sub(r" \((ke-hoach|cong-van)\)", "", plain.replace(f".t{number}.", ".t."))


def found_in(portal: Portal) -> tuple[Discrepancy, ...]:
    return reconcile(portal, measure(portal))


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, tuple[Discrepancy, ...]]:
    """All cases in one portal: what one document says must not touch another's."""
    portal = portal_of(tmp_path_factory.mktemp("cases"), {str(n): case for n, case in enumerate(CASES.values())})
    return portal, found_in(portal)


@pytest.mark.parametrize("name", CASES)
def test_finds_what_is_planted_and_nothing_else(name: str, together: tuple[Portal, tuple[Discrepancy, ...]]) -> None:
    """Each case holds a small document and every finding that it must give."""
    case, number = CASES[name], str(list(CASES).index(name))
    found = [item for item in together[1] if item.source_id.endswith(f"-{number}")]
    assert [_bare(item.id, number) for item in found] == [wanted["id"] for wanted in case["findings"]]
    for item, wanted in zip(found, case["findings"], strict=True):
        shown = {
            "id": _bare(item.id, number),
            "locator": item.locator,
            "stated": item.stated,
            "recomputed": item.recomputed,
            "difference": item.difference,
            "explanation": _bare(item.explanation, number),
            "effect": _bare(item.effect, number),
            "check": "yes" if item.needs_check else "",
            "cells": str(len(item.cells)),
        }
        assert {key: shown[key] for key in wanted} == wanted
        assert item.needs_check == ("check" in wanted)


@pytest.mark.parametrize("kind", ["truncations", "bases", "pooled"])
def test_notes_what_only_looks_like_a_contradiction(
    kind: str, together: tuple[Portal, tuple[Discrepancy, ...]]
) -> None:
    """Truncated shares, means with or without exempt units, means beside pooled rates."""
    noted = notes(together[0])
    shown = {
        "truncations": [f"{note.cell.value} {note.rounded}" for note in noted.truncations],
        "bases": [
            f"{note.cell.value} {'with' if note.counted else 'without'} {note.exempt} in {note.rows}: {other}"
            for note, other in zip(noted.bases, (float(note.other) for note in noted.bases), strict=True)
        ],
        "pooled": [f"{note.mean.value} {note.pooled.value}" for note in noted.pooled],
    }
    assert shown[kind] == [line for case in CASES.values() for line in case.get(kind, [])]


COUNTRY = "vn,viet-nam,Việt Nam,Cả nước,country,country,,,,,,\n"
PROVINCES = """\
t1,,,full,2023-10,10,,,PL1:1,
t2,,,full,2023-10,20,,,PL1:2,
t3,,,full,2023-10,30,,,PL1:3,
vn,province,total,full,2023-10,70,,,PL1:total,
t1,,,rate,2023-10,10.5,,,PL2:1,
t2,,,rate,2023-10,20.25,,,PL2:2,
t3,,,rate,2023-10,33,,,PL2:3,
vn,province,mean,rate,2023-10,22.25,,,PL2:mean,
t1,,,rate,2023-11,31.5,,,PL3:1,
t2,,,rate,2023-11,32.5,,,PL3:2,
t3,,,rate,2023-11,33.5,,,PL3:3,
t1,,,speed,2023-11,31.5,,,PL4:1,
t2,,,speed,2023-11,32.5,,,PL4:2,
t3,,,speed,2023-11,33.5,,,PL4:3,
t1,,,speed,2023-12,87.4,,,PL5:1,
t2,,,speed,2023-12,87.4,,,PL5:2,
t3,,,speed,2023-12,87.4,,,PL5:3,
"""


def test_the_country_is_checked_against_its_provinces(tmp_path: Path) -> None:
    """Provinces are to the country what communes are to a province: they add up, and patterns run through them.

    10 + 20 + 30 = 60, (10.5 + 20.25 + 33) / 3 = 21.25.
    """
    cases = {"1": {"results": PROVINCES}, "2": {}, "3": {}}
    found = found_in(portal_of(tmp_path, cases, COUNTRY))
    assert [(item.id, item.unit_id, item.level, item.stated, item.recomputed) for item in found] == [
        ("total.ke-hoach-1.pl1-total.vn.province.total.full.2023-10", "vn", "province", "70", "60"),
        ("mean.ke-hoach-1.pl2-mean.vn.province.mean.rate.2023-10", "vn", "province", "22.25", "21.25"),
        ("slipped.ke-hoach-1.vn.2023-11.rate.speed", "vn", "", "", ""),
        ("repeated.ke-hoach-1.pl5.vn.province.speed.2023-12", "vn", "province", "87.4", ""),
    ]
    assert found[0].explanation.replace(NBSP, " ") == (
        "Dòng tổng ghi “Toàn trình” của các tỉnh, thành phố của Việt Nam là 70, nhưng cộng 3 dòng của bảng thì được 60."
    )


def test_provinces_of_no_country_are_not_compared(tmp_path: Path) -> None:
    """Where the data know no country, nothing says that provinces stand beside one another."""
    rows = "".join(line for line in PROVINCES.splitlines(keepends=True) if not line.startswith("vn"))
    assert found_in(portal_of(tmp_path, {"1": {"results": rows}, "2": {}, "3": {}})) == ()


def test_every_kind_has_a_planted_fault() -> None:
    """A new kind comes with a case."""
    planted = [item["id"] for case in CASES.values() for item in case["findings"]]
    assert {id_.partition(".")[0].replace("-", "_") for id_ in planted} == set(map(str, Kind))


def test_ids_do_not_depend_on_order(tmp_path: Path, together: tuple[Portal, tuple[Discrepancy, ...]]) -> None:
    """The lines of a file may be entered in any order."""
    turned = {
        str(number): {**case, "results": "".join(reversed(case.get("results", "").splitlines(keepends=True)))}
        for number, case in enumerate(CASES.values())
    }
    assert sorted(item.id for item in found_in(portal_of(tmp_path, turned))) == sorted(item.id for item in together[1])


def test_an_answer_closes_a_finding(tmp_path: Path) -> None:
    """The answer stands with the finding; what was published stays."""
    answer = "share.ke-hoach-1.pl1.1-1.t1.so-a.share.2023-10,Số đúng là 6.74,Sở A,2024-01-15,cong-van-1\n"
    (item,) = found_in(portal_of(tmp_path, {"1": {**CASES["share"], "corrections": answer}}))
    assert item.answer is not None
    assert (item.answer.answer, item.answer.answered_by, item.stated) == ("Số đúng là 6.74", "Sở A", "1.12")


def test_an_answer_to_nothing_is_a_problem(tmp_path: Path) -> None:
    """The line of the answer is named, with where to find the ids; so is a document that does not exist."""
    portal = portal_of(tmp_path, {"1": {"corrections": "khong-co,Trả lời,Sở A,2024-01-15,la\n"}})
    assert found_in(portal) == ()
    found = [*finding_problems(portal, ()), *answer_problems(portal)]
    assert [(problem.line, problem.field, problem.value) for problem in found] == [
        (2, "finding_id", "khong-co"),
        (2, "source_id", "la"),
    ]


SHARES = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(SHARES, st.integers(0, 4), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN]))
def test_rounding_and_truncation_never_differ(share: tuple[int, int], decimals: int, rounding: str) -> None:
    """However a true share is written down, it is no contradiction."""
    part, whole = share
    exact = Fraction(100 * part, whole)
    written = (Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals), rounding)
    expected = {Verdict.AGREES, Verdict.TRUNCATED} if rounding == ROUND_DOWN else {Verdict.AGREES}
    assert verdict(int(written * 1_000_000), decimals, exact) in expected


@given(SHARES, st.integers(0, 4), st.sampled_from([-1, 1]))
def test_one_off_in_the_last_place_differs(share: tuple[int, int], decimals: int, step: int) -> None:
    """A unit in the last place away from the rounded figure is a contradiction, unless it is where truncation leads."""
    part, whole = share
    exact = Fraction(100 * part, whole)
    unit = 10 ** (6 - decimals)
    scaled = exact * 10**decimals
    off = amount_of(exact, decimals) + step * unit
    if off // unit != scaled.numerator // scaled.denominator and abs(Fraction(off, unit) - scaled) != Fraction(1, 2):
        assert verdict(off, decimals, exact) is Verdict.DIFFERS


def test_a_finding_stands_beside_every_figure_that_it_concerns(
    together: tuple[Portal, tuple[Discrepancy, ...]],
) -> None:
    """A whole that is in doubt casts doubt on the share that rests on it; a copied column on all its units."""
    number = list(CASES).index("parts")
    grouped = findings(together[1])
    figures = [key[1] for key in grouped.by_figure if key[0] == f"t{number}.so-a"]
    assert figures == ["total", "full", "partial", "share"]
    (found,) = grouped.by_unit[f"t{number}.so-a"]
    assert found.address == f"/doi-chieu/#{found.id}"
    assert grouped.by_source[f"ke-hoach-{number}"] == (found,)
    slipped = list(CASES).index("slipped")
    assert {key[0] for key in grouped.by_figure if key[0].startswith(f"t{slipped}.")} == {
        f"t{slipped}.so-a",
        f"t{slipped}.so-b",
        f"t{slipped}.h1",
    }


def test_the_page_holds_every_finding_at_its_anchor(together: tuple[Portal, tuple[Discrepancy, ...]]) -> None:
    """Each finding once, in the group of its kind; notes in tables of their own."""
    portal, found = together
    page = reconciliation_page(portal, found)
    text = render_page(make_environment(), page)
    assert [text.count(f'id="{item.id}"') for item in found] == [1] * len(found)
    assert len({item.id for item in found}) == len(found)
    assert [link.address for link in page.contents] == [f"#{group.id}" for group in page.groups]
    assert page.truncations is not None
    assert page.pooled is not None
    assert len(page.bases) == 2


def test_the_page_shows_an_answer_beside_what_was_published(tmp_path: Path) -> None:
    """Who answered, when, and where; the stated figure stays."""
    answer = "share.ke-hoach-1.pl1.1-1.t1.so-a.share.2023-10,Số đúng là 6.74,Sở A,2024-01-15,cong-van-1\n"
    portal = portal_of(tmp_path, {"1": {**CASES["share"], "corrections": answer}})
    page = reconciliation_page(portal, found_in(portal))
    text = render_page(make_environment(), page).replace(NBSP, " ")
    assert "Số đúng là 6.74 (Sở A, ngày 15/01/2024, <a" in text
    assert "<dt>Văn bản ghi</dt><dd>1,12%</dd>" in text
    assert "Đã có trả lời cho 1 trường hợp." in page.lead


def test_documents_on_both_sides_of_a_contradiction_are_counted(tmp_path: Path) -> None:
    """The later letter states another figure than the plan: one case, two documents."""
    portal = portal_of(tmp_path, {"1": CASES["result"]})
    lead = reconciliation_page(portal, found_in(portal)).lead
    assert lead.startswith("Trong 2 văn bản, cổng phát hiện 1 trường hợp số liệu không khớp nhau.")


def test_a_sentence_names_the_year_of_documents_that_share_a_number(tmp_path: Path) -> None:
    portal = portal_of(tmp_path, {"1": CASES["result"]})
    sources = {id_: replace(one, apart=str(one.issued_on.year)) for id_, one in portal.sources.items()}
    (found,) = found_in(replace(portal, sources=sources))
    assert "Công văn số 2/UBND (2024), bảng PL.I, dòng 1 ghi 47,5%" in found.explanation.replace(NBSP, " ")


def test_a_portal_without_contradictions_says_so(tmp_path: Path) -> None:
    """No empty sections, no table without rows."""
    portal = portal_of(tmp_path, {"1": {}})
    page = reconciliation_page(portal, found_in(portal))
    assert page.lead == "Chưa phát hiện trường hợp nào số liệu trong văn bản không khớp nhau."
    assert (page.groups, page.truncations, page.pooled, page.bases) == ((), None, None, ())
    assert "## " not in render_page(make_environment(), page)
