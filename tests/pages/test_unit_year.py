"""Tests the pages of a unit's years, and the publication days of its figures."""

import re
from datetime import date
from pathlib import Path

from generator.history import Days
from generator.model import Period
from generator.pages.facts import Facts, Findings
from generator.pages.parts import Finding
from generator.pages.published import publication_sentence_by_period
from generator.pages.unit.year import UnitYearPage, YearCell, year_pages
from generator.rendering import make_environment, render_page
from tests.support.folders import MINI
from tests.support.headers import RESULT_HEADER
from tests.support.portals import RESULTS_FILE, append_to, facts_of, replace_in
from tests.support.units import RESULT, TODAY, commune, department, pages_of, shown_row

OLD, NEW = date(2024, 7, 1), date(2024, 8, 5)
SHARE = ("demo-2024", "demo.so-a", "PL.I:1", "full-online-services", "2024-06", "", "")


def year_of(facts: Facts, address: str) -> UnitYearPage:
    return next(page for page in year_pages(facts) if page.address == address)


def cells_of(page: UnitYearPage) -> dict[str, YearCell]:
    return {cell.id: cell for table in page.tables for row in table.rows for cell in row.cells if cell}


def test_each_figure_has_an_anchor() -> None:
    """The newest figure has its indicator as anchor. On the page of its year, the period is added. Anchors of
    figures of a level begin with the level."""
    facts = facts_of(MINI, TODAY)
    pages = pages_of(facts)
    assert [row.id for row in pages["so-a"].boards[0].rows] == ["ty-le-toan-trinh", "thoi-gian-cho"]
    assert [row.id for row in pages["tinh-demo"].level_figures[0].rows] == [
        "so-ban-nganh-so-dich-vu-total",
        "so-ban-nganh-so-dich-vu-toan-trinh-total",
    ]
    assert list(cells_of(year_of(facts, "/don-vi/so-a/2024/"))) == ["ty-le-toan-trinh-2024-06", "thoi-gian-cho-2024-06"]
    assert "so-ban-nganh-so-dich-vu-total-2022-12" in cells_of(year_of(facts, "/don-vi/tinh-demo/2022/"))


def test_a_year_counts_only_indicators_with_figures(mini: Path) -> None:
    """Sở Đại Đồng has a waiting time in June 2024, and a share that cannot be read."""
    sentence = year_of(facts_of(mini, TODAY), "/don-vi/so-b/2024/").sentence
    assert sentence == "Năm 2024 có số liệu của 1 chỉ tiêu trong 1 kỳ; đạt 0 trong 1 số liệu có mức phải đạt."


def test_a_year_counts_figures_of_levels_beside_those_of_the_unit_itself(mini: Path) -> None:
    """In 2022, the province has a waiting time of November. Two numbers of services of its departments are of
    December."""
    append_to(mini / "data/results/demo-2023.csv", "demo,,,waiting-time,2022-11,15,,,PL2:1,\n")
    sentence = year_of(facts_of(mini, TODAY), "/don-vi/tinh-demo/2022/").sentence
    assert sentence.startswith("Năm 2022 có số liệu của 3 chỉ tiêu trong 2 kỳ;")


def test_an_empty_cell_is_not_said_to_be_of_an_indicator_without_reports(mini: Path) -> None:
    """In July, only Sở Đại Đồng has a share, so the cell of Sở An Bình, which has a waiting time of July, is empty."""
    rows = (
        "demo.so-b,,,full-online-services,2024-07,20,,,PL2:1,\ndemo.so-a,,,waiting-time,2024-07,12,,,PL2:2,\n"
        "demo.so-b,,,waiting-time,2024-07,12,,,PL2:1,\n"
    )
    append_to(mini / "data/units.csv", department("c") + department("d"))
    append_to(mini / RESULTS_FILE, rows)
    page = year_of(facts_of(mini, TODAY), "/don-vi/so-a/2024/")
    assert page.tables[0].rows[0].cells[1] is None
    text = render_page(make_environment(), page)
    assert "Ô trống: các văn bản trên cổng không nêu số liệu đó." in text


def test_a_year_without_a_figure_counts_nothing(mini: Path) -> None:
    replace_in(mini / RESULTS_FILE, "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n", "")
    assert year_of(facts_of(mini, TODAY), "/don-vi/so-b/2024/").sentence == (
        "Năm 2024: chưa có số liệu nào; lý do ở từng ô."
    )


