"""Tests the news for followers of a unit, an indicator, a document or a level: changed figures, ranks and
assessments."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from generator.feeds import feeds
from generator.history import History
from generator.model import Portal
from generator.pages import news
from generator.pages.news import News, Newsroom
from generator.pages.topics import ALL, indicator_topic, level_topics, source_topic, topics, unit_topic
from tests.support.portals import RESULTS_FILE, copy_of_mini, plain_text
from tests.support.releasing import CHANGE, add_later_document, edit, history_of, release_now, summaries

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, Portal]:
    """The portal released on 1 July, and again on 1 August with Sở Đại Đồng's waiting time 25 instead of 35 (target:
    at most 30)."""
    root = copy_of_mini(tmp_path_factory)
    release_now(root, date(2024, 7, 1))
    edit(root, RESULTS_FILE, CHANGE)
    portal = release_now(root, date(2024, 8, 1))
    return history_of(root), portal


def test_news_of_a_unit_has_the_figure_and_the_changed_assessment(corrected: tuple[History, Portal]) -> None:
    """The keys are those that were published since the first release, because ids of entries depend on them."""
    history, portal = corrected
    room = Newsroom(history, portal)
    newest, first = room.news(unit_topic(portal.units["demo.so-b"]))
    assert (newest.key, newest.title) == ("2024-08-01 demo.so-b", "Sở Đại Đồng: cập nhật ngày 01/08/2024")
    assert plain_text(newest.summary) == (
        "Thời gian chờ, tháng 6/2024: 35 phút → 25 phút (chưa đạt, hạng 2 → đạt, hạng 2)."
    )
    assert newest.address == "/don-vi/so-b/"
    assert (first.key, first.on) == ("2024-07-01 demo.so-b", date(2024, 7, 1))
    assert plain_text(first.summary) == (
        "3 số liệu kết quả mới từ Kế hoạch số 1/KH-UBND. 2 số liệu kết quả mới từ Báo cáo số 2/BC-UBND. "
        "1 mức phải đạt mới từ Kế hoạch số 1/KH-UBND."
    )


def test_a_unit_without_changed_figures_has_no_entry(corrected: tuple[History, Portal]) -> None:
    """Sở An Bình keeps its rank, because 20 minutes are still the lowest figure."""
    history, portal = corrected
    assert [key for key, _ in summaries(Newsroom(history, portal), unit_topic(portal.units["demo.so-a"]))] == [
        "2024-07-01 demo.so-a"
    ]


def test_indicators_documents_and_levels_have_news_too(corrected: tuple[History, Portal]) -> None:
    """Each entry omits what its title already says."""
    history, portal = corrected
    room = Newsroom(history, portal)
    turn = "35 phút → 25 phút (chưa đạt, hạng 2 → đạt, hạng 2)."
    (level,) = level_topics(portal)
    assert summaries(room, indicator_topic(portal.indicators["waiting-time"]))[0] == (
        "2024-08-01 indicator waiting-time",
        f"Sở Đại Đồng, tháng 6/2024: {turn}",
    )
    assert summaries(room, source_topic(portal.sources["demo-2024"]))[0] == (
        "2024-08-01 source demo-2024",
        f"Thời gian chờ của Sở Đại Đồng, tháng 6/2024: {turn}",
    )
    assert summaries(room, level)[0] == (
        "2024-08-01 level demo:department",
        f"Thời gian chờ của Sở Đại Đồng, tháng 6/2024: {turn}",
    )
    assert (level.name, level.feed) == ("Các sở, ban, ngành của tỉnh Thử", "/data/cap/tinh-demo/so-ban-nganh.atom")
    assert len(summaries(room, indicator_topic(portal.indicators["services-total"]))) == 1


def test_news_of_everything_links_to_the_pages_of_releases(corrected: tuple[History, Portal]) -> None:
    history, portal = corrected
    entries = Newsroom(history, portal).news(ALL)
    assert [(entry.key, entry.address) for entry in entries] == [
        ("2024-08-01", "/cap-nhat/2024-08-01/"),
        ("2024-07-01", "/cap-nhat/2024-07-01/"),
    ]
    assert entries[0].summary == "1 số liệu điều chỉnh hoặc rút bỏ; 1 đánh giá đổi kết quả."


def test_new_figures_withdrawn_figures_and_changed_ranks_are_news(mini: Path) -> None:
    """A unit's new figure takes rank 1, so the rank of the other unit changes without a change of its figure."""
    gone = "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n"
    edit(mini, RESULTS_FILE, (gone, ""))
    release_now(mini, date(2024, 7, 1))
    edit(mini, RESULTS_FILE, ("demo.so-b,", gone.replace(",35,", ",15,") + "demo.so-b,"))
    portal = release_now(mini, date(2024, 8, 1))
    room = Newsroom(history_of(mini), portal)
    assert summaries(room, unit_topic(portal.units["demo.so-b"]))[0][1] == (
        "Thời gian chờ, tháng 6/2024: 15 phút (đạt, hạng 1)."
    )
    assert summaries(room, unit_topic(portal.units["demo.so-a"]))[0][1] == (
        "Thời gian chờ, tháng 6/2024: đạt → đạt, hạng 2."
    )
    edit(mini, RESULTS_FILE, (gone.replace(",35,", ",15,"), ""))
    portal = release_now(mini, date(2024, 9, 1))
    room = Newsroom(history_of(mini), portal)
    assert summaries(room, unit_topic(portal.units["demo.so-b"]))[0][1] == (
        "Thời gian chờ, tháng 6/2024: đã rút bỏ, trước là 15 phút."
    )


