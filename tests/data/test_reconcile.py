"""Tests the comparison of published figures with recomputed ones. Each kind of finding has cases with a planted
fault and without one (`tests/reconcile/`). Expected figures are worked out by hand, and rounding is tested with
random shares."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypedDict

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.loading import load_portal
from generator.measures import measure
from generator.model import Portal
from generator.pages.parts import Link
from generator.pages.reconciliation.page import findings, reconciliation_page
from generator.reconcile import (
    Discrepancy,
    DiscrepancyKind,
    answer_problems,
    finding_problems,
    notes,
    reconcile,
)
from generator.reconcile.findings import Case as Contradiction
from generator.reconcile.findings import Cell
from generator.reconcile.precision import Verdict, amount_of, verdict
from generator.rendering import make_environment, render_page
from tests.support.folders import ROOT
from tests.support.headers import CORRECTION_HEADER, RESULT_HEADER, TARGET_HEADER, UNIT_HEADER

NBSP = "\N{NO-BREAK SPACE}"

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
  direction: "{direction}"
  definition: "Định nghĩa"
  group: "Nhóm"
  formula: "{formula}"
  aggregate: "{aggregate}"
"""
INDICATORS = "".join(
    INDICATOR.format(
        id=id_,
        name=name,
        measure=kind,
        decimals=decimals,
        direction="lower" if kind == "minutes" else "higher",
        formula=formula,
        aggregate=aggregate,
    )
    for id_, name, kind, decimals, formula, aggregate in [
        ("total", "Tổng dịch vụ", "count", 0, "full + partial", "total"),
        ("full", "Toàn trình", "count", 0, "", "total"),
        ("partial", "Một phần", "count", 0, "", "total"),
        ("share", "Tỷ lệ toàn trình", "percent", 2, "full / total", ""),
        ("rate", "Tỷ lệ trực tuyến", "percent", 2, "", "mean"),
        ("speed", "Tỷ lệ đúng hạn", "percent", 2, "", "mean"),
        ("early", "Tỷ lệ sớm hạn", "percent", 2, "", "mean"),
        ("on-time", "Tỷ lệ không trễ hạn", "percent", 2, "early + speed", ""),
        ("staff", "Số cán bộ", "count", 0, "", "total"),
        ("each", "Phút mỗi cán bộ", "minutes", 1, "full / staff", ""),
        ("wait", "Thời gian chờ", "minutes", 1, "", ""),
        ("serve", "Thời gian giải quyết", "minutes", 1, "", ""),
        ("visit", "Tổng thời gian", "minutes", 1, "wait + serve", ""),
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


class Case(TypedDict, total=False):
    """Two documents with their rows, and the findings that they must give.

    `number` and `document` change the entries of the first and of the second document. `later` and `later_targets` are
    rows of the second one. `truncations`, `bases` and `pooled` are figures that only look contradictory. `order` is
    `counts` if one document states a figure twice, so that the order of its rows decides.
    """

    units: str
    results: str
    targets: str
    later: str
    later_targets: str
    corrections: str
    number: str
    document: str
    order: str
    findings: list[dict[str, str]]
    truncations: list[str]
    bases: list[str]
    pooled: list[str]


def read(path: Path) -> Case:
    """Reads a case. All its scalars are strings."""
    case: Case = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - builds strings only
    return case


CASES = {path.stem: read(path) for path in sorted((ROOT / "tests/reconcile").glob("*.yml"))}


def portal_of(root: Path, cases: Mapping[str, Case], country: str = "") -> Portal:
    """Writes a portal in which each case has its own province and two documents, named by its number.

    `country` is the row of a country above the provinces.
    """
    files = {
        "portal.yml": f'title: "Cổng"\nprovince_ids: [{", ".join(f"t{number}" for number in cases)}]\n',
        "units.csv": UNIT_HEADER
        + country
        + "".join(_own(UNITS + case.get("units", ""), number) for number, case in cases.items()),
        "indicators.yml": INDICATORS,
        "sources.yml": "".join(_documents(case, number) for number, case in cases.items()),
        "corrections.csv": CORRECTION_HEADER + "".join(case.get("corrections", "") for case in cases.values()),
    }
    for number, case in cases.items():
        files[f"results/ke-hoach-{number}.csv"] = RESULT_HEADER + _own(case.get("results", ""), number)
        files[f"results/cong-van-{number}.csv"] = RESULT_HEADER + _own(case.get("later", ""), number)
        files[f"targets/ke-hoach-{number}.csv"] = TARGET_HEADER + _own(case.get("targets", ""), number)
        files[f"targets/cong-van-{number}.csv"] = TARGET_HEADER + _own(case.get("later_targets", ""), number)
    for name, text in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    portal, faults = load_portal(root)
    assert faults == []
    return portal


def _documents(case: Case, number: str) -> str:
    """Returns the two documents of a case. The case may give the first another number, and the second more fields."""
    text = SOURCES.replace("1/KH-UBND", case.get("number", "1/KH-UBND")).replace("{case}", number)
    return text + case.get("document", "")


def _own(rows: str, number: str) -> str:
    """Returns rows of the province `t` as rows of the case's province."""
    renamed = re.sub(r"^t(?=[.,])", f"t{number}", rows, flags=re.MULTILINE)
    return re.sub(r",t(?=,)", f",t{number}", renamed).replace("{case}", number)


def _bare(text: str, number: str) -> str:
    """Returns an id or a sentence as the case writes it. Documents of all cases share two numbers, so sentences add
    their ids, which are removed here."""
    plain = text.replace(NBSP, " ").replace(f"ke-hoach-{number}", "ke-hoach").replace(f"cong-van-{number}", "cong-van")
    return re.sub(r" \((ke-hoach|cong-van)\)", "", plain.replace(f".t{number}.", ".t."))


def found_in(portal: Portal) -> tuple[Discrepancy, ...]:
    return reconcile(portal, measure(portal))


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, tuple[Discrepancy, ...]]:
    """All cases in one portal, because a document must not affect the findings of another."""
    portal = portal_of(tmp_path_factory.mktemp("cases"), {str(n): case for n, case in enumerate(CASES.values())})
    return portal, found_in(portal)


@pytest.mark.parametrize("name", CASES)
def test_each_case_gives_its_findings_and_no_others(
    name: str, all_cases: tuple[Portal, tuple[Discrepancy, ...]]
) -> None:
    """Each case has a small document and all findings that it must give."""
    case, number = CASES[name], str(list(CASES).index(name))
    found = [item for item in all_cases[1] if item.source_id.endswith(f"-{number}")]
    assert [_bare(item.id, number) for item in found] == [expected["id"] for expected in case["findings"]]
    for item, expected in zip(found, case["findings"], strict=True):
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
            "dependents": " ".join(cell.indicator_id for cell in item.dependent_shares),
        }
        assert {key: shown[key] for key in expected} == expected
        assert (item.needs_check, bool(item.dependent_shares)) == ("check" in expected, "dependents" in expected)


