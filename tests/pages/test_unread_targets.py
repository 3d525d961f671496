"""Tests what pages state if a unit's own target could not be read in the scan and another target is applied.

In the mini portal, Sở An Bình has 62.5% in June 2024 and an own target of 80% by 2025. The common target of its level
is 70% by 2025.
"""

from datetime import date
from pathlib import Path

import pytest

from generator.model import Assessment
from generator.pages.changes import changes_by_unit
from generator.pages.comparison.data import comparison_data
from generator.pages.comparison.page import comparison_page
from generator.pages.facts import Facts
from generator.pages.news import Newsroom
from generator.pages.overall import overall_rankings
from generator.pages.topics import unit_topic
from generator.pages.unit.embed import unit_embeds
from generator.pages.unit.year import year_pages
from generator.pages.updates.page import updates_page
from generator.rendering import make_environment, render_page
from tests.support.headers import TARGET_HEADER
from tests.support.pages import dated_ranking_page, heat_tables, indicator_page, newest_ranking_page
from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.releasing import history_of, published, release_now
from tests.support.units import TODAY, department, pages_of, shown_row

LIMIT = "demo,,waiting-time,2024,at_most,30,,text:II.1,\n"
UNREAD_LIMIT = "demo,,waiting-time,2024,at_most,,unreadable,text:II.1,Chữ bị mờ\n"
TARGETS = "data/targets/demo-2023.csv"
READABLE = "demo.so-a,,full-online-services,2025,at_least,80,,PL1:1,\n"
UNREAD = "demo.so-a,,full-online-services,{due},at_least,,unreadable,PL1:{row},Chữ bị mờ\n"
STATED = "Mức giao riêng cho đơn vị không đọc được trên bản quét, nên áp dụng mức chung của cấp"
ADDRESS = "/van-ban/ke-hoach-1/#pl1-1"


@pytest.fixture
def unread(mini: Path) -> Facts:
    """Sở An Bình's own target could not be read."""
    replace_in(mini / TARGETS, READABLE, UNREAD.format(due=2025, row=1))
    return facts_of(mini, TODAY)


def test_the_units_page_states_that_its_own_target_could_not_be_read(unread: Facts) -> None:
    page = pages_of(unread)["so-a"]
    row = shown_row(page, "ty-le-toan-trinh")
    assert row.mark is not None
    assert row.mark.code is Assessment.NOT_MET
    assert row.target is not None
    assert plain_text(row.target.text) == "tối thiểu 70%"
    assert row.unread_target is not None
    assert (row.unread_target.text, row.unread_target.address) == (STATED, ADDRESS)
    assert f">{STATED}</a>" in render_page(make_environment(), page)
    assert shown_row(page, "thoi-gian-cho").unread_target is None


def test_the_year_states_that_the_units_own_target_could_not_be_read(unread: Facts) -> None:
    pages = year_pages(unread)
    page = next(page for page in pages if page.address == "/don-vi/so-a/2024/")
    rows = {row.indicator.text: row for table in page.tables for row in table.rows}
    share, time = rows["Dịch vụ toàn trình"], rows["Thời gian chờ"]
    assert share.target is not None
    assert plain_text(share.target.text) == "phải đạt tối thiểu 70%"
    assert share.unread_target is not None
    assert (share.unread_target.text, share.unread_target.address) == (STATED, ADDRESS)
    assert time.unread_target is None
    assert f">{STATED}</a>" in render_page(make_environment(), page)


def test_rankings_state_which_unit_is_assessed_by_another_target(unread: Facts) -> None:
    """All units have the same target now, so that the table has no column of targets."""
    page = dated_ranking_page(unread, "/chi-tieu/ty-le-toan-trinh/2024-06/")
    rows = {row.unit.text: row for row in page.results.rankings[0].rows}
    found = rows["Sở An Bình"].unread_target
    assert found is not None
    assert (found.text, found.address) == (STATED, ADDRESS)
    assert rows["Sở Đại Đồng"].unread_target is None
    assert not page.results.rankings[0].has_own_targets
    assert render_page(make_environment(), page).count(STATED) == 1


def test_the_table_of_indicators_names_the_indicator(mini: Path) -> None:
    """A second department has a figure, so that the indicator compares units. Its figures are assessed."""
    replace_in(mini / TARGETS, READABLE, UNREAD.format(due=2025, row=1))
    append_to(mini / "data/units.csv", department("c"))
    append_to(mini / "data/results/demo-2024.csv", "demo.c,,,full-online-services,2024-06,90,,,PL.I:3,\n")
    table = heat_tables(facts_of(mini))["so-ban-nganh"]
    assert [link.text for link in table.replaced_targets] == ["Dịch vụ toàn trình"]
    assert table.unread_targets == ()


