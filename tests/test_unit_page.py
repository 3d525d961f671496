"""A unit's page says where it stands, what is not known, and what became of the unit."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.history import Days, Kind
from generator.lineage import descent
from generator.loading import load_portal
from generator.measures import measure
from generator.model import Assessment, Lineage, LineageKind
from generator.pages.changes import ChangeLine
from generator.pages.facts import Facts, Findings, gather
from generator.pages.levels import levels_of
from generator.pages.overall import overall_of
from generator.pages.parts import Finding, Link, ResultRow
from generator.pages.unit.dots import level_dots
from generator.pages.unit.list import units_page
from generator.pages.unit.page import UnitPage, unit_pages
from generator.pages.unit.story import before, ending
from generator.pages.unit.year import UnitYearPage, YearCell, year_pages
from generator.rendering import make_environment, render_page

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 1, 15)
UNIT = "{id},{slug},{name},{name},{kind},{level},{parent},{code},{start},{end},,\n"
RESULT = "demo.{unit},,,{indicator},{period},{value},,,PL.I:{row},\n"


def facts_of(root: Path, findings: Findings | None = None, days: Days | None = None) -> Facts:
    portal, faults = load_portal(root)
    assert not faults
    return gather(portal, measure(portal), findings or Findings(), TODAY, days)


def pages_of(facts: Facts) -> dict[str, UnitPage]:
    levels = levels_of(facts)
    return {page.address.split("/")[2]: page for page in unit_pages(facts, levels, overall_of(facts, levels))}


def department(slug: str, *, end: str = "") -> str:
    return UNIT.format(
        id=f"demo.{slug}", slug=slug, name=f"Sở {slug.upper()}", kind="department", level="department", parent="demo",
        code="", start="", end=end,
    )  # fmt: skip


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def plain_text(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def copy_of_mini(factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(ROOT / "tests" / "mini", factory.mktemp("portal") / "copy")


@pytest.fixture(scope="module")
def plain() -> dict[str, UnitPage]:
    """The pages of the mini portal as it is."""
    return pages_of(facts_of(ROOT / "tests" / "mini"))


@pytest.fixture(scope="module")
def ranked_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six departments with one figure of June 2024 each: 95, 90, 80, 80, 70 and, last, none; target 70 by 2025."""
    root = copy_of_mini(tmp_path_factory)
    figures = {"c": "95", "d": "90", "e": "80", "f": "80.0", "g": "70"}
    add(root / "data/units.csv", "".join(department(slug) for slug in [*figures, "h"]))
    rows = [
        RESULT.format(unit=slug, indicator="full-online-services", period="2024-06", value=value, row=slug)
        for slug, value in figures.items()
    ]
    add(root / "data/results/demo-2024.csv", "".join(rows))
    return root


@pytest.fixture(scope="module")
def ranked_facts(ranked_root: Path) -> Facts:
    return facts_of(ranked_root)


@pytest.fixture(scope="module")
def ranked(ranked_facts: Facts) -> dict[str, UnitPage]:
    return pages_of(ranked_facts)