@pytest.mark.parametrize("kind", ["truncations", "bases", "pooled"])
def test_figures_that_only_look_contradictory_are_noted(
    kind: Literal["truncations", "bases", "pooled"], all_cases: tuple[Portal, tuple[Discrepancy, ...]]
) -> None:
    """These are truncated shares, means with or without exempt units, and means beside pooled rates."""
    noted = notes(all_cases[0])
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
    """A country is checked against its provinces as a province against its communes, in totals and in patterns.

    10 + 20 + 30 = 60, (10.5 + 20.25 + 33) / 3 = 21.25.
    """
    cases: dict[str, Case] = {"1": {"results": PROVINCES}, "2": {}, "3": {}}
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


def test_provinces_are_not_compared_without_a_country(tmp_path: Path) -> None:
    """Without a country in the data, there is no group to which the provinces belong."""
    rows = "".join(line for line in PROVINCES.splitlines(keepends=True) if not line.startswith("vn"))
    assert found_in(portal_of(tmp_path, {"1": {"results": rows}, "2": {}, "3": {}})) == ()


def test_every_kind_of_finding_has_a_case() -> None:
    """A new kind needs a case."""
    planted = [item["id"] for case in CASES.values() for item in case["findings"]]
    assert {id_.partition(".")[0].replace("-", "_") for id_ in planted} == set(map(str, DiscrepancyKind))


def test_ids_of_findings_do_not_depend_on_the_order_of_rows(
    tmp_path: Path, all_cases: tuple[Portal, tuple[Discrepancy, ...]]
) -> None:
    """The rows of a file may be entered in any order, unless one document states a figure twice: the first row counts
    then."""
    turned: dict[str, Case] = {
        str(number): case
        if case.get("order") == "counts"
        else {**case, "results": "".join(reversed(case.get("results", "").splitlines(keepends=True)))}
        for number, case in enumerate(CASES.values())
    }
    assert sorted(item.id for item in found_in(portal_of(tmp_path, turned))) == sorted(item.id for item in all_cases[1])


