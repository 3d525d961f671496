"""Tests how a unit's page and the list of units show where units ended, began or were merged."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.formats import NBSP
from generator.lineage import lineage_by_unit
from generator.model import Lineage, LineageKind, Period
from generator.pages.facts import Facts
from generator.pages.unit.earlier import predecessor_figures
from generator.pages.unit.explanations import ending, predecessors_heading
from generator.pages.unit.list import units_page
from generator.pages.unit.page import UnitPage
from generator.rendering import make_environment, render_page
from tests.support.headers import LINEAGE_HEADER
from tests.support.portals import append_to, copy_of_mini, facts_of
from tests.support.units import (
    RESULT,
    TODAY,
    UNIT,
    commune,
    department,
    pages_of,
    ranked_portal,
)


@pytest.fixture(scope="module")
def merged_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Sở C and Sở D end: C is merged into Sở N, and D is split between Sở N and Sở M. Sở E ends without a lineage
    row."""
    root = copy_of_mini(tmp_path_factory)
    new = [
        UNIT.format(id=f"demo.{slug}", slug=slug, name=f"Sở {slug.upper()}", kind="department", level="department",
                    parent="demo", code="", start="2025-07-01", end="")
        for slug in ("n", "m")
    ]  # fmt: skip
    ended = [department(slug, end="2025-06-30") for slug in ("c", "d", "e")]
    append_to(root / "data/units.csv", "".join([*ended, *new]))
    rows = [
        "demo.c,demo.n,2025-07-01,merged,demo-2024,\n",
        "demo.d,demo.n,2025-07-01,split,demo-2024,Phần chính\n",
        "demo.d,demo.m,2025-07-01,split,demo-2024,Một phần\n",
    ]
    (root / "data/lineage.csv").write_text(LINEAGE_HEADER + "".join(rows), encoding="utf-8")
    figures = [
        RESULT.format(unit="c", indicator=indicator, period="2024-06", value=value, row="3")
        for indicator, value in (("full-online-services", "91"), ("services-total", "7"))
    ]
    append_to(root / "data/results/demo-2024.csv", "".join(figures))
    return facts_of(root, TODAY)


@pytest.fixture(scope="module")
def merged(merged_facts: Facts) -> dict[str, UnitPage]:
    return pages_of(merged_facts)


def test_an_ended_unit_names_its_last_day_and_its_successors(merged: dict[str, UnitPage]) -> None:
    """After a split there are several successors, each with its part."""
    banner = merged["d"].banner
    assert banner is not None
    assert banner.title == "Đơn vị hoạt động đến hết ngày 30/06/2025"
    assert banner.text == (
        "Trang này giữ nguyên số liệu đến ngày đó. Từ ngày 01/07/2025, địa bàn được chia cho 2 đơn vị kế tiếp:"
    )
    assert [(link.text, link.address) for link in banner.links] == [
        ("Sở N, từ 01/07/2025 (phần chính)", "/don-vi/n/"),
        ("Sở M, từ 01/07/2025 (một phần)", "/don-vi/m/"),
    ]
    assert banner.source is not None


def test_an_ended_unit_without_lineage_states_that_its_successor_is_unknown(merged: dict[str, UnitPage]) -> None:
    """No successor is guessed."""
    banner = merged["e"].banner
    assert banner is not None
    assert banner.text == "Cổng chưa có văn bản nào về đơn vị kế tiếp."
    assert not banner.links


def test_the_note_of_an_ended_unit_explains_its_end_only_without_lineage(mini: Path) -> None:
    """The note of Sở E is in its banner. A resolution abolished Sở G, so its note is one of its facts."""
    unit = "demo.{0},{0},Sở {1},Sở {1},department,department,demo,,,2025-06-30,,Chuyển về bộ\n"
    append_to(mini / "data/units.csv", unit.format("e", "E") + unit.format("g", "G"))
    (mini / "data/lineage.csv").write_text(
        f"{LINEAGE_HEADER}demo.g,,2025-07-01,abolished,demo-2024,\n", encoding="utf-8"
    )
    pages = pages_of(facts_of(mini, TODAY))
    banners = [pages[slug].banner for slug in ("e", "g")]
    assert [banner.text.rpartition("ngày đó. ")[2] for banner in banners if banner] == [
        "Chuyển về bộ.",
        "Kết thúc từ ngày 01/07/2025, không có đơn vị kế tiếp.",
    ]
    assert [dict(pages[slug].unit_facts).get("Ghi chú") for slug in ("e", "g")] == [None, "Chuyển về bộ"]