def test_a_figure_that_two_documents_of_a_release_state_has_no_assessment(mini: Path) -> None:
    """One document states 35 minutes and a later one 25. Only the later figure counts, and it meets the target of 30,
    but the history does not say which of them counts."""
    both = "demo.so-b,,,waiting-time,2024-06,35,,,PL.I:2,\n"
    edit(mini, RESULTS_FILE, (both, ""))
    release_now(mini, date(2024, 7, 1))
    edit(mini, RESULTS_FILE, ("demo.so-b,", f"{both}demo.so-b,"))
    add_later_document(mini)
    portal = release_now(mini, date(2024, 9, 1))
    ((_, newest), _) = summaries(Newsroom(history_of(mini), portal), unit_topic(portal.units["demo.so-b"]))
    figure = "Thời gian chờ, tháng 6/2024"
    assert newest in (f"{figure}: 35 phút. {figure}: 25 phút.", f"{figure}: 25 phút. {figure}: 35 phút.")


def test_a_figure_replaced_by_a_later_document_is_news_with_both_values(released_copy: Path) -> None:
    add_later_document(released_copy)
    portal = release_now(released_copy, date(2024, 9, 1))
    assert summaries(Newsroom(history_of(released_copy), portal), unit_topic(portal.units["demo.so-b"]))[0] == (
        "2024-09-01 demo.so-b",
        (
            "Thời gian chờ, tháng 6/2024: 35 phút → 25 phút (chưa đạt, hạng 2 → đạt, hạng 2); "
            "số trước theo Báo cáo số 2/BC-UBND."
        ),
    )


def test_a_figure_that_only_moved_to_another_row_is_no_news(released_copy: Path) -> None:
    """A release in which no figure changed is no news either."""
    edit(released_copy, RESULTS_FILE, (CHANGE[0] + ",,,PL.I:2,", CHANGE[0] + ",,,PL.I:7,"))
    portal = release_now(released_copy, date(2024, 8, 1))
    room = Newsroom(history_of(released_copy), portal)
    assert [key for key, _ in summaries(room, ALL)] == ["2024-07-01"]
    assert len(room.news(unit_topic(portal.units["demo.so-b"]))) == 1


def test_a_long_entry_is_cut_with_a_note(released_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "SENTENCES", 1)
    edit(released_copy, RESULTS_FILE, CHANGE, ("2024-06,62.50", "2024-06,62.51"))
    portal = release_now(released_copy, date(2024, 8, 1))
    summary = Newsroom(history_of(released_copy), portal).news(source_topic(portal.sources["demo-2024"]))[0].summary
    assert summary.endswith("Và 1 thay đổi khác.")