def test_embeds_and_the_comparison_state_it_too(unread: Facts) -> None:
    embed = next(page for page in unit_embeds(unread) if page.address.endswith("ty-le-toan-trinh/"))
    within = f"{STATED[0].lower()}{STATED[1:]}"
    assert f"phải đạt tối thiểu 70% đến hết năm 2025; {within}" in plain_text(embed.moments[0].text)
    texts = [file.content.decode() for files in comparison_data(unread) for file in files]
    assert any(within in text for text in texts)


def test_the_card_and_the_pictures_of_a_province_state_it_too(mini: Path) -> None:
    """The province's own limit by 2024 could not be read, so its limit by 2025 is applied to its 35 minutes."""
    replace_in(mini / TARGETS, LIMIT, UNREAD_LIMIT + LIMIT.replace("2024,", "2025,").replace("II.1", "II.2"))
    append_to(mini / "data/results/demo-2024.csv", "demo,,,waiting-time,2024-06,35,,,PL.II:1,\n")
    page = indicator_page(facts_of(mini, TODAY), "thoi-gian-cho")
    missing = "Mức phải đạt đến hết năm 2024 không đọc được"
    card = plain_text(render_page(make_environment(), page)).partition("</section>")[0]
    assert f"{missing} trên bản quét, nên áp dụng mức phải đạt đến hết năm 2025</a>" in card
    assert page.picture is not None
    asked = f"chưa đạt; phải đạt tối đa 30 phút đến hết năm 2025; {missing[0].lower()}{missing[1:]}"
    assert f"Tỉnh Thử: 35 phút; {asked}." in plain_text(page.picture.alt)


def test_a_card_names_a_target_that_could_not_be_read_as_a_target(mini: Path) -> None:
    """Otherwise it would seem that the figure could not be read."""
    replace_in(mini / TARGETS, LIMIT, UNREAD_LIMIT)
    append_to(mini / "data/results/demo-2024.csv", "demo,,,waiting-time,2024-06,35,,,PL.II:1,\n")
    page = indicator_page(facts_of(mini, TODAY), "thoi-gian-cho")
    assert ">Mức phải đạt: không đọc được</a>" in render_page(make_environment(), page)


def test_an_unread_target_with_an_earlier_date_is_named_with_both_dates(mini: Path) -> None:
    """For June 2024, a target by 2024 would be applied before the unit's own 80% by 2025."""
    append_to(mini / TARGETS, UNREAD.format(due=2024, row=3))
    row = shown_row(pages_of(facts_of(mini, TODAY))["so-a"], "ty-le-toan-trinh")
    assert row.unread_target is not None
    assert plain_text(row.unread_target.text) == (
        "Mức phải đạt đến hết năm 2024 không đọc được trên bản quét, nên áp dụng mức phải đạt đến hết năm 2025"
    )


@pytest.mark.parametrize("due", ["2023", "2026"])
def test_an_unread_target_that_would_not_be_applied_is_not_named(due: str, mini: Path) -> None:
    """A target by 2023 no longer counts in June 2024; one by 2026 comes after the readable one by 2025."""
    replaced = "demo.so-a,,full-online-services,2023,at_least,50,,PL1:1,\n"
    replace_in(mini / TARGETS, replaced, UNREAD.format(due=due, row=1))
    assert shown_row(pages_of(facts_of(mini, TODAY))["so-a"], "ty-le-toan-trinh").unread_target is None


def test_an_unread_target_that_a_later_document_sets_again_is_not_named(mini: Path) -> None:
    replace_in(mini / TARGETS, READABLE, UNREAD.format(due=2025, row=1))
    again = "demo.so-a,,full-online-services,2025,at_least,75,,PL9:1,\n"
    (mini / "data/targets/demo-2024.csv").write_text(TARGET_HEADER + again, encoding="utf-8")
    row = shown_row(pages_of(facts_of(mini, TODAY))["so-a"], "ty-le-toan-trinh")
    assert row.target is not None
    assert plain_text(row.target.text) == "tối thiểu 75%"
    assert row.unread_target is None