def test_a_long_id_of_a_finding_is_cut_to_the_name_of_a_folder() -> None:
    """Ids that differ only at their ends still differ."""
    cells = [Cell("d", f"PL1:{'1' * 300}", "t", "", "", "i", period, "1") for period in ("2023", "2024")]
    one, other = (Contradiction(DiscrepancyKind.SHARE, 1, cell, ()).id for cell in cells)
    assert one != other
    assert {len(one), len(other)} == {200}
    assert one.startswith("share.d.pl1-111")


def test_an_answer_is_stored_with_its_finding(tmp_path: Path) -> None:
    """The published figure does not change."""
    answer = "share.ke-hoach-1.pl1.1-1.t1.so-a.share.2023-10,Số đúng là 6.74,Sở A,2024-01-15,cong-van-1\n"
    (item,) = found_in(portal_of(tmp_path, {"1": {**CASES["share"], "corrections": answer}}))
    assert item.answer is not None
    assert (item.answer.answer, item.answer.answered_by, item.stated) == ("Số đúng là 6.74", "Sở A", "1.12")


def test_an_answer_to_an_unknown_finding_is_a_fault(tmp_path: Path) -> None:
    """The line of the answer is reported. A document that does not exist is reported too."""
    portal = portal_of(tmp_path, {"1": {"corrections": "khong-co,Trả lời,Sở A,2024-01-15,la\n"}})
    assert found_in(portal) == ()
    found = [*finding_problems(portal, ()), *answer_problems(portal)]
    assert [(problem.line, problem.field, problem.value) for problem in found] == [
        (2, "finding_id", "khong-co"),
        (2, "source_id", "la"),
    ]


SHARES = st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(SHARES, st.integers(0, 4), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN]))
def test_a_rounded_or_truncated_share_is_never_a_contradiction(
    share: tuple[int, int], decimals: int, rounding: str
) -> None:
    """This holds for every share and every usual way of rounding."""
    part, whole = share
    exact = Fraction(100 * part, whole)
    written = (Decimal(100 * part) / Decimal(whole)).quantize(Decimal(1).scaleb(-decimals), rounding)
    expected = {Verdict.AGREES, Verdict.TRUNCATED} if rounding == ROUND_DOWN else {Verdict.AGREES}
    assert verdict(int(written * 1_000_000), decimals, exact) in expected


@given(SHARES, st.integers(0, 4), st.sampled_from([-1, 1]))
def test_a_share_that_differs_in_the_last_place_is_a_contradiction(
    share: tuple[int, int], decimals: int, step: int
) -> None:
    """The exception is a difference that truncation explains."""
    part, whole = share
    exact = Fraction(100 * part, whole)
    unit = 10 ** (6 - decimals)
    scaled = exact * 10**decimals
    off = amount_of(exact, decimals) + step * unit
    if off // unit != scaled.numerator // scaled.denominator and abs(Fraction(off, unit) - scaled) != Fraction(1, 2):
        assert verdict(off, decimals, exact) is Verdict.DIFFERS


def test_a_finding_is_shown_beside_every_figure_it_concerns(
    all_cases: tuple[Portal, tuple[Discrepancy, ...]],
) -> None:
    """A doubtful total also concerns the share computed from it, and a copied column concerns all its units."""
    number = list(CASES).index("parts")
    grouped = findings(all_cases[1])
    figures = [key[1] for key in grouped.by_figure if key[0] == f"t{number}.so-a"]
    assert figures == ["total", "full", "partial", "share"]
    (found,) = grouped.by_unit[f"t{number}.so-a"]
    assert found.address == f"/doi-chieu/#{found.id}"
    assert grouped.by_source[f"ke-hoach-{number}"] == (found,)
    slipped = list(CASES).index("slipped")
    assert {key[0] for key in grouped.by_figure if key[0].startswith(f"t{slipped}.")} == {
        f"t{slipped}.so-a",
        f"t{slipped}.so-b",
        f"t{slipped}.so-c",
        f"t{slipped}.h1",
    }