def test_a_new_unit_shows_the_last_figures_of_its_predecessors(merged: dict[str, UnitPage]) -> None:
    """Sở N follows C, which has 7 services and 91%, and a part of D, which has no figures. Nothing is added up.
    Indicators are in their own order, not in that of their ids."""
    page = merged["n"]
    assert page.banner is None
    assert page.predecessors is not None
    assert [[cell.text for cell in row] for row in page.predecessors.figures.rows] == [
        ["Sở C", "7", "91%"],
        ["Sở D", "chưa có số liệu", "chưa có số liệu"],
    ]
    assert not page.boards
    assert page.predecessors.heading.title == "Các đơn vị cũ"
    assert page.predecessors.heading.note.endswith("cổng không cộng và không lấy bình quân.")


def test_the_last_figures_of_predecessors_name_their_period_once(merged_facts: Facts) -> None:
    """Both figures of Sở C are of June. If Sở D had a figure of July, its cell would name the month."""
    june = merged_facts.latest["demo.c"]
    july = {"services-total": june["services-total"]._replace(period=Period.parse("2024-07"))}
    found = {
        name: predecessor_figures(
            merged_facts.portal.units["demo.n"], lineage_by_unit(merged_facts.portal.lineage), facts
        )
        for name, facts in (
            ("alike", merged_facts),
            ("apart", replace(merged_facts, latest={**merged_facts.latest, "demo.d": july})),
        )
    }
    shown = {
        name: (
            table.caption.replace(NBSP, " "),
            [[cell.note.replace(NBSP, " ") for cell in row[1:]] for row in table.rows],
        )
        for name, table in found.items()
        if table
    }
    assert shown == {
        "alike": ("Số liệu cuối cùng của 2 đơn vị cũ (tháng 6/2024): Sở C, Sở D", [["", ""], ["", ""]]),
        "apart": (
            "Số liệu cuối cùng của 2 đơn vị cũ (tháng 6/2024, trừ ô ghi khác): Sở C, Sở D",
            [["", ""], ["tháng 7/2024", ""]],
        ),
    }


def test_with_a_single_predecessor_the_page_does_not_mention_adding_up(merged_facts: Facts) -> None:
    """If Sở N followed only C, there would be one predecessor with a figure. Sở M follows a part of D, without a
    figure."""
    lines = lineage_by_unit(merged_facts.portal.lineage[:1])
    table = predecessor_figures(merged_facts.portal.units["demo.n"], lines, merged_facts)
    assert table is not None
    assert table.caption.replace(NBSP, " ") == "Số liệu cuối cùng của Sở C (tháng 6/2024)"
    assert table.headings == ("Chỉ tiêu", "Sở C")
    assert [[cell.text for cell in row] for row in table.rows] == [["Số dịch vụ", "7"], ["Dịch vụ toàn trình", "91%"]]
    single = predecessors_heading(merged_facts.portal.units["demo.n"], lines, known=True)
    assert (single.title, single.note) == ("Đơn vị cũ", "Số liệu cuối cùng của đơn vị cũ, trước ngày 01/07/2025.")
    unknown = pages_of(merged_facts)["m"].predecessors
    assert unknown is not None
    assert unknown.heading.note == "Chưa có số liệu nào của đơn vị cũ trong các văn bản mà cổng đã nhập."