@pytest.fixture(scope="module")
def exempted(ranked_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The same without Đại Đồng's figures of 2024: its newest is the exempt 0 % of 2022."""
    root = shutil.copytree(ranked_root, tmp_path_factory.mktemp("portal") / "copy")
    results = root / "data/results/demo-2024.csv"
    kept = [line for line in results.read_text(encoding="utf-8").splitlines(keepends=True) if "so-b" not in line]
    results.write_text("".join(kept), encoding="utf-8")
    return facts_of(root)


def shown_row(page: UnitPage, indicator: str) -> ResultRow:
    return next(row for board in page.boards for row in board.rows if row.id == indicator)


def test_the_sentence_counts_what_is_met_and_tells_who_leads(ranked: dict[str, UnitPage]) -> None:
    """95 against 70 is met and first of six with a figure: An Bình's 62.5 counts, the unreadable figure does not."""
    page = ranked["c"]
    assert page.sentence == (
        "Đạt chỉ tiêu duy nhất có số liệu: dịch vụ toàn trình 95%, phải đạt tối thiểu 70% "
        "đến hết năm\N{NO-BREAK SPACE}2025; dẫn đầu 6 sở, ban, ngành về dịch vụ toàn trình."
    )


def test_a_place_in_the_middle_is_not_boasted_of(ranked: dict[str, UnitPage]) -> None:
    """Third of six is beyond the better third."""
    assert "hạng" not in ranked["e"].sentence


def test_the_better_third_is_told(ranked: dict[str, UnitPage]) -> None:
    """Second of six."""
    page = ranked["d"]
    assert page.sentence.endswith("; đứng thứ 2 trong 6 đơn vị có hạng về dịch vụ toàn trình.")


def test_several_targets_are_counted(plain: dict[str, UnitPage]) -> None:
    """An Bình: 62.50 against 80 is not met, 20 minutes against at most 30 is."""
    assert plain["so-a"].sentence.startswith("Đạt 1 trên 2 chỉ tiêu được đánh giá")


def test_an_exempt_unit_is_called_so_and_has_no_place(exempted: Facts) -> None:
    """Đại Đồng's 0 % of 2022 is exempt."""
    page = pages_of(exempted)["so-b"]
    shown = shown_row(page, "ty-le-toan-trinh")
    assert page.sentence == "Được miễn 1 chỉ tiêu; chưa có số liệu nào khác để đánh giá."
    assert shown.mark is not None
    assert (shown.mark.code, shown.place) == (Assessment.EXEMPT, "")
    assert page.neighbours is None
    exempt = {
        row.unit.id for groups in levels_of(exempted).by_indicator.values() for group in groups for row in group.placed
    }
    assert "demo.so-b" not in exempt


def test_a_newer_report_without_the_unit_is_said_on_the_older_figure(exempted: Facts) -> None:
    """Most departments were reported for June 2024; the exempt one of 2022 was not."""
    shown = shown_row(pages_of(exempted)["so-b"], "ty-le-toan-trinh")
    assert shown.said[-1] == "Văn bản về tháng\N{NO-BREAK SPACE}6/2024 không nêu số liệu của đơn vị này."


def test_neighbours_say_by_how_much(ranked: dict[str, UnitPage]) -> None:
    """90 stands between 95 (5 more) and two with 80 (10 less)."""
    table = ranked["d"].neighbours
    assert table is not None
    _, place, above, below = table.rows[0]
    assert place.text == "2/8"
    assert (above.text, above.address, above.note) == ("Sở C", "/don-vi/c/", "hơn 5\N{NO-BREAK SPACE}điểm phần trăm")
    assert (below.text, below.note) == ("2 đơn vị đồng hạng", "kém 10\N{NO-BREAK SPACE}điểm phần trăm")


def test_the_first_and_the_last_have_nobody_beyond(ranked: dict[str, UnitPage]) -> None:
    """95 is first; An Bình's 62.50 is last."""
    first, last = ranked["c"].neighbours, ranked["so-a"].neighbours
    assert first is not None
    assert last is not None
    assert first.rows[0][2].text == "đứng đầu"
    assert last.rows[0][3].text == "đứng cuối"


def test_a_place_that_all_share_is_none(mini: Path) -> None:
    """With both departments at 20 minutes nobody leads."""
    results = mini / "data/results/demo-2024.csv"
    results.write_text(results.read_text(encoding="utf-8").replace("2024-06,35,", "2024-06,20,"), encoding="utf-8")
    page = pages_of(facts_of(mini))["so-b"]
    shown = shown_row(page, "thoi-gian-cho")
    assert shown.place == ""
    assert shown.said[-1] == "Không xếp hạng: cả 2 đơn vị cùng một mức."
    assert "dẫn đầu" not in page.sentence


def test_a_missing_figure_is_said_with_its_reason(plain: dict[str, UnitPage]) -> None:
    """The scan lost the figure: no number, no bar, no place, and the document's note stays."""
    shown = shown_row(plain["so-b"], "ty-le-toan-trinh")
    assert shown.figure.missing
    assert (shown.bar, shown.place) == (None, "")
    assert shown.figure.note == "Ô bị mờ trong bản quét"


def test_change_and_progress(plain: dict[str, UnitPage]) -> None:
    """From 37.5 to 62.5 is 25 of the 42.5 points to 80: 58.8 percent of the way, cut to 58."""
    shown = shown_row(plain["so-a"], "ty-le-toan-trinh")
    assert shown.said[-2:] == (
        "Tăng 25\N{NO-BREAK SPACE}điểm phần trăm so với tháng\N{NO-BREAK SPACE}12/2022.",
        "So với tháng\N{NO-BREAK SPACE}12/2022, đã rút ngắn 58% khoảng cách đến mức phải đạt.",
    )


def test_earlier_periods_stay_on_the_page(plain: dict[str, UnitPage]) -> None:
    """The newest figure has a card; that of December 2022 is in the table of earlier periods, with its source row."""
    history = plain["so-a"].history
    assert history is not None
    percent = next(row for row in history.rows if row[0].text == "Dịch vụ toàn trình")
    assert (percent[2].text, percent[2].address) == ("37,5%", "/van-ban/ke-hoach-1/#pl1-1")


def test_counts_come_last_without_mark_and_place(plain: dict[str, UnitPage]) -> None:
    """Numbers of services follow a unit's size."""
    rows = plain["so-a"].boards[-1].rows[-2:]
    assert [(row.figure.text, row.mark, row.place) for row in rows] == [("8", None, ""), ("3", None, "")]


def test_a_unit_without_figures_says_why_and_whom_to_ask(ranked: dict[str, UnitPage]) -> None:
    """Its peers are covered by documents that do not name it."""
    page = ranked["h"]
    assert page.sentence == "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."
    assert page.emptiness is not None
    assert page.emptiness.reason.startswith("Các văn bản sau có số liệu của sở, ban, ngành khác nhưng không nêu Sở H")
    assert page.emptiness.documents
    assert page.emptiness.ask == "Để biết kết quả, đề nghị liên hệ đơn vị hoặc cấp trên trực tiếp (tỉnh Thử)."


def test_a_unit_that_a_document_lists_without_a_figure_is_not_called_unnamed(mini: Path) -> None:
    """The row that lists it is linked, and what staff noted there stands beside it, once for several indicators."""
    add(mini / "data/units.csv", department("h"))
    rows = "".join(
        f"demo.h,,,{one},2024-06,,not_reported,,PL.I:3,Sở chưa gửi báo cáo\n"
        for one in ("full-online-services", "waiting-time")
    )
    add(mini / "data/results/demo-2024.csv", rows)
    found = pages_of(facts_of(mini))["h"].emptiness
    assert found is not None
    assert found.reason == "Các văn bản sau có tên Sở H nhưng không nêu số liệu:"
    assert found.documents == ()
    assert [(plain_text(link.text), link.address, plain_text(noted)) for link, noted in found.rows] == [
        ("Báo cáo số 2/BC-UBND, bảng PL.I, dòng 3", "/van-ban/bao-cao-2/#pl.i-3", "tháng 6/2024: Sở chưa gửi báo cáo")
    ]
    page = render_page(make_environment(), pages_of(facts_of(mini))["h"])
    assert '#pl.i-3">' in page
    assert page.count("Sở chưa gửi báo cáo") == 1


def test_what_a_document_notes_beside_a_missing_figure_is_shown(mini: Path) -> None:
    """Of an indicator that it never had a figure of, and of one that it had a figure of before."""
    noted = "2024-07,,not_reported,,PL.I:2,Sở chưa gửi báo cáo\n"
    add(mini / "data/results/demo-2024.csv", f"demo.so-b,,,waiting-time,{noted}")
    shown = shown_row(pages_of(facts_of(mini))["so-b"], "thoi-gian-cho")
    assert [plain_text(sentence) for sentence in shown.said[-2:]] == [
        "Văn bản về tháng 7/2024 không nêu số liệu của đơn vị này.",
        "Sở chưa gửi báo cáo.",
    ]
    add(mini / "data/units.csv", department("h"))
    text = "demo.h,,,waiting-time,2024-06,25,,,PL.I:3,\n"
    silent = "demo.h,,,full-online-services,2024-06,,not_reported,,PL.I:3,Thiếu\n"
    add(mini / "data/results/demo-2024.csv", text + silent)
    unknown = next(one for one in pages_of(facts_of(mini))["h"].unknown if one.row)
    assert unknown.row is not None
    assert (unknown.row.address, unknown.said) == ("/van-ban/bao-cao-2/#pl.i-3", "Thiếu.")


def test_departments_without_figures_are_not_told_of_communes(mini: Path) -> None:
    """Another level of the same province has figures."""
    for path in (mini / "data/results").iterdir():
        path.unlink()
    commune = UNIT.format(
        id="demo.x", slug="x", name="Xã X", kind="commune", level="commune", parent="demo", code="", start="", end=""
    )
    add(mini / "data/units.csv", commune)
    header = "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
    text = f"{header}demo.x,,,waiting-time,2024-06,20,,,PL:1,\n"
    (mini / "data/results/demo-2024.csv").write_text(text, encoding="utf-8")
    found = pages_of(facts_of(mini))["so-a"].emptiness
    assert found is not None
    assert found.reason.endswith("cổng chưa nhập văn bản nào nêu kết quả của các sở, ban, ngành của tỉnh Thử.")


def test_targets_of_a_level_are_no_targets_of_the_province(mini: Path) -> None:
    """The mini province has none of its own, and no figure."""
    (mini / "data/targets/demo-2023.csv").write_text(
        "unit_id,level,indicator_id,due,comparison,value,status,locator,note\n"
        "demo,department,waiting-time,2024,at_most,30,,text:I.2,\n",
        encoding="utf-8",
    )
    found = pages_of(facts_of(mini))["tinh-demo"].emptiness
    assert found is not None
    assert found.reason == "Cổng chưa nhập văn bản nào nêu kết quả của tỉnh Thử."


def test_documents_older_than_a_unit_do_not_leave_it_out(mini: Path) -> None:
    """All figures of the mini portal are of June 2024 and before; the new department works from July 2024."""
    units = mini / "data" / "units.csv"
    new = "demo.so-moi,so-moi,Sở Mới,Sở Mới,department,department,demo,,2024-07-01,,,\n"
    units.write_text(units.read_text(encoding="utf-8") + new, encoding="utf-8")
    found = pages_of(facts_of(mini))["so-moi"].emptiness
    assert found is not None
    assert found.reason.startswith("Đơn vị hoạt động từ ngày 01/07/2024; cổng chưa nhập văn bản nào")
    assert found.documents == ()


def test_a_finding_stands_beside_its_figure(mini: Path) -> None:
    """It is looked up by unit, indicator and period."""
    finding = Finding("share.x", "Tỷ lệ", "3 trên 8 là 37,5%.", "/doi-chieu/#share.x")
    facts = facts_of(mini, Findings(by_figure={("demo.so-a", "full-online-services", "2024-06"): (finding,)}))
    assert shown_row(pages_of(facts)["so-a"], "ty-le-toan-trinh").findings == (finding,)


def test_a_past_figure_that_changed_is_shown_with_both_values() -> None:
    """Old and new value, when, and of which indicator and period."""
    subject = Link("Dịch vụ toàn trình", "/chi-tieu/ty-le-toan-trinh/")
    unit = Link("Sở An Bình", "/don-vi/so-a/")
    line = ChangeLine(
        kind=Kind.CHANGED,
        what="Kết quả",
        word="Sửa",
        when="04/10/2024",
        unit=unit,
        subject=subject,
        time="tháng 12/2022",
        old="37,5%",
        new="38%",
        source=None,
        place="",
        effect="",
    )
    facts = facts_of(ROOT / "tests" / "mini")
    levels = levels_of(facts)
    page = next(
        page
        for page in unit_pages(facts, levels, overall_of(facts, levels), {"demo.so-a": (line,)})
        if page.heading == "Sở An Bình"
    )
    text = render_page(make_environment(), page)
    assert "04/10/2024: Sửa (kết quả)" in text
    assert "(tháng 12/2022); trước: 37,5%; nay: 38%" in text


def test_level_figures_belong_to_the_province(plain: dict[str, UnitPage]) -> None:
    """The total of the departments' services is stated for the province's departments: 12."""
    page = plain["tinh-demo"]
    assert page.level_figures is not None
    board = page.level_figures[0]
    first = board.rows[0]
    assert board.title == "Sở, ban, ngành: 2 số liệu"
    assert (first.name.text, first.figure.text, first.said) == (
        "Số dịch vụ",
        "12",
        ("Tổng của các đơn vị trong cấp.",),
    )


def test_tasks_by_role_and_what_is_common(plain: dict[str, UnitPage]) -> None:
    """An Bình leads one task, which names all departments as partners: it leads, and joins nothing."""
    lists = plain["so-a"].tasks[0].lists
    assert [(found.role, len(found.lines), found.folded) for found in lists] == [("Chủ trì 1 nhiệm vụ", 1, False)]
    joined = plain["so-b"].tasks[0].lists
    assert [found.role for found in joined] == [
        "Chủ trì 1 nhiệm vụ",
        "Phối hợp 1 nhiệm vụ chung của các sở, ban, ngành",
    ]


LINEAGE = "predecessor_id,successor_id,on,kind,source_id,note\n"


@pytest.fixture(scope="module")
def merged_facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Sở C and Sở D end; C goes into Sở N, D is split between Sở N and Sở M. Sở E ends without a word."""
    root = copy_of_mini(tmp_path_factory)
    new = [
        UNIT.format(id=f"demo.{slug}", slug=slug, name=f"Sở {slug.upper()}", kind="department", level="department",
                    parent="demo", code="", start="2025-07-01", end="")
        for slug in ("n", "m")
    ]  # fmt: skip
    ended = [department(slug, end="2025-06-30") for slug in ("c", "d", "e")]
    add(root / "data/units.csv", "".join([*ended, *new]))
    rows = [
        "demo.c,demo.n,2025-07-01,merged,demo-2024,\n",
        "demo.d,demo.n,2025-07-01,split,demo-2024,Phần chính\n",
        "demo.d,demo.m,2025-07-01,split,demo-2024,Một phần\n",
    ]
    (root / "data/lineage.csv").write_text(LINEAGE + "".join(rows), encoding="utf-8")
    figures = [
        RESULT.format(unit="c", indicator=indicator, period="2024-06", value=value, row="3")
        for indicator, value in (("full-online-services", "91"), ("services-total", "7"))
    ]
    add(root / "data/results/demo-2024.csv", "".join(figures))
    return facts_of(root)


@pytest.fixture(scope="module")
def merged(merged_facts: Facts) -> dict[str, UnitPage]:
    return pages_of(merged_facts)


def test_an_ended_unit_says_until_when_and_who_follows(merged: dict[str, UnitPage]) -> None:
    """After a split there are several, each with its part."""
    banner = merged["d"].banner
    assert banner is not None
    assert banner.title == "Đơn vị hoạt động đến hết ngày 30/06/2025"
    assert banner.text.endswith("địa bàn được chia cho 2 đơn vị kế tiếp:")
    assert [(link.text, link.address) for link in banner.links] == [
        ("Sở N, từ 01/07/2025 (phần chính)", "/don-vi/n/"),
        ("Sở M, từ 01/07/2025 (một phần)", "/don-vi/m/"),
    ]
    assert banner.source is not None


def test_an_end_without_lineage_says_that_nothing_is_known(merged: dict[str, UnitPage]) -> None:
    """No successor is guessed."""
    banner = merged["e"].banner
    assert banner is not None
    assert banner.text.endswith("Cổng chưa có văn bản nào về đơn vị kế tiếp.")
    assert not banner.links


def test_a_new_unit_shows_the_old_ones_side_by_side(merged: dict[str, UnitPage]) -> None:
    """Sở N follows C, with 7 services and 91 %, and part of D, without figures; nothing is added up. Indicators stand
    in their own order, which is not that of their ids."""
    page = merged["n"]
    assert page.banner is None
    assert page.origin is not None
    assert [[cell.text for cell in row] for row in page.origin.rows] == [
        ["Sở C", "7", "91%"],
        ["Sở D", "chưa có số liệu", "chưa có số liệu"],
    ]
    assert not page.boards
    assert page.before.title == "Các đơn vị cũ"
    assert page.before.note.endswith("cổng không cộng và không lấy bình quân.")


def test_of_a_single_old_unit_nothing_is_said_of_adding(merged_facts: Facts) -> None:
    """Sở N had it followed C alone, which has a figure; Sở M follows part of D, without one."""
    lines = descent(merged_facts.portal.lineage[:1])
    single = before(merged_facts.portal.units["demo.n"], lines, known=True)
    assert (single.title, single.note) == ("Đơn vị cũ", "Số liệu cuối cùng của đơn vị cũ, trước ngày 01/07/2025.")
    unknown = pages_of(merged_facts)["m"].before
    assert unknown.note == "Chưa có số liệu nào của đơn vị cũ trong các văn bản mà cổng đã nhập."


def test_a_unit_that_goes_on_has_no_banner(merged_facts: Facts) -> None:
    """Sở An Bình is still there."""
    portal = merged_facts.portal
    assert ending(portal.units["demo.so-a"], portal, descent(portal.lineage)) is None


@pytest.mark.parametrize(("name", "said"), [("Sở N", "đơn vị mang tên mới:"), ("Sở D", "đơn vị vẫn mang tên này:")])
def test_a_unit_that_goes_on_says_whether_under_another_name(name: str, said: str, merged_facts: Facts) -> None:
    """When only the unit above changed, nobody was renamed."""
    old = replace(merged_facts.portal.units["demo.d"], id="old")
    new = replace(merged_facts.portal.units["demo.n"], id="new", name=name)
    row = Lineage("old", "new", date(2025, 7, 1), LineageKind.RENAMED, "demo-2024")
    portal = replace(merged_facts.portal, units={"old": old, "new": new}, lineage=(row,))
    banner = ending(old, portal, descent(portal.lineage))
    assert banner is not None
    assert banner.text.endswith(said)


def test_charts_only_where_there_is_something_to_compare(ranked: dict[str, UnitPage]) -> None:
    """One percent figure: its place among peers; no line through the two periods of An Bình."""
    ids = {slug: [chart.id for chart in ranked[slug].places] for slug in ("c", "so-a", "h")}
    assert ids == {"c": ["bieu-do-vi-tri"], "so-a": ["bieu-do-vi-tri"], "h": []}
    assert {slug: ranked[slug].trend for slug in ids} == dict.fromkeys(ids)


def test_the_list_holds_every_unit_with_its_score(ranked_facts: Facts) -> None:
    """An Bình meets one of two; Sở H has no figures and no score."""
    page = units_page(ranked_facts)
    lines = {unit.link.text: unit.score for section in page.sections for part in section.parts for unit in part.units}
    assert len(lines) == 9
    assert (lines["Sở An Bình"], lines["Sở C"], lines["Sở H"]) == (
        "1/2\N{NO-BREAK SPACE}đạt",
        "1/1\N{NO-BREAK SPACE}đạt",
        "",
    )


def commune(slug: str, name: str, *, start: str = "", end: str = "") -> str:
    return UNIT.format(
        id=f"demo.{slug}", slug=slug, name=name, kind="commune", level="commune", parent="demo", code="",
        start=start, end=end,
    )  # fmt: skip


@pytest.fixture
def rearranged(mini: Path) -> Path:
    """Xã Bắc and Xã Nam of old became Xã Nam in 2026; Xã Đông goes on."""
    old = commune("bac", "Xã Bắc", end="2025-12-31") + commune("nam-cu", "Xã Nam", end="2025-12-31")
    add(mini / "data/units.csv", old + commune("nam", "Xã Nam", start="2026-01-01") + commune("dong", "Xã Đông"))
    rows = "".join(f"demo.{slug},demo.nam,2026-01-01,merged,demo-2024,\n" for slug in ("bac", "nam-cu"))
    (mini / "data/lineage.csv").write_text(LINEAGE + rows, encoding="utf-8")
    return mini


def listed(facts: Facts) -> dict[str, list[tuple[str, list[str]]]]:
    """The headings and names of the list of units, by the anchor of each section."""
    return {
        section.id: [
            (part.heading.text if part.heading else "", [unit.link.text for unit in part.units])
            for part in section.parts
        ]
        for section in units_page(facts).sections
    }


def test_units_that_have_ended_are_listed_apart_with_their_time(rearranged: Path) -> None:
    """Of 7 units 5 work today; of two of one name each says since when or until when."""
    facts = facts_of(rearranged)
    assert listed(facts)["xa-tinh-demo"] == [
        ("", ["Xã Đông", "Xã Nam (từ 01/01/2026)"]),
        ("Đã kết thúc hoạt động", ["Xã Bắc (đến hết 31/12/2025)", "Xã Nam (đến hết 31/12/2025)"]),
    ]
    assert units_page(facts).lead.startswith(
        "5 cơ quan, địa phương đang hoạt động và 2 đơn vị đã kết thúc hoạt động. Sau tên"
    )
    assert "<h3>Đã kết thúc hoạt động</h3>" in render_page(make_environment(), units_page(facts))
    groups = [(group.title, [link.text for link in group.units]) for group in pages_of(facts)["tinh-demo"].below]
    assert groups == [
        ("2 sở, ban, ngành", ["Sở An Bình", "Sở Đại Đồng"]),
        ("2 đơn vị cấp xã", ["Xã Đông", "Xã Nam (từ 01/01/2026)"]),
        (
            "2 đơn vị cấp xã đã kết thúc hoạt động",
            ["Xã Bắc (đến hết 31/12/2025)", "Xã Nam (đến hết 31/12/2025)"],
        ),
    ]


def test_communes_of_districts_that_have_ended_are_told_from_those_of_today(mini: Path) -> None:
    """The province goes on; its district ended with its commune, and a commune of today is below the province."""
    district = "demo.h,huyen-h,Huyện H,Huyện H,district,district,demo,,,2025-06-30,,\n"
    old = "demo.h.x,xa-x-h,Xã X,Xã X,commune,commune,demo.h,,,2025-06-30,,\n"
    add(mini / "data/units.csv", district + old + commune("x", "Xã X", start="2025-07-01"))
    sections = units_page(facts_of(mini)).sections
    assert [(section.id, section.title) for section in sections][-2:] == [
        ("xa-tinh-demo", "Cấp xã của tỉnh Thử"),
        ("xa-theo-huyen-tinh-demo", "Cấp xã thuộc cấp huyện trước đây của tỉnh Thử"),
    ]
    assert listed(facts_of(mini))["huyen-tinh-demo"] == [
        ("Đã kết thúc hoạt động", ["Huyện H (đến hết 30/06/2025)"]),
    ]
    assert listed(facts_of(mini))["xa-theo-huyen-tinh-demo"] == [("Huyện H (đến hết 30/06/2025)", ["Xã X"])]


def test_units_of_a_province_that_has_ended_are_listed_as_they_were(mini: Path) -> None:
    """All ended with it, on the last day of 2025: no name needs a time."""
    units = mini / "data/units.csv"
    text = units.read_text(encoding="utf-8").replace(",,01,,,,", ",,01,,2025-12-31,,")
    text = text.replace("demo,,,,sab,", "demo,,,2025-12-31,sab,").replace("demo,,,,,\n", "demo,,,2025-12-31,,\n")
    units.write_text(text + commune("bac", "Xã Bắc", end="2025-12-31"), encoding="utf-8")
    facts = facts_of(mini)
    assert listed(facts)["so-tinh-demo"] == [("", ["Sở An Bình", "Sở Đại Đồng"])]
    assert listed(facts)["xa-tinh-demo"] == [("", ["Xã Bắc"])]
    assert units_page(facts).lead.startswith("4 cơ quan, địa phương. Sau tên")
    assert [group.title for group in pages_of(facts)["tinh-demo"].below] == ["2 sở, ban, ngành", "1 đơn vị cấp xã"]


def test_a_list_without_scores_explains_none(mini: Path) -> None:
    """The country is no office and no place of its own."""
    for kind in ("results", "targets"):
        shutil.rmtree(mini / "data" / kind)
    add(mini / "data/units.csv", "viet-nam,viet-nam,Việt Nam,Việt Nam,country,country,,,,,,\n")
    page = units_page(facts_of(mini))
    assert (page.lead, page.description) == ("3 cơ quan, địa phương.", "3 cơ quan, địa phương.")


def test_what_rows_do_not_share_stays_with_each(plain: dict[str, UnitPage]) -> None:
    """An Bình's two targets of June 2024 fall due in different years."""
    rows = [row for row in plain["so-a"].boards[0].rows if row.target]
    assert len(rows) == 2
    assert all("đến hết năm" in " ".join(row.said) for row in rows)


MINI = ROOT / "tests" / "mini"
OLD, NEW = date(2024, 7, 1), date(2024, 8, 5)
SHARE = ("demo-2024", "demo.so-a", "PL.I:1", "full-online-services", "2024-06")


def year_of(facts: Facts, address: str) -> UnitYearPage:
    return next(page for page in year_pages(facts, levels_of(facts)) if page.address == address)


def cells_of(page: UnitYearPage) -> dict[str, YearCell]:
    return {cell.id: cell for table in page.tables for row in table.rows for cell in row.cells if cell}


def test_each_figure_has_an_address(plain: dict[str, UnitPage]) -> None:
    """The newest by its indicator, on the page of its year with its period; those of a level begin with the level."""
    assert [row.id for row in plain["so-a"].boards[0].rows] == ["ty-le-toan-trinh", "thoi-gian-cho"]
    assert [row.id for row in plain["tinh-demo"].level_figures[0].rows] == [
        "so-ban-nganh-so-dich-vu-total",
        "so-ban-nganh-so-dich-vu-toan-trinh-total",
    ]
    facts = facts_of(MINI)
    assert list(cells_of(year_of(facts, "/don-vi/so-a/2024/"))) == ["ty-le-toan-trinh-2024-06", "thoi-gian-cho-2024-06"]
    assert "so-ban-nganh-so-dich-vu-total-2022-12" in cells_of(year_of(facts, "/don-vi/tinh-demo/2022/"))


def test_what_a_newer_document_leaves_out_is_said_once_for_all_figures_of_a_period(left_out: Path) -> None:
    """In July the other two departments have both figures, Sở An Bình none."""
    figures = left_out / "data" / "results" / "demo-2024.csv"
    for unit in ("so-b", "so-c"):
        row = "PL.I:3" if unit == "so-b" else "PL.I:4"
        add(figures, f"demo.{unit},,,full-online-services,2024-07,60,,,{row},\n")
    (board, *_) = pages_of(facts_of(left_out))["so-a"].boards
    silence = "Văn bản về tháng\N{NO-BREAK SPACE}7/2024 không nêu số liệu của đơn vị này."
    assert board.said.count(silence) == 1
    assert not [text for row in board.rows for text in row.said if text == silence]


def test_a_note_on_a_target_that_is_the_reason_too_is_said_once(mini: Path) -> None:
    reason = "Thủ tục của sở không thu phí"
    replace_in(mini / "data/targets/demo-2023.csv", "at_most,30,,text:II.1,", f"at_most,30,,text:II.1,{reason}")
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2",
        f"2024-06,,not_applicable,,PL.I:1,{reason}",
    )
    rows = {row.id: row for board in pages_of(facts_of(mini))["so-a"].boards for row in board.rows}
    assert f"{reason}." in rows["thoi-gian-cho"].said
    assert rows["thoi-gian-cho"].notes == ()