def test_a_year_shows_which_figures_documents_omit(so_a_omitted_in_july: Path) -> None:
    """In July the other two departments have a waiting time. No unit has a share of July."""
    page = year_of(facts_of(so_a_omitted_in_july, TODAY), "/don-vi/so-a/2024/")
    (share,), (waiting,) = (table.rows for table in page.tables)
    assert [period.heading for period in page.periods] == ["T6", "T7"]
    assert page.sentence.startswith("Năm 2024 có số liệu của 2 chỉ tiêu trong 1 kỳ;")
    assert share.cells[1] is None
    july = waiting.cells[1]
    assert july is not None
    assert (july.text, july.missing, july.id, july.row) == ("chưa có số liệu", True, "", "")


def test_a_year_in_which_documents_omit_the_unit_has_no_page(so_a_omitted_in_july: Path) -> None:
    """Sở An Bình has figures of 2022, and the other two departments have a waiting time of July 2024."""
    results = so_a_omitted_in_july / RESULTS_FILE
    kept = [line for line in results.read_text(encoding="utf-8").splitlines(keepends=True) if "so-a" not in line]
    results.write_text("".join(kept), encoding="utf-8")
    found = [page.address for page in year_pages(facts_of(so_a_omitted_in_july, TODAY)) if "so-a" in page.address]
    assert found == ["/don-vi/so-a/2022/"]


def test_a_year_marks_a_shared_rank(mini: Path) -> None:
    (mini / "data" / "results" / "demo-2024.csv").write_text(
        RESULT_HEADER + "demo.so-a,,,full-online-services,2024-06,62.50,,,PL.I:1,\n"
        "demo.so-b,,,full-online-services,2024-06,62.50,,,PL.I:2,\n"
        "demo.so-a,,,waiting-time,2024-06,20,,,PL.I:1,\n"
        "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n",
        encoding="utf-8",
    )
    append_to(mini / "data" / "units.csv", department("c"))
    append_to(mini / "data" / "results" / "demo-2024.csv", RESULT.format(
        unit="c", indicator="full-online-services", period="2024-06", value="61", row="3"
    ))  # fmt: skip
    cells = cells_of(year_of(facts_of(mini, TODAY), "/don-vi/so-a/2024/"))
    assert cells["ty-le-toan-trinh-2024-06"].place == "đồng hạng\N{NO-BREAK SPACE}1"
    assert cells["thoi-gian-cho-2024-06"].place == "hạng\N{NO-BREAK SPACE}1"


def test_captions_of_a_year_name_the_unit_after_a_comma(mini: Path) -> None:
    """The kind of the place is in lower case there, and the links to other figures are one sentence."""
    append_to(mini / "data/units.csv", commune("tan-lap", "Xã Tân Lập"))
    figures = [
        RESULT.format(unit="tan-lap", indicator="waiting-time", period=period, value=9, row="4")
        for period in ("2023-12", "2024-06")
    ]
    append_to(mini / "data/results/demo-2024.csv", "".join(figures))
    page = year_of(facts_of(mini, TODAY), "/don-vi/tan-lap/2024/")
    text = render_page(make_environment(), page)
    assert re.findall("<caption>(.*?)</caption>", text) == ["Một cửa, xã Tân Lập, năm 2024"]
    assert "Xem thêm: số liệu mới nhất, năm 2023.</p>" in re.sub(r"</?a\b[^>]*>", "", text)


def test_a_cell_of_a_year_links_to_the_finding_on_its_figure() -> None:
    finding = Finding("share.x", "Tỷ lệ", "3 trên 8 là 37,5%.", "/doi-chieu/#share.x")
    facts = facts_of(MINI, TODAY, Findings(by_figure={("demo.so-a", "waiting-time", "2024-06"): (finding,)}))
    cells = cells_of(year_of(facts, "/don-vi/so-a/2024/"))
    assert {id_: cell.finding for id_, cell in cells.items()} == {
        "ty-le-toan-trinh-2024-06": "",
        "thoi-gian-cho-2024-06": "/doi-chieu/#share.x",
    }