def test_a_unit_without_a_result_has_the_unread_and_the_common_target(mini: Path) -> None:
    append_to(mini / "data/units.csv", department("h"))
    append_to(mini / TARGETS, "demo.h,,full-online-services,2025,at_least,,unreadable,PL1:9,Ô mờ\n")
    found = pages_of(facts_of(mini, TODAY))["h"].indicators_without_result
    share = next(item for item in found if "toàn trình" in item.link.text and item.targets)
    targets = [plain_text(target.link.text) for target in share.targets]
    assert targets == [
        "Mức phải đạt: không đọc được trên bản quét (đến hết năm 2025).",
        "Mức phải đạt: tối thiểu 70% đến hết năm 2025 (mức chung của cấp).",
    ]


@pytest.fixture
def read_later(mini: Path) -> Path:
    """The limit of 30 minutes could not be read when it was released on 1 July. On 1 August, it is read: 35 minutes of
    Sở Đại Đồng do not meet it."""
    replace_in(mini / TARGETS, LIMIT, UNREAD_LIMIT)
    release_now(mini, date(2024, 7, 1))
    replace_in(mini / TARGETS, UNREAD_LIMIT, LIMIT)
    release_now(mini, date(2024, 8, 1))
    return mini


def test_the_page_of_changes_does_not_call_an_unread_target_missing(read_later: Path) -> None:
    """The target was read since, so only the release itself knows that it could not be read before."""
    history, portal = history_of(read_later), published(read_later)[0]
    changed = updates_page(history, portal, TODAY).releases[0].assessment_changes
    assert changed is not None
    before = {row[0].text: plain_text(row[2].text) for row in changed.rows}
    assert before == {"Sở An Bình": "Chưa đánh giá được, hạng 1", "Sở Đại Đồng": "Chưa đánh giá được, hạng 2"}
    (line,) = changes_by_unit(history, portal)["demo.so-b"]
    assert (plain_text(line.old), plain_text(line.new)) == ("Chưa đánh giá được, hạng 2", "Chưa đạt, hạng 2")


def test_feeds_do_not_call_an_unread_target_missing(read_later: Path) -> None:
    history, portal = history_of(read_later), published(read_later)[0]
    newest = Newsroom(history, portal).news(unit_topic(portal.units["demo.so-b"]))[0]
    assert plain_text(newest.summary) == ("Thời gian chờ, tháng 6/2024: chưa đánh giá được, hạng 2 → chưa đạt, hạng 2.")


def test_a_target_that_no_document_sets_is_still_called_missing(mini: Path) -> None:
    replace_in(mini / TARGETS, LIMIT, "")
    release_now(mini, date(2024, 7, 1))
    append_to(mini / TARGETS, LIMIT)
    portal = release_now(mini, date(2024, 8, 1))
    newest = Newsroom(history_of(mini), portal).news(unit_topic(portal.units["demo.so-b"]))[0]
    assert "chưa có mức phải đạt, hạng 2 → chưa đạt, hạng 2" in plain_text(newest.summary)


def test_keys_name_the_figures_whose_target_could_not_be_read(mini: Path) -> None:
    """The key of a year names only the assessments of the year. 62.5% does not meet 80%."""
    replace_in(mini / TARGETS, LIMIT, UNREAD_LIMIT)
    facts = facts_of(mini)
    year = next(page for page in year_pages(facts) if page.address == "/don-vi/so-a/2024/")
    assert [mark.word for mark in year.marks] == ["Chưa đạt", "Chưa đánh giá được"]
    ranking = newest_ranking_page(facts)
    compared = comparison_page(facts, overall_rankings(facts), None)
    for marks in (ranking.legend, compared.legend):
        words = [mark.word for mark in marks]
        assert words[3:5] == ["Chưa có mức phải đạt", "Chưa đánh giá được"]
        assert {mark.code for mark in marks[3:5]} == {Assessment.NO_TARGET}


@pytest.mark.parametrize("target", ["", "demo,commune,waiting-time,2024,at_most,,unreadable,PL9:1,Mờ\n"])
def test_keys_name_no_unread_target_without_a_figure_that_it_concerns(target: str, mini: Path) -> None:
    """The province has no communes."""
    append_to(mini / TARGETS, target)
    facts = facts_of(mini)
    compared = comparison_page(facts, overall_rankings(facts), None)
    for marks in (newest_ranking_page(facts).legend, compared.legend):
        assert "Chưa đánh giá được" not in [mark.word for mark in marks]


def test_the_lead_of_a_unit_does_not_call_an_unread_target_missing(mini: Path) -> None:
    """Sở Đại Đồng has 35 minutes in June 2024, and its share of that month cannot be read."""
    replace_in(mini / TARGETS, LIMIT, UNREAD_LIMIT)
    lead = pages_of(facts_of(mini, TODAY))["so-b"].sentence
    assert "chưa có mức phải đạt nào đọc được để so sánh" in lead