def test_a_year_shows_which_figures_documents_leave_out(left_out: Path) -> None:
    """In July the other two departments have a waiting time; of the share of services nobody has a figure."""
    page = year_of(facts_of(left_out), "/don-vi/so-a/2024/")
    (share,), (waiting,) = (table.rows for table in page.tables)
    assert page.periods == ("T6", "T7")
    assert page.sentence.startswith("Năm 2024: 2 chỉ tiêu, 1 kỳ có số liệu;")
    assert share.cells[1] is None
    july = waiting.cells[1]
    assert july is not None
    assert (july.text, july.missing, july.id, july.row) == ("chưa có số liệu", True, "", "")


def test_a_year_says_that_a_place_is_shared(mini: Path) -> None:
    (mini / "data" / "results" / "demo-2024.csv").write_text(
        "unit_id,level,aggregate,indicator_id,period,value,status,reading,locator,note\n"
        "demo.so-a,,,full-online-services,2024-06,62.50,,,PL.I:1,\n"
        "demo.so-b,,,full-online-services,2024-06,62.50,,,PL.I:2,\n"
        "demo.so-a,,,waiting-time,2024-06,20,,,PL.I:1,\n"
        "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n",
        encoding="utf-8",
    )
    add(mini / "data" / "units.csv", department("c"))
    add(mini / "data" / "results" / "demo-2024.csv", RESULT.format(
        unit="c", indicator="full-online-services", period="2024-06", value="61", row="3"
    ))  # fmt: skip
    cells = cells_of(year_of(facts_of(mini), "/don-vi/so-a/2024/"))
    assert cells["ty-le-toan-trinh-2024-06"].place == "đồng hạng\N{NO-BREAK SPACE}1"
    assert cells["thoi-gian-cho-2024-06"].place == "hạng\N{NO-BREAK SPACE}1"