def test_the_page_lists_every_finding_at_its_anchor(all_cases: tuple[Portal, tuple[Discrepancy, ...]]) -> None:
    """Each finding is listed once, in the group of its kind. Notes have their own tables."""
    portal, found = all_cases
    page = reconciliation_page(portal, found)
    text = render_page(make_environment(), page)
    assert [text.count(f'id="{item.id}"') for item in found] == [1] * len(found)
    assert len({item.id for item in found}) == len(found)
    assert [link.address for link in page.contents] == [f"#{group.id}" for group in page.groups]
    assert page.truncations is not None
    assert page.pooled is not None
    assert len(page.bases) == 3


def test_the_page_links_to_the_pages_of_former_findings(tmp_path: Path) -> None:
    """A page that search engines list must be reachable from another page."""
    former, present = "/doi-chieu/mean.cu/", "/doi-chieu/share.ke-hoach-1.pl1.1-1.t1.so-a.share.2023-10/"
    portal = replace(portal_of(tmp_path, {"1": CASES["share"]}), addresses=("/doi-chieu/", former, present))
    page = reconciliation_page(portal, found_in(portal))
    assert page.gone == (Link("Dòng bình quân không khớp với các dòng: mean.cu", former),)
    assert ">Dòng bình quân không khớp với các dòng: mean.cu</a>" in render_page(make_environment(), page)
    assert "Trường hợp không còn" not in render_page(make_environment(), replace(page, gone=()))


def test_the_page_shows_an_answer_beside_the_published_figure(tmp_path: Path) -> None:
    """It shows who answered, when and where. The stated figure is kept."""
    answer = "share.ke-hoach-1.pl1.1-1.t1.so-a.share.2023-10,Số đúng là 6.74,Sở A,2024-01-15,cong-van-1\n"
    portal = portal_of(tmp_path, {"1": {**CASES["share"], "corrections": answer}})
    page = reconciliation_page(portal, found_in(portal))
    text = render_page(make_environment(), page).replace(NBSP, " ")
    assert "Số đúng là 6.74 (Sở A, ngày 15/01/2024, <a" in text
    assert "<dt>Văn bản ghi</dt><dd>1,12%</dd>" in text
    assert "Đã có trả lời cho 1 trường hợp." in page.lead


def test_both_documents_of_a_contradiction_are_counted(tmp_path: Path) -> None:
    """The later letter states another figure than the plan: one finding, two documents."""
    portal = portal_of(tmp_path, {"1": CASES["result"]})
    lead = reconciliation_page(portal, found_in(portal)).lead
    assert lead.startswith("Trong 2 văn bản, cổng phát hiện 1 trường hợp số liệu không khớp nhau.")


def test_of_two_targets_of_a_level_that_of_the_later_document_counts(tmp_path: Path) -> None:
    """48.48% misses the 49% of the letter, but not the 40% of the plan, which is the later document here."""
    case = Case(**{**CASES["total"], "targets": "t,department,share,2023-10,at_least,40,,text:6,\n"})
    portal = portal_of(tmp_path, {"1": case})
    plan = replace(portal.sources["ke-hoach-1"], issued_on=date(2024, 6, 1))
    found = found_in(replace(portal, sources={**portal.sources, plan.id: plan}))
    (total,) = (item for item in found if item.locator == "PL1.1:total")
    assert total.effect.endswith("sẽ là 48,48% thay vì 50%; đánh giá và thứ hạng không thay đổi.")


def test_a_sentence_adds_the_year_to_documents_that_share_a_number(tmp_path: Path) -> None:
    portal = portal_of(tmp_path, {"1": CASES["result"]})
    sources = {id_: replace(one, distinction=str(one.issued_on.year)) for id_, one in portal.sources.items()}
    (found,) = found_in(replace(portal, sources=sources))
    assert "Công văn số 2/UBND (2024), bảng PL.I, dòng 1 ghi 47,5%" in found.explanation.replace(NBSP, " ")


def test_a_portal_without_findings_says_so(tmp_path: Path) -> None:
    """The page has no empty sections and no tables without rows."""
    portal = portal_of(tmp_path, {"1": {}})
    page = reconciliation_page(portal, found_in(portal))
    assert page.lead == "Chưa phát hiện trường hợp nào số liệu trong văn bản không khớp nhau."
    assert (page.groups, page.truncations, page.pooled, page.bases) == ((), None, None, ())
    assert "## " not in render_page(make_environment(), page)