def test_figures_of_a_level_are_in_the_order_of_indicators(mini: Path) -> None:
    """The document of 2022 states the total of fully online services first."""
    path = mini / "data/results/demo-2023.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-2], lines[-1], lines[-2]]), encoding="utf-8")
    (table,) = year_of(facts_of(mini, TODAY), "/don-vi/tinh-demo/2022/").tables
    assert [row.indicator.text for row in table.rows] == [
        "Số dịch vụ, tổng của các đơn vị trong cấp",
        "Số dịch vụ toàn trình, tổng của các đơn vị trong cấp",
    ]


def test_a_common_publication_day_is_stated_once() -> None:
    page = pages_of(
        facts_of(MINI, TODAY, days=Days(NEW, {("demo-2024", "demo.so-a"): OLD, ("demo-2023", "demo.so-a"): OLD}))
    )["so-a"]
    assert ("Công bố trên cổng", "01/07/2024") in page.unit_facts
    assert "công bố ngày 01/07/2024" in page.citation
    assert not [text for board in page.boards for text in board.sentences if "Công bố" in text]


def test_a_figure_with_another_publication_day_states_it() -> None:
    """The share was changed in August. The waiting time beside it and the counts of 2022 were published in July."""
    came = {("demo-2024", "demo.so-a"): OLD, ("demo-2023", "demo.so-a"): OLD}
    facts = facts_of(MINI, TODAY, days=Days(TODAY, came, {SHARE: NEW}))
    page = pages_of(facts)["so-a"]
    assert "Công bố trên cổng" not in dict(page.unit_facts)
    assert [board.sentences[-1] for board in page.boards] == [
        "Công bố trên cổng ngày 05/08/2024, trừ số liệu ghi khác.",
        "Công bố trên cổng ngày 01/07/2024.",
    ]
    assert shown_row(page, "thoi-gian-cho").sentences[-1] == "Công bố trên cổng ngày 01/07/2024."
    assert not [text for text in shown_row(page, "ty-le-toan-trinh").sentences if "Công bố" in text]
    cells = cells_of(year_of(facts, "/don-vi/so-a/2024/"))
    assert {id_: cell.published for id_, cell in cells.items()} == {
        "ty-le-toan-trinh-2024-06": "",
        "thoi-gian-cho-2024-06": "01/07/2024",
    }


def test_a_year_states_when_each_period_was_published(mini: Path) -> None:
    """Sở An Bình's share of May was added in August to the document of June, which was published in July."""
    figure = RESULT.format(unit="so-a", indicator="full-online-services", period="2024-05", value="61", row="9")
    append_to(mini / "data/results/demo-2024.csv", figure)
    of_may = ("demo-2024", "demo.so-a", "PL.I:9", "full-online-services", "2024-05", "", "")
    page = year_of(
        facts_of(mini, TODAY, days=Days(TODAY, {("demo-2024", "demo.so-a"): OLD}, {of_may: NEW})), "/don-vi/so-a/2024/"
    )
    assert page.published == "Ngày công bố trên cổng: 05/08/2024 (T5); 01/07/2024 (T6)."
    assert {cell.published for cell in cells_of(page).values()} == {""}


def test_consecutive_months_published_together_are_written_as_a_range() -> None:
    """April is missing, so March and May are not in one range. Two months are both named, and so are quarters."""
    names = {Period.parse(f"2024-{month:02}"): f"T{month}" for month in (1, 2, 3, 5, 6, 7, 8, 12)}
    days = dict.fromkeys(names, OLD) | {Period.parse("2024-12"): NEW}
    assert (
        publication_sentence_by_period(days, names)
        == "Ngày công bố trên cổng: 01/07/2024 (T1–T3, T5–T8); 05/08/2024 (T12)."
    )
    both = {period: NEW if period.month == 1 else OLD for period in list(names)[:3]}
    assert (
        publication_sentence_by_period(both, names) == "Ngày công bố trên cổng: 05/08/2024 (T1); 01/07/2024 (T2, T3)."
    )
    quarters = {Period.parse(f"2024-Q{number}"): f"Q{number}" for number in (1, 2, 3)}
    mixed = dict.fromkeys(quarters, OLD) | {Period.parse("2024-12"): NEW}
    sentence = publication_sentence_by_period(mixed, quarters | names)
    assert sentence == "Ngày công bố trên cổng: 01/07/2024 (Q1, Q2, Q3); 05/08/2024 (T12)."