def test_the_day_of_publication_is_said_once_for_all_figures() -> None:
    page = pages_of(facts_of(MINI, days=Days(NEW, {("demo-2024", "demo.so-a"): OLD, ("demo-2023", "demo.so-a"): OLD})))[
        "so-a"
    ]
    assert ("Công bố trên cổng", "01/07/2024") in page.unit_facts
    assert "công bố ngày 01/07/2024" in page.citation
    assert not [text for board in page.boards for text in board.said if "Công bố" in text]


def test_a_figure_of_another_day_says_so() -> None:
    """The share was altered in August; the waiting time beside it and the counts of 2022 stand since July."""
    came = {("demo-2024", "demo.so-a"): OLD, ("demo-2023", "demo.so-a"): OLD}
    facts = facts_of(MINI, days=Days(TODAY, came, {SHARE: NEW}))
    page = pages_of(facts)["so-a"]
    assert "Công bố trên cổng" not in dict(page.unit_facts)
    assert [board.said[-1] for board in page.boards] == [
        "Công bố trên cổng ngày 05/08/2024, trừ số liệu ghi khác.",
        "Công bố trên cổng ngày 01/07/2024.",
    ]
    assert shown_row(page, "thoi-gian-cho").said[-1] == "Công bố trên cổng ngày 01/07/2024."
    assert not [text for text in shown_row(page, "ty-le-toan-trinh").said if "Công bố" in text]
    cells = cells_of(year_of(facts, "/don-vi/so-a/2024/"))
    assert {id_: cell.published for id_, cell in cells.items()} == {
        "ty-le-toan-trinh-2024-06": "",
        "thoi-gian-cho-2024-06": "01/07/2024",
    }