def with_new_months(root: Path, unit_id: str) -> Portal:
    """Releases the portal on 1 August with a changed figure and a unit's new figures of April, May and July."""
    new = "".join(f"{unit_id},,,waiting-time,2024-0{month},{month},,,PL.X:{month},\n" for month in (4, 5, 7))
    edit(root, RESULTS_FILE, (CHANGE[0], f"{new}{CHANGE[1]}"))
    return release_now(root, date(2024, 8, 1))


def test_many_new_figures_are_only_counted_in_news_of_an_indicator(
    released_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The changed figure is described. News of the unit itself lists its new figures as far as there is room."""
    monkeypatch.setattr(news, "SENTENCES", 2)
    portal = with_new_months(released_copy, "demo.so-a")
    room = Newsroom(history_of(released_copy), portal)
    changed = "Sở Đại Đồng, tháng 6/2024: 35 phút → 25 phút (chưa đạt, hạng 2 → đạt, hạng 2)."
    assert summaries(room, indicator_topic(portal.indicators["waiting-time"]))[0][1] == (
        f"{changed} 3 số liệu kết quả mới từ Báo cáo số 2/BC-UBND."
    )
    assert summaries(room, unit_topic(portal.units["demo.so-a"]))[0][1].endswith(" Và 1 thay đổi khác.")


def test_many_withdrawn_figures_are_counted_as_withdrawn(released_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two figures are more than the one for which there is room. They must not be counted as new."""
    monkeypatch.setattr(news, "SENTENCES", 1)
    rows = [
        row
        for row in (released_copy / RESULTS_FILE).read_text(encoding="utf-8").splitlines()
        if "waiting-time" not in row
    ]
    (released_copy / RESULTS_FILE).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    edit(released_copy, RESULTS_FILE, ("2024-06,62.50", "2024-06,62.51"))
    portal = release_now(released_copy, date(2024, 8, 1))
    room = Newsroom(history_of(released_copy), portal)
    counted = "2 số liệu kết quả của Báo cáo số 2/BC-UBND đã rút bỏ."
    assert summaries(room, indicator_topic(portal.indicators["waiting-time"]))[0][1] == counted
    assert summaries(room, source_topic(portal.sources["demo-2024"]))[0][1] == (
        f"Dịch vụ toàn trình của Sở An Bình, tháng 6/2024: 62,50% → 62,51%. {counted}"
    )


def test_a_missing_target_is_mentioned_only_if_a_target_was_possible(released_copy: Path) -> None:
    """It is not mentioned for a count or for the country, but it is for a share of a province."""
    new = "demo.so-b,,,services-total,2024-06,9,,,PL.X:1,\ndemo,,,full-online-services,2024-06,50,,,PL.X:2,\n"
    whole = "vn,,,full-online-services,2024-06,40,,,PL.X:3,\n"
    edit(
        released_copy,
        "data/units.csv",
        ("demo.so-b,so-b,", "vn,viet-nam,Việt Nam,Cả nước,country,country,,,,,,\ndemo.so-b,so-b,"),
    )
    edit(released_copy, RESULTS_FILE, (CHANGE[0], f"{new}{whole}{CHANGE[0]}"))
    portal = release_now(released_copy, date(2024, 8, 1))
    room = Newsroom(history_of(released_copy), portal)
    assert summaries(room, unit_topic(portal.units["demo.so-b"]))[0][1] == "Số dịch vụ, tháng 6/2024: 9."
    assert summaries(room, unit_topic(portal.units["vn"]))[0][1] == "Dịch vụ toàn trình, tháng 6/2024: 40%."
    assert summaries(room, unit_topic(portal.units["demo"]))[0][1] == (
        "Dịch vụ toàn trình, tháng 6/2024: 50% (chưa có mức phải đạt)."
    )


def test_the_reason_for_a_missing_figure_is_stated_once(released_copy: Path) -> None:
    """It is the figure and the assessment at the same time."""
    new = "demo.so-a,,,waiting-time,2024-07,,not_applicable,,PL.X:1,Không có lượt nào\n"
    edit(released_copy, RESULTS_FILE, (CHANGE[0], f"{new}{CHANGE[0]}"))
    portal = release_now(released_copy, date(2024, 8, 1))
    newest = summaries(Newsroom(history_of(released_copy), portal), unit_topic(portal.units["demo.so-a"]))[0]
    assert newest[1] == "Thời gian chờ, tháng 7/2024: không áp dụng."


def test_the_newest_periods_are_listed_first(released_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The changed figure of June is first. The new figures follow: July, then May, then April."""
    monkeypatch.setattr(news, "SENTENCES", 3)
    portal = with_new_months(released_copy, "demo.so-b")
    summary = summaries(Newsroom(history_of(released_copy), portal), unit_topic(portal.units["demo.so-b"]))[0][1]
    assert re.findall(r"tháng (\d)/2024:", summary) == ["6", "7", "5"]
    assert summary.endswith(" Và 1 thay đổi khác.")


def test_a_feed_has_only_the_newest_releases(
    corrected: tuple[History, Portal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it would grow without limit."""
    monkeypatch.setattr(news, "KEPT", 1)
    assert [entry.key for entry in Newsroom(*corrected).news(ALL)] == ["2024-08-01"]


def test_entries_have_unique_ids(corrected: tuple[History, Portal]) -> None:
    """All entries of all feeds have different keys."""
    room = Newsroom(*corrected)
    entries: list[News] = [entry for topic in topics(corrected[1]) for entry in room.news(topic)]
    assert len({entry.key for entry in entries}) == len(entries) > 10


def test_a_feed_reader_accepts_every_feed(corrected: tuple[History, Portal]) -> None:
    """The check uses a common reader and the rules of RFC 4287: required elements occur exactly once, and ids are
    unique."""
    history, portal = corrected
    made = [artifact for recipe in feeds(portal, history) for artifact in recipe.make()]
    for artifact in made:
        parsed = feedparser.parse(artifact.content, response_headers={"content-type": "application/atom+xml"})
        assert (parsed.bozo, parsed.version) == (False, "atom10"), artifact.path
        assert parsed.feed.title
        assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
        assert all(entry.summary and entry.updated_parsed and entry.link for entry in parsed.entries)
        root = ET.fromstring(artifact.content)  # noqa: S314 - written by ourselves a moment ago
        for part in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1
            links = [(link.get("rel"), link.get("type")) for link in part.findall(f"{ATOM}link")]
            assert len(links) == len(set(links)) >= 1
    assert len(made) > 10


def contents(history: History, portal: Portal) -> dict[str, bytes]:
    """Returns the content of the feeds by path."""
    return {artifact.path: artifact.content for recipe in feeds(portal, history) for artifact in recipe.make()}


def test_feeds_are_made_again_by_every_build(corrected: tuple[History, Portal]) -> None:
    """Feeds have no cache key, because computing one would cost more than making the feed."""
    history, portal = corrected
    assert {recipe.key for recipe in feeds(portal, history)} == {""}


def test_feeds_distinguish_units_with_the_same_name(corrected: tuple[History, Portal]) -> None:
    """After a merger, a commune often has the name of one that has ended. Pages distinguish them in the same way."""
    history, portal = corrected
    former, own = portal.units["demo.so-a"], portal.units["demo.so-b"]
    ended = replace(former, name=own.name, active_to=date(2023, 12, 31))
    begun = replace(own, active_from=date(2024, 1, 1))
    renamed = replace(portal, units={**portal.units, former.id: ended, own.id: begun})
    summary = Newsroom(history, renamed).news(indicator_topic(portal.indicators["waiting-time"]))[0].summary
    assert plain_text(summary).startswith("Sở Đại Đồng tỉnh Thử (từ 1/2024), tháng 6/2024: 35 phút → 25 phút")


def test_feeds_use_the_current_short_name_of_an_indicator(corrected: tuple[History, Portal]) -> None:
    """Changes of earlier releases use the current name too."""
    history, portal = corrected
    waiting = portal.indicators["waiting-time"]
    renamed = replace(portal, indicators={**portal.indicators, waiting.id: replace(waiting, short_name="Chờ")})
    summary = Newsroom(history, renamed).news(unit_topic(portal.units["demo.so-b"]))[0].summary
    assert plain_text(summary).startswith("Chờ, tháng 6/2024: 35 phút")
    known, now = contents(history, portal), contents(history, renamed)
    assert known.keys() == now.keys()
    assert known["data/don-vi/so-b.atom"] != now["data/don-vi/so-b.atom"]


def test_an_entry_mentions_an_assessment_only_if_it_changed(mini: Path) -> None:
    """If the target is at most 20 minutes, the correction from 35 to 25 changes neither assessment nor rank, so only
    the figure is shown."""
    edit(mini, "data/targets/demo-2023.csv", ("at_most,30,", "at_most,20,"))
    release_now(mini, date(2024, 7, 1))
    edit(mini, RESULTS_FILE, CHANGE)
    portal = release_now(mini, date(2024, 8, 1))
    assert summaries(Newsroom(history_of(mini), portal), source_topic(portal.sources["demo-2024"]))[0][1] == (
        "Thời gian chờ của Sở Đại Đồng, tháng 6/2024: 35 phút → 25 phút."
    )


def test_changed_figures_come_before_new_ones_and_a_levels_figure_has_no_assessment(mini: Path) -> None:
    """The province's own waiting time grows, and that of its departments is stated for the first time. The
    assessment belongs only to the province's own figure."""
    first = "demo.so-a,,,full-online-services,2024-06"
    edit(mini, RESULTS_FILE, (first, f"demo,,,waiting-time,2024-06,28,,,PL.I:9,\n{first}"))
    release_now(mini, date(2024, 7, 1))
    of_level = "demo,department,mean,waiting-time,2024-06,27.5,,,PL.I:mean,"
    edit(mini, RESULTS_FILE, ("2024-06,28,", "2024-06,40,"), (first, f"{of_level}\n{first}"))
    portal = release_now(mini, date(2024, 8, 1))
    assert summaries(Newsroom(history_of(mini), portal), unit_topic(portal.units["demo"]))[0][1] == (
        "Thời gian chờ, tháng 6/2024: 28 phút → 40 phút (đạt → chưa đạt). "
        "Thời gian chờ của các đơn vị sở, ban, ngành của tỉnh Thử (bình quân của các đơn vị trong cấp), "
        "tháng 6/2024: 27,5 phút."
    )


def test_the_feed_of_everything_states_how_many_figures_changed(released_copy: Path) -> None:
    """Two figures changed."""
    edit(released_copy, RESULTS_FILE, CHANGE, ("2024-06,62.50", "2024-06,62.51"))
    portal = release_now(released_copy, date(2024, 8, 1))
    summary = Newsroom(history_of(released_copy), portal).news(ALL)[0].summary
    assert summary.startswith("2 số liệu điều chỉnh hoặc rút bỏ")


def test_a_figure_that_moved_is_news_only_if_it_changed(released_copy: Path) -> None:
    edit(
        released_copy,
        RESULTS_FILE,
        ("2024-06,35,,,PL.I:2", "2024-06,34,,,PL.I:3"),
        ("2024-06,62.50,,,PL.I:1", "2024-06,62.50,,,PL.I:4"),
    )
    portal = release_now(released_copy, date(2024, 8, 1))
    room = Newsroom(history_of(released_copy), portal)
    assert summaries(room, unit_topic(portal.units["demo.so-b"]))[0] == (
        "2024-08-01 demo.so-b",
        "Thời gian chờ, tháng 6/2024: 35 phút → 34 phút.",
    )
    assert [key for key, _ in summaries(room, unit_topic(portal.units["demo.so-a"]))] == ["2024-07-01 demo.so-a"]


def test_a_unit_omitted_by_a_new_report_has_no_news(mini: Path) -> None:
    """Its figure is missing since that report. An assessment was added, but no sentence describes it."""
    known = "demo.so-b,so-b,"
    edit(mini, "data/units.csv", (known, f"demo.so-c,so-c,Sở Cầu,Sở Cầu,department,department,demo,,,,,\n{known}"))
    release_now(mini, date(2024, 7, 1))
    first = "demo.so-a,,,full-online-services,2024-06"
    edit(
        mini,
        RESULTS_FILE,
        (first, "".join(f"demo.so-{name},,,services-total,2024-06,9,,,PL.I:{name},\n" for name in "ab") + first),
    )
    portal = release_now(mini, date(2024, 8, 1))
    history = history_of(mini)
    assert ("demo.so-c", "services-total") in {
        (row.unit_id, row.indicator_id) for row in history.releases[0].read_new().itertuples()
    }
    assert Newsroom(history, portal).news(unit_topic(portal.units["demo.so-c"])) == ()