@pytest.mark.parametrize("kind", ["renamed", "merged"])
def test_the_first_figures_of_a_successor_state_why_they_have_no_change(
    kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Sở N follows Sở C. With a second month there is a change, and the sentence is omitted."""
    root = copy_of_mini(tmp_path_factory)
    new = UNIT.format(id="demo.n", slug="n", name="Sở N", kind="department", level="department",
                      parent="demo", code="", start="2024-05-01", end="")  # fmt: skip
    append_to(root / "data/units.csv", department("c", end="2024-04-30") + new)
    (root / "data/lineage.csv").write_text(
        f"{LINEAGE_HEADER}demo.c,demo.n,2024-05-01,{kind},demo-2024,\n", encoding="utf-8"
    )
    months = [("c", "2024-04", "90"), ("n", "2024-05", "91"), ("n", "2024-06", "92")]
    rows = [
        RESULT.format(unit=unit, indicator="full-online-services", period=period, value=value, row=str(row))
        for row, (unit, period, value) in enumerate(months, 3)
    ]
    append_to(root / "data/results/demo-2024.csv", "".join(rows[:2]))
    (board,) = pages_of(facts_of(root, TODAY))["n"].boards
    assert board.sentences[-1] == (
        "Chưa có kỳ trước để so sánh: số liệu bắt đầu từ ngày 01/05/2024, không nối với số của đơn vị cũ."
    )
    append_to(root / "data/results/demo-2024.csv", rows[2])
    (board,) = pages_of(facts_of(root, TODAY))["n"].boards
    assert not any("kỳ trước" in text for text in board.sentences)
    assert any("Tăng" in text for text in board.rows[0].sentences)


def test_an_existing_unit_has_no_banner(merged_facts: Facts) -> None:
    """Sở An Bình still exists."""
    portal = merged_facts.portal
    assert ending(portal.units["demo.so-a"], portal, lineage_by_unit(portal.lineage)) is None


@pytest.mark.parametrize(("name", "expected"), [("Sở N", "đơn vị mang tên mới:"), ("Sở D", "đơn vị vẫn mang tên này:")])
def test_a_unit_with_a_new_id_states_whether_its_name_changed(name: str, expected: str, merged_facts: Facts) -> None:
    """If only the parent unit changed, the name is unchanged."""
    old = replace(merged_facts.portal.units["demo.d"], id="old")
    new = replace(merged_facts.portal.units["demo.n"], id="new", name=name)
    row = Lineage("old", "new", date(2025, 7, 1), LineageKind.RENAMED, "demo-2024")
    portal = replace(merged_facts.portal, units={"old": old, "new": new}, lineage=(row,))
    banner = ending(old, portal, lineage_by_unit(portal.lineage))
    assert banner is not None
    assert banner.text.endswith(expected)


def test_the_list_of_units_has_every_unit_with_its_score(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An Bình meets one of two targets. Sở H has no figures and no score."""
    page = units_page(facts_of(ranked_portal(tmp_path_factory), TODAY))
    lines = {unit.link.text: unit.score for section in page.sections for part in section.parts for unit in part.units}
    assert len(lines) == 9
    assert (lines["Sở An Bình"], lines["Sở C"], lines["Sở H"]) == (
        "1/2\N{NO-BREAK SPACE}đạt",
        "1/1\N{NO-BREAK SPACE}đạt",
        "",
    )


@pytest.fixture
def rearranged(mini: Path) -> Path:
    """Xã Bắc and the former Xã Nam were merged into a new Xã Nam in 2026. Xã Đông is unchanged."""
    old = commune("bac", "Xã Bắc", end="2025-12-31") + commune("nam-cu", "Xã Nam", end="2025-12-31")
    append_to(mini / "data/units.csv", old + commune("nam", "Xã Nam", start="2026-01-01") + commune("dong", "Xã Đông"))
    rows = "".join(f"demo.{slug},demo.nam,2026-01-01,merged,demo-2024,\n" for slug in ("bac", "nam-cu"))
    (mini / "data/lineage.csv").write_text(LINEAGE_HEADER + rows, encoding="utf-8")
    return mini


def listed(facts: Facts) -> dict[str, list[tuple[str, list[str]]]]:
    """Returns the headings and names of the list of units by the anchor of each section."""
    return {
        section.id: [
            (part.heading.text if part.heading else "", [unit.link.text for unit in part.units])
            for part in section.parts
        ]
        for section in units_page(facts).sections
    }


def test_units_that_have_ended_are_listed_separately_with_their_dates(rearranged: Path) -> None:
    """Of 7 units, 5 exist. Two units with the same name have their first or last day."""
    facts = facts_of(rearranged, TODAY)
    assert listed(facts)["xa-tinh-demo"] == [
        ("", ["Xã Đông", "Xã Nam (từ 01/01/2026)"]),
        ("Đã kết thúc hoạt động", ["Xã Bắc (đến hết 31/12/2025)", "Xã Nam (đến hết 31/12/2025)"]),
    ]
    assert units_page(facts).lead.startswith(
        "5 cơ quan, địa phương đang hoạt động và 2 đơn vị đã kết thúc hoạt động. Sau tên"
    )
    assert "<h3>Đã kết thúc hoạt động</h3>" in render_page(make_environment(), units_page(facts))
    groups = [(group.title, [link.text for link in group.units]) for group in pages_of(facts)["tinh-demo"].units_below]
    assert groups == [
        ("2 sở, ban, ngành", ["Sở An Bình", "Sở Đại Đồng"]),
        ("2 đơn vị cấp xã", ["Xã Đông", "Xã Nam (từ 01/01/2026)"]),
        (
            "2 đơn vị cấp xã đã kết thúc hoạt động",
            ["Xã Bắc (đến hết 31/12/2025)", "Xã Nam (đến hết 31/12/2025)"],
        ),
    ]


def test_units_that_have_not_begun_are_not_counted_as_existing(rearranged: Path) -> None:
    """The page is made on the day before the merger. Six units exist, and Xã Nam begins on the next day."""
    facts = facts_of(rearranged, date(2025, 12, 31))
    assert listed(facts)["xa-tinh-demo"][1:] == [("Chưa bắt đầu hoạt động", ["Xã Nam (từ 01/01/2026)"])]
    assert units_page(facts).lead.startswith(
        "6 cơ quan, địa phương đang hoạt động và 1 đơn vị chưa bắt đầu hoạt động. Sau tên"
    )
    groups = [group.title for group in pages_of(facts)["tinh-demo"].units_below]
    assert groups[1:] == ["3 đơn vị cấp xã", "1 đơn vị cấp xã chưa bắt đầu hoạt động"]


def test_communes_of_former_districts_are_listed_separately_from_those_of_today(mini: Path) -> None:
    """The province still exists. Its district ended with its commune, and a commune of today is directly below the
    province."""
    district = "demo.h,huyen-h,Huyện H,Huyện H,district,district,demo,,,2025-06-30,,\n"
    old = "demo.h.x,xa-x-h,Xã X,Xã X,commune,commune,demo.h,,,2025-06-30,,\n"
    append_to(mini / "data/units.csv", district + old + commune("x", "Xã X", start="2025-07-01"))
    sections = units_page(facts_of(mini, TODAY)).sections
    assert [(section.id, section.title) for section in sections][-2:] == [
        ("xa-tinh-demo", "Cấp xã của tỉnh Thử"),
        ("xa-theo-huyen-tinh-demo", "Cấp xã thuộc cấp huyện trước đây của tỉnh Thử"),
    ]
    assert listed(facts_of(mini, TODAY))["huyen-tinh-demo"] == [
        ("Đã kết thúc hoạt động", ["Huyện H (đến hết 30/06/2025)"]),
    ]
    assert listed(facts_of(mini, TODAY))["xa-theo-huyen-tinh-demo"] == [("Huyện H (đến hết 30/06/2025)", ["Xã X"])]


def test_units_of_a_former_province_are_listed_without_dates(mini: Path) -> None:
    """All units ended with the province on the last day of 2025, so no name needs a date."""
    units = mini / "data/units.csv"
    text = units.read_text(encoding="utf-8").replace(",,01,,,,", ",,01,,2025-12-31,,")
    text = text.replace("demo,,,,sab,", "demo,,,2025-12-31,sab,").replace("demo,,,,,\n", "demo,,,2025-12-31,,\n")
    district = "demo.h,huyen-h,Huyện H,Huyện H,district,district,demo,,,2025-12-31,,\n"
    of_district = "demo.h.x,xa-x-h,Xã X,Xã X,commune,commune,demo.h,,,2025-12-31,,\n"
    units.write_text(text + commune("bac", "Xã Bắc", end="2025-12-31") + district + of_district, encoding="utf-8")
    facts = facts_of(mini, TODAY)
    assert units_page(facts).sections[-1].title == "Cấp xã của tỉnh Thử (đến hết 31/12/2025)"
    assert listed(facts)["xa-theo-huyen-tinh-demo"] == [("Huyện H", ["Xã X"])]
    assert listed(facts)["so-tinh-demo"] == [("", ["Sở An Bình", "Sở Đại Đồng"])]
    assert listed(facts)["xa-tinh-demo"] == [("", ["Xã Bắc"])]
    assert units_page(facts).lead.startswith("6 cơ quan, địa phương. Sau tên")
    assert [group.title for group in pages_of(facts)["tinh-demo"].units_below] == [
        "2 sở, ban, ngành",
        "1 huyện, thị xã, thành phố",
        "1 đơn vị cấp xã",
    ]


def test_a_list_without_scores_does_not_explain_scores(mini: Path) -> None:
    """The country is not counted among the offices and places."""
    for kind in ("results", "targets"):
        shutil.rmtree(mini / "data" / kind)
    append_to(mini / "data/units.csv", "viet-nam,viet-nam,Việt Nam,Việt Nam,country,country,,,,,,\n")
    page = units_page(facts_of(mini, TODAY))
    assert (page.lead, page.description) == ("3 cơ quan, địa phương.", "3 cơ quan, địa phương.")