def test_a_year_says_when_each_period_was_published(mini: Path) -> None:
    """Sở An Bình's share of May, from the document of June, came in August; June in July."""
    figure = RESULT.format(unit="so-a", indicator="full-online-services", period="2024-05", value="61", row="9")
    add(mini / "data/results/demo-2024.csv", figure)
    of_may = ("demo-2024", "demo.so-a", "PL.I:9", "full-online-services", "2024-05")
    page = year_of(
        facts_of(mini, days=Days(TODAY, {("demo-2024", "demo.so-a"): OLD}, {of_may: NEW})), "/don-vi/so-a/2024/"
    )
    assert page.published == "Ngày công bố trên cổng: 05/08/2024 (T5); 01/07/2024 (T6)."
    assert {cell.published for cell in cells_of(page).values()} == {""}


def test_the_dots_of_a_level_are_told_once_for_all_its_units(ranked_facts: Facts) -> None:
    """Figures of June 2024, best first; the figures of 2022 are the newest of nobody."""
    (files,) = level_dots(levels_of(ranked_facts))
    (file,) = files
    assert file.path == "data/cung-cap/tinh-demo/so-ban-nganh/2024-06.json"
    departments = {"c": "Sở C", "d": "Sở D", "e": "Sở E", "f": "Sở F", "g": "Sở G", "so-a": "Sở An Bình"}
    assert json.loads(file.content) == {
        "units": [[slug, name] for slug, name in departments.items()],
        "figures": {"ty-le-toan-trinh": [[0, 1, 2, 3, 4, 5], [95.0, 90.0, 80.0, 80.0, 70.0, 62.5]]},
    }


def test_the_chart_of_a_unit_names_the_dots_of_its_level(ranked: dict[str, UnitPage]) -> None:
    (chart,) = ranked["c"].places
    told = json.loads(chart.figure_json)
    level = ["data/cung-cap/tinh-demo/so-ban-nganh/2024-06.json", "ty-le-toan-trinh"]
    assert told["layout"]["meta"] == {"own": "c", "peers": [level]}
